"""Learns from the team's verdicts what signals are worth on this page, never far from the written priors at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from detectors.fakes.scorecard import BY_NAME, INTERCEPT, LIMITS, SIGNALS
from detectors.findings import Evidence

MOST_LESSONS = 500
ENOUGH = 50
"""Verdicts from which on the certainty is calibrated."""

_MOST_HISTORY = 60
_SIGMA = 1.0
_PAGE_SIGMA = 0.5
_TEACHABLE = tuple(s.name for s in SIGNALS if s.weight and s.group != "verdict")
_PLACE = {name: i for i, name in enumerate(_TEACHABLE)}
_PRIOR = np.array([BY_NAME[name].weight for name in _TEACHABLE])
_GROUPS = tuple(LIMITS)
_MEMBERS = np.array([[BY_NAME[name].group == group for name in _TEACHABLE] for group in _GROUPS], dtype=float)
_LOW, _HIGH = (np.array([LIMITS[group][side] for group in _GROUPS]) for side in (0, 1))

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One verdict: whether the account was fake, and how strongly (0 to 1) each signal showed then.

    `operator` names the accounts that seem to be one hand's; together they count as one lesson. `odds` are the log-odds
    that the account had just before the verdict, by which certainty is calibrated.
    """

    fake: bool
    strengths: Mapping[str, float]
    operator: str
    odds: float | None = None

    def row(self) -> list[Any]:
        """As JSON values."""
        return [self.fake, dict(self.strengths), self.operator, self.odds]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Lesson:
        """From the values of `row`; signals that no longer exist are left out."""
        fake, strengths, operator, odds = row
        return cls(fake, {name: s for name, s in strengths.items() if name in _PLACE}, operator, odds)


Lessons = Mapping[tuple[str, str], Lesson]
"""Lessons by page and account; a page's own stand under the page ""."""


@dataclass(slots=True)
class Learner:
    """Weights after the verdicts so far: the maximum a posteriori of a logistic scorecard with capped groups.

    Each weight has the prior N(written weight, 1) and keeps its sign; every page has an intercept of its own with the
    prior N(0, 0.5²). Lessons are kept by account, so that a verdict taken back leaves no trace; those of the config's
    other pages teach the weights too. `history` holds (time in seconds, number of lessons, factors that changed), the
    latest last. `calibration` is the scale and the offset by which log-odds become a probability (Platt 1999).
    `known` tells the lessons of the last fit from others (a checksum).
    """

    lessons: dict[str, Lesson] = field(default_factory=dict)
    factors: dict[str, float] = field(default_factory=dict)
    shift: float = 0.0
    history: list[tuple[int, int, dict[str, float]]] = field(default_factory=list)
    calibration: tuple[float, float] = (1.0, 0.0)
    known: int = 0

    def learn(
        self,
        account: str,
        fake: bool,
        evidence: Sequence[Evidence],
        operators: Sequence[str],
        at: int,
        *,
        odds: float | None = None,
        others: Lessons = MappingProxyType({}),
    ) -> Lesson:
        """Take in a verdict, or change it, and weigh anew. `evidence` carries the written weights."""
        strengths = strengths_of(evidence)
        before = self.lessons.pop(account, None)
        odds = before.odds if before else odds
        lesson = Lesson(fake, strengths, min([account, *operators]), None if odds is None else round(odds, 4))
        self.lessons[account] = lesson
        while len(self.lessons) > MOST_LESSONS:
            del self.lessons[next(iter(self.lessons))]
        self.weigh_anew(others, at)
        return lesson

    def weigh_anew(self, others: Lessons, at: int) -> None:
        """Fit the weights to all lessons, those of the other pages included, if there are others than last time."""
        own = ((("", account), lesson) for account, lesson in self.lessons.items())
        lessons = sorted((*own, *others.items()), key=lambda pair: pair[0])
        known = crc32(repr([(key, lesson.row()) for key, lesson in lessons]).encode())
        if known == self.known:
            return
        self.known = known
        self.factors, self.shift, self.calibration = fitted([(page, lesson) for (page, _), lesson in lessons])
        self.history = [*self.history[1 - _MOST_HISTORY :], (at, len(lessons), dict(self.factors))]

    def apply(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The same evidence with the weights as learnt."""
        factors = self.factors
        return [
            Evidence(e.signal, e.value, round(e.weight * factors[e.signal], 4), e.detail) if e.signal in factors else e
            for e in evidence
        ]

    def row(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "known": self.known,
            "factors": self.factors,
            "shift": self.shift,
            "history": self.history,
            "calibration": self.calibration,
            "lessons": [[account, *lesson.row()] for account, lesson in self.lessons.items()],
        }

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Learner:
        """From the values of `row`; signals that no longer exist are left out."""
        lessons = {account: Lesson.of_row(values) for account, *values in row["lessons"]}
        history = [(at, count, dict(factors)) for at, count, factors in row["history"]]
        scale, offset = row["calibration"]
        return cls(lessons, dict(row["factors"]), row["shift"], history, (scale, offset), row["known"])


def strengths_of(evidence: Sequence[Evidence]) -> dict[str, float]:
    """How strongly (0 to 1) each signal that can be taught shows in evidence with the written weights."""
    return {e.signal: round(e.weight / BY_NAME[e.signal].weight, 4) for e in evidence if e.signal in _PLACE}


def fitted(lessons: Sequence[tuple[str, Lesson]]) -> tuple[dict[str, float], float, tuple[float, float]]:
    """The factors of the weights, the intercept of the page "", and the calibration, from all pages' lessons."""
    from scipy.optimize import minimize  # noqa: PLC0415 -- heavy, and most processes never get a verdict

    pages = sorted({"", *(page for page, _ in lessons)})
    table, truth, share = _table(lessons)
    of_page = np.array([[page == other for other in pages] for page, _ in lessons], dtype=float)
    bounds = [(0.0, None) if w > 0 else (None, 0.0) for w in _PRIOR] + [(None, None)] * len(pages)
    start = np.append(_PRIOR, np.zeros(len(pages)))
    arguments = (table, of_page.reshape(len(lessons), len(pages)), truth, share)
    found = minimize(_loss, start, args=arguments, jac=True, method="L-BFGS-B", bounds=bounds)
    weights, shifts = np.split(np.asarray(found.x), [len(_PRIOR)])
    factors = weights / _PRIOR
    changed = {n: round(float(f), 4) for n, f in zip(_TEACHABLE, factors, strict=True) if abs(f - 1) > 1e-3}
    return changed, round(float(shifts[0]), 4), calibrated([lesson for _, lesson in lessons], share)


def calibrated(lessons: Sequence[Lesson], share: Numbers) -> tuple[float, float]:
    """Scale and offset of the log-odds after enough verdicts: a logistic fit with priors N(1, 0.5²) and N(0, 1).

    Only log-odds from before the verdict count, so that nothing is judged by what it taught itself.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 -- as above

    rows = [(le.odds, float(le.fake), s) for le, s in zip(lessons, share, strict=True) if le.odds is not None]
    odds, truth, weight = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.zeros(0),) * 3
    fakes = float(weight @ truth)
    if weight.sum() < ENOUGH or min(fakes, weight.sum() - fakes) < ENOUGH / 10:
        return 1.0, 0.0

    def loss(point: Numbers) -> float:
        z = point[0] * odds + point[1]
        prior = ((point[0] - 1) / 0.5) ** 2 + point[1] ** 2
        return float(weight @ (np.logaddexp(0.0, z) - truth * z) + prior / 2)

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.2, 3.0), (-4.0, 4.0)])
    return round(float(found.x[0]), 4), round(float(found.x[1]), 4)


def _table(lessons: Sequence[tuple[str, Lesson]]) -> tuple[Numbers, Numbers, Numbers]:
    table = np.zeros((len(lessons), len(_TEACHABLE)))
    for row, (_, lesson) in enumerate(lessons):
        for signal, strength in lesson.strengths.items():
            table[row, _PLACE[signal]] = strength
    hands = [(page, lesson.operator) for page, lesson in lessons]
    counts = Counter(hands)
    share = np.array([1 / counts[hand] for hand in hands])
    return table, np.array([float(lesson.fake) for _, lesson in lessons]), share


def _loss(point: Numbers, table: Numbers, of_page: Numbers, truth: Numbers, share: Numbers) -> tuple[float, Numbers]:
    """Minus the log-posterior and its gradient; a group at its cap passes no gradient on."""
    weights, shifts = np.split(point, [len(_PRIOR)])
    sums = (table * weights) @ _MEMBERS.T
    odds = INTERCEPT + of_page @ shifts + np.clip(sums, _LOW, _HIGH).sum(axis=1)
    free = ((sums > _LOW) & (sums < _HIGH)).astype(float) @ _MEMBERS
    away, tilt = (weights - _PRIOR) / _SIGMA, shifts / _PAGE_SIGMA
    loss = float(share @ (np.logaddexp(0.0, odds) - truth * odds) + (away @ away + tilt @ tilt) / 2)
    error = share * (1 / (1 + np.exp(-odds)) - truth)
    slope = (table * free).T @ error + away / _SIGMA
    return loss, np.append(slope, of_page.T @ error + tilt / _PAGE_SIGMA)
