"""Trains the threat model on invented threats, against everything that real texts say in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from detectors.text.language import CLASSES
from detectors.text.ngrams import grams
from detectors.text.threat import Stretches, ThreatModel, rule_features, stretches
from detectors.text.threat_rules import ThreatRules
from detectors.text.word_lists import WordLists

HERE = Path(__file__).parent
COST = 0.3
THREATS_WEIGH = 5
Labelled = tuple[str, bool, str]


def invented() -> list[Labelled]:
    """(language, threat or not, text) of the invented sentences."""
    rows = [
        line.split("\t")
        for name in ("threats.tsv", "threats_odd.tsv")
        for line in (HERE / name).read_text(encoding="utf-8").splitlines()
    ]
    return [(language, label not in {"0", "none"}, text) for language, label, text in rows]


def cut(
    rows: Sequence[Labelled], words: WordLists, rules: ThreatRules, step: int = 2000
) -> list[tuple[Stretches, int]]:
    """Stretches of the rows, in steps, each with the number of its first row."""
    found = []
    for i in range(0, len(rows), step):
        some = rows[i : i + step]
        languages = np.array([CLASSES.index(language) for language, _, _ in some])
        batch = grams([text for _, _, text in some])
        hits = words.find(batch, languages).dangers
        found.append((stretches(batch, hits, languages, words.dangers, rules), i))
    return found


def pairs_of(kinds: np.ndarray) -> np.ndarray:
    """The product of every two columns, and of each with itself."""
    first, second = np.triu_indices(kinds.shape[1])
    return kinds[:, first] * kinds[:, second]


def train_threat(rows: Sequence[Labelled], words: WordLists, rules: ThreatRules) -> ThreatModel:
    """Fit on labelled rows; the many real texts count once, the few invented ones more."""
    features, truth, weight = [], [], []
    for found, first in cut(rows, words, rules):
        if not len(found.texts):
            continue
        features.append(np.hstack([pairs_of(found.kinds), rule_features(found.sayings)]))
        labels = np.array([rows[first + text][1] for text in found.texts])
        truth.append(labels)
        weight.append(np.where(labels, THREATS_WEIGH, 1))
    model = LogisticRegression(C=COST, solver="liblinear", max_iter=300)
    model.fit(np.vstack(features), np.concatenate(truth), sample_weight=np.concatenate(weight))
    width, coefficients = len(words.dangers), model.coef_[0]
    table = np.zeros((width, width), np.float32)
    table[np.triu_indices(width)] = coefficients[: width * (width + 1) // 2]
    return ThreatModel(table, coefficients[width * (width + 1) // 2 :].astype(np.float32), float(model.intercept_[0]))
