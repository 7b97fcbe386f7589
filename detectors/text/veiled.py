"""Threats that name no violence: somebody's hours are known, they are waited for, a hammer is brought along.

Each part alone is harmless ("I wait for your colleague", "after her shift"); `_told` says which of them together
threaten. The rules are written by hand and nothing of them is learnt: what matches is told, what is spared is not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detectors.text.language import CLASSES
from detectors.text.lexicon import Hits
from detectors.text.ngrams import Grams
from detectors.text.threat import Danger
from detectors.text.threat_rules import QUOTED, bare

BEFORE, AFTER = 15, 30
"""Words read before and after a word that calls for a look."""
SPACING = 15
"""Words from one look at a text to the next: every thirty words stand together in one."""
LONGEST = 400
SURE, LIKELY = 0.95, 0.85
"""Probabilities for three parts that meet and for two; set by hand before any text was measured."""
GAP, INSIDE = r"(?:[^\s.!?]+ ){0,8}?", r"[^.!?]{0,60}?"
PLAIN = ("fire", "armed")
PARTS = ("knows", "awaits", "near", "after", "menace")
TOGETHER = (
    {"knows", "awaits"},
    {"knows", "near"},
    {"knows", "menace"},
    {"awaits", "after"},
    {"near", "after"},
    {"awaits", "menace"},
    {"near", "menace"},
    {"after", "menace"},
)
_PERSONAL = {"knows", "after"}
_NEAR = {"no": ("no", "da"), "da": ("da", "no")}
"""Short texts of these two are easily taken for each other."""
_FUEL = re.compile(r"ben[sz]in|petrol|gasoline|molotov|jerrycan")
_REFERENCE = re.compile(r"<(\w+)>")

Rules = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class VeiledRules:
    """Patterns per language, as written and without accents, for those who type none."""

    written: Mapping[str, Rules]
    unaccented: Mapping[str, Rules]

    @classmethod
    def load(cls) -> VeiledRules:
        """The rules that come with the program."""
        table = read_parts()
        plain = {lang: {name: bare(part) for name, part in parts.items()} for lang, parts in table.items()}
        return cls(
            {lang: _compiled(parts) for lang, parts in table.items()},
            {lang: _compiled(parts) for lang, parts in plain.items()},
        )

    def weigh(self, window: str, language: str) -> Danger | None:
        """What a window of words threatens with by the rules of its language; where it is unknown, of all."""
        plain = " ".join(window.lower().replace("’", "'").split())[:LONGEST]
        rules = self.unaccented if plain.isascii() else self.written
        chosen = [rules[near] for near in _NEAR.get(language, (language,) if language in rules else tuple(rules))]
        return next((danger for patterns in chosen if (danger := _told(plain, patterns))), None)


def read_parts() -> dict[str, dict[str, str]]:
    """The lines of veiled.toml: for each language its parts, and in `words` what calls for a look."""
    return tomllib.loads(files("detectors.models").joinpath("veiled.toml").read_text(encoding="utf-8"))


def calling_words() -> dict[str, str]:
    """For each language, the words that call for a look, as a concept of the lexicon."""
    table = read_parts()
    return {lang: ", ".join(table[near]["words"] for near in _NEAR.get(lang, (lang,))) for lang in table}


def veiled_dangers(batch: Grams, hits: Hits, languages: NDArray[np.intp], rules: VeiledRules) -> dict[int, Danger]:
    """The worst veiled threat of each text that has one, by the number of the text."""
    worst: dict[int, Danger] = {}
    for text, window in _windows(batch, hits, len(languages)):
        danger = rules.weigh(window, CLASSES[languages[text]])
        if danger and (text not in worst or danger.threat > worst[text].threat):
            worst[text] = danger
    return worst


def _windows(batch: Grams, hits: Hits, texts: int) -> Iterator[tuple[int, str]]:
    """The words around each calling word, a word within the window before last not counted again."""
    words = batch.words
    bounds = np.searchsorted(words.texts, np.arange(texts + 1))
    seen, last = -1, 0
    for text, word in zip(hits.texts.tolist(), hits.words.tolist(), strict=True):
        if text == seen and word < last + SPACING:
            continue
        seen, last = text, word
        first, end = max(int(bounds[text]), word - BEFORE), min(int(bounds[text + 1]), word + AFTER)
        yield text, batch.stream.quote(words.starts[first], words.ends[end - 1])


def _compiled(parts: Mapping[str, str]) -> Rules:
    known = {**parts, "gap": GAP, "in": INSIDE}
    return {name: re.compile(_spelt_out(known[name], known)) for name in (*PLAIN, *PARTS, "someone", "meant", "spare")}


def _spelt_out(part: str, known: Mapping[str, str]) -> str:
    while _REFERENCE.search(part):
        part = _REFERENCE.sub(lambda found: known[found.group(1)], part)
    return part


def _told(window: str, patterns: Rules) -> Danger | None:
    if not patterns["meant"].search(window):
        return None
    matches = {name: match for name in (*PLAIN, *PARTS) if (match := patterns[name].search(window))}
    found = {
        name: match.group().strip() for name, match in matches.items() if not _spared(window, match, patterns["spare"])
    }
    plain = [name for name in PLAIN if name in found]
    if plain:
        burns = "fire" in found or _FUEL.search(found["armed"])
        return Danger(SURE, "arson" if burns else "violence", found[plain[0]])
    if not any(pair <= found.keys() for pair in TOGETHER) or not patterns["someone"].search(window):
        return None
    told = [name for name in PARTS if name in found]
    category = "stalking" if _PERSONAL & found.keys() else "violence"
    return Danger(SURE if len(told) > 2 else LIKELY, category, " … ".join(found[name] for name in told))


def _spared(window: str, match: re.Match[str], spare: re.Pattern[str]) -> bool:
    """Whether the sentence of a part shows that nobody is threatened; of a quotation, whether anything around does."""
    if any(quote.start() < match.start() and match.end() <= quote.end() for quote in QUOTED.finditer(window)):
        return bool(spare.search(window))
    first = max(window.rfind(mark, 0, match.start()) for mark in ".!?") + 1
    last = min((at for mark in ".!?" if (at := window.find(mark, match.end())) >= 0), default=len(window))
    return bool(spare.search(window, first, last))
