"""A config file as text: its values, where they stand, and what breaks its syntax."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from config.faults import ConfigError, Fault, shown
from config.locate import Path, locate

MAX_BYTES = 1_000_000
_MOST_SYNTAX_FAULTS = 20
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# The standard parser takes quadratic time for such keys.
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
_PLAIN_PAIR = re.compile(r"[ \t]*([a-z][a-z_.]{0,40})[ \t]*=")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a TOML text with the line of each. `faults` are of syntax; their lines are left out of `values`."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Path, int]
    faults: tuple[Fault, ...]

    def fault(self, path: Path, wrong: str, right: str) -> Fault:
        """A fault at `path`, on its line or on that of the nearest table around it."""
        within = path
        while within and within not in self.lines:
            within = within[:-1]
        line = self.lines.get(within) if path else None
        return Fault(self.file, line, written(path), wrong, right)


def written(path: Path) -> str:
    """A path as people write it.

    >>> written(("pages", 0, "opening_hours"))
    'pages[0].opening_hours'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if _BARE_KEY.fullmatch(part) else shown(part))
    return text


def read_text(path: FilePath) -> str:
    """The text of a config file.

    Raises:
        ConfigError: there is none, it cannot be read, is longer than 1 MB or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(path, "there is no such file", "`page-watchdog init` writes one to start from") from None
    except IsADirectoryError:
        raise _unreadable(path, "this is a directory", "name the file in it") from None
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        raise _unreadable(path, f"it cannot be read: {reason}", "let the user of page-watchdog read it") from None
    if len(content) > MAX_BYTES:
        raise _unreadable(
            path, "it is longer than 1 MB", "a config of a hundred pages has 50 kB: is it the right file?"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise _unreadable(path, "it is not UTF-8", "save it as UTF-8", line) from None


def _unreadable(path: FilePath, wrong: str, right: str, line: int | None = None) -> ConfigError:
    return ConfigError((Fault(str(path), line, "", wrong, right),))


def parse(text: str, file: str) -> Document:
    """Read TOML. A line that breaks the syntax is a fault and is left out, so that faults after it are found too."""
    faults: list[Fault] = []
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise ConfigError((Fault(file, line, "", "a key has too many dots in it", "write plain tables and keys"),))
    while True:
        try:
            return Document(file, tomllib.loads(text), locate(text), tuple(faults))
        except RecursionError:
            faults.append(Fault(file, None, "", "its values are nested too deeply", "write plain tables and lists"))
            break
        except ValueError as fault:
            faults.append(_syntax_fault(text, file, fault))
            rest = _without_line(text, faults[-1].line)
            if rest is None or len(faults) == _MOST_SYNTAX_FAULTS:
                break
            text = rest
    raise ConfigError(tuple(faults))


def _syntax_fault(text: str, file: str, error: ValueError) -> Fault:
    message = str(error)
    place = _PLACE.search(message)
    what = message[: place.start()] if place else "a value is out of range"
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    where = f" at column {place[2]}" if place and place[2] else ""
    twice = "overwrite" in what or "twice" in what
    right = "write each key and table once" if twice else 'write key = "text", key = 0.5 or [table]'
    return Fault(file, line, _key_on(text, line), f"this is not TOML{where}: {what}", right)


def _key_on(text: str, line: int) -> str:
    """The key that a line begins with, "" if it has none."""
    found = _PLAIN_PAIR.match(text.split("\n")[line - 1])
    return found[1] if found else ""


def _without_line(text: str, number: int | None) -> str | None:
    """The text with one line emptied; None where that would tear up more than the pair that stands on it."""
    lines = text.split("\n")
    if number is None or number > len(lines) or not _PLAIN_PAIR.match(lines[number - 1]):
        return None
    lines[number - 1] = ""
    return "\n".join(lines)
