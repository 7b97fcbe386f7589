"""Fits one yes-or-no head: logistic regression over n-grams weighed by rarity, and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from detectors.text import concept_model
from detectors.text.language import CLASSES
from detectors.text.ngrams import grams
from detectors.text.word_lists import WordLists
from training.corpus import Row
from training.features import counts

COST = 6.0
RARE = 2
FOLDS = 4
STEP = 2000


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """Weights of n-grams (rarity folded in) and of concepts, and `scale`: slope and intercept of the calibration."""

    ngrams: np.ndarray
    concepts: np.ndarray
    scale: np.ndarray


def features(
    rows: Sequence[Row], words: WordLists, head: str, counted: np.ndarray | None = None
) -> tuple[sp.csr_matrix, np.ndarray]:
    """N-grams weighed by rarity and concepts, side by side; and the weight of rarity, to be folded into the model.

    `counted` marks the rows by which rarity is measured; left out: all.
    """
    plain = counts([row.text for row in rows])
    heard = plain if counted is None else plain[counted]
    seen = np.bincount(heard.indices, minlength=plain.shape[1])
    rarity = np.where(seen < RARE, 0, np.log((heard.shape[0] + 1) / (seen + 1)) + 1) / 7
    weighed = plain @ sp.diags(rarity.astype(np.float32))
    return sp.hstack([weighed, _concept_rows(rows, words, head)]).tocsr(), rarity


def _concept_rows(rows: Sequence[Row], words: WordLists, head: str) -> sp.csr_matrix:
    """Concept features as at run time; `head` names the list that they are from."""
    concepts = len(getattr(words, head))
    size, parts = concept_model.width(concepts), []
    for i in range(0, len(rows), STEP):
        some = rows[i : i + STEP]
        languages = np.array([CLASSES.index(row.language) for row in some])
        hits = getattr(words.find(grams([row.text for row in some]), languages), head)
        texts, numbers, _ = concept_model.features(hits, concepts)
        values = 1 / np.sqrt(np.bincount(texts, minlength=len(some)) + concept_model.CREDIT)
        parts.append(sp.csr_matrix((values[texts].astype(np.float32), (texts, numbers)), shape=(len(some), size)))
    return sp.vstack(parts).tocsr()


def fit(
    table: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray, rarity: np.ndarray, own: np.ndarray
) -> TrainedHead:
    """Fit on weighted rows and calibrate on folds of those that are the block's `own`."""
    used = np.flatnonzero(weight > 0)
    coefficients, start = regress(table[used], truth[used], weight[used])
    scale = _platt(table[used], truth[used], weight[used], own[used])
    heard = np.bincount(table[own].indices, minlength=table.shape[1])[: len(rarity)] > 0
    ngrams = np.where(heard, coefficients[: len(rarity)] * rarity, 0)
    return TrainedHead(ngrams, coefficients[len(rarity) :], np.array([scale[0], scale[0] * start + scale[1]]))


def regress(table: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients and intercept of weighted logistic regression."""
    model = LogisticRegression(C=COST, solver="liblinear", dual=True, max_iter=40, tol=0.01)
    model.fit(table, truth, sample_weight=weight)
    return model.coef_[0], float(model.intercept_[0])


def _platt(table: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray, own: np.ndarray) -> tuple[float, float]:
    """Slope and intercept (Platt 1999) from a held-out fold of the block's own rows; weak sources weigh even less."""
    held = (np.arange(len(truth)) % FOLDS == 0) & own
    coefficients, start = regress(table[~held], truth[~held], weight[~held])
    scores = (table[held] @ coefficients + start)[:, None]
    line = LogisticRegression(C=1e6).fit(scores, truth[held], sample_weight=weight[held] ** 2)
    return float(line.coef_[0, 0]), float(line.intercept_[0])
