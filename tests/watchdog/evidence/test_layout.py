from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from alerts.pictures.canvas import has_letter
from alerts.pictures.lines import broken
from watchdog.evidence.blocks import Block, Bullets, Field, Heading, Paragraph, Picture, Quote
from watchdog.evidence.layout import PAGE_HEIGHT, Line, Placed, laid_out
from watchdog.evidence.pdf import pdf

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = "RTL \u202e reversed, æøåäöß ÆØÅÄÖ, 💩 and 漢字, $x^2$ \\alpha, null \x00, \ud800"


def png(width: int, height: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), "white").save(written, "PNG")
    return written.getvalue()


def lines(blocks: list[Block]) -> list[list[Line]]:
    return [[mark for mark in page if isinstance(mark, Line)] for page in laid_out(blocks, "cut")]


def test_long_text_goes_on_over_pages_and_none_of_it_is_lost() -> None:
    text = " ".join(f"word{n}" for n in range(2000))
    pages = lines([Quote(text)])
    assert len(pages) >= 2
    assert " ".join(line.text for page in pages for line in page) == text


def test_nothing_is_written_below_the_foot_or_beyond_the_column() -> None:
    pages = lines([Heading("T", 1), Bullets(("x" * 500,) * 90), Field("f", "y " * 900), Paragraph("z" * 3000)])
    assert all(line.y < PAGE_HEIGHT - 60 for page in pages for line in page)
    assert len(pages) > 2


def test_every_letter_on_the_pages_is_one_that_the_font_has() -> None:
    shown = "".join(line.text for page in lines([Quote(HOSTILE), Paragraph(HOSTILE)]) for line in page)
    assert all(has_letter(mark) for mark in shown)
    assert "[U+202E RIGHT-TO-LEFT OVERRIDE]" in shown
    assert "[U+1F4A9 PILE OF POO]" in shown
    assert "æøåäöß" in shown


def test_a_heading_is_not_left_alone_at_the_foot() -> None:
    for filler in range(30, 60):
        pages = lines([*(Paragraph("x") for _ in range(filler)), Heading("H"), Paragraph("after")])
        (at,) = [number for number, page in enumerate(pages) if any(line.text == "H" for line in page)]
        assert any(line.text == "after" for line in pages[at])


def test_a_picture_stays_whole_on_one_page() -> None:
    pages = laid_out([Paragraph("x " * 3000), Picture("a.png", png(800, 5000), "tall")], "cut")
    (placed,) = [mark for page in pages for mark in page if isinstance(mark, Placed)]
    assert placed.y + placed.height < PAGE_HEIGHT - 50


def test_words_wider_than_the_column_are_broken_and_kept() -> None:
    assert "".join(broken("W" * 400, 300, 10)) == "W" * 400
    assert broken("a\n\nb", 300, 10) == ["a", "", "b"]


def test_the_same_document_gives_the_same_pdf() -> None:
    blocks: list[Block] = [Heading("Title", 1), Quote(HOSTILE), Picture("a.png", png(80, 60), "p")]
    first, again = (pdf(blocks, "Title", "cut", NOON) for _ in range(2))
    assert first == again
    assert first.startswith(b"%PDF-")
    assert b"20260302120000" in first
