from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from watchdog.evidence.blocks import Bullets, Field, Heading, Paragraph, Picture, Quote
from watchdog.evidence.foreign import LONGEST
from watchdog.evidence.markdown import markdown

HOSTILE = (
    "<script>alert(1)</script>", "[click](https://evil.example)", "![x](https://evil.example/x.png)", "**bold** __b__",
    "# heading", "- item", "1. item", "> quote", "`code` ``` fence", "&copy; &#x41;", "http://evil.example",
    "www.evil.example", "<https://evil.example>", "a | b\n--- | ---", "---", "===", "\\", "~~gone~~", "* * *", "$x$",
    "[ref]: https://evil.example",
)  # fmt: skip


def tokens(text: str) -> list[Token]:
    """All tokens, those inside lines too, as a reader with tables, strikethrough and automatic links sees them."""
    found = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [one for token in found for one in (token, *(token.children or ()))]


def kinds(text: str) -> set[str]:
    return {token.type for token in tokens(text)}


def written(text: str) -> str:
    return "".join(token.content for token in tokens(text) if token.type in {"text", "code_inline", "text_special"})


def test_nothing_that_people_write_becomes_markup() -> None:
    for text in HOSTILE:
        assert kinds(markdown([Paragraph(text)], "")) <= {
            "paragraph_open", "paragraph_close", "inline", "text", "text_special",
        }, text  # fmt: skip


def test_nothing_in_a_list_or_a_heading_becomes_markup() -> None:
    for text in HOSTILE:
        page = markdown([Heading(text), Bullets((text, text)), Field("n", text)], "")
        assert kinds(page).isdisjoint(
            {"html_block", "html_inline", "link_open", "image", "fence", "hr", "blockquote_open"}
        )
        assert sum(token.type == "list_item_open" for token in tokens(page)) == 2, text


@given(st.text(alphabet=st.sampled_from("ab*_[]()<>#`~!|\\&-+=.1: /@\n"), max_size=60))
def test_what_people_write_is_shown_as_they_wrote_it(text: str) -> None:
    shown = " ".join(f"x {text} x".split())
    page = markdown([Paragraph(shown)], "")
    assert written(page).replace("\n", " ") == shown


def test_a_quotation_is_shown_letter_by_letter_whatever_fences_are_in_it() -> None:
    text = "```\n# no heading\n````\n<b>"
    fences = [token for token in tokens(markdown([Quote(text)], "")) if token.type == "fence"]
    assert [fence.content for fence in fences] == [f"{text}\n"]


def test_a_plain_address_can_be_followed_and_an_odd_one_not() -> None:
    assert "link_open" in kinds(markdown([Field("Link", "https://s.example/a/1")], ""))
    assert "link_open" not in kinds(markdown([Field("Link", "javascript:alert(1)")], ""))
    assert "link_open" not in kinds(markdown([Field("Link", "https://s.example/<b>")], ""))


def test_pictures_lie_beside_the_text() -> None:
    (image,) = [t for t in tokens(markdown([Picture("a.png", b"", "what [it] shows")], "")) if t.type == "image"]
    assert image.attrs["src"] == "pictures/a.png"


def test_a_text_that_is_too_long_says_so() -> None:
    assert markdown([Quote("x" * (LONGEST + 1))], "cut here").endswith("cut here\n")
