"""A head's verdict on a batch: n-grams and concepts together, as probabilities and as what each word added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.text import concept_model, linear
from detectors.text.lexicon import Hits
from detectors.text.ngrams import BUCKETS, Grams, Numbers
from detectors.text.weights import Head


@dataclass(frozen=True, slots=True)
class Verdict:
    """Calibrated probabilities, one a text, and what each word of the batch added (log-odds)."""

    probabilities: Numbers
    words: Numbers


def judge(batch: Grams, hits: Hits, head: Head, blocks: NDArray[np.intp]) -> Verdict:
    """Judge a batch; `blocks` names the block of the head that reads each text."""
    concepts = (head.concepts.shape[1] - concept_model.PAIRS) // 2
    offsets = (blocks * (2 * BUCKETS)).astype(np.uint32)
    added = linear.add_up(batch, head.ngrams, offsets, head.step)
    by_word, by_text = concept_model.add_up(hits, concepts, head.concepts, blocks, len(added.words))
    slopes, intercepts = head.scales[blocks].T
    log_odds = slopes * (added.texts + by_text) + intercepts
    return Verdict(1 / (1 + np.exp(-log_odds)), added.words + by_word)
