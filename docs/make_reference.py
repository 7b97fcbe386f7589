"""Writes the reference pages that are made from code: settings from the schema, commands from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer.main

from config.describe import reference as settings_page
from config.schema import Language
from detectors.storms.known_topics import shipped
from watchdog.cli import app

HERE = Path(__file__).parent / "reference"
INTRODUCTION = """\
# Commands

<!-- Made from watchdog/cli.py; CONTRIBUTING.md says how. Do not edit. -->

`page-watchdog COMMAND --help` says the same. `page-watchdog --install-completion` teaches your shell to complete.
Colours and progress bars show only on a terminal.

| exit status | means |
|---|---|
| 0 | done |
| 1 | it could not be done, or something outside is wrong: a recording, a page, a database, a channel |
| 2 | the config or the command line has faults; each is printed with file, line, key and what would be right |

| command | does |
|---|---|
"""
CODES = get_args(Language)
TOPICS = """\
# Topics that ship

<!-- Made from detectors/models/known_topics.toml; CONTRIBUTING.md says how. Do not edit. -->

What storms are often about, and what alerts call it. `[[topics]]` in the config adds topics of your own, and changes
one of these if it has its name: the words it gives for a language take the place of the shipped ones, `[]` switches the
topic off in that language. The words are in [known_topics.toml](../../detectors/models/known_topics.toml): `delay*` is
every word that begins so, `*storing` every word that ends so, several words stand within 60 letters of each other, in
any order; case and accents do not matter. Languages are those of the page.

What is not among them is called by the word that many people use now and hardly anybody used before.
"""


def commands_page() -> str:
    """The page of commands in Markdown."""
    commands = list(_commands(typer.main.get_command(app), "page-watchdog"))
    index = [
        f"| [`{name}`](#{name.replace(' ', '-')}) | {_help(command).split('. ')[0].split('; ')[0].rstrip('.')} |"
        for name, command in commands
    ]
    return INTRODUCTION + "\n".join((*index, "", *(_section(name, command) for name, command in commands)))


def _commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for key, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{name} {key}")
        else:
            yield f"{name} {key}", command


def _section(name: str, command: Any) -> str:
    params = [param for param in command.params if param.name != "help"]
    arguments = [
        param.name.upper() if param.required else f"[{param.name.upper()}]" for param in params if _is_argument(param)
    ]
    usage = " ".join((name, *arguments, "[OPTIONS]" if len(arguments) < len(params) else ""))
    rows = [_row(param) for param in params]
    table = ["| takes | default | meaning |", "|---|---|---|", *rows, ""] if rows else []
    return "\n".join((f"## `{name}`\n", _help(command) + "\n", f"    {usage.strip()}\n", *table))


def _row(param: Any) -> str:
    name = f"`{param.name.upper()}`" if _is_argument(param) else ", ".join(f"`{option}`" for option in param.opts)
    choices = get_args(param.type_descriptor.annotation)
    meaning = (param.help or "") + (f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else "")
    variable = f" Or set `{param.envvar}`." if param.envvar else ""
    return f"| {name} | {_default(param)} | {meaning}{variable} |"


def _default(param: Any) -> str:
    if param.required:
        return "needed"
    return "–" if param.default is None or param.default is False else f"`{param.default}`"


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _help(command: Any) -> str:
    return " ".join((command.help or "").split())


def topics_page() -> str:
    """The page of the topics that ship in Markdown."""
    head = "| topic | nl | sv | da | no | en | de |\n|---|---|---|---|---|---|---|"
    rows = (
        f"| `{name}` | " + " | ".join(table.get("label", {}).get(code, "people's own word") for code in CODES) + " |"
        for name, table in shipped().items()
    )
    return "\n".join((TOPICS, head, *rows, ""))


if __name__ == "__main__":
    (HERE / "configuration.md").write_text(settings_page(), encoding="utf-8")
    (HERE / "topics.md").write_text(topics_page(), encoding="utf-8")
    (HERE / "cli.md").write_text(commands_page(), encoding="utf-8")
