import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema import Page
from detectors.fakes.hunting import MOST_QUERIES, looks_like_brand, queries_of
from detectors.model import Account
from tests.detectors.test_fake_account import OFFICIAL, START, Thread


def page(brand: str, **settings: object) -> Page:
    return Page.model_validate({"name": "p", "brand": brand, "platform": "bluesky", "account": "b"} | settings)


def test_the_brand_its_aliases_and_its_desks_are_searched_for_in_the_pages_languages() -> None:
    queries = queries_of(page("Vlieg & Co", brand_aliases=["VliegCo"], languages=["nl", "de"]))
    assert queries[:3] == ("vlieg & co", "vliegco", "vlieg & co klantenservice")
    assert "vlieg & co kundenservice" in queries
    assert "vlieg & co customer service" in queries


@given(st.text(min_size=1, max_size=80), st.lists(st.text(min_size=1, max_size=200), max_size=50))
def test_the_number_of_questions_is_bounded(brand: str, aliases: list[str]) -> None:
    queries = queries_of(
        Page.model_construct(name="p", brand=brand, brand_aliases=tuple(aliases), languages=("nl", "sv"))
    )
    assert 1 <= len(queries) <= MOST_QUERIES
    assert len(set(queries)) == len(queries)


@pytest.mark.parametrize(
    ("name", "handle", "wanted"),
    [
        ("TeleZuid Klantenservice", "telezuid-help", True),
        ("TeleZuid", "telezuid_", True),
        ("ТеlеZuid", "x81", True),
        ("TeIeZuid Helpdesk", "x82", True),
        ("Wifi Willem", "willem", False),
        ("Fan van TeleZuid", "tzfan", False),
        ("TeleZuid parodie", "tzparodie", False),
        ("Anna de Vries", "anna", False),
    ],
)
def test_only_names_that_pass_for_the_brand_are_worth_a_look(name: str, handle: str, wanted: bool) -> None:
    thread = Thread()
    thread.write(OFFICIAL, "Fijne maandag!")
    stranger = Account("p", "s", START, handle=handle, name=name)
    assert looks_like_brand(thread.detector.likeness(stranger)) is wanted
