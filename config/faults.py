"""What is wrong with a config file, and what would be right, without ever repeating a secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

_SHOWN_LENGTH = 60
_AFTER_SCHEME = re.compile(r"(\w[\w+.-]*://)\S*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what would be right.

    `line` is counted from 1 and None where the fault has no line (a missing file); `key` is "" where it has no key.
    """

    file: str
    line: int | None
    key: str
    wrong: str
    right: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(": ".join(part for part in (place, self.key, f"{self.wrong}; {self.right}") if part))


class ConfigError(Exception):
    """The settings cannot be used; `faults` holds every reason, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class UnfitError(ValueError):
    """A value that does not fit its key: `wrong` says why, `right` what would fit. Neither holds a secret."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}; {right}")
        self.wrong = wrong
        self.right = right


def printable(text: str) -> str:
    """The text on one line, without control characters."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def shown(value: object) -> str:
    """A value as a message may repeat it: quoted, short, on one line. Of a URL only the scheme: it may hold secrets.

    >>> shown("mailto://user:password@example.org")
    '"mailto://…"'
    """
    text = _AFTER_SCHEME.sub(r"\1…", value if isinstance(value, str) else str(value))
    text = printable(text[: _SHOWN_LENGTH + 1])
    text = text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def nearest(word: str, known: Sequence[str], at_least: float = 65, by: Callable[..., float] = fuzz.ratio) -> str | None:
    """The known word that `word` was probably meant to be, None if none is near (similarity 0 to 100)."""
    found = process.extractOne(word[:_SHOWN_LENGTH], known, scorer=by, score_cutoff=at_least)
    return found[0] if found else None


def one_of(word: str, known: Sequence[str]) -> str:
    """What would be right where only `known` words are: the nearest one, or all of them."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else "write one of " + ", ".join(f'"{name}"' for name in known)
