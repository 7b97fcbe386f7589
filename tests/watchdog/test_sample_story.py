"""What the product says of its own sample: the story that `make demo` tells has to come out right."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from config.load import load_from_text
from watchdog.app import build, load_reader
from watchdog.platforms.recording import Recording
from watchdog.replay import Outputs, Replay
from watchdog.store import Store

SAMPLE = files("watchdog") / "demo"
Told = dict[str, Any]


@pytest.fixture(name="alerts", scope="module")
def _alerts(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    path = tmp_path_factory.mktemp("sample") / "alerts.jsonl"
    config = load_from_text((SAMPLE / "demo.toml").read_text(encoding="utf-8"))
    store = Store(None)
    recording = Recording(Path(str(SAMPLE / "fortnight.jsonl.gz")))
    Replay(build(config, store, load_reader(), pictures=False), Outputs(path)).run(recording)
    store.close()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def opened(alerts: list[Told], kind: str, day: str = "") -> list[Told]:
    return [a for a in alerts if (a["kind"], a["event"]) == (kind, "opened") and a["at"].startswith(day)]


def test_the_storm_is_told_within_half_an_hour_of_its_beginning(alerts: list[Told]):
    (storm,) = opened(alerts, "storm", "2026-07-23")

    assert storm["at"] < "2026-07-23T20:15"
    assert storm["subject"]["observed"] > storm["subject"]["upper"]


def test_the_team_is_told_to_stay_open_and_how_much_that_would_meet(alerts: list[Told]):
    evening = [a for a in alerts if a["kind"] == "storm" and a["at"].startswith("2026-07-23")]
    stay = [advice for a in evening for advice in a["advice"] if advice["action"] == "extend_opening_hours"]

    assert stay
    assert all(0 < advice["coverage"] <= 1 for advice in stay)


def test_happy_virality_is_no_storm(alerts: list[Told]):
    assert opened(alerts, "storm", "2026-07-17") == []


def test_the_announced_price_rise_is_told_as_planned_and_quietly(alerts: list[Told]):
    (storm,) = opened(alerts, "storm", "2026-07-14")

    assert storm["subject"]["planned"] == "nieuwe bagagetarieven"
    assert storm["severity"] == "info"


def test_exactly_the_troll_and_the_scam_are_accused(alerts: list[Told]):
    accused = {a["subject"]["account"]["name"]: a["subject"]["variant"] for a in alerts if a["kind"] == "fake_account"}

    assert accused == {"Klantenservice": "troll", "Polderjet Helpdesk": "scam"}


def test_the_scam_is_told_at_its_first_reply(alerts: list[Told]):
    (scam,) = opened(alerts, "fake_account", "2026-07-19")

    assert scam["subject"]["replies"] == 1
    assert {"report_to_platform", "warn_customers"} <= {advice["action"] for advice in scam["advice"]}


def test_one_threat_is_told_and_the_idiom_is_none(alerts: list[Told]):
    (threat,) = opened(alerts, "threat")

    assert threat["at"].startswith("2026-07-25")
    assert threat["severity"] == "critical"
    assert "escalate_security" in [advice["action"] for advice in threat["advice"]]


def test_an_hour_in_which_the_page_could_not_be_seen_is_told(alerts: list[Told]):
    (blind,) = opened(alerts, "blind_page")

    assert blind["at"].startswith("2026-07-12")
