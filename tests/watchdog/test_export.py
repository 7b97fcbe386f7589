"""What the daemon has seen, as a recording: replaying it tells what was told when it was lived through."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.load import load_from_text
from config.schema import Config
from detectors.model import Account, Deletion, Follow, Item, Observation, Poll, Verdict
from tests.watchdog.sample import READER, SAMPLE, replayed
from watchdog.app import build
from watchdog.export import recorded_lines
from watchdog.platforms.recorded_line import line_of
from watchdog.platforms.recording_lines import observation_of
from watchdog.store import Store

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_the_history_of_a_page_replays_to_the_same_alerts_accounts_and_series(
    stretch: Path, config: Config, tmp_path: Path
) -> None:
    database = tmp_path / "lived.sqlite3"
    lived = replayed(stretch, config, tmp_path / "lived", database)
    store = Store(database)
    with store.transaction():
        lines = list(recorded_lines(store, [page.name for page in config.pages]))
    store.close()
    exported = tmp_path / "exported.jsonl"
    exported.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    again = replayed(exported, config, tmp_path / "again")
    assert again["alerts"].count(b"\n") > 3
    assert again == lived


def test_every_kind_of_observation_survives_the_way_to_a_line_and_back() -> None:
    picture = "data:image/png;base64,AA=="
    seen: list[Observation] = [
        Item("p", "1", "anna", NOON - timedelta(minutes=1), NOON, "kapot", "review", "0", "0", "u", "nl", 1, 2, 3),
        Account("p", "anna", NOON, "@anna", "Anna", "bio", picture, NOON, 1, 2, 3, False, "u"),
        Account("p", "bare", NOON),
        Follow("p", NOON, "anna", "brand"),
        Poll("p", NOON, NOON - timedelta(minutes=5), NOON, False, "timeout"),
        Deletion("p", NOON, "1"),
        Verdict("p", NOON, "anna", "legit", "Bo"),
    ]
    assert [observation_of(json.loads(json.dumps(line_of(one))), None) for one in seen] == seen


def test_pages_are_told_in_the_order_of_what_was_seen_and_older_steps_can_be_left_out() -> None:
    text = (SAMPLE / "demo.toml").read_text(encoding="utf-8")
    page = text[text.index("[[pages]]") :]
    one = load_from_text(text).pages[0].name
    both = load_from_text(text + page[: page.index("[[", 2)].replace(f'"{one}"', '"other"', 1))
    store = Store(None)
    app = build(both, store, READER, pictures=False)
    with store.transaction():
        for minute in range(6):
            at, name = NOON + timedelta(minutes=minute), ("other", one)[minute % 2]
            app.pipeline.step(name, [Item(name, str(minute), "anna", at, at, "hallo")], at)
        told = [line.get("id") for line in recorded_lines(store, [one, "other"])]
        late = [line.get("id") for line in recorded_lines(store, [one, "other"], NOON + timedelta(minutes=4))]
    store.close()
    assert (told, late) == (["0", "1", "2", "3", "4", "5", None], ["4", "5", None])
