import re
from pathlib import Path

import pytest

from config.load import load_from_text
from config.tables import keys_of, tables
from watchdog.platforms.recording import Recording

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
CONFIG_BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)
MINIMAL_PAGE = '[[pages]]\nname = "brand-bluesky"\nbrand = "B"\nplatform = "recording"\n'


def test_the_readme_is_short_and_has_both_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert "make demo" in text
    assert "make test" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_config_that_is_shown_is_right(page: Path) -> None:
    for block in CONFIG_BLOCK.findall(page.read_text("utf-8")):
        load_from_text(block if "[[pages]]" in block else MINIMAL_PAGE + block)


@pytest.mark.parametrize(
    "page", [path for path in PAGES if path.name in {"formats.md", "tune.md"}], ids=lambda page: page.name
)
def test_recordings_that_are_shown_can_be_read(page: Path, tmp_path: Path) -> None:
    shown = "".join(re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    recording = tmp_path / "shown.jsonl"
    recording.write_text(shown, encoding="utf-8")
    assert len(list(Recording(recording))) == len(shown.splitlines())


def test_the_glossary_explains_every_kind_of_alert() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    for word in ("storm", "fake account", "threat", "blind page", "digest"):
        assert f"**{word}**" in glossary


def test_settings_named_with_their_table_exist() -> None:
    known = {(header.strip("[]"), key) for header, table in tables() for key in keys_of(table)}
    named = {pair for page in PAGES for pair in re.findall(r"`\[(\w+)\] (\w+)`", page.read_text("utf-8"))}
    assert named
    assert named <= known
