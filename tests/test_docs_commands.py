import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import typer.main

from watchdog.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
NAMED = re.compile(r"(?:^ {4}|`)page-watchdog ((?:[a-z][a-z-]+ ?)+)([^`|#\n]*(?:\\\n[^`#\n]*)*)", re.MULTILINE)


def commands(group: Any, name: str = "page-watchdog") -> dict[str, Any]:
    """Every command by its full name."""
    found = {name: group}
    for key, command in getattr(group, "commands", {}).items():
        found |= commands(command, f"{name} {key}")
    return found


COMMANDS = commands(typer.main.get_command(app))


def options(command: Any) -> set[str]:
    return {option for param in command.params for option in param.opts if option.startswith("--")}


def test_the_reference_of_topics_is_made_from_the_shipped_words() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))["topics_page"]()
    assert (ROOT / "docs" / "reference" / "topics.md").read_text("utf-8") == page, "run: python docs/make_reference.py"


def test_the_reference_of_commands_is_made_from_the_command_line() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))["commands_page"]()
    assert (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8") == page, "run: python docs/make_reference.py"


@pytest.mark.parametrize("name", sorted(name for name, command in COMMANDS.items() if not hasattr(command, "commands")))
def test_every_command_is_in_the_reference_with_all_its_options(name: str) -> None:
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    section = re.split(rf"^## `{name}`$", reference, flags=re.MULTILINE)[1].split("\n#")[0]
    assert [option for option in options(COMMANDS[name]) - {"--help"} if f"`{option}`" not in section] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_the_docs_name_exist_with_the_options_they_show(page: Path) -> None:
    for words, rest in NAMED.findall(page.read_text("utf-8")):
        first, *more = words.split()
        command = COMMANDS.get(f"page-watchdog {first} {more[0]}") if more else None
        command = command or COMMANDS.get(f"page-watchdog {first}")
        assert command is not None, f"page-watchdog {first}"
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options(command) | {"--help"}, first
