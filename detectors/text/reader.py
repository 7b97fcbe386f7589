"""Reads texts: language, complaint, offence and threat, each with the words or rules that weighed most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detectors.model import Reading
from detectors.text import language, offence, weights
from detectors.text.lexicon import Hits
from detectors.text.ngrams import Grams, Numbers, grams
from detectors.text.reasons import Reasons
from detectors.text.scoring import Verdict, judge
from detectors.text.threat import SAFE, Danger, dangers, graver, stretches
from detectors.text.threat_rules import SELF_HARM, ThreatRules
from detectors.text.veiled import VeiledRules, veiled_dangers
from detectors.text.word_lists import WordLists

EXPLAINED = 0.5
"""Probability from which a reading says why, unless every reason is asked for."""
PUN = 0.95
"""Probability of offence where one of the page's own insults was found."""
_OFFENCE = weights.OFFENSIVE_BLOCKS
_OFFENCE_BLOCKS = np.array(
    [_OFFENCE.index(name) if name in _OFFENCE else len(_OFFENCE) - 1 for name in language.CLASSES]
)

Hints = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads comments in nl, sv, da, no, en and de; a text in none of them is read by what the six share."""

    words: WordLists
    rules: ThreatRules
    veiled: VeiledRules
    numbers: weights.Weights

    @classmethod
    def load(cls, raw: bytes | None = None) -> TextReader:
        """The reader that comes with the program.

        Args:
            raw: other weights, to compare with; left out: those of the program.

        Raises:
            ValueError: if the weights are of another version or shape.
        """
        words = WordLists.load()
        numbers = weights.load(*words.sizes) if raw is None else weights.parse(raw, *words.sizes)
        return cls(words, ThreatRules.load(), VeiledRules.load(), numbers)

    def read(
        self, texts: Sequence[str], hints: Hints = (), *, insults: Sequence[str] = (), explain: bool = False
    ) -> list[Reading]:
        """Read a batch; some hundreds of texts at a time go fastest.

        Args:
            texts: any strings; the first `normalise.READ_AT_MOST` characters of each are read.
            hints: likely languages of each text (BCP 47), most likely first; left out or empty: nothing is known.
            insults: puns on the page's brand that count as offensive.
            explain: give reasons for every text, not only where a probability is at least `EXPLAINED`.
        """
        if not texts:
            return []
        hints = hints or [()] * len(texts)
        batch = grams(texts)
        posteriors = language.log_posteriors(batch, self.numbers.language, hints)
        blocks = posteriors.argmax(axis=1)
        found = self.words.find(batch, blocks)
        complaint = judge(batch, found.concepts, self.numbers.complaint, blocks)
        offensive, swearing = self._offensive(texts, batch, found.ugly, blocks, insults)
        cut = stretches(batch, found.dangers, blocks, self.words.dangers, self.rules)
        worst = dangers(batch, found.dangers, cut, self.numbers.threat, self.words.dangers)
        for i, danger in veiled_dangers(batch, found.veiled, blocks, self.veiled).items():
            known = worst.get(i, SAFE)
            worst[i] = graver(known, replace(danger, threat=max(danger.threat, known.threat)))
        because = _reasons(batch, complaint, offensive, swearing, worst, explain=explain)
        return [
            Reading(
                language.name(posteriors[i], hint),
                complains,
                offends,
                worst.get(i, SAFE).threat,
                because.get(i, ()),
                _category(worst.get(i, SAFE)),
            )
            for i, (hint, complains, offends) in enumerate(
                zip(hints, complaint.probabilities.tolist(), offensive.tolist(), strict=True)
            )
        ]

    def _offensive(
        self, texts: Sequence[str], batch: Grams, ugly: Hits, blocks: NDArray[np.intp], puns: Sequence[str]
    ) -> tuple[Numbers, Verdict]:
        """How offensive texts are as written, with masked words spelt out, and by the page's own puns."""
        head, tongues = self.numbers.offensive, _OFFENCE_BLOCKS[blocks]
        seen = judge(batch, ugly, head, tongues)
        probabilities = seen.probabilities.copy()
        masked = [(i, spelt) for i in offence.suspects(batch) if (spelt := offence.unmasked(texts[i]))]
        if masked:
            rows, spelt_out = np.array([i for i, _ in masked]), grams([spelt for _, spelt in masked])
            words = self.words.find(spelt_out, blocks[rows]).ugly
            again = judge(spelt_out, words, head, tongues[rows])
            swears = np.bincount(words.texts, minlength=len(rows)) > 0
            probabilities[rows] = np.maximum(probabilities[rows], again.probabilities * swears)
        pattern = offence.pun_pattern(puns)
        if pattern:
            punned = np.array([bool(pattern.search(text)) for text in texts])
            probabilities[punned] = np.maximum(probabilities[punned], PUN)
        return probabilities, seen


def _reasons(
    batch: Grams, complaint: Verdict, offensive: Numbers, swearing: Verdict, worst: dict[int, Danger], *, explain: bool
) -> dict[int, tuple[str, ...]]:
    """Why, for the texts that need a reason: the threat's rule first, then ugly words, then those of the complaint."""
    complains, offends = complaint.probabilities >= EXPLAINED, offensive >= EXPLAINED
    upwards = np.ones_like(offends)
    for_offence = Reasons(batch, swearing.words, upwards) if offends.any() else None
    for_complaint = Reasons(batch, complaint.words, complains) if explain or complains.any() else None
    out: dict[int, list[str]] = {
        i: [f"{danger.category}: {danger.words}"] for i, danger in worst.items() if _category(danger)
    }
    if for_offence:
        for i in np.flatnonzero(offends).tolist():
            out.setdefault(i, []).extend(for_offence.of(i))
    if for_complaint:
        for i in np.flatnonzero(complains | explain).tolist():
            out.setdefault(i, []).extend(for_complaint.of(i))
    return {i: tuple(dict.fromkeys(words)) for i, words in out.items()}


def _category(danger: Danger) -> str | None:
    return danger.category if danger.threat >= EXPLAINED or danger.category == SELF_HARM else None
