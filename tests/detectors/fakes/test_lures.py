import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.fakes.lures import OwnContacts, contacts_in, lures_in


@pytest.mark.parametrize("shown", ["070-174 06 05", "o7o-174 o6 o5", "0 7 0 1 7 4 0 6 0 5", "070 . 174 . 0605"])
def test_a_number_is_known_however_it_is_written(shown: str) -> None:
    assert [c.key for c in contacts_in(f"Ring {shown} och")] == ["01740605"]


def test_a_number_written_to_escape_filters_is_marked() -> None:
    assert contacts_in("app nul6 - 12 34 56 78")[0].hidden
    assert not contacts_in("app 06 - 12 34 56 78")[0].hidden


@pytest.mark.parametrize("text", ["bestelling 123456789", "op 12-03-2024 10:45", "kost 1.000.000 euro", "2024"])
def test_dates_orders_and_prices_are_no_numbers_to_call(text: str) -> None:
    assert contacts_in(text) == []


def test_a_link_needs_no_scheme() -> None:
    assert [c.key for c in contacts_in("kijk op vlieg.nl/storing.")] == ["vlieg.nl"]


def test_the_brands_own_site_and_its_subdomains_are_no_lure() -> None:
    own = OwnContacts("NL")
    own.add("Meer op vlieg.nl/storing")
    assert all(own.own(c) for c in contacts_in("https://help.vlieg.nl/x en vlieg.nl"))
    assert not own.own(contacts_in("https://vlieg.nl.evil.com")[0])


def test_a_messenger_link_of_the_brand_does_not_clear_all_messenger_links() -> None:
    own = OwnContacts("NL")
    own.add("App ons via wa.me/31201234567")
    assert lures_in(contacts_in("App ons via wa.me/31687654321"), {}, own, {"vllegco"}, None) == {
        "foreign_contact": "wa.me"
    }


def test_a_site_named_like_the_brand_is_a_look_alike() -> None:
    found = lures_in(contacts_in("https://vliegco-retour.com"), {}, OwnContacts("NL"), {"vllegco"}, None)
    assert "look_alike_link" in found


def test_a_number_of_another_country_is_told() -> None:
    assert "foreign_prefix" in lures_in(contacts_in("bel +44 7700 900123"), {}, OwnContacts("NL"), (), None)


@given(st.text(alphabet="0oO +().-/12@a.", max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(c.key for c in contacts_in(text))
