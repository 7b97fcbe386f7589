"""Draws who answers whom around an account that poses as customer service: official, customers, suspect."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch
from matplotlib.path import Path

from alerts.pictures.canvas import BLUE, FONT, GREY, INK, ORANGE, PURPLE, VERMILLION, fit, png, sheet, write
from alerts.pictures.columns import Box, Role, boxes_of, customers_of
from alerts.pictures.words import Words, words_in
from detectors.findings import Edge, FakeAccount

if TYPE_CHECKING:
    from config.schema import Language

WIDTH, HEIGHT = 800, 600
_LINE_HEIGHT = 0.036


@dataclass(frozen=True, slots=True)
class _Look:
    face: str
    edge: str
    text: str
    mark: str = ""


_LOOKS: dict[Role, _Look] = {
    "official": _Look(BLUE, BLUE, "white", "★ "),
    "unanswered": _Look("#FFF1CC", ORANGE, INK, "? "),
    "answered": _Look("#E3F0F9", BLUE, INK, "✓ "),
    "rest": _Look("white", "white", GREY),
    "suspect": _Look(VERMILLION, VERMILLION, "white", "⚠ "),
    "operator": _Look("#F9EAF2", PURPLE, INK, "⚠ "),
}


@dataclass(frozen=True, slots=True)
class _Line:
    color: str
    style: tuple[int, tuple[float, ...]] | str
    shift: float = 0.0


_LINES: dict[str, _Line] = {
    "official_reply": _Line(BLUE, "-"),
    "reply": _Line(VERMILLION, "-"),
    "warning": _Line(INK, (0, (1, 1.5)), -0.25),
    "shared_contact": _Line(PURPLE, (0, (4, 2))),
}


def account_graph_picture(
    fake: FakeAccount, names: Mapping[str, str], official: Collection[str], title: str, language: Language
) -> bytes:
    """A PNG of 800 x 600 pixels: official accounts left, customers in the middle, the suspect right.

    Args:
        fake: the account and those it answered; at most 25 customers are drawn, the unanswered first, the others
            counted.
        names: what to call accounts, by id; an account without a name is called by its id.
        official: ids of the accounts that speak for the brand.
        title: one line in the team's language.
        language: of the legend.
    """
    words = words_in(language)
    customers = customers_of(fake, official)
    boxes = boxes_of(fake, customers, names, official, words)
    figure = sheet(WIDTH, HEIGHT, title)
    write(figure, 0.02, 0.915, _summary(fake, words), size=10, color=GREY, va="top")
    axes = figure.add_axes((0, 0.12, 1, 0.75), xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    drawn = [edge for edge in fake.graph if _draw_edge(axes, edge, boxes)]
    for box in boxes.values():
        _draw_box(axes, box)
    figure.legend(
        handles=_legend(boxes.values(), customers, {edge.kind for edge in drawn}, words),
        loc="lower center",
        ncols=3,
        frameon=False,
        prop={"family": FONT, "size": 8.5},
        columnspacing=1.6,
        handlelength=1.8,
    )
    return png(figure)


def _summary(fake: FakeAccount, words: Words) -> str:
    # Nothing is sure: rounding must not make it so.
    return f"{words.poses} · {words.suspicion.format(percent=min(99, round(100 * fake.suspicion)))}"


def _draw_box(axes: Axes, box: Box) -> None:
    look = _LOOKS[box.role]
    axes.add_patch(
        FancyBboxPatch(
            (box.x - box.width / 2, box.y - box.height / 2),
            box.width,
            box.height,
            boxstyle="round,pad=0,rounding_size=0.01",
            facecolor=look.face,
            edgecolor=look.edge,
            linewidth=1.2,
            linestyle="--" if box.role == "operator" else "-",
            mutation_aspect=WIDTH / (0.75 * HEIGHT),
            zorder=3,
        )
    )
    lines = (look.mark + box.label).split("\n")
    for row, line in enumerate(lines):
        y = box.y + _LINE_HEIGHT * ((len(lines) - 1) / 2 - row)
        is_name = box.role in {"official", "suspect"} and not line.startswith("@")
        weight = "bold" if is_name else "normal"
        text = write(
            axes, box.x, y, line, size=9, weight=weight, color=look.text, ha="center", va="center_baseline", zorder=4
        )
        fit(text, (box.width - 0.015) * WIDTH)


def _draw_edge(axes: Axes, edge: Edge, boxes: Mapping[str, Box]) -> bool:
    """Draw the edge as a curve if both ends are on the sheet and it tells who spoke to whom."""
    source, target, line = boxes.get(edge.source), boxes.get(edge.target), _LINES.get(edge.kind)
    if source is None or target is None or line is None or source is target:
        return False
    color = PURPLE if edge.kind == "reply" and source.role == "operator" else line.color
    axes.add_patch(
        FancyArrowPatch(
            path=_curve(source, target, line.shift),
            arrowstyle="-" if edge.kind == "shared_contact" else "-|>,head_length=3,head_width=1.6",
            color=color,
            linestyle=line.style,
            linewidth=1 + 0.4 * min(edge.count, 5),
            alpha=0.75,
            fill=edge.kind != "shared_contact",
            capstyle="butt",
            zorder=2,
        )
    )
    return True


def _curve(source: Box, target: Box, shift: float) -> Path:
    """From side to side in an S; in one column, from box to box along the outside."""
    side = (target.x > source.x) - (target.x < source.x)
    if side == 0:
        x = source.x + source.width / 2
        bulge = min(0.012 + 0.05 * abs(source.y - target.y), 0.99 - x)
        points = [(x, source.y), (x + bulge, source.y), (x + bulge, target.y), (x, target.y)]
    else:
        start = source.x + side * source.width / 2
        end = target.x - side * target.width / 2
        middle = (start + end) / 2
        y, into = source.y + shift * source.height, target.y + shift * target.height
        points = [(start, y), (middle, y), (middle, into), (end, into)]
    return Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])


def _legend(
    boxes: Collection[Box], customers: Mapping[str, Role], kinds: Collection[str], words: Words
) -> list[Artist]:
    count = {role: sum(one == role for one in customers.values()) for role in ("unanswered", "answered")}
    said: dict[Role, str] = {
        "unanswered": f"{words.unanswered} ({count['unanswered']})",
        "answered": f"{words.answered} ({count['answered']})",
        "official": words.official,
        "operator": words.operators,
    }
    shown = {box.role for box in boxes} | set(customers.values())
    spoken = {"reply": words.replied, "warning": words.warned, "shared_contact": words.shared}
    return [
        *(
            Patch(facecolor=_LOOKS[role].face, edgecolor=_LOOKS[role].edge, label=_LOOKS[role].mark + label)
            for role, label in said.items()
            if role in shown
        ),
        *(
            Line2D([], [], color=_LINES[kind].color, ls=_LINES[kind].style, lw=1.6, label=label)
            for kind, label in spoken.items()
            if kind in kinds
        ),
    ]
