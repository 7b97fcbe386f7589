"""What is said in so many words: phrases of six languages that threaten, and those that show that nobody does.

A stretch of text is weighed by what stands in it: an intent, an act, somebody it is meant for; figures of speech,
reports of somebody else's threat and denials weigh against. A legal threat or a threat to leave is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from importlib.resources import files

from detectors.text.normalise import FOLD

PRIOR = -6.0
WEIGHTS = {
    "intent": 2.5,
    "person": 2.5,
    "place": 1.5,
    "bring": 1.5,
    "soon": 2.0,
    "hurt": 3.0,
    "weapon": 2.5,
    "fire": 3.5,
    "bomb": 3.5,
    "stalk": 7.5,
    "veiled": 7.2,
}
"""Log-odds; set by hand before any text was measured."""
FRAMES = ("intent", "person", "place", "bring", "soon")
ACTS = {
    "violence": ("hurt", "weapon"),
    "arson": ("fire",),
    "bomb": ("bomb",),
    "stalking": ("stalk",),
    "veiled": ("veiled",),
}
CALLED_FOR = {
    "hurt": {"kill", "beat", "rough", "death"},
    "weapon": {"weapon"},
    "fire": {"fire"},
    "bomb": {"bomb", "fire"},
    "stalk": {"know", "follow", "home"},
    "veiled": {"warn", "exposed", "death", "vanish"},
    "self_harm": {"despair"},
}
"""Kinds of word (dangers.toml) without which a pattern cannot match: most stretches then cost one or two searches."""
GUARDS = ("context", "report", "never", "quoted")
SELF_HARM = "self_harm"
_IDIOM = "idiom"
_LONGEST = 400
FIRST_PERSON = re.compile(
    r"\b(?:ik|k|mij|me|mijn|mezelf|jag|ja|mig|min|mitt|jeg|eg|meg|mit|i|im|my|myself|ich|mich|mir|mein\w*)\b|^(?:heb|har|habe|been|having|orker|orkar)\b"
)
"""Of all six languages: who tells of somebody else's death is not in danger."""
AT_ONESELF = re.compile(
    r"\b(?:shoot|schiet|skjuter|skyder|skyter|schieße?|schiess|stech|steek) (?:\w+ ){0,2}"
    r"(?:myself|mezelf|mig|meg|mir|mich)\b(?! (?:door|in the|through))"
)
"""Shooting oneself in the foot is a figure of speech in all six."""
QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]{3,200}[\"“”„«»]")

Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Saying:
    """What the rules found in a stretch of text.

    `log_odds` of a threat from acts and their frame alone; `guards` are those of `GUARDS` that matched; `words` are
    those that told the `category`. A `figure` of speech turned on the writer is not worth judging.
    """

    log_odds: float
    guards: tuple[str, ...]
    category: str | None = None
    words: str | None = None
    figure: bool = False


NOTHING = Saying(PRIOR, ())


class ThreatRules:
    """Patterns per language, as written and without accents, for those who type none."""

    def __init__(self, rules: Mapping[str, Mapping[str, str]]) -> None:
        """`rules`: per language a regular expression for each kind; see threats.toml."""
        self._written = _compiled(rules)
        self._bare = _compiled({lang: {kind: bare(rule) for kind, rule in row.items()} for lang, row in rules.items()})

    @classmethod
    def load(cls) -> ThreatRules:
        """The rules that come with the program."""
        return cls(tomllib.loads(files("detectors.models").joinpath("threats.toml").read_text(encoding="utf-8")))

    def weigh(self, stretch: str, language: str, kinds: Set[str]) -> Saying:
        """Weigh some twenty words by the rules of their language; where it is unknown, by the worst of all.

        `kinds` are the kinds of word (dangers.toml) that stand in the stretch.
        """
        plain = " ".join(stretch[:_LONGEST].lower().replace("’", "'").split())
        rules = self._bare if plain.isascii() else self._written
        chosen = [rules[language]] if language in rules else list(rules.values())
        saying = max((_weigh(plain, patterns, kinds) for patterns in chosen), key=lambda saying: saying.log_odds)
        figure = saying.category != SELF_HARM and AT_ONESELF.search(plain)
        return replace(saying, figure=True) if figure else saying


def bare(text: str) -> str:
    """Letters without accents; everything else, such as the syntax of a pattern, is left alone."""
    return "".join(char if char.isascii() else chr(FOLD[ord(char)]) for char in text)


def _compiled(rules: Mapping[str, Mapping[str, str]]) -> dict[str, Patterns]:
    return {lang: {kind: re.compile(rule) for kind, rule in row.items()} for lang, row in rules.items()}


def _weigh(stretch: str, patterns: Patterns, kinds: Set[str]) -> Saying:
    called = {act for act, needed in CALLED_FOR.items() if needed & kinds}
    found = {act: match.group().strip() for act in called if (match := patterns[act].search(stretch))}
    if not found:
        return NOTHING
    stretch = patterns[_IDIOM].sub(" ", stretch)
    guards = _guards(stretch, patterns)
    if SELF_HARM in found and FIRST_PERSON.search(stretch) and not patterns["self_spare"].search(stretch):
        return Saying(PRIOR, guards, SELF_HARM, found[SELF_HARM])
    scores = {act: WEIGHTS[act] for act in found if act in WEIGHTS and patterns[act].search(stretch)}
    if not scores:
        return Saying(PRIOR, guards)
    frame = sum(WEIGHTS[kind] for kind in FRAMES if patterns[kind].search(stretch))
    category, score = max(
        ((name, sum(scores.get(act, 0) for act in acts)) for name, acts in ACTS.items()), key=lambda pair: pair[1]
    )
    words = next(found[act] for act in ACTS[category] if act in scores)
    return Saying(PRIOR + score + frame, guards, category, words)


def _guards(stretch: str, patterns: Patterns) -> tuple[str, ...]:
    told = [guard for guard in GUARDS[:-1] if patterns[guard].search(stretch)]
    if "report" in told and QUOTED.search(stretch):
        told.append("quoted")
    return tuple(told)
