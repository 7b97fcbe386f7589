from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from alerts.compose import as_json, compose
from alerts.digest import compose_digest
from alerts.incidents import judge
from alerts.model import Incident
from config.schema import Language
from detectors.findings import Finding, Severity
from tests.alerts.archives import HOURS, VLIEG, an_evening
from tests.alerts.findings import NIGHT, fake_finding, storm, storm_finding

MORNING = NIGHT + timedelta(hours=7, minutes=50)


def told(finding: Finding, known: Incident | None = None, language: Language = "nl") -> tuple[dict[str, Any], Incident]:
    incident, event, reason = judge(known, finding)
    assert event
    return as_json(compose(finding, incident, event, reason, VLIEG, language, an_evening(), HOURS)), incident


def night() -> list[dict[str, Any]]:
    """A storm that came and went, and a scam that is still there."""
    opened, incident = told(storm_finding())
    end = NIGHT + timedelta(hours=3)
    closed, _ = told(storm_finding(at=end, over=True, subject=storm(ended_at=end)), incident)
    scam, _ = told(fake_finding(at=NIGHT + timedelta(hours=1)))
    return [opened, closed, scam]


def test_the_night_is_told_in_one_alert(golden: Callable[[str, str], None]) -> None:
    digest = compose_digest(night(), MORNING, "Europe/Amsterdam", "nl")
    golden("alerts/nl-digest.txt", f"{digest.title}\n\n{digest.body}\n")


def test_each_incident_is_told_once_as_it_stands_now() -> None:
    digest = compose_digest(night(), MORNING, "Europe/Amsterdam", "nl")
    assert [(row["kind"], row["event"]) for row in digest.subject["incidents"]] == [
        ("fake_account", "opened"),
        ("storm", "closed"),
    ]


def test_advice_for_the_evening_that_has_passed_is_not_repeated() -> None:
    opened, _ = told(storm_finding())
    digest = compose_digest([opened], MORNING, "Europe/Amsterdam", "nl")
    assert [a.action for a in digest.advice] == ["communicate", "answer_customers"]


def test_advice_keeps_its_numbers() -> None:
    scam, _ = told(fake_finding())
    row = as_json(compose_digest([scam], MORNING, "Europe/Amsterdam", "nl"))
    assert row["advice"] == scam["advice"]


def test_the_digest_is_as_severe_as_the_worst_in_it() -> None:
    worse = replace(fake_finding(), severity=Severity.CRITICAL)
    digest = compose_digest([told(storm_finding())[0], told(worse)[0]], MORNING, "Europe/Amsterdam", "nl")
    assert digest.severity is Severity.CRITICAL
    assert digest.kind == "digest"


def test_the_same_night_gives_the_same_digest() -> None:
    first, second = (compose_digest(night(), MORNING, "Europe/Amsterdam", "sv") for _ in range(2))
    assert first == second
