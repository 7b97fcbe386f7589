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

COST, PARTING_COST = 6.0, 8.0
STEP = 2000


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """Weights of n-grams (rarity folded in) and of concepts, and `scale`: slope and intercept of the calibration."""

    ngrams: np.ndarray
    concepts: np.ndarray
    scale: np.ndarray


@dataclass(frozen=True, slots=True)
class Member:
    """One linear model over all features."""

    coefficients: np.ndarray
    start: float


@dataclass(frozen=True, slots=True)
class Held:
    """By what an ensemble is weighed and calibrated: the fold of each row, and how much the row counts for either."""

    folds: np.ndarray
    stacking: np.ndarray
    calibration: np.ndarray


def features(
    rows: Sequence[Row], words: WordLists, head: str, counted: np.ndarray | None = None
) -> tuple[sp.csr_matrix, np.ndarray]:
    """N-grams weighed by rarity and concepts, side by side; and the weight of rarity, to be folded into the model.

    `counted` marks the rows by which rarity is measured; left out: all.
    """
    plain = counts([row.text for row in rows])
    heard = plain if counted is None else plain[counted]
    seen = np.bincount(heard.indices, minlength=plain.shape[1])
    rarity = np.where(seen == 0, 0, np.log((heard.shape[0] + 1) / (seen + 1)) + 1) / 7
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
    table: sp.csr_matrix, truth: np.ndarray, members: Sequence[np.ndarray], rarity: np.ndarray, held: Held
) -> TrainedHead:
    """Fit the members of an ensemble and fold them into one model.

    The first member learns from n-grams and concepts, the second from n-grams by how they part the classes (Wang and
    Manning 2012, NB-SVM). Each may see other rows: `members` are their weights of rows. As all are linear in the same
    features, what stacking weighs them by (Wolpert 1992) makes their sum one table, as fast as a single model.
    """
    blend = _stack(table, truth, members, rarity, held)
    whole = [_member(table, truth, weight, rarity, parting=i > 0) for i, weight in enumerate(members)]
    coefficients = sum(share * member.coefficients for share, member in zip(blend, whole, strict=False))
    start = sum(share * member.start for share, member in zip(blend, whole, strict=False)) + blend[-1]
    return TrainedHead(coefficients[: len(rarity)] * rarity, coefficients[len(rarity) :], np.array([1.0, start]))


def _stack(
    table: sp.csr_matrix, truth: np.ndarray, members: Sequence[np.ndarray], rarity: np.ndarray, held: Held
) -> np.ndarray:
    """A share for each member, and the intercept: fitted on what each says of rows that it did not learn from."""
    scores = np.zeros((len(truth), len(members)))
    for fold in np.unique(held.folds):
        out = held.folds == fold
        for i, weight in enumerate(members):
            member = _member(table, truth, np.where(out, 0, weight), rarity, parting=i > 0)
            scores[out, i] = table[out] @ member.coefficients + member.start
    shares = np.maximum(_line(scores, truth, held.stacking)[:-1], 0)
    slope, intercept = _line((scores @ shares)[:, None], truth, held.calibration)
    return np.append(slope * shares, intercept)


def _line(scores: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Slopes and intercept of the log-odds (Platt 1999)."""
    used = weight > 0
    line = LogisticRegression(C=1e6).fit(scores[used], truth[used], sample_weight=weight[used])
    return np.append(line.coef_[0], line.intercept_)


def _member(
    table: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray, rarity: np.ndarray, *, parting: bool
) -> Member:
    """Weighted logistic regression, over n-grams scaled by how they part the classes or over all features."""
    used = np.flatnonzero(weight > 0)
    rows, labels, weight = table[used], truth[used], weight[used]
    columns = np.flatnonzero(np.bincount(rows.indices, minlength=table.shape[1]))
    scale = np.ones(len(columns), dtype=np.float32)
    if parting:
        columns = columns[columns < len(rarity)]
        scale = (_log_ratio(rows[:, columns], labels, weight) / rarity[columns]).astype(np.float32)
    model = LogisticRegression(
        C=PARTING_COST if parting else COST, solver="liblinear", dual=True, max_iter=40, tol=0.01
    )
    model.fit(rows[:, columns] @ sp.diags(scale), labels, sample_weight=weight)
    coefficients = np.zeros(table.shape[1])
    coefficients[columns] = model.coef_[0] * scale
    return Member(coefficients, float(model.intercept_[0]))


def _log_ratio(rows: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Naive Bayes' log of how much likelier each feature's presence is in the one class than in the other."""
    present = sp.csr_matrix((np.ones_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)
    yes, no = ((weight * (truth == label)) @ present + 1 for label in (1, 0))
    return np.log((yes / yes.sum()) / (no / no.sum()))
