import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.faults import ConfigError
from config.load import load_from_text
from config.tables import keys_of, tables

PAGE = """
[[pages]]
name = "vlieg-bluesky"
brand = "Vlieg & Co"
platform = "bluesky"
account = "vliegenco.example"
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_from_text(text)
    return str(caught.value).splitlines()


def test_every_fault_is_told_at_once_in_the_order_of_the_file() -> None:
    text = """
langauge = "nl"
[[pages]]
name = "a"
brand = "A"
platform = "bluesky"
account = "a"
opening_hours = "Mo-Fr 8-99h"
poll_every = 60
token =
[storm]
sensitivity = 2
"""
    places = [line.split(": ")[:2] for line in faults_of(text)]
    assert places == [
        ["config.toml:2", "langauge"],
        ["config.toml:8", "pages[0].opening_hours"],
        ["config.toml:9", "pages[0].poll_every"],
        ["config.toml:10", "token"],
        ["config.toml:12", "storm.sensitivity"],
    ]


@pytest.mark.parametrize(
    ("added", "key", "right"),
    [
        ("languges = ['nl']", "pages[0].languges", "did you mean languages?"),
        ("sensitivity = 0.5", "pages[0].sensitivity", "it belongs under [storm]"),
        ("language = 'nl'", "pages[0].language", "did you mean languages?"),
        ("languages = ['nl', 'se']", "pages[0].languages[1]", 'did you mean "sv"?'),
        ("languages = 'nl'", "pages[0].languages", "write it in brackets"),
        ("opening_hours = 'Mo-Fr 8-99h'", "pages[0].opening_hours", 'write e.g. "Mo-Fr 08:00-22:00; PH off"'),
        ("opening_hours = ''", "pages[0].opening_hours", 'write e.g. "Mo-Fr 08:00-22:00; PH off"'),
        ("country = 'UK'", "pages[0].country", 'did you mean "GB"?'),
        ("country = 'nl'", "pages[0].country", 'did you mean "NL"?'),
        ("timezone = 'Europe/Amsterdm'", "pages[0].timezone", 'did you mean "Europe/Amsterdam"?'),
        ("timezone = 'Amsterdam'", "pages[0].timezone", 'did you mean "Europe/Amsterdam"?'),
        ("poll_every = '60'", "pages[0].poll_every", '"60s"'),
        ("poll_every = '0.5s'", "pages[0].poll_every", '"1s" to "1d"'),
        ("poll_every = '999999d'", "pages[0].poll_every", '"1s" to "1d"'),
        ("server = 'http://example.org'", "pages[0].server", "write https://"),
        ("server = 'http://127.0.0.1.example.org'", "pages[0].server", "write https://"),
        ("server = 'ftp://example.org'", "pages[0].server", 'write e.g. "https://'),
        ("server = 'https://[x'", "pages[0].server", 'write e.g. "https://'),
        ("server = 'https://example.org:99999'", "pages[0].server", 'write e.g. "https://'),
        ("brand_is_common_word = 'yes'", "pages[0].brand_is_common_word", "write true or false"),
        ("[[topics]]\nname = 'late'\nwords = 5", "topics[0].words", "nl ="),
        ("[[topics]]\nname = 'late'\nwords = {nl = 'x'}", "topics[0].words.nl", "write it in brackets"),
        ("[[topics]]\nname = 'late'\nwords = {nl = ['*a*']}", "topics[0].words.nl[0]", "three letters"),
        ("[[topics]]\nname = 'late'\nwords = {xx = ['late']}", "topics[0].words.xx", "nl"),
        ("[[topics]]\nname = 'late'\nwords = {}\npages = ['elsewhere']", "topics[0].pages[0]", "vlieg-bluesky"),
        ("[[pages]]\nplatform = 'recording'\nbrand = 'B'", "pages[1].name", "add e.g. name ="),
        ("[[pages]]\nplatform = 'x'\nbrand = 'B'\nname = 'b'", "pages[1].account", "add e.g. account ="),
        ("[[pages]]\nplatform = 'recording'\nbrand = 'B'\nname = 'vlieg-bluesky'", "pages[1].name", "name of its own"),
        ("[[pages]]\nplatform = 'blusky'\nbrand = 'B'\nname = 'b'\naccount = 'b'", "pages[1].platform", '"bluesky"?'),
        ("[[pages]]\nplatform = 'recording'\nbrand = ''\nname = 'b'", "pages[1].brand", "add e.g. brand ="),
        ("[[pages]]\nplatform = 'recording'\nbrand = \"a\\nb\"\nname = 'b'", "pages[1].brand", "write plain text"),
        ("[storm]\nsensitivity = nan", "storm.sensitivity", "write a number"),
        ("[storm]\nsensitivity = '0.5'", "storm.sensitivity", "without quotes"),
        ("[storm]\nsensitivity = true", "storm.sensitivity", "without quotes"),
        ("[[storm]]\nsensitivity = 0.5", "storm", "begin it with [storm]"),
        ("[store]\nkeep = '1d'", "store.keep", '"7d" to "730d"'),
        ("[channels]\nname = 'x'", "channels", "begin it with [[channels]]"),
        ("[[channels]]\nname = 'x'\nurl = 'env:'", "channels[0].url", 'write e.g. "env:'),
        ("[[channels]]\nname = 'x'\nurl = 'credential:../x'", "channels[0].url", 'write e.g. "env:'),
        (
            "[[channels]]\nname = 'x'\nurl = 'env:X'\nquiet_hours = '25:00-07:00'",
            "channels[0].quiet_hours",
            "22:00-07:00",
        ),
        (
            "[[channels]]\nname = 'x'\nurl = 'env:X'\nquiet_hours = '07:00-07:00'",
            "channels[0].quiet_hours",
            "22:00-07:00",
        ),
        (
            "[[channels]]\nname = 'x'\nurl = 'env:X'\nkinds = ['storms']",
            "channels[0].kinds[0]",
            'did you mean "storm"?',
        ),
        (
            "[[channels]]\nname = 'x'\nurl = 'env:X'\npages = ['vleig-bluesky']",
            "channels[0].pages[0]",
            '"vlieg-bluesky"?',
        ),
        (
            "[[planned_events]]\nname = 'x'\nfrom = 2026-12-27T00:00:00\nto = 2026-12-28T00:00:00Z",
            "planned_events[0].from",
            "+01:00",
        ),
        (
            "[[planned_events]]\nname = 'x'\nfrom = 2026-12-27\nto = 2026-12-28T00:00:00Z",
            "planned_events[0].from",
            "+01:00",
        ),
        (
            "[[planned_events]]\nname = 'x'\nfrom = 2026-12-29T00:00:00Z\nto = 2026-12-28T00:00:00Z",
            "planned_events[0].to",
            "later",
        ),
        (
            "[[planned_events]]\nname = 'x'\nfrom = 2026-12-27T00:00:00Z\nto = '2026-13-28T00:00:00Z'",
            "planned_events[0].to",
            "+01:00",
        ),
        (
            "[[planned_events]]\nname = 'x'\nfrom = 2026-12-27T00:00:00Z\nto = '0001-01-01T00:00:00+14:00'",
            "planned_events[0].to",
            "+01:00",
        ),
        (
            "[[planned_events]]\nname = 'x'\nstart = 2026-12-27T00:00:00Z\nto = 2026-12-28T00:00:00Z",
            "planned_events[0].from",
            "add e.g. from =",
        ),
        ("account = 'again'", "account", "once"),
    ],
)
def test_a_fault_names_its_key_and_what_would_be_right(added: str, key: str, right: str) -> None:
    found = [line for line in faults_of(PAGE + added + "\n") if f": {key}: " in line]
    assert len(found) == 1
    assert right in found[0].split("; ", 1)[1]


SECRET = "hunter2-aGVsbG8"  # noqa: S105 # an example


@pytest.mark.parametrize(
    "added",
    [
        f'token = "{SECRET}"',
        f"token = ['{SECRET}']",
        f'tokn = "{SECRET}"',
        f'server = "https://user:{SECRET}@example.org"',
        f'server = "http://example.org/?key={SECRET}"',
        f'[[channels]]\nname = "x"\nurl = "{SECRET}"',
        f'[[channels]]\nname = "x"\nurl = "env:X {SECRET}"',
        f"[[channels]]\nname = 'x'\nurl = {{ a = '{SECRET}' }}",
        f'[[channels]]\nname = "x"\nurl = "mailto://u:{SECRET}@example.org',
        f'[[channels]]\nname = "mailto://u:{SECRET}@example.org"\nurl = 5',
        f'[[channels]]\nname = "x"\nurl = "slack://{SECRET}"\nkinds = ["slack://{SECRET}"]',
    ],
)
def test_a_secret_is_never_repeated(added: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_from_text(PAGE + added)
    assert SECRET not in str(caught.value) + repr(caught.value)
    assert caught.value.__context__ is None


def test_a_channel_url_in_the_file_is_not_shown_with_the_settings() -> None:
    config = load_from_text(PAGE + f'[[channels]]\nname = "x"\nurl = "slack://{SECRET}"')
    assert SECRET not in repr(config)


LITERALS = [
    *(
        "0",
        "-1",
        "9223372036854775807",
        "1e400",
        "nan",
        "true",
        '""',
        '"\\u0000"',
        '"x://"',
        '"env:"',
        "[]",
        "{}",
        "[[[]]]",
    ),
    *(
        "{a.b.c = 1}",
        "1979-05-27",
        "07:32:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        '["a", 1, {}]',
    ),
    *('"https://[::1"', '"https://\\u2100.example"', '"' + "x" * 300 + '"', '"\\U0001F600"', '"00:00-24:00"'),
]
KEYS = [(header, key) for header, table in tables() for key in keys_of(table)]


@settings(deadline=None)
@given(place=st.sampled_from(KEYS), literal=st.sampled_from(LITERALS))
def test_any_value_at_any_key_of_an_incomplete_file_leads_to_faults(place: tuple[str, str], literal: str) -> None:
    header, key = place
    with pytest.raises(ConfigError) as caught:
        load_from_text(f"{header}\n{key} = {literal}\n")
    assert all(fault.wrong and fault.right for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("added", "key", "right"),
    [
        ("[fake_accounts]\nreview_above = 0.95", "fake_accounts.review_above", "write a smaller number"),
        ("[fake_accounts]\nalert_above = 0.5\nreview_above = 0.5", "fake_accounts.review_above", "alert_above, 0.5"),
        ("[hunt]\nenabled = 1", "hunt.enabled", ""),
        ("[hunt]\npages = ['vlieg-blusky']", "hunt.pages[0]", 'did you mean "vlieg-bluesky"?'),
        ("[hunt]\nevery = '1m'", "hunt.every", ""),
        ("[digest]\nat = '8am'", "digest.at", 'write e.g. "08:00"'),
        (
            "[evidence]\nnotifier_email = 'ria at telezuid'",
            "evidence.notifier_email",
            'write e.g. "webcare@brand.example"',
        ),
    ],
)
def test_faults_in_what_is_told_later_and_to_others(added: str, key: str, right: str) -> None:
    (fault,) = faults_of(f"{PAGE}{added}\n")
    assert f": {key}: " in fault
    assert right in fault


def test_a_low_bar_for_alerts_needs_no_bar_for_reviews() -> None:
    assert load_from_text(f"{PAGE}[fake_accounts]\nalert_above = 0.5\n").fake_accounts.alert_above == 0.5
