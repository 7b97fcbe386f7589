"""The few words in the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from alerts.wording.phrases import load
from config.schema import Language


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `summary` takes count, minutes, expected, upper and people; `days` begin on Monday."""

    comma: str
    days: tuple[str, ...]
    complaints: str
    above: str
    expected: str
    normal: str
    unobserved: str
    closed: str
    forecast: str
    start: str
    now: str
    end: str
    per_hour: str
    per_minutes: str
    summary: str
    poses: str
    suspicion: str
    official: str
    unanswered: str
    answered: str
    operators: str
    replied: str
    warned: str
    shared: str
    more: str


@cache
def words_in(language: Language) -> Words:
    """The words of one language: the table `picture` of its wording."""
    say = load(language)
    table = say.table("picture")
    return Words(comma=say.table("figures")["decimal"], **{**table, "days": tuple(table["days"])})


def number(value: float, words: Words) -> str:
    """A count as a reader wants it: whole from ten on, else with one decimal where it has one."""
    text = f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
    return text.replace(".", words.comma)
