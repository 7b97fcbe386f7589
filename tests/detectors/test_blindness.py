import json
from datetime import UTC, datetime, timedelta

from detectors.blindness import BlindnessDetector
from detectors.findings import BlindPage, Finding, Severity
from detectors.model import Batch, Poll

START = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def poll(minute: float, *, ok: bool) -> Batch:
    at = START + minute * MINUTE
    return Batch("page", at, polls=(Poll("page", at, at - MINUTE, at, ok, None if ok else "503"),))


def watch(*polls: Batch) -> BlindnessDetector:
    detector = BlindnessDetector("page", MINUTE)
    for batch in polls:
        detector.observe(batch)
        detector.findings(batch.at)
    return detector


def at(detector: BlindnessDetector, minute: float) -> tuple[Finding, ...]:
    return tuple(detector.findings(START + minute * MINUTE))


def test_a_page_without_polls_is_never_blind():
    assert at(watch(), 10_000) == ()


def test_five_missed_polls_are_no_blindness_and_six_are():
    detector = watch(poll(0, ok=True), *(poll(m, ok=False) for m in range(1, 6)))
    assert at(detector, 5) == ()
    (finding,) = at(detector, 6)
    assert isinstance(finding.subject, BlindPage)
    assert finding.subject.error == "503"
    assert finding.subject.since == START


def test_a_hole_without_any_poll_is_noticed_when_it_lasts():
    detector = watch(*(poll(m, ok=True) for m in range(6)))
    assert at(detector, 30) == ()
    (finding,) = at(detector, 36)
    assert isinstance(finding.subject, BlindPage)
    assert finding.subject.missed_polls == 0


def test_polls_that_come_less_often_than_configured_are_no_blindness():
    detector = watch(*(poll(15 * n, ok=True) for n in range(20)))
    assert at(detector, 15 * 19 + 14) == ()


def test_the_first_polls_are_no_rhythm_yet():
    assert at(watch(poll(0, ok=True)), 60) == ()


def test_blindness_is_critical_after_six_hours():
    detector = watch(poll(0, ok=True), poll(1, ok=False))
    assert at(detector, 60)[0].severity is Severity.WARNING
    assert at(detector, 360)[0].severity is Severity.CRITICAL


def test_it_is_over_once_when_the_page_is_seen_again():
    detector = watch(poll(0, ok=True), poll(1, ok=False))
    at(detector, 20)
    detector.observe(poll(21, ok=True))
    assert [f.over for f in at(detector, 21)] == [True]
    assert at(detector, 22) == ()


def test_it_survives_a_restart():
    detector = watch(poll(0, ok=True), poll(1, ok=False))
    expected = at(detector, 20)
    again = BlindnessDetector("page", MINUTE)
    again.restore(json.loads(json.dumps(dict(detector.changed_state()))))
    assert at(again, 20) == expected
