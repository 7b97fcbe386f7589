import io
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from config.faults import ConfigError
from config.load import load
from watchdog.commands.config_commands import check, init, schema

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def checked(path: Path) -> tuple[int, str]:
    out = io.StringIO()
    status = check(path, Console(file=out, width=40), AT, {"bluesky"})
    return status, out.getvalue()


def test_init_writes_a_config_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert f"check --config {path}" in init(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path).pages


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mine")
    with pytest.raises(ConfigError, match="already"):
        init(path)
    assert path.read_text() == "mine"


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written: No such file"):
        init(tmp_path / "nowhere" / "config.toml")


def test_schema_prints_json() -> None:
    assert json.loads(schema())["type"] == "object"


def test_check_counts_and_explains_the_opening_hours(tmp_path: Path) -> None:
    init(tmp_path / "config.toml")
    status, text = checked(tmp_path / "config.toml")
    assert status == 0
    assert "1 page, 0 channels" in text
    assert "Mon 23 Nov - Fri 27 Nov  08:00-22:00" in text
    assert "warning: no channels: nobody will be told" in text


def test_check_prints_each_fault_on_one_line_and_ends_with_status_2(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('language = "[red]xx[/red]"\ntimezone = "Europe/Amsterdm"\npages = []\n')
    status, text = checked(path)
    lines = text.splitlines()
    assert status == 2
    assert lines[0].startswith(f'{path}:1: language: "[red]xx[/red]" is not known here; ')
    assert [line.split(": ")[1] for line in lines[:3]] == ["language", "timezone", "pages"]
    assert lines[-1] == "3 faults. Nothing is watched with this file."
