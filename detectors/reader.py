"""Reads texts: language, complaint, offence and threat, each with the words or rules that weighed most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors import language, offence, weights
from detectors.lexicon import Lexicon
from detectors.model import Reading
from detectors.ngrams import Grams, Numbers, grams
from detectors.reasons import Reasons
from detectors.scoring import Verdict, judge
from detectors.threat import ThreatRules

EXPLAINED = 0.5
"""Probability from which a reading says why, unless every reason is asked for."""
PUN = 0.95
"""Probability of offence where one of the page's own insults was found."""


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads comments in nl, sv, da, no, en and de; a text in none of them is read by what the six share."""

    concepts: Lexicon
    insults: Lexicon
    dangers: ThreatRules
    numbers: weights.Weights

    @classmethod
    def load(cls) -> TextReader:
        """The reader that comes with the program.

        Raises:
            ValueError: if the weights are of another version or shape.
        """
        concepts, insults = Lexicon.load("concepts.toml"), Lexicon.load("insults.toml")
        numbers = weights.load(len(concepts.concepts), len(insults.concepts))
        return cls(concepts, insults, ThreatRules.load(), numbers)

    def read(
        self,
        texts: Sequence[str],
        hints: Sequence[Sequence[str]] = (),
        *,
        insults: Sequence[str] = (),
        explain: bool = False,
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
        complaint = judge(batch, self.concepts.find(batch, blocks), self.numbers.complaint, blocks)
        offensive, offences = self._offensive(texts, batch, blocks, insults)
        reasons = Reasons(batch, complaint.words, np.asarray(complaint.probabilities >= EXPLAINED))
        readings = []
        for i, text in enumerate(texts):
            tongue = language.name(posteriors[i], hints[i])
            danger = self.dangers.judge(text, tongue)
            because = [f"threat: {danger.rule}"] if danger.rule else []
            because += offences.of(i) if offensive[i] >= EXPLAINED else []
            because += reasons.of(i) if explain or complaint.probabilities[i] >= EXPLAINED else []
            readings.append(
                Reading(
                    tongue,
                    float(complaint.probabilities[i]),
                    float(offensive[i]),
                    danger.threat,
                    tuple(dict.fromkeys(because)),
                    danger.category,
                )
            )
        return readings

    def _offensive(
        self, texts: Sequence[str], batch: Grams, blocks: NDArray[np.intp], puns: Sequence[str]
    ) -> tuple[Numbers, Reasons]:
        """How offensive texts are as written, with masked words spelt out, and by the page's own puns."""
        seen = self._swears(batch, blocks)
        probabilities = seen.probabilities.copy()
        masked = [(i, spelt) for i, text in enumerate(texts) if (spelt := offence.unmasked(text))]
        if masked:
            rows = np.array([i for i, _ in masked])
            spelt_out = self._swears(grams([spelt for _, spelt in masked]), blocks[rows])
            probabilities[rows] = np.maximum(probabilities[rows], spelt_out.probabilities)
        pattern = offence.pun_pattern(puns)
        if pattern:
            found = np.array([bool(pattern.search(text)) for text in texts])
            probabilities[found] = np.maximum(probabilities[found], PUN)
        return probabilities, Reasons(batch, seen.words, np.ones(len(texts), dtype=bool))

    def _swears(self, batch: Grams, blocks: NDArray[np.intp]) -> Verdict:
        return judge(batch, self.insults.find(batch, blocks), self.numbers.offensive, np.zeros_like(blocks))
