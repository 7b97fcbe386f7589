import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import detectors
from alerts.evidence import accounts_row, reasoned, sentence
from alerts.wording.phrases import load
from detectors.findings import Evidence, Suspicion

SAY = load("en")


def test_every_signal_that_a_detector_names_has_a_sentence() -> None:
    sources = Path(detectors.__file__).parent.rglob("*.py")
    named = {name for source in sources for name in re.findall(r'Evidence\(\s*"(\w+)"', source.read_text("utf-8"))}
    assert {"times_usual", "missed_polls", "threat_words"} <= named
    assert [name for name in sorted(named) if not SAY.has(f"evidence.{name}")] == []


def test_a_sentence_holds_its_number_and_quotes_its_detail() -> None:
    text = sentence(Evidence("foreign_contact", 2.0, 2.0, "bel 06-123\n@iedereen"), SAY)
    assert text == (
        "It gives a number, address or messenger that is not the brand's in 2 replies: “bel 06-123 ＠iedereen”"
    )


@pytest.mark.parametrize(
    ("rarity", "told"),
    [
        (-9.0, "about 100 times a month"),
        (-0.7, "about 5 times a month"),
        (-0.1, "about once a month"),
        (0.0, "less than once in a month"),
        (0.5, "less than once in 3 months"),
        (1.4, "less than once in 2 years"),
        (9.0, "less than once in 2 years"),
    ],
)
def test_a_rarity_is_told_as_often_as_it_is_and_never_as_more_than_two_years(rarity: float, told: str) -> None:
    assert sentence(Evidence("rarity", rarity), SAY) == f"Ordinary days bring such a peak {told}"


def test_values_and_weights_are_rounded_and_kept_apart() -> None:
    [piece] = reasoned([Evidence("people", 200.99999, 0.123456)], SAY)
    assert (piece.signal, piece.value, piece.weight) == ("people", 201.0, 0.1235)


def test_an_accounts_row_has_the_fields_of_the_public_format_in_order() -> None:
    first = datetime(2026, 7, 25, 20, 0, tzinfo=UTC)
    known = Suspicion("page", "id", 0.987654321, "troll", first, 3, (Evidence("same_name", 0.96, 4.0, "KLM"),))
    row = accounts_row(known, SAY, ZoneInfo("Europe/Amsterdam"))
    assert row == {
        "page": "page",
        "account": "id",
        "suspicion": 0.987654,
        "variant": "troll",
        "first_alert_at": "2026-07-25T22:00:00+02:00",
        "replies": 3,
        "evidence": [
            {
                "signal": "same_name",
                "value": 0.96,
                "weight": 4.0,
                "text": "The display name reads like the brand's own (96% alike): “KLM”",
            }
        ],
    }
    assert list(row) == ["page", "account", "suspicion", "variant", "first_alert_at", "replies", "evidence"]


def test_an_account_that_nobody_suspects_has_a_row_without_evidence() -> None:
    row = accounts_row(Suspicion("page", "id", 0.0, None, None, 0, ()), SAY)
    assert (row["suspicion"], row["variant"], row["first_alert_at"], row["evidence"]) == (0.0, None, None, [])
