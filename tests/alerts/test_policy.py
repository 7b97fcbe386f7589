from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alerts.compose import compose
from alerts.incidents import judge
from alerts.model import Alert, Reason, Silence
from alerts.policy import Route, quiet_until, route
from config.schema import Channel
from detectors.findings import Finding, Severity
from tests.alerts.archives import HOURS, VLIEG, an_evening
from tests.alerts.findings import NIGHT, PAGE, fake_finding, storm_finding, threat_finding

AMSTERDAM = "Europe/Amsterdam"


def alert_of(finding: Finding, **changes: Any) -> Alert:
    incident, event, reason = judge(None, finding)
    assert event
    return replace(compose(finding, incident, event, reason, VLIEG, "en", an_evening(), HOURS), **changes)


STORM = alert_of(storm_finding())
THREAT = alert_of(threat_finding())
FAKE = alert_of(fake_finding())


def channel(**settings: Any) -> Channel:
    return Channel.model_validate({"name": "chat", "url": "env:CHAT_URL"} | settings)


def decide(alert: Alert, *silences: Silence, at: datetime = NIGHT, **settings: Any) -> Route:
    [decision] = route(alert, [channel(**settings)], silences, at, AMSTERDAM)
    return decision


def test_an_alert_goes_out_at_once_with_its_own_reason() -> None:
    assert decide(STORM) == ("chat", Reason.FIRST, NIGHT)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"kinds": ["fake_account"]}, Reason.OTHER_KIND),
        ({"pages": ["another"]}, Reason.OTHER_PAGE),
        ({"min_severity": "critical"}, Reason.NOT_SEVERE),
    ],
)
def test_a_channel_gets_only_what_it_asked_for(settings: dict[str, Any], reason: Reason) -> None:
    assert decide(STORM, **settings) == ("chat", reason, None)


def test_information_goes_only_to_channels_that_ask_for_it() -> None:
    planned = replace(STORM, severity=Severity.INFO)
    assert decide(planned).reason is Reason.NOT_SEVERE
    assert decide(planned, min_severity="info").due_at == NIGHT


def test_every_channel_is_decided_for_itself_and_in_order() -> None:
    channels = [channel(name="all"), channel(name="fakes", kinds=["fake_account"])]
    assert [r.due_at for r in route(STORM, channels, [], NIGHT, AMSTERDAM)] == [NIGHT, None]


def test_in_quiet_hours_an_alert_waits_for_their_end() -> None:
    decision = decide(STORM, quiet_hours="22:00-07:00")
    assert decision.reason is Reason.QUIET_HOURS
    assert decision.due_at == datetime(2026, 7, 26, 5, 0, tzinfo=UTC)


def test_what_is_critical_wakes_people_and_its_closing_does_not() -> None:
    assert decide(THREAT, quiet_hours="22:00-07:00").due_at == NIGHT
    closing = replace(THREAT, event="closed", reason=Reason.CLOSED)
    assert decide(closing, quiet_hours="22:00-07:00").reason is Reason.QUIET_HOURS


def test_a_person_in_danger_does_not_wait_for_the_morning() -> None:
    despair = alert_of(threat_finding("self_harm", severity=Severity.WARNING))
    assert decide(despair, quiet_hours="22:00-07:00").due_at == NIGHT


@pytest.mark.parametrize(
    ("quiet", "local", "until"),
    [
        ("22:00-07:00", "2026-07-25T21:59", None),
        ("22:00-07:00", "2026-07-25T22:00", "2026-07-26T07:00"),
        ("22:00-07:00", "2026-07-26T06:59", "2026-07-26T07:00"),
        ("22:00-07:00", "2026-07-26T07:00", None),
        ("12:00-13:00", "2026-07-26T12:30", "2026-07-26T13:00"),
        ("12:00-13:00", "2026-07-26T23:30", None),
        ("08:00-08:00", "2026-07-26T08:00", None),
        ("22:00-07:00", "2026-10-24T23:00", "2026-10-25T07:00"),
        (None, "2026-07-26T03:00", None),
    ],
)
def test_quiet_hours_are_local_and_reach_over_midnight_and_clock_changes(
    quiet: str | None, local: str, until: str | None
) -> None:
    zone = ZoneInfo(AMSTERDAM)
    end = datetime.fromisoformat(until).replace(tzinfo=zone) if until else None
    assert quiet_until(quiet, datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC), zone) == end


@pytest.mark.parametrize(
    "silence",
    [
        {"page": PAGE},
        {"kind": "storm"},
        {"incident": STORM.incident},
        {"page": PAGE, "kind": "storm", "incident": STORM.incident},
        {},
    ],
)
def test_a_silence_holds_back_what_it_names(silence: dict[str, str]) -> None:
    assert decide(STORM, Silence(NIGHT + timedelta(hours=1), **silence)).reason is Reason.SILENCED


@pytest.mark.parametrize(
    "silence", [{"page": "another"}, {"kind": "threat"}, {"incident": "storm-other"}, {"page": PAGE, "kind": "threat"}]
)
def test_a_silence_holds_back_nothing_else(silence: dict[str, str]) -> None:
    assert decide(STORM, Silence(NIGHT + timedelta(hours=1), **silence)).due_at == NIGHT


def test_a_silence_ends() -> None:
    assert decide(STORM, Silence(NIGHT)).due_at == NIGHT


def test_a_silence_over_a_page_does_not_hide_a_threat_unless_it_names_threats() -> None:
    later = NIGHT + timedelta(hours=1)
    assert decide(THREAT, Silence(later, page=PAGE)).due_at == NIGHT
    assert decide(THREAT, Silence(later, kind="threat")).reason is Reason.SILENCED


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.times().map(lambda t: f"{t:%H:%M}")


@given(moments, clocks, clocks, st.sampled_from([STORM, THREAT, FAKE]))
def test_an_alert_that_a_channel_wants_is_never_lost_nor_held_for_more_than_a_day(
    at: datetime, start: str, end: str, alert: Alert
) -> None:
    assume(start != end)
    decision = decide(alert, at=at, quiet_hours=f"{start}-{end}")
    assert decision.due_at is not None
    assert at <= decision.due_at <= at + timedelta(hours=25)
    assert (decision.due_at > at) == (decision.reason is Reason.QUIET_HOURS)


def test_a_channel_for_one_page_hears_of_a_storm_that_reached_it_from_another() -> None:
    spread = replace(STORM, pages=(PAGE, "another"))
    assert decide(spread, pages=["another"]).reason is Reason.FIRST
    assert decide(spread, pages=["a third"]).reason is Reason.OTHER_PAGE
