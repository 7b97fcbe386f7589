"""Speaks one language: sentences, numbers, plurals, days and times as its readers write them.

Sentences come from the packaged `<language>.toml`; what is put into them is never read as a template again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from config.schema import Language

_SAME_NIGHT = timedelta(hours=12)


@cache
def load(language: Language) -> Phrases:
    """The phrases of a language, read once."""
    text = files("alerts.wording").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Phrases(tomllib.loads(text))


class Phrases:
    """The sentences of one language.

    A sentence with a number in it has two forms, `one` and `other`; all six languages make do with these.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tables = tables

    def has(self, key: str) -> bool:
        """Whether there is a sentence of this name."""
        table, _, name = key.partition(".")
        return name in self._tables.get(table, {})

    def table(self, name: str) -> Mapping[str, Any]:
        """The sentences of one table as they stand, for those who fill them in themselves."""
        return MappingProxyType(self._tables[name])

    def say(self, key: str, n: float | None = None, **values: str) -> str:
        """The sentence `key` ("table.name") with its values; `n` picks the form and is written as `{n}`.

        Raises:
            KeyError: there is no such sentence, or a value for it is missing.
        """
        table, _, name = key.partition(".")
        sentence = self._tables[table][name]
        if n is not None:
            values["n"] = self.number(n)
        if isinstance(sentence, dict):
            sentence = sentence["one" if values["n"] == "1" else "other"]
        return str(sentence).format_map(values)

    def number(self, value: float) -> str:
        """41, 1.234 or 0,4: whole from ten on, with one decimal below if there is one."""
        if abs(value) < 10 and round(value, 1) != round(value):
            return f"{value:.1f}".replace(".", self._figure("decimal"))
        return f"{round(value):,}".replace(",", self._figure("thousands"))

    def percent(self, share: float) -> str:
        """A share in [0, 1] in whole percent; only what is all or nothing is 100 % or 0 %."""
        whole = round(100 * share)
        if 0 < share < 1:
            whole = min(99, max(1, whole))
        return self._figure("percent").format(n=whole)

    def count(self, noun: str, n: float) -> str:
        """A number with its noun: "1 complaint", "312 complaints"."""
        return self.say(f"count.{noun}", n)

    def listed(self, parts: Sequence[str]) -> str:
        """The parts in one phrase: "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("words.and", first=", ".join(parts[:-1]), last=parts[-1])

    def quote(self, text: str) -> str:
        """The text in this language's quotation marks."""
        return self.say("words.quote", text=text)

    def clock(self, at: datetime) -> str:
        """The time of day of a local time, as the language writes it."""
        return self.say("calendar.clock", hour=f"{at.hour:02}", minute=f"{at.minute:02}")

    def day(self, day: date) -> str:
        """A day without its year: "Sat 25 July"."""
        weekday: str = self._tables["calendar"]["weekdays"][day.weekday()]
        month: str = self._tables["calendar"]["months"][day.month - 1]
        return self.say("calendar.day", weekday=weekday, day=str(day.day), month=month)

    def moment(self, at: datetime, now: datetime) -> str:
        """The time of day of a local time, with its day if it is not clear which day is meant."""
        if abs(at - now) < _SAME_NIGHT:
            return self.clock(at)
        return self.say("calendar.moment", day=self.day(at.date()), clock=self.clock(at))

    def duration(self, span: timedelta) -> str:
        """A length of time: "42 min", "3 h 20 min", "2 days 4 h"."""
        minutes = max(0, round(span.total_seconds() / 60))
        days, hours = minutes // 1440, minutes // 60 % 24
        parts = [("days", days), ("hours", hours), ("minutes", 0 if days else minutes % 60)]
        said = [self.count(unit, n) for unit, n in parts if n]
        return " ".join(said) or self.count("minutes", 0)

    def _figure(self, name: str) -> str:
        figure: str = self._tables["figures"][name]
        return figure
