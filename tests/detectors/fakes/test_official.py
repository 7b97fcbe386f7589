from config.schema import Page
from detectors.fakes.official import is_trusted, speaks_for_brand

PAGE = Page(
    name="p",
    brand="Vlieg",
    platform="bluesky",
    official_accounts=("@Vlieg", "did:plc:1"),
    trusted_accounts=("partner",),
)


def test_an_official_account_is_known_by_its_id() -> None:
    assert speaks_for_brand(PAGE, "did:plc:1", None)


def test_an_official_handle_is_known_without_case_and_leading_at() -> None:
    assert speaks_for_brand(PAGE, "u7", "VLIEG")


def test_a_look_alike_handle_is_not_official() -> None:
    assert not speaks_for_brand(PAGE, "u7", "vIieg")


def test_an_unknown_handle_matches_no_entry() -> None:
    assert not speaks_for_brand(PAGE, "u7", None)


def test_a_trusted_account_is_not_official() -> None:
    assert is_trusted(PAGE, "u9", "@Partner")
    assert not speaks_for_brand(PAGE, "u9", "@Partner")
