import pytest

from detectors.fakes.brand_names import BrandNames, BrandReading
from detectors.fakes.names import ReadersEye
from detectors.fakes.service_words import load_words


def names(*own: str) -> BrandNames:
    made = BrandNames(ReadersEye(), load_words()["names"])
    for name in own:
        made.add(name)
    return made


def read(name: str, *own: str) -> BrandReading:
    return names(*(own or ("Vlieg & Co", "vliegenco"))).read(name)


@pytest.mark.parametrize("name", ["Vlieg & Co", "Vlieg en Co", "vlieg_en_co", "Vlieg&Co.", "VIieg&Co", "vliegenco22"])
def test_the_brands_name_is_known_in_every_spelling(name: str) -> None:
    assert read(name).relation == "same"


@pytest.mark.parametrize(
    "name", ["Vlieg&Co Klantenservice", "klantenservice_vliegenco", "HelpVliegenCo", "Vlieg&Co Help"]
)
def test_a_word_for_service_beside_the_brand_is_seen_in_any_order(name: str) -> None:
    assert read(name).kinds == {"service"}


@pytest.mark.parametrize("name", ["Kim Support", "Kimberly", "Walkline Anna"])
def test_a_short_brand_is_not_read_into_other_words(name: str) -> None:
    assert read(name, "KLM").relation == "none"


@pytest.mark.parametrize("name", ["KLM", "KLM Support", "klmsupport", "@klm_help", "КLM"])
def test_a_short_brand_is_found_where_it_is_spelt(name: str) -> None:
    assert read(name, "KLM").relation in {"same", "joined"}


def test_a_letter_off_is_near() -> None:
    assert read("Spoorlin", "Spoorlijn").relation == "near"


def test_a_name_cut_short_is_near() -> None:
    assert read("Boodschaphu", "Boodschaphuis").relation == "near"


def test_a_service_word_beside_a_near_name_is_told() -> None:
    assert read("Sporlijn Klantenservice", "Spoorlijn").relation == "near"


def test_short_brands_have_no_near_names() -> None:
    assert read("Kim", "KLM").relation == "none"


@pytest.mark.parametrize(
    "name", ["Klantenservice", "Customer Service", "Kundtjänsten", "Webcare Team", "Kundesenteret"]
)
def test_a_desk_without_a_brand_is_generic(name: str) -> None:
    assert read(name).generic


@pytest.mark.parametrize("name", ["Service", "Hulp", "Belwinkel Oost", "Anna de Vries", "BetalEnkelt Support"])
def test_other_names_are_not_generic_desks(name: str) -> None:
    assert not read(name).generic


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Vlieg&Co (parodie)", "parody"),
        ("Vlieg&Co zuigt", "critic"),
        ("Vlieg&Co nieuws", "press"),
        ("Vlieg&Co Anna", "other"),
    ],
)
def test_what_else_is_in_a_name_is_told(name: str, kind: str) -> None:
    assert kind in read(name).kinds


def test_letters_that_hide_the_brand_are_counted() -> None:
    assert read("Vliеg&Cо").bent == 2


def test_the_brands_initials_before_a_desk_are_seen() -> None:
    assert read("MB Resolution Unit", "Morning Bank").initials


@pytest.mark.parametrize(
    ("name", "brand", "kinds"),
    [
        ("Stadswater Klantenloket", "Stadswater", {"service"}),
        ("Stadswater Restitutiedesk", "Stadswater", {"department"}),
        ("Elvbank Utbetalingskontor", "Elvbank", {"department"}),
        ("Nordlicht Kundeneingang", "Nordlicht", {"service"}),
    ],
)
def test_compounds_are_read_by_their_parts(name: str, brand: str, kinds: set[str]) -> None:
    assert read(name, brand).kinds == kinds


def test_an_extra_letter_beside_a_service_word_is_near() -> None:
    assert read("Stadswaterr Klantenservice", "Stadswater").relation == "near"


@pytest.mark.parametrize(
    ("name", "brand"), [("Klantcontact Stads", "Stadswater"), ("Reisedienst Vogel", "Vogel Reisen")]
)
def test_a_piece_of_the_brand_beside_a_desk_is_seen(name: str, brand: str) -> None:
    assert read(name, brand).initials


def test_a_piece_of_the_brand_in_a_persons_name_is_nothing() -> None:
    assert not read("Anna Vogel", "Vogel Reisen").initials


def test_one_letter_too_many_at_the_end_is_near() -> None:
    assert read("Stadswaters", "Stadswater").relation == "near"


def test_digits_within_a_service_word_are_letters() -> None:
    assert read("Stadswater K1antenserv1ce", "Stadswater").kinds == {"service"}


def test_what_people_call_a_brand_for_its_capitals_is_the_brand() -> None:
    assert read("QXZ hjälper dig", "QXZ Energi").kinds <= {"service", "team"}


@pytest.mark.parametrize("name", ["Stadswater Användarhjälp", "Stadswater User Help", "stadswater.user.help"])
def test_users_who_help_each_other_are_no_desk(name: str) -> None:
    assert "service" not in read(name, "Stadswater").kinds


@pytest.mark.parametrize("name", ["Stadswater Fahrgastservice", "Guest Relations Stadswater"])
def test_a_desk_for_those_who_are_served_is_a_desk(name: str) -> None:
    assert read(name, "Stadswater").kinds == {"service"}
