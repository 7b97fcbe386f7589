"""Fits one yes-or-no head: logistic regression over n-grams weighed by rarity, and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from detectors.text import concept_model
from detectors.text.language import CLASSES
from detectors.text.ngrams import grams
from detectors.text.word_lists import WordLists
from training.corpus import Row
from training.features import counts

SEED = 3
STEP = 2000


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """Weights of n-grams (rarity folded in) and of concepts, and `scale`: slope and intercept of the calibration."""

    ngrams: np.ndarray
    concepts: np.ndarray
    scale: np.ndarray


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one member of an ensemble learns from: a weight per row, and how it looks at them.

    A `parting` member scales n-grams by how they part the classes (Wang and Manning 2012, NB-SVM); `concepts` says
    whether it sees concepts beside n-grams, `cost` how dear errors are (LIBLINEAR's C).
    """

    weight: np.ndarray
    parting: bool = False
    concepts: bool = True
    cost: float = 6.0


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
    table: sp.csr_matrix, truth: np.ndarray, lessons: Sequence[Lesson], rarity: np.ndarray, held: Held
) -> TrainedHead:
    """Fit the members of an ensemble, each by its lesson, and fold them into one model.

    As all are linear in the same features, what stacking weighs them by (Wolpert 1992) makes their sum one table, as
    fast as a single model.
    """
    blend = _stack(table, truth, lessons, rarity, held)
    whole = [_member(table, truth, lesson, rarity) for lesson in lessons]
    coefficients = sum(share * member.coefficients for share, member in zip(blend, whole, strict=False))
    start = sum(share * member.start for share, member in zip(blend, whole, strict=False)) + blend[-1]
    return TrainedHead(coefficients[: len(rarity)] * rarity, coefficients[len(rarity) :], np.array([1.0, start]))


def _stack(
    table: sp.csr_matrix, truth: np.ndarray, lessons: Sequence[Lesson], rarity: np.ndarray, held: Held
) -> np.ndarray:
    """A share for each member, and the intercept: fitted on what each says of rows that it did not learn from."""
    scores = np.zeros((len(truth), len(lessons)))
    for fold in np.unique(held.folds):
        out = held.folds == fold
        asked = np.flatnonzero(out & (held.stacking + held.calibration > 0))
        for i, lesson in enumerate(lessons):
            member = _member(table, truth, replace(lesson, weight=np.where(out, 0, lesson.weight)), rarity)
            scores[asked, i] = table[asked] @ member.coefficients + member.start
    shares = np.maximum(_line(scores, truth, held.stacking)[:-1], 0)
    slope, intercept = _line((scores @ shares)[:, None], truth, held.calibration)
    return np.append(slope * shares, intercept)


def _line(scores: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Slopes and intercept of the log-odds (Platt 1999)."""
    used = weight > 0
    line = LogisticRegression(C=1e6).fit(scores[used], truth[used], sample_weight=weight[used])
    return np.append(line.coef_[0], line.intercept_)


def _member(table: sp.csr_matrix, truth: np.ndarray, lesson: Lesson, rarity: np.ndarray) -> Member:
    """Weighted logistic regression, as its lesson says."""
    used = np.flatnonzero(lesson.weight > 0)
    rows, labels, weight = table[used], truth[used], lesson.weight[used]
    columns = np.flatnonzero(np.bincount(rows.indices, minlength=table.shape[1]))
    grams = columns < len(rarity)
    if not lesson.concepts:
        columns, grams = columns[grams], grams[grams]
    scale = np.ones(len(columns), dtype=np.float32)
    if lesson.parting:
        scale[grams] = _log_ratio(rows[:, columns[grams]], labels, weight) / rarity[columns[grams]]
    model = LogisticRegression(C=lesson.cost, solver="liblinear", dual=True, max_iter=40, tol=0.01, random_state=SEED)
    model.fit(rows[:, columns] @ sp.diags(scale), labels, sample_weight=weight)
    coefficients = np.zeros(table.shape[1])
    coefficients[columns] = model.coef_[0] * scale
    return Member(coefficients, float(model.intercept_[0]))


def _log_ratio(rows: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Naive Bayes' log of how much likelier each feature's presence is in the one class than in the other."""
    present = sp.csr_matrix((np.ones_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)
    yes, no = ((weight * (truth == label)) @ present + 1 for label in (1, 0))
    return np.log((yes / yes.sum()) / (no / no.sum()))
