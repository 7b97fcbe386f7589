"""Takes one person out of what was written about many: names become "[erased]", quotations of their words go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from alerts.quoting import plain, quotable

GONE = "[erased]"
_SHORTEST = 2
_RECOGNISED = 25
_LONG_ID = 12
_WORD = re.compile(r"[^\W_]+(?:['’:-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody is known by: ids (the account's, its items', their addresses), names and handles, and texts."""

    token: str
    ids: frozenset[str]
    names: frozenset[str]
    texts: tuple[str, ...]
    _named: re.Pattern[str] = field(init=False)
    _quoted: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        forms = {form for name in (*self.names, *self.ids) for form in _forms(name) if len(form) >= _SHORTEST}
        words = "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) or r"(?!)"
        object.__setattr__(self, "_named", re.compile(rf"@?(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE))
        object.__setattr__(self, "_quoted", tuple({start for text in self.texts for start in _beginnings(text)}))

    def out_of_text(self, text: str) -> str:
        """The text without the person: lines that quote them go, their names are replaced elsewhere."""
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        if any(start in line for start in self._quoted):
            return GONE
        return self._named.sub(GONE, line)

    def out_of_json(self, value: Any) -> Any:
        """The value without the person: entries under their ids go, ids become a token, texts are redacted."""
        if isinstance(value, dict):
            kept = {key: inner for key, inner in value.items() if not self.owns(key)}
            return {self._string(key): self.out_of_json(inner) for key, inner in kept.items()}
        if isinstance(value, list):
            # A row about one of their items may hold its words, e.g. what a topic is made of.
            own = any(isinstance(inner, str) and inner in self.ids for inner in value)
            return ["" if own and _is_wordy(inner) else self.out_of_json(inner) for inner in value]
        return self._string(value) if isinstance(value, str) else value

    def out_of_counts(self, counts: dict[str, Any]) -> dict[str, Any]:
        """Counts of words without those that only this person used."""
        said = {word for text in self.texts for word in _WORD.findall(text.casefold())}
        return {word: count for word, count in counts.items() if count != 1 or word not in said}

    def owns(self, key: str) -> bool:
        """Whether a row's key is one of their ids, bare or behind its kind ("account did:x")."""
        return key in self.ids or key.partition(" ")[2] in self.ids

    def _string(self, text: str) -> str:
        if text in self.ids:
            return self.token
        for id_ in self.ids:
            if len(id_) >= _LONG_ID:
                text = text.replace(id_, self.token)
        return self.out_of_text(text)


def _is_wordy(value: Any) -> bool:
    return isinstance(value, str) and " " in value


def _forms(name: str) -> Iterable[str]:
    """A name as it is, and as alerts write it."""
    bare = name.removeprefix("@")
    for limit in (32, 40, 50, 60, 80):
        yield quotable(bare, limit, defang=True)
        yield plain(bare, limit)
    yield bare


def _beginnings(text: str) -> Iterable[str]:
    """How a quotation of a text begins in an alert; very short texts count only whole, in quotation marks."""
    for shown in {plain(text, 5000), quotable(text, 5000), quotable(text, 5000, defang=True)}:
        if len(shown) >= _RECOGNISED:
            yield shown[:_RECOGNISED]
        elif shown:
            yield from (f"{left}{shown}{right}" for left, right in ("“”", "‘’", "””", "«»", "„“"))
