"""A storm on several pages of a brand, or evening after evening, is one incident."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.load import load_from_text
from tests.watchdog.brand_pages import BEGIN, CONFIG, DAY, DOUBLE, OUTAGE, Burst, recording, write
from tests.watchdog.sample import replayed

HOUR = timedelta(hours=1)
SETTINGS = load_from_text(CONFIG)


def told(tmp_path: Path, *bursts: Burst, days: float = 1) -> list[dict[str, Any]]:
    path = write(tmp_path / "recording.jsonl", recording(bursts, days))
    return alerts_in(replayed(path, SETTINGS, tmp_path)["alerts"])


def alerts_in(output: bytes) -> list[dict[str, Any]]:
    return [alert for line in output.splitlines() if (alert := json.loads(line))["kind"] == "storm"]


def events(alerts: list[dict[str, Any]]) -> list[str]:
    return [alert["event"] for alert in alerts]


def test_two_pages_that_rise_together_are_one_incident_that_closes_with_the_last(tmp_path: Path) -> None:
    alerts = told(tmp_path, ("kwik-a", BEGIN + 6 * HOUR, 60, OUTAGE), ("kwik-b", BEGIN + 6.7 * HOUR, 90, OUTAGE))
    assert len({alert["incident"] for alert in alerts}) == 1
    assert (events(alerts)[0], events(alerts)[-1], events(alerts).count("closed")) == ("opened", "closed", 1)
    assert {alert["page"] for alert in alerts} == {"kwik-a"}
    joined = next(alert for alert in alerts[1:] if "has reached another page, kwik-b" in alert["body"])
    assert "Also on kwik-a" in joined["body"]
    assert "Also on kwik-a" in alerts[-1]["body"]


def test_what_is_about_something_else_is_another_storm(tmp_path: Path) -> None:
    alerts = told(tmp_path, ("kwik-a", BEGIN + 6 * HOUR, 60, OUTAGE), ("kwik-b", BEGIN + 6.7 * HOUR, 60, DOUBLE))
    assert len({alert["incident"] for alert in alerts}) == 2
    assert {alert["page"] for alert in alerts if alert["event"] == "opened"} == {"kwik-a", "kwik-b"}


def test_a_restart_between_the_pages_changes_nothing(tmp_path: Path) -> None:
    bursts = (("kwik-a", BEGIN + 6 * HOUR, 60, OUTAGE), ("kwik-b", BEGIN + 6.7 * HOUR, 60, OUTAGE))
    lines = recording(bursts, 0.6)
    whole = replayed(write(tmp_path / "whole.jsonl", lines), SETTINGS, tmp_path / "whole")
    cut = next(n for n, line in enumerate(lines) if line["seen_at"] > (BEGIN + 6.6 * HOUR).isoformat())
    first, second = write(tmp_path / "a.jsonl", lines[:cut]), write(tmp_path / "b.jsonl", lines[cut:])
    before = replayed(first, SETTINGS, tmp_path / "before", tmp_path / "db.sqlite3")
    after = replayed(second, SETTINGS, tmp_path / "after", tmp_path / "db.sqlite3")
    assert before["alerts"] + after["alerts"] == whole["alerts"]
    assert alerts_in(before["alerts"])
    assert alerts_in(after["alerts"])


def test_a_storm_that_returns_each_evening_is_one_story(tmp_path: Path) -> None:
    evenings = [
        ("kwik-a", BEGIN + 12 * HOUR + day * DAY + 10 * day * timedelta(minutes=1), 60, OUTAGE) for day in range(3)
    ]
    alerts = told(tmp_path, *evenings, days=3)
    assert len({alert["incident"] for alert in alerts}) == 1
    assert (events(alerts).count("opened"), events(alerts).count("closed")) == (1, 3)
    back = [alert for alert in alerts if "of the same story" in alert["body"]]
    assert "Day 2 of the same story" in back[0]["body"]
    assert "Day 3 of the same story" in back[-1]["body"]
    assert {alert["event"] for alert in back} == {"escalated"}


def test_another_topic_the_next_evening_is_another_storm(tmp_path: Path) -> None:
    alerts = told(
        tmp_path, ("kwik-a", BEGIN + 12 * HOUR, 60, OUTAGE), ("kwik-a", BEGIN + 12 * HOUR + DAY, 60, DOUBLE), days=2
    )
    assert events(alerts).count("opened") == 2
