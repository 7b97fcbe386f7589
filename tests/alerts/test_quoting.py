import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.quoting import link, plain, quotable, without_secrets


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("twee\nregels\r\nen\teen tab", "twee regels en een tab"),
        ("zero\u200bwidth\u2060 and \ufefffeff", "zerowidth and feff"),
        ("\u202egnirts lausu\u202c", "gnirts lausu"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("line\u2028separator\u2029s", "line separator s"),
        ("lone \ud800 surrogate", "lone \N{REPLACEMENT CHARACTER} surrogate"),
        ("\u3164\u2800blank letters\u115f", "blank letters"),
        ("   ", ""),
        ("flag 🇳🇱 thumbs 👍🏽 heart ❤️", "flag 🇳🇱 thumbs 👍🏽 heart ❤️"),
        ("naïve ångström", "naïve ångström"),
    ],
)
def test_a_text_is_shown_on_one_line_without_invisible_characters(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert plain("x" * 200, 140) == "x" * 139 + "…"


def test_towers_of_marks_are_cut_down() -> None:
    assert len(plain("a" + "\u0301" * 100)) == 4


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("zie https://evil.example/x?y=1", "zie hxxps://evil[.]example/x?y=1"),
        ("HTTP://EVIL.EXAMPLE", "hxxp://EVIL[.]EXAMPLE"),
        ("www.evil.example", "www[.]evil[.]example"),
        ("open tg://resolve?domain=x", "open tg[:]//resolve?domain=x"),
        ("http://a.example and ftp://b.example", "hxxp://a[.]example and ftp[:]//b[.]example"),
        ("@everyone <!channel> <@U123>", "＠everyone ‹!channel› ‹＠U123›"),
        ("`rm -rf`", "'rm -rf'"),
        ("€ 1.234,50 om 21.05 uur", "€ 1.234,50 om 21.05 uur"),
    ],
)
def test_nothing_in_a_quotation_can_be_clicked_or_pings(written: str, shown: str) -> None:
    assert quotable(written) == shown


def test_bare_hosts_lose_their_dots_where_they_are_thought_to_lure() -> None:
    assert quotable("ga naar refund.example/x", defang=True) == "ga naar refund[.]example/x"
    assert quotable("klaar.Nu wachten") == "klaar.Nu wachten"


def test_an_error_message_keeps_its_words_and_loses_its_tokens() -> None:
    error = "GET https://api.example/me?access_token=EAAB123&fields=id failed: 401"
    assert without_secrets(error) == "GET https://api.example/me?access_token=…&fields=… failed: 401"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://social.example/post/1?x=2#y", True),
        ("http://127.0.0.1:2583/x", True),
        ("javascript:alert(1)", False),
        ("https://x.example/a b", False),
        ("https://x.example/<script>", False),
        ("https://x.example/\nInjected: header", False),
        ("https://bаnk.example/", False),
        ("https://x.example/" + "a" * 300, False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_shown_as_links(url: str | None, shown: bool) -> None:
    assert link(url) == (url if shown else None)


@given(st.text())
def test_any_text_becomes_one_harmless_line(written: str) -> None:
    shown = quotable(written, 140, defang=True)
    assert len(shown) <= 140
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in shown)
    assert not set(shown) & set("<>`@")
    assert "http" not in shown.lower() or "://" not in shown.lower().replace("hxxp://", "").replace("hxxps://", "")


@pytest.mark.parametrize("letter", ["a", "\u200b", "<", "@", "http://", "a.", "?a=", "\u0301", "\ud800"])
def test_a_text_of_a_million_letters_takes_no_longer_than_its_beginning(letter: str) -> None:
    text = letter * 1_000_000
    assert quotable(text, defang=True) == quotable(text[:100_000], defang=True)
    assert without_secrets(text) == without_secrets(text[:100_000])
