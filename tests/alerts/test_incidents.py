from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from alerts.incidents import NEWS_EVERY, incident_id, judge
from alerts.model import Incident, Reason
from detectors.findings import Finding, Severity
from tests.alerts.findings import NIGHT, fake_finding, storm_finding


def opened(**changes: object) -> tuple[Finding, Incident]:
    finding = storm_finding(**changes)
    return finding, judge(None, finding)[0]


def later(minutes: int) -> datetime:
    return NIGHT + timedelta(minutes=minutes)


def test_a_new_finding_opens_an_incident() -> None:
    incident, event, reason = judge(None, storm_finding(novelty="refund"))
    assert (event, reason) == ("opened", Reason.FIRST)
    assert (incident.opened_at, incident.told_at, incident.novelty) == (NIGHT, NIGHT, "refund")


def test_the_same_finding_again_tells_nothing() -> None:
    finding, incident = opened()
    assert judge(incident, replace(finding, at=later(500))) == (incident, None, Reason.NOTHING_NEW)


def test_a_higher_level_escalates_at_once() -> None:
    finding, incident = opened()
    assert judge(incident, replace(finding, at=later(1), level=1))[1:] == ("escalated", Reason.WORSE)


def test_a_higher_severity_escalates_at_once() -> None:
    finding, incident = opened()
    assert judge(incident, replace(finding, at=later(1), severity=Severity.CRITICAL))[1:] == ("escalated", Reason.WORSE)


def test_what_became_milder_and_then_as_bad_again_is_told_once() -> None:
    finding, incident = opened(level=2)
    for minutes, level in ((10, 1), (20, 2)):
        incident, event, _ = judge(incident, replace(finding, at=later(minutes), level=level))
        assert event is None


def test_a_new_topic_is_news_after_half_an_hour() -> None:
    finding, incident = opened(novelty="refund")
    news = replace(finding, novelty="app")
    assert judge(incident, replace(news, at=later(29)))[1:] == (None, Reason.TOO_SOON)
    assert judge(incident, replace(news, at=later(30)))[1:] == ("updated", Reason.NEWS)


def test_a_topic_that_comes_back_is_no_news() -> None:
    finding, incident = opened(novelty="refund")
    incident, _, _ = judge(incident, replace(finding, at=later(40), novelty="app"))
    assert judge(incident, replace(finding, at=later(80), novelty="refund"))[1:] == (None, Reason.NOTHING_NEW)


def test_a_topic_that_vanishes_is_no_news() -> None:
    finding, incident = opened(novelty="refund")
    assert judge(incident, replace(finding, at=later(40), novelty=""))[1:] == (None, Reason.NOTHING_NEW)


def test_the_last_finding_closes() -> None:
    finding, incident = opened()
    closed, event, reason = judge(incident, replace(finding, at=later(1), over=True))
    assert (event, reason, closed.closed_at) == ("closed", Reason.CLOSED, later(1))


def test_what_was_never_told_open_is_not_told_closed() -> None:
    incident, event, reason = judge(None, storm_finding(over=True))
    assert (event, reason, incident.closed_at) == (None, Reason.NOTHING_NEW, NIGHT)


def test_what_is_found_again_under_its_key_is_told_as_back() -> None:
    finding, incident = opened()
    closed, _, _ = judge(incident, replace(finding, over=True))
    again, event, reason = judge(closed, replace(finding, at=later(60)))
    assert (event, reason) == ("escalated", Reason.BACK)
    assert (again.id, again.closed_at, again.opened_at) == (incident.id, None, incident.opened_at)


def test_what_returns_a_moment_after_its_closing_is_not_told_at_once() -> None:
    finding, incident = opened()
    closed, _, _ = judge(incident, replace(finding, over=True))
    assert judge(closed, replace(finding, at=later(10))) == (closed, None, Reason.TOO_SOON)
    assert judge(closed, replace(finding, at=later(20), over=True)) == (closed, None, Reason.NOTHING_NEW)
    assert judge(closed, replace(finding, at=later(30)))[1] == "escalated"


def test_what_returns_worse_is_told_at_once() -> None:
    finding, incident = opened()
    closed, _, _ = judge(incident, replace(finding, over=True))
    assert judge(closed, replace(finding, at=later(1), severity=Severity.CRITICAL))[1:] == ("escalated", Reason.BACK)


def test_a_new_key_is_a_new_incident() -> None:
    first, second = (judge(None, storm_finding(key=key))[0] for key in ("1", "2"))
    assert first.id != second.id


def test_an_incident_id_is_short_and_says_its_kind() -> None:
    assert judge(None, fake_finding())[0].id.startswith("fake-")
    assert len(incident_id("fake_account", "p" * 80, "\ud800" * 1000)) == 13


def test_page_and_key_are_kept_apart_in_an_id() -> None:
    assert incident_id("storm", "a", "bc") != incident_id("storm", "ab", "c")


steps = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.sampled_from(Severity),
        st.integers(0, 3),
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from([False] * 9 + [True]),
    ),
    max_size=40,
)


@given(steps)
def test_a_life_opens_first_alternates_closing_and_return_and_never_tells_the_same_twice(
    told: list[tuple[int, Severity, int, str, bool]],
) -> None:
    incident, at, events = None, NIGHT, []
    for minutes, severity, level, novelty, over in told:
        at += timedelta(minutes=minutes)
        finding = storm_finding(at=at, severity=severity, level=level, novelty=novelty, over=over)
        before = incident
        incident, event, reason = judge(before, finding)
        assert judge(incident, finding)[1] is None, "told twice"
        assert bool(event) == (reason not in (Reason.NOTHING_NEW, Reason.TOO_SOON))
        if event:
            events.append((event, reason))
        if reason is Reason.NEWS and before:
            assert at - before.told_at >= NEWS_EVERY
    assert [event for event, _ in events].count("opened") <= 1
    assert "opened" not in [event for event, _ in events[1:]]
    assert all((later[1] is Reason.BACK) == (earlier[0] == "closed") for earlier, later in pairwise(events)), (
        "after closing comes a return or nothing, and a return comes only then"
    )
    assert sum(reason is Reason.WORSE for _, reason in events) <= 5
    assert sum(reason is Reason.NEWS for _, reason in events) <= 3
