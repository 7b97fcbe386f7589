"""Learns from the team's verdicts what signals are worth on this page, never far from the written priors at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.fakes.scorecard import BY_NAME, INTERCEPT, LIMITS, SIGNALS
from detectors.model import Evidence

MOST_LESSONS = 500
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

    `operator` names the accounts that seem to be one hand's; together they count as one lesson.
    """

    fake: bool
    strengths: Mapping[str, float]
    operator: str


@dataclass(slots=True)
class Learner:
    """Weights after the verdicts so far: the maximum a posteriori of a logistic scorecard with capped groups.

    Each weight has the prior N(written weight, 1) and keeps its sign, the page's intercept the prior N(0, 0.5²).
    Lessons are kept by account, so that a verdict taken back leaves no trace. `history` holds (time in seconds,
    number of lessons, factors that changed), the latest last.
    """

    lessons: dict[str, Lesson] = field(default_factory=dict)
    factors: dict[str, float] = field(default_factory=dict)
    shift: float = 0.0
    history: list[tuple[int, int, dict[str, float]]] = field(default_factory=list)

    def learn(self, account: str, fake: bool, evidence: Sequence[Evidence], operators: Sequence[str], at: int) -> None:
        """Take in a verdict, or change it, and weigh anew. `evidence` carries the written weights."""
        strengths = {
            piece.signal: round(piece.weight / BY_NAME[piece.signal].weight, 4)
            for piece in evidence
            if piece.signal in _PLACE
        }
        self.lessons.pop(account, None)
        self.lessons[account] = Lesson(fake, strengths, min([account, *operators]))
        while len(self.lessons) > MOST_LESSONS:
            del self.lessons[next(iter(self.lessons))]
        self._fit()
        self.history = [*self.history[1 - _MOST_HISTORY :], (at, len(self.lessons), dict(self.factors))]

    def apply(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The same evidence with the weights as learnt."""
        factors = self.factors
        return [
            Evidence(e.signal, e.value, round(e.weight * factors[e.signal], 4), e.detail) if e.signal in factors else e
            for e in evidence
        ]

    def _fit(self) -> None:
        from scipy.optimize import minimize  # noqa: PLC0415 -- heavy, and most processes never get a verdict

        table, truth, share = self._table()
        start = np.append(_PRIOR, 0.0)
        bounds = [(0.0, None) if weight > 0 else (None, 0.0) for weight in _PRIOR] + [(None, None)]
        found = minimize(_loss, start, args=(table, truth, share), jac=True, method="L-BFGS-B", bounds=bounds)
        factors = np.asarray(found.x[:-1]) / _PRIOR
        self.factors = {n: round(float(f), 4) for n, f in zip(_TEACHABLE, factors, strict=True) if abs(f - 1) > 1e-3}
        self.shift = round(float(found.x[-1]), 4)

    def _table(self) -> tuple[Numbers, Numbers, Numbers]:
        lessons = sorted(self.lessons.items())
        table = np.zeros((len(lessons), len(_TEACHABLE)))
        for row, (_, lesson) in enumerate(lessons):
            for signal, strength in lesson.strengths.items():
                table[row, _PLACE[signal]] = strength
        hands = [lesson.operator for _, lesson in lessons]
        share = np.array([1 / hands.count(hand) for hand in hands])
        return table, np.array([float(lesson.fake) for _, lesson in lessons]), share

    def row(self) -> dict[str, Any]:
        """As JSON values."""
        lessons = [[account, le.fake, dict(le.strengths), le.operator] for account, le in self.lessons.items()]
        return {"lessons": lessons, "factors": self.factors, "shift": self.shift, "history": self.history}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Learner:
        """From the values of `row`; signals that no longer exist are left out."""
        lessons = {
            account: Lesson(fake, {n: s for n, s in strengths.items() if n in _PLACE}, operator)
            for account, fake, strengths, operator in row["lessons"]
        }
        history = [(at, count, dict(factors)) for at, count, factors in row["history"]]
        return cls(lessons, dict(row["factors"]), row["shift"], history)


def _loss(point: Numbers, table: Numbers, truth: Numbers, share: Numbers) -> tuple[float, Numbers]:
    """Minus the log-posterior and its gradient; a group at its cap passes no gradient on."""
    weights, shift = point[:-1], point[-1]
    sums = (table * weights) @ _MEMBERS.T
    odds = INTERCEPT + shift + np.clip(sums, _LOW, _HIGH).sum(axis=1)
    free = ((sums > _LOW) & (sums < _HIGH)).astype(float) @ _MEMBERS
    away, tilt = (weights - _PRIOR) / _SIGMA, shift / _PAGE_SIGMA
    loss = float(share @ (np.logaddexp(0.0, odds) - truth * odds) + (away @ away + tilt * tilt) / 2)
    error = share * (1 / (1 + np.exp(-odds)) - truth)
    slope = (table * free).T @ error + away / _SIGMA
    return loss, np.append(slope, error.sum() + tilt / _PAGE_SIGMA)
