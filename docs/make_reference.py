"""Writes the reference pages that are made from code: settings from the schema, commands from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer.main

from config.describe import reference as settings_page
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


if __name__ == "__main__":
    (HERE / "configuration.md").write_text(settings_page(), encoding="utf-8")
    (HERE / "cli.md").write_text(commands_page(), encoding="utf-8")
