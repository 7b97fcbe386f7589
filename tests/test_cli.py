"""The installed command, as a user meets it: what it prints and with which status it ends."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("page-watchdog")
CONFIG = """
[[pages]]
name = "p"
brand = "Vlieg & Co"
platform = "recording"
languages = ["nl"]
"""
ITEM = {
    "type": "item",
    "page": "p",
    "id": "1",
    "author": "ann",
    "created_at": "2026-07-25T21:14:03+02:00",
    "text": "Hoi",
}


def run(
    folder: Path, *arguments: str, typed: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    told = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"} | environment
    command = [COMMAND, *arguments]
    return subprocess.run(
        command, cwd=folder, env=told, input=typed, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "page-watchdog.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "good.jsonl").write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    return tmp_path


def test_a_replay_writes_what_is_asked_for_and_sums_up_on_standard_error(folder: Path):
    done = run(folder, "replay", "good.jsonl", "--accounts", "-", "--series", "s.csv", "--alerts", "a.jsonl")

    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["account"] for line in done.stdout.splitlines()] == ["ann"]
    assert (folder / "s.csv").read_text().startswith("page,at,window_minutes,observed,complaints,expected,upper,score")
    assert (folder / "a.jsonl").read_text() == ""
    assert "nothing to tell" in done.stderr


def test_a_line_of_garbage_is_named_and_can_be_skipped(folder: Path):
    (folder / "bad.jsonl").write_text(json.dumps(ITEM) + "\n{garbage\n" + json.dumps(ITEM | {"id": "2"}) + "\n")

    failed = run(folder, "replay", "bad.jsonl")
    skipped = run(folder, "replay", "bad.jsonl", "--skip-bad-lines")

    assert failed.returncode == 1
    assert failed.stderr.startswith("page-watchdog: bad.jsonl: line 2: ")
    assert failed.stderr.count("\n") == 1
    assert skipped.returncode == 0
    assert "skipped 1 bad line" in skipped.stderr


def test_a_truncated_recording_is_told_with_its_line(folder: Path):
    packed = gzip.compress((json.dumps(ITEM) + "\n").encode() * 1000)
    (folder / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])

    failed = run(folder, "replay", "cut.jsonl.gz")

    assert failed.returncode == 1
    assert "ends in the middle" in failed.stderr


def test_an_unknown_page_is_told_by_name(folder: Path):
    (folder / "other.jsonl").write_text(json.dumps(ITEM | {"page": "elsewhere"}) + "\n")

    failed = run(folder, "replay", "other.jsonl")

    assert failed.returncode == 1
    assert "line 1: field page names no page of the config: 'elsewhere'" in failed.stderr


def test_a_wrong_config_gets_every_fault_and_status_2(folder: Path):
    (folder / "page-watchdog.toml").write_text(CONFIG + 'opening_hours = "8-99h"\npoll_every = "60"\n')

    for command in (("check",), ("replay", "good.jsonl"), ("run",)):
        failed = run(folder, *command)
        told = failed.stdout + failed.stderr
        assert failed.returncode == 2, told
        assert "page-watchdog.toml:7: pages[0].opening_hours" in told
        assert "page-watchdog.toml:8: pages[0].poll_every" in told
        assert "Traceback" not in told


def test_a_missing_config_is_told(folder: Path):
    failed = run(folder, "replay", "good.jsonl", "--config", "none.toml")

    assert failed.returncode == 2
    assert "none.toml" in failed.stderr


def test_an_unreadable_database_is_told(folder: Path):
    (folder / "diary.sqlite3").write_bytes(b"dear diary, " * 500)

    failed = run(folder, "replay", "good.jsonl", "--database", "diary.sqlite3")

    assert failed.returncode == 1
    assert "not a readable page-watchdog database" in failed.stderr


def test_an_output_that_cannot_be_written_is_told(folder: Path):
    failed = run(folder, "replay", "good.jsonl", "--alerts", "no/such/folder/a.jsonl")

    assert failed.returncode == 1
    assert failed.stderr == "page-watchdog: no/such/folder/a.jsonl: No such file or directory\n"


def test_a_full_disk_is_told_with_the_outputs_name(folder: Path):
    failed = run(folder, "replay", "good.jsonl", "--accounts", "/dev/full")

    assert failed.returncode == 1
    assert failed.stderr.endswith("page-watchdog: /dev/full: No space left on device\n")


def test_texts_are_labelled_line_by_line(folder: Path):
    (folder / "t.jsonl").write_text('{"text": "Mijn pakket is kwijt!!", "language": "nl"}\n{"text": ""}\n')

    done = run(folder, "classify", "t.jsonl", "--out", "-")
    labels = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stderr
    assert [list(label) for label in labels] == [["language", "complaint", "offensive", "threat", "because"]] * 2
    assert labels[0]["complaint"] > 0.5 > labels[1]["complaint"]


def test_texts_are_read_from_standard_input_too(folder: Path):
    done = run(folder, "classify", "-", typed='{"text": "Mijn pakket is kwijt!!"}\n')

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["language"] == "nl"


def test_bare_counts_are_scored_row_by_row(folder: Path):
    rows = [f"2026-03-02 {h:02}:{m:02}:00,{m % 3}" for h in range(3) for m in range(0, 60, 5)]
    (folder / "c.csv").write_text("timestamp,value\n" + "\n".join(rows) + "\n")

    done = run(folder, "score-counts", "c.csv", "--out", "-")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "timestamp,value,expected,upper,score"
    assert len(done.stdout.splitlines()) == len(rows) + 1


def test_bad_counts_are_told_with_their_line(folder: Path):
    (folder / "c.csv").write_text("timestamp,value\n2026-03-02 00:00:00,many\n")

    failed = run(folder, "score-counts", "c.csv")

    assert failed.returncode == 1
    assert "c.csv: line 2: not a time and a number" in failed.stderr


def test_nothing_is_known_before_the_daemon_has_run(folder: Path):
    failed = run(folder, "status")

    assert failed.returncode == 1
    assert "has the daemon run?" in failed.stderr


def test_a_verdict_on_a_stranger_is_refused_and_one_on_a_known_account_is_taken(folder: Path):
    run(folder, "replay", "good.jsonl", "--database", "page-watchdog.sqlite3")
    account = {"type": "account", "page": "p", "id": "ann", "handle": "ann.example", "seen_at": "2026-07-25T20:00:00Z"}
    (folder / "more.jsonl").write_text(json.dumps(account) + "\n")
    run(folder, "replay", "more.jsonl", "--database", "page-watchdog.sqlite3")

    stranger = run(folder, "confirm", "nobody")
    known = run(folder, "dismiss", "@ann.example", "--by", "ria")

    assert stranger.returncode == 1
    assert "no account with the id or handle 'nobody' was seen" in stranger.stderr
    assert known.returncode == 0, known.stderr
    assert "legit on p" in known.stdout


def test_what_was_seen_is_exported_for_its_owner_only_and_can_be_replayed(folder: Path):
    run(folder, "replay", "good.jsonl", "--database", "page-watchdog.sqlite3")

    done = run(folder, "export", "--out", "history.jsonl.gz", "--page", "p")
    again = run(folder, "replay", "history.jsonl.gz", "--accounts", "-")
    stranger = run(folder, "export", "--out", "-", "--page", "elsewhere")
    odd = run(folder, "export", "--out", "-", "--last", "a while")

    assert (done.returncode, "2 lines" in done.stderr) == (0, True), done.stderr
    assert (folder / "history.jsonl.gz").stat().st_mode & 0o777 == 0o600
    assert [json.loads(line)["account"] for line in again.stdout.splitlines()] == ["ann"]
    assert (stranger.returncode, "there are: p" in stranger.stderr) == (1, True)
    assert (odd.returncode, "'a while'" in odd.stderr) == (2, True)


def test_a_silence_can_be_made_and_ended(folder: Path):
    run(folder, "replay", "good.jsonl", "--database", "page-watchdog.sqlite3")

    made = run(folder, "silence", "2h", "--page", "p")
    wrong = run(folder, "silence", "2h", "--page", "q")
    ended = run(folder, "silence", "0m")

    assert made.stdout.startswith("silent until ")
    assert "no page is called 'q'; there are: p" in wrong.stderr
    assert ended.stdout == "ended 1 silence\n"


def test_testing_no_channels_says_that_nobody_will_be_told(folder: Path):
    failed = run(folder, "alerts", "test")

    assert failed.returncode == 1
    assert "nobody will be told" in failed.stderr


def test_a_channel_test_never_shows_the_secret_in_its_url(folder: Path):
    channel = '[[channels]]\nname = "chat"\nurl = "env:CHAT"\n'
    (folder / "page-watchdog.toml").write_text(CONFIG + channel)

    failed = run(folder, "alerts", "test", CHAT="json://user:hunter2@127.0.0.1:9/")
    unset = run(folder, "alerts", "test")

    assert failed.returncode == 1
    assert "hunter2" not in failed.stdout + failed.stderr
    assert unset.returncode == 2
    assert "CHAT" in unset.stderr


def test_help_teaches_every_command(folder: Path):
    told = run(folder, "--help").stdout

    commands = "init check schema run once replay score-counts classify status incidents confirm dismiss silence demo"
    assert all(f"  {command} " in told for command in (*commands.split(), "alerts"))
    assert "Exit status" in told


def test_it_refuses_to_run_beside_the_other_distribution_of_its_name(folder: Path):
    other = folder / "site" / "watchdog-9.0.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: watchdog\nVersion: 9.0\n")

    refused = run(folder, "--help", PYTHONPATH=str(folder / "site"))

    assert refused.returncode == 1
    assert "the unrelated distribution watchdog 9.0 is installed" in refused.stderr
    assert "Traceback" not in refused.stderr
