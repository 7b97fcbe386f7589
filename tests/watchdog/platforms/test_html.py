from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchdog.platforms.html import html_to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>een</p><p>twee<br>drie<br/>vier</p>", "een\ntwee\ndrie\nvier"),
        ("boos &amp; moe &lt;3 &#233;", "boos & moe <3 é"),
        (
            '<span class="h-card"><a href="https://x.example/@m" class="mention">@<span>merk</span></a></span> hoi',
            "@merk hoi",
        ),
        ('<a href="https://x.example/tags/fout" class="mention hashtag" rel="tag">#<span>fout</span></a>', "#fout"),
        ("a < b and c > d", "a < b and c > d"),
        ("<script>alert(1)</script>weg", "weg"),
        ("<p>een <b>twee</p> drie", "een twee\ndrie"),
        ("<!-- niets -->iets", "iets"),
        ("&#xD800;", "\ufffd"),
    ],
)
def test_html_reads_as_a_person_would(source: str, text: str) -> None:
    assert html_to_text(source) == text


def test_a_shortened_link_is_told_in_full() -> None:
    source = (
        'zie <a href="https://hulp.example/heel/lang/pad"><span class="invisible">https://</span>'
        '<span class="ellipsis">hulp.example/heel</span><span class="invisible">/lang/pad</span></a> nu'
    )
    assert html_to_text(source) == "zie https://hulp.example/heel/lang/pad nu"


def test_a_link_that_shows_another_address_tells_both() -> None:
    source = '<a href="https://vals.example/inloggen">merk.example</a>'
    assert html_to_text(source) == "merk.example (https://vals.example/inloggen)"


def test_a_link_to_a_script_tells_only_its_words() -> None:
    assert html_to_text('<a href="javascript:alert(1)">klik</a>') == "klik"


@pytest.mark.parametrize("piece", ["<", "<b>", "</b>", "<!--", "<a href='", "&", "&#", '<span class="invisible">'])
def test_a_lot_of_hostile_html_is_read_in_one_pass(piece: str) -> None:
    assert len(html_to_text(piece * (300_000 // len(piece)))) <= 300_000


@given(st.text())
def test_any_text_survives_escaping_and_reading(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    assert html_to_text(escaped) in {"\n".join(line for line in lines if line), " ".join(text.split())}
