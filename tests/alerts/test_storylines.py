from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.incidents import judge
from alerts.model import Part, Reason
from alerts.storylines import LOST, judge_part, kin, part_of
from detectors.findings import Finding, Severity, Storm, Topic
from tests.alerts.findings import NIGHT, storm, storm_finding

ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)
OUTAGE, LEAK = (Topic("storing", 0.5, (), None, "#outage"),), (Topic("datalek", 0.5, (), None, "#data_leak"),)


def now(start: timedelta = timedelta(0), topics: tuple[Topic, ...] = OUTAGE, page: str = "a") -> tuple[Finding, Storm]:
    begin = NIGHT + start
    here = storm(started_at=begin, topics=topics)
    return storm_finding(page=page, at=begin + timedelta(minutes=10), key=begin.isoformat(), subject=here), here


def part(start: timedelta, end: timedelta | None = None, page: str = "a", topics: tuple[Topic, ...] = OUTAGE) -> Part:
    finding, here = now(start, topics, page)
    if end is not None:
        finding = replace(finding, at=NIGHT + end, over=True)
    incident, _, _ = judge(None, finding)
    return part_of(finding, here, incident, None, told=True)


@pytest.mark.parametrize(
    ("earlier", "joins"),
    [
        (part(-3 * HOUR, page="b"), True),
        (part(-3 * HOUR, page="b", topics=LEAK), False),
        (part(-HOUR, page="b", topics=()), True),
        (part(-3 * HOUR, page="b", topics=()), False),
        (part(-5 * HOUR, -HOUR, page="b"), True),
        (part(-8 * HOUR, -3 * HOUR, page="b"), False),
        (part(-24 * HOUR, -22 * HOUR), True),
        (part(-26 * HOUR, -22 * HOUR), True),
        (part(-24 * HOUR, -22 * HOUR, topics=LEAK), False),
        (part(-18 * HOUR, -16 * HOUR), False),
        (part(-24 * HOUR, -22 * HOUR, page="b"), False),
        (part(-96 * HOUR, -94 * HOUR), False),
    ],
)
def test_a_storm_joins_what_is_about_the_same_elsewhere_now_or_here_on_another_day(earlier: Part, joins: bool) -> None:
    assert (kin(*now(), [earlier], ZONE) is earlier) is joins


def test_an_hour_of_the_day_is_meant_as_people_live_it() -> None:
    finding, here = now(timedelta(hours=13))
    before = part(timedelta(days=-1, hours=13) + HOUR, timedelta(days=-1, hours=16))
    assert kin(finding, here, [before], ZONE) is before


def test_a_page_that_is_watched_no_more_does_not_keep_an_incident_open() -> None:
    finding, here = now()
    incident, _, _ = judge(None, finding)
    other = part(timedelta(0), page="b")
    last = replace(finding, at=other.seen_at + LOST, over=True)
    own = part_of(finding, here, incident, None, told=True)
    assert judge_part(incident, replace(last, at=other.seen_at + HOUR), own, [other])[1] is None
    assert judge_part(incident, last, own, [other])[1] == "closed"


def test_a_new_page_is_news_after_half_an_hour_or_at_once_if_it_is_worse() -> None:
    first, _ = now()
    incident, _, _ = judge(None, first)
    joining = replace(first, page="b", at=first.at + timedelta(minutes=20))
    assert judge_part(incident, joining, None, [])[1:] == (None, Reason.TOO_SOON)
    assert judge_part(incident, replace(joining, at=first.at + HOUR), None, [])[1:] == ("updated", Reason.NEWS)
    assert judge_part(incident, replace(joining, severity=Severity.CRITICAL), None, [])[1] == "escalated"


def test_a_storm_that_is_back_is_as_severe_as_it_is_now() -> None:
    first, _ = now()
    incident, _, _ = judge(None, replace(first, severity=Severity.CRITICAL, level=3))
    closed, _, _ = judge(incident, replace(first, over=True, at=first.at + HOUR))
    back, event, reason = judge_part(closed, replace(first, at=first.at + 24 * HOUR), None, [])
    assert (event, reason, back.severity, back.level) == ("escalated", Reason.BACK, Severity.WARNING, 0)
    assert back.closed_at is None
