"""Trains the threat model on invented threats, against everything that real texts say in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from detectors.text.language import CLASSES
from detectors.text.ngrams import Grams, grams
from detectors.text.threat import Stretches, ThreatModel, rule_features, stretches
from detectors.text.threat_rules import ThreatRules
from detectors.text.word_lists import WordLists
from training.features import counts

HERE = Path(__file__).parent
SENTENCES = ("threats", "threats_odd", "threats_more", "threats_veiled", "threats_harmless")
COST = 0.3
THREATS_WEIGH, LOOK_ALIKES_WEIGH = 5, 4
"""How often an invented sentence counts against a real text's stretch."""
NGRAMS_WEIGH = 3.0
"""N-grams are scaled up by this before fitting: the penalty then spares them as much as the kinds of word."""
LENIENCE = 0.2
"""Added to the start: 3 of 21,534 unseen real texts then pass the product's default of 0.7."""
Labelled = tuple[str, bool, str]


def invented() -> list[Labelled]:
    """(language, threat or not, text) of the invented sentences."""
    rows = [
        line.split("\t")
        for name in SENTENCES
        for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    return [(language, label not in {"0", "none"}, text) for language, label, text in rows]


def cut(
    rows: Sequence[Labelled], words: WordLists, rules: ThreatRules, step: int = 2000
) -> list[tuple[Grams, Stretches, int]]:
    """Stretches of the rows, in steps, each with its batch and the number of its first row."""
    found = []
    for i in range(0, len(rows), step):
        some = rows[i : i + step]
        languages = np.array([CLASSES.index(language) for language, _, _ in some])
        batch = grams([text for _, _, text in some])
        hits = words.find(batch, languages).dangers
        found.append((batch, stretches(batch, hits, languages, words.dangers, rules), i))
    return found


def pairs_of(kinds: np.ndarray) -> np.ndarray:
    """The product of every two columns, and of each with itself."""
    first, second = np.triu_indices(kinds.shape[1])
    return kinds[:, first] * kinds[:, second]


def quotes(batch: Grams, found: Stretches) -> list[str]:
    """The stretches as they were written."""
    words = batch.words
    return [
        batch.stream.quote(words.starts[first], words.ends[last - 1])
        for first, last in zip(found.first.tolist(), found.last.tolist(), strict=True)
    ]


def train_threat(rows: Sequence[Labelled], made_up: int, words: WordLists, rules: ThreatRules) -> ThreatModel:
    """Fit on labelled rows, the first `made_up` of which are invented; real ones count once, those more."""
    features, heard, truth, weight = [], [], [], []
    for batch, found, first in cut(rows, words, rules):
        if not len(found.texts):
            continue
        numbers = first + found.texts
        labels = np.array([rows[number][1] for number in numbers])
        features.append(sp.csr_matrix(np.hstack([pairs_of(found.kinds), rule_features(found.sayings)])))
        heard.append(counts(quotes(batch, found)) * NGRAMS_WEIGH)
        truth.append(labels)
        weight.append(np.where(labels, THREATS_WEIGH, np.where(numbers < made_up, LOOK_ALIKES_WEIGH, 1)))
    model = LogisticRegression(C=COST, solver="liblinear", max_iter=100, tol=1e-3)
    table = sp.hstack([sp.vstack(features), sp.vstack(heard)]).tocsr()
    model.fit(table, np.concatenate(truth), sample_weight=np.concatenate(weight))
    return _model(model.coef_[0].astype(np.float32), float(model.intercept_[0]), len(words.dangers))


def _model(coefficients: np.ndarray, start: float, kinds: int) -> ThreatModel:
    pairs = kinds * (kinds + 1) // 2
    rules = rule_features(()).shape[1]
    table = np.zeros((kinds, kinds), np.float32)
    table[np.triu_indices(kinds)] = coefficients[:pairs]
    ngrams = coefficients[pairs + rules :] * np.float32(NGRAMS_WEIGH)
    return ThreatModel(table, coefficients[pairs : pairs + rules], ngrams, start + LENIENCE)
