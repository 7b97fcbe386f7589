"""The pipeline over the bundled sample: the same every time, with and without a restart in the middle."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest

from config.schema import Config
from tests.watchdog.sample import READER, replayed
from watchdog.app import build
from watchdog.platforms.recording import RecordingError
from watchdog.rebuild import rebuild
from watchdog.store import Store
from watchdog.watched import Watched


@pytest.fixture(name="whole", scope="module")
def _whole(stretch: Path, config: Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return replayed(stretch, config, tmp_path_factory.mktemp("whole"))


def test_two_replays_give_the_same_bytes(stretch: Path, whole: dict[str, bytes], config: Config, tmp_path: Path):
    again = replayed(stretch, config, tmp_path)

    assert again == whole
    assert again["alerts"]


def test_a_restart_in_the_middle_changes_nothing(
    stretch: Path, whole: dict[str, bytes], config: Config, tmp_path: Path
):
    lines = stretch.read_text(encoding="utf-8").splitlines(keepends=True)
    half = len(lines) * 3 // 5
    (tmp_path / "a.jsonl").write_text("".join(lines[:half]), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("".join(lines[half:]), encoding="utf-8")

    before = replayed(tmp_path / "a.jsonl", config, tmp_path / "before", tmp_path / "db.sqlite3")
    after = replayed(tmp_path / "b.jsonl", config, tmp_path / "after", tmp_path / "db.sqlite3")

    assert before["alerts"] + after["alerts"] == whole["alerts"]
    assert after["accounts"] == whole["accounts"]


def test_detectors_rebuilt_from_the_store_equal_the_saved_ones(stretch: Path, config: Config, tmp_path: Path):
    lines = stretch.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "some.jsonl").write_text("".join(lines[:1500]), encoding="utf-8")
    replayed(tmp_path / "some.jsonl", config, tmp_path, tmp_path / "db.sqlite3")
    store = Store(tmp_path / "db.sqlite3")
    (page,) = config.pages
    fresh, saved = Watched(page, config), Watched(page, config)

    with store.transaction():
        rebuild(store, fresh)
        changed = json.loads(json.dumps(fresh.changed_state()))
        rebuilt = {name: {key: row for key, row in rows.items() if row is not None} for name, rows in changed.items()}
        kept = {name: store.progress.state(page.name, name) for name in rebuilt}
        saved.restore(store)
    store.close()

    assert rebuilt == kept
    assert fresh.clock == saved.clock


@pytest.mark.parametrize("name", ["storm@0", "storm@1"])
def test_state_of_an_older_version_or_unreadable_is_rebuilt(stretch: Path, config: Config, tmp_path: Path, name: str):
    lines = stretch.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "some.jsonl").write_text("".join(lines[:1500]), encoding="utf-8")
    replayed(tmp_path / "some.jsonl", config, tmp_path, tmp_path / "db.sqlite3")
    store = Store(tmp_path / "db.sqlite3")
    with store.transaction():
        saved = {name: store.progress.state("polderjet", name) for name in store.progress.states("polderjet")}
        store.progress.drop_states("polderjet")
        store.progress.keep_state("polderjet", name, {"now": "of another shape"})

    app = build(config, store, READER, pictures=False)
    with store.transaction():
        app.pipeline.checkpoint()
        rebuilt = {name: store.progress.state("polderjet", name) for name in store.progress.states("polderjet")}
    store.close()

    assert rebuilt == saved


def test_alerts_come_each_once_and_only_a_storm_that_returns_goes_on_after_its_closing(whole: dict[str, bytes]):
    alerts = [json.loads(line) for line in whole["alerts"].splitlines()]

    assert len({alert["id"] for alert in alerts}) == len(alerts)
    for _, told in itertools.groupby(sorted(alerts, key=lambda a: a["incident"]), key=lambda a: a["incident"]):
        events = [alert["event"] for alert in told]
        assert events[0] == "opened"
        assert "opened" not in events[1:]
        assert {after for before, after in itertools.pairwise(events) if before == "closed"} <= {"escalated"}


def test_the_series_has_a_row_per_closed_bucket(whole: dict[str, bytes]):
    rows = list(csv.DictReader(whole["series"].decode().splitlines()))

    times = [row["at"] for row in rows]
    assert times == sorted(set(times))
    assert {row["state"] for row in rows} == {"calm", "storm"}
    assert all(0 <= float(row["score"]) <= 1 and 0 <= float(row["observed"]) <= 1 for row in rows)


def test_a_bad_line_ends_the_replay_but_what_was_told_before_stays(
    stretch: Path, whole: dict[str, bytes], config: Config, tmp_path: Path
):
    broken = tmp_path / "broken.jsonl"
    broken.write_text(stretch.read_text(encoding="utf-8") + '{"type": "item", "page": "polderjet"}\n', encoding="utf-8")

    with pytest.raises(RecordingError, match=r"line \d+: field"):
        replayed(broken, config, tmp_path)

    assert (tmp_path / "alerts").read_bytes() == whole["alerts"]
