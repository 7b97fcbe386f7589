"""How a suspicion comes about, step by step: from the prior over each group of evidence to the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.evidence import sentence
from alerts.wording.phrases import Phrases
from detectors.findings import Case, Share


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from where to where it moves the log-odds, and the sentences behind it with their weights."""

    group: str
    name: str
    start: float
    end: float
    summed: float
    sentences: tuple[tuple[float, str], ...] = ()

    @property
    def counted(self) -> float:
        """What the step adds, in log-odds."""
        return self.end - self.start

    @property
    def capped(self) -> bool:
        """Whether the group's limits let count less than its evidence sums up to."""
        return abs(self.summed - self.counted) > 0.005


def steps_of(case: Case, say: Phrases) -> tuple[Step, ...]:
    """The prior, every group with evidence in the order of its weight, and the sum, which starts from zero."""
    steps = [Step("prior", say.say("case.prior"), 0.0, case.prior, case.prior)]
    for share in case.shares:
        start = steps[-1].end
        steps.append(
            Step(share.group, _name(share, say), start, start + share.counted, share.summed, _said(share, say))
        )
    return (*steps, Step("total", say.say("case.total"), 0.0, case.log_odds, case.log_odds))


def _name(share: Share, say: Phrases) -> str:
    key = f"case.{share.group}"
    return say.say(key if say.has(key) else "case.other")


def _said(share: Share, say: Phrases) -> tuple[tuple[float, str], ...]:
    heaviest: Sequence[tuple[float, str]] = [(piece.weight, sentence(piece, say)) for piece in share.evidence]
    return tuple(sorted(heaviest, key=lambda pair: -abs(pair[0])))


def signed(weight: float, say: Phrases) -> str:
    """A weight with its sign and one decimal, as the language writes it: "+4.5", "−7.0"."""
    figure = f"{abs(weight):.1f}".replace(".", say.say("figures.decimal"))
    return f"{'−' if weight < 0 else '+'}{figure}"


def figure_of(step: Step, case: Case, say: Phrases) -> str:
    """What is written beside a bar: "+6.0", "+6.0 of +8.6, capped", and of the sum its probability."""
    figure = signed(step.counted, say)
    if step.group == "total":
        # Nothing is sure: rounding must not make it so.
        return f"{figure} = {say.percent(min(0.99, case.suspicion))}"
    return say.say("case.capped", counted=figure, summed=signed(step.summed, say)) if step.capped else figure
