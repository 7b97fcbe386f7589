"""What the pipeline does with findings: who is told what, when, and what is only remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.model import Alert, Silence
from config.load import load_from_text
from detectors.model import Item, Poll, Verdict
from watchdog.app import App, build, load_reader
from watchdog.store import Store

EVENING = datetime(2026, 7, 25, 20, 0, tzinfo=UTC)  # 22:00 in Amsterdam
READER = load_reader()
CONFIG = """
language = "nl"
timezone = "Europe/Amsterdam"

[[pages]]
name = "vlieg"
brand = "Vlieg & Co"
platform = "recording"
official_accounts = ["brand"]
languages = ["nl"]
poll_every = "60s"
"""
CHANNEL = """
[[channels]]
name = "{name}"
url = "json://localhost/"
"""


@pytest.fixture(name="store")
def _store():
    store = Store(None)
    yield store
    store.close()


def app_with(store: Store, *channels: str) -> App:
    return build(load_from_text(CONFIG + "".join(channels)), store, READER, pictures=False)


def blind(app: App, begin: datetime = EVENING, minutes: int = 10) -> list[Alert]:
    """The page is seen once and then fails: a warning is due after five minutes."""
    alerts: list[Alert] = []
    for minute in range(minutes):
        at = begin + timedelta(minutes=minute)
        poll = Poll("vlieg", at, at - timedelta(minutes=1), at, ok=minute == 0, error="503" if minute else None)
        with app.store.transaction():
            alerts += app.pipeline.step("vlieg", [poll], at)
            app.pipeline.checkpoint()
    return alerts


def deliveries(app: App, at: datetime) -> list[tuple[str, str]]:
    return [(delivery.channel, delivery.alert) for delivery in app.store.outbox.due(at)]


def test_without_channels_everything_counts_as_told(store: Store):
    (alert,) = blind(app_with(store))

    assert (alert.kind, alert.event) == ("blind_page", "opened")


def test_an_alert_waits_in_the_outbox_for_every_channel_that_wants_it(store: Store):
    deaf = CHANNEL.format(name="deaf") + 'kinds = ["storm"]\n'
    app = app_with(store, CHANNEL.format(name="chat"), CHANNEL.format(name="mail"), deaf)

    (alert,) = blind(app)

    assert deliveries(app, alert.at) == [("chat", alert.id), ("mail", alert.id)]


def test_nobody_is_told_what_no_channel_wants(store: Store):
    app = app_with(store, CHANNEL.format(name="chat") + 'min_severity = "critical"\n')

    assert blind(app) == []
    assert deliveries(app, EVENING + timedelta(days=9)) == []


def test_quiet_hours_hold_a_warning_for_one_digest_in_the_morning(store: Store):
    app = app_with(store, CHANNEL.format(name="chat") + 'quiet_hours = "21:00-07:00"\n')
    morning = datetime(2026, 7, 26, 5, 0, tzinfo=UTC)

    assert blind(app) == []
    assert deliveries(app, morning) == []
    with store.transaction():
        assert app.pipeline.end_quiet_hours(morning - timedelta(seconds=1)) == []
        (digest,) = app.pipeline.end_quiet_hours(morning)
        assert app.pipeline.end_quiet_hours(morning) == []

    assert digest.kind == "digest"
    assert "vlieg" in digest.body
    assert deliveries(app, morning) == [("chat", digest.id)]


def test_a_silence_holds_alerts_back_until_it_ends(store: Store):
    app = app_with(store, CHANNEL.format(name="chat"))
    with store.transaction():
        store.silences.add(Silence(EVENING + timedelta(hours=1), page="vlieg"), "ria", EVENING)

    assert blind(app) == []
    assert len(blind(app, EVENING + timedelta(hours=2))) >= 1


def test_time_alone_makes_a_page_blind(store: Store):
    app = app_with(store)
    blind(app, minutes=3)

    with store.transaction():
        alerts = app.pipeline.advance("vlieg", EVENING + timedelta(minutes=30))

    assert [(alert.kind, alert.event) for alert in alerts] == [("blind_page", "opened")]


def test_a_step_that_fails_leaves_no_trace_and_can_be_taken_again(store: Store):
    item = Item("vlieg", "1", "ann", EVENING, EVENING, "Waar blijft mijn koffer?")

    def crash() -> None:
        with store.transaction():
            app_with(store).pipeline.step("vlieg", [item], EVENING)
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        crash()

    app = app_with(store)
    with store.transaction():
        app.pipeline.step("vlieg", [item], EVENING)
        assert store.sightings.item("vlieg", "1") == item


def test_an_official_answer_counts_as_answered_whatever_the_case_of_its_handle(store: Store):
    app = app_with(store)
    items: list[Any] = [
        Item("vlieg", "1", "ann", EVENING, EVENING, "Waar blijft mijn koffer?"),
        Item("vlieg", "2", "BRAND", EVENING, EVENING, "We zoeken het uit. ^Noor", reply_to="1", root="1"),
    ]
    with store.transaction():
        app.pipeline.step("vlieg", items, EVENING)

        assert store.sightings.repliers("vlieg", "1") == ["BRAND"]
    assert app.watched["vlieg"].is_official("BRAND", None)


def test_a_verdict_of_a_colleague_reaches_the_detector(store: Store):
    app = app_with(store)
    with store.transaction():
        store.sightings.await_verdict(Verdict("vlieg", EVENING, "ann", "fake", "ria"))
        app.pipeline.step("vlieg", [Item("vlieg", "1", "ann", EVENING, EVENING, "Hallo")], EVENING)

    (found,) = [s for s in app.watched["vlieg"].suspicions() if s.account == "ann"]
    assert found.suspicion > 0.5
