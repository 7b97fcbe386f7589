from datetime import UTC, datetime, timedelta

from config.schema import Page, ThreatSettings
from detectors.findings import Severity
from detectors.model import Account, Batch, Comment, Item, Reading
from detectors.threat_watch import ThreatDetector

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = Page(name="p", brand="Vlieg", platform="recording")


def comment(threat: float, danger: str | None = None, official: bool = False) -> Comment:
    item = Item("p", "i1", "a", START, START, "text")
    return Comment(item, Reading("nl", 0.5, 0.5, threat, danger=danger), Account("p", "a", START), official)


def detector(*comments: Comment) -> ThreatDetector:
    made = ThreatDetector(PAGE, ThreatSettings())
    made.observe(Batch("p", START, comments))
    return made


def test_a_threat_is_critical_and_told_once() -> None:
    watch = detector(comment(0.9, "violence"))
    assert [(f.key, f.severity) for f in watch.findings(START)] == [("i1", Severity.CRITICAL)]
    assert watch.findings(START + timedelta(hours=1)) == []


def test_anger_below_the_level_is_no_threat() -> None:
    assert detector(comment(0.59)).findings(START) == []


def test_self_harm_is_told_as_a_warning_whatever_the_probability() -> None:
    (finding,) = detector(comment(0.2, "self_harm")).findings(START)
    assert finding.severity is Severity.WARNING


def test_the_brands_own_words_are_no_threat() -> None:
    assert detector(comment(0.9, official=True)).findings(START) == []


def test_a_threat_is_over_after_a_day() -> None:
    watch = detector(comment(0.9))
    watch.findings(START)
    assert [f.over for f in watch.findings(START + timedelta(hours=25))] == [True]


def test_a_restored_watch_does_not_tell_again_but_ends_it() -> None:
    watch = detector(comment(0.9))
    told = watch.findings(START)
    other = ThreatDetector(PAGE, ThreatSettings())
    other.restore(watch.changed_state())
    other.observe(Batch("p", START, (comment(0.9),)))
    assert other.findings(START) == []
    assert [f.key for f in other.findings(START + timedelta(hours=25))] == [f.key for f in told]
