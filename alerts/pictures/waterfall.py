"""Draws why an account is suspected: a bar for every group of evidence, from the prior to the sum."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from textwrap import wrap
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from alerts.names import account_name
from alerts.pictures.canvas import BLUE, GREY, INK, PALE, VERMILLION, fit, legible, png, sheet, write
from alerts.waterfall import Step, figure_of, steps_of
from alerts.wording.phrases import Phrases, load
from detectors.findings import Case

if TYPE_CHECKING:
    from config.schema import Language

WIDTH = 800
_ROW = 58
_TOP, _BOTTOM = 74, 44
_BARS = 0.43  # where the field of the bars begins; left of it are the words
_LETTER = 6.6 / ((0.97 - _BARS) * WIDTH)  # a letter's width beside a bar, as a share of the field
_CHANCES = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)


def waterfall_picture(case: Case, language: Language) -> bytes:
    """A PNG of 800 pixels' width, as high as it needs: what each group adds, and to which probability.

    Args:
        case: the account's case.
        language: of the words.
    """
    say = load(language)
    steps = steps_of(case, say)
    height = _TOP + _ROW * len(steps) + _BOTTOM
    figure = sheet(WIDTH, height, say.say("case.title", name=account_name(case.subject.account)))
    write(figure, 0.02, 1 - 42 / height, _summary(case, say), size=10, color=GREY, va="top")
    low, high = _span(steps)
    axes = figure.add_axes(
        (_BARS, _BOTTOM / height, 0.97 - _BARS, _ROW * len(steps) / height), xlim=(low, high), ylim=(len(steps), 0)
    )
    axes.set_axis_off()
    _draw_scale(axes, low, high, len(steps), say)
    for row, step in enumerate(steps):
        _draw_step(axes, row, step, figure_of(step, case, say))
    words = figure.add_axes((0, _BOTTOM / height, _BARS, _ROW * len(steps) / height), xlim=(0, 1), ylim=(len(steps), 0))
    words.set_axis_off()
    for row, step in enumerate(steps):
        _write_step(words, row, step)
    return png(figure)


def _summary(case: Case, say: Phrases) -> str:
    now = say.say("case.chance", percent=say.percent(min(case.suspicion, 0.99)))
    return f"{now} · {say.say('case.highest', percent=say.percent(min(case.highest, 0.99)))}"


def _span(steps: Sequence[Step]) -> tuple[float, float]:
    ends = [end for step in steps for end in (step.start, step.end)]
    return min(-7.5, *ends) - 0.6, max(5.0, *ends) + 1.6


def _draw_scale(axes: Axes, low: float, high: float, rows: int, say: Phrases) -> None:
    for chance in _CHANCES:
        at = log(chance / (1 - chance))
        if low < at < high:
            axes.axvline(at, color=PALE if chance != 0.5 else "#C9CDD3", linewidth=1, zorder=0)
            write(axes, at, rows + 0.12, _percent(chance, say), size=8, color=GREY, ha="center", va="top")


def _percent(chance: float, say: Phrases) -> str:
    whole = say.percent(chance)
    if 0.01 <= chance <= 0.99:
        return whole
    figure = f"{100 * chance:.1f}".replace(".", say.say("figures.decimal"))
    return whole.replace("99" if chance > 0.5 else "1", figure)


def _draw_step(axes: Axes, row: int, step: Step, figure: str) -> None:
    color = INK if step.group in {"prior", "total"} else VERMILLION if step.counted >= 0 else BLUE
    left, right = min(step.start, step.end), max(step.start, step.end)
    axes.barh(row + 0.5, max(right - left, 0.03), left=left, height=0.5, color=color, zorder=2)
    if step.group != "total":
        axes.plot([step.end, step.end], [row + 0.75, row + 1.25], color=GREY, linewidth=0.8, zorder=1)
    low, high = axes.get_xlim()
    fits_right = right + len(figure) * _LETTER * (high - low) < high
    x, side = (right + 0.15, "left") if fits_right else (left - 0.15, "right")
    weight = "bold" if step.group == "total" else "normal"
    write(axes, x, row + 0.5, figure, size=9, ha=side, va="center", weight=weight)


def _write_step(axes: Axes, row: int, step: Step) -> None:
    lines = wrap(legible(step.sentences[0][1], 120), 48, max_lines=2, placeholder="…") if step.sentences else []
    if len(step.sentences) > 1:
        lines[-1] += f" (+{len(step.sentences) - 1})"
    name = write(axes, 0.045, row + (0.5, 0.36, 0.22)[len(lines)], step.name, size=10, weight="bold", va="center")
    fit(name, 0.92 * _BARS * WIDTH)
    for number, line in enumerate(lines):
        said = write(
            axes, 0.045, row + (0.5, 0.64, 0.51)[len(lines)] + 0.26 * number, line, size=8.5, color=GREY, va="center"
        )
        fit(said, 0.95 * _BARS * WIDTH)
