from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from alerts.pictures.canvas import has_letter
from detectors.model import Account
from watchdog.evidence.foreign import Pseudonyms, spelt_out, visible

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def customers(*names: str) -> list[Account]:
    return [Account("p", f"did:{n}", NOON, handle=f"{n.split()[0].lower()}.example", name=n) for n in names]


def hiding(*names: str) -> Pseudonyms:
    return Pseudonyms(customers(*names), lambda n: f"Customer {n}", named=False)


def test_what_hides_or_turns_text_is_shown_by_its_code_and_name() -> None:
    assert visible("a\u202eb\x1bc\u200dd") == "a[U+202E RIGHT-TO-LEFT OVERRIDE]b[U+001B]c[U+200D ZERO WIDTH JOINER]d"


def test_line_breaks_tabs_and_the_joints_of_an_emoji_stay() -> None:
    assert visible("a\r\n\tb 👩\u200d🚒 ❤\ufe0f") == "a\n\tb 👩\u200d🚒 ❤\ufe0f"


def test_a_letter_that_the_font_lacks_is_described_and_never_a_box() -> None:
    assert spelt_out("Moin 💩 æøåäöß", has_letter) == "Moin [U+1F4A9 PILE OF POO] æøåäöß"


@given(st.text())
def test_everything_spelt_out_can_be_shown(text: str) -> None:
    assert all(mark in "\n\t" or has_letter(mark) for mark in spelt_out(text, has_letter))


@given(st.text())
def test_nothing_hidden_is_left_visible_twice_over(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_customers_become_numbers_in_texts_by_name_first_name_and_handle() -> None:
    text = "Beste Ann, ANN DE VRIES! @ann.example en Bo: Annemarie blijft."
    assert hiding("Ann de Vries", "Bo Berg").text(text) == (
        "Beste [Customer 1], [Customer 1]! [Customer 1] en Bo: Annemarie blijft."
    )


def test_customers_can_be_named_all_the_same() -> None:
    open_ = Pseudonyms(customers("Ann de Vries"), lambda n: f"Customer {n}", named=True)
    assert open_.text("Beste Ann") == "Beste Ann"
    assert open_.name(customers("Ann de Vries")[0]) == "Customer 1: Ann de Vries (ann.example)"


def test_a_name_that_is_a_pattern_is_only_a_name() -> None:
    assert hiding(".* (x+)+$").text("gewone tekst") == "gewone tekst"


def test_a_megabyte_is_read() -> None:
    assert hiding("Ann de Vries").text("ann@@@" * 170_000).startswith("[Customer 1]@@[Customer 1]")
    assert visible("\u202e" * 1_000_000).endswith("OVERRIDE]")
