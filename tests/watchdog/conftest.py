from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from config.load import load_from_text
from config.schema import Config
from tests.watchdog.sample import SAMPLE


@pytest.fixture(name="config", scope="module")
def _config() -> Config:
    return load_from_text((SAMPLE / "demo.toml").read_text(encoding="utf-8"))


@pytest.fixture(name="stretch", scope="module")
def _stretch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some days of the sample around its storm, so that tests are quick."""
    path = tmp_path_factory.mktemp("recording") / "stretch.jsonl"
    with gzip.open(str(SAMPLE / "fortnight.jsonl.gz"), "rt", encoding="utf-8") as lines:
        chosen = [line for line in lines if '"account"' in line[:40] or json.loads(line)["seen_at"][:9] >= "2026-07-2"]
    path.write_text("".join(chosen), encoding="utf-8")
    return path
