"""Draws who answers whom around an account that poses as customer service: official, customers, suspect."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch
from matplotlib.path import Path

from alerts.pictures.canvas import BLUE, FONT, GREY, INK, ORANGE, PURPLE, VERMILLION, fit, legible, png, sheet, write
from alerts.pictures.words import Words, words_in
from detectors.model import Edge, FakeAccount

if TYPE_CHECKING:
    from config.schema import Language

WIDTH, HEIGHT = 800, 600
MOST_CUSTOMERS = 25
MOST_OTHERS = 4
_LONGEST_NAME = 40
_LINE_HEIGHT = 0.036

Role = Literal["official", "unanswered", "answered", "rest", "suspect", "operator"]


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
class _Column:
    """Where boxes of a role stand: the middle, width and height in shares of the sheet's field."""

    x: float
    width: float
    height: float


_OFFICIAL = _Column(0.14, 0.25, 0.075)
_CUSTOMER = _Column(0.475, 0.25, 0.052)
_SUSPECT = _Column(0.825, 0.27, 0.11)
_COLUMNS: dict[Role, _Column] = {
    "official": _OFFICIAL,
    "unanswered": _CUSTOMER,
    "answered": _CUSTOMER,
    "rest": _CUSTOMER,
    "suspect": _SUSPECT,
    "operator": _SUSPECT,
}


@dataclass(frozen=True, slots=True)
class _Box:
    """One account on the sheet: its middle and size in shares of the field."""

    role: Role
    label: str
    x: float
    y: float
    width: float
    height: float


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
    customers = _customers(fake, official)
    boxes = _boxes(fake, customers, names, official, words)
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
    return f"{words.poses} · {words.suspicion.format(percent=round(100 * fake.suspicion))}"


def _customers(fake: FakeAccount, official: Collection[str]) -> dict[str, Role]:
    """The customers it answered, the unanswered first, each in the order of time."""
    others = {fake.account.id, *official, *fake.operators}
    answered = {edge.target for edge in fake.graph if edge.kind == "official_reply"}
    roles: dict[str, Role] = {
        customer: "answered" if customer in answered or not fake.unanswered else "unanswered"
        for customer in fake.customers
        if customer not in others
    }
    return dict(sorted(roles.items(), key=lambda customer: customer[1] == "answered"))


def _boxes(
    fake: FakeAccount,
    customers: Mapping[str, Role],
    names: Mapping[str, str],
    official: Collection[str],
    words: Words,
) -> dict[str, _Box]:
    def called(account: str) -> str:
        return _name(names.get(account, ""), account)

    left: list[tuple[str, Role, str]] = [(one, "official", called(one)) for one in _most_linked(official, fake.graph)]
    middle = [(one, role, called(one)) for one, role in list(customers.items())[:MOST_CUSTOMERS]]
    if len(customers) > MOST_CUSTOMERS:
        middle.append(("", "rest", words.more.format(count=len(customers) - MOST_CUSTOMERS)))
    operators = [one for one in dict.fromkeys(fake.operators) if one not in {fake.account.id, *official}]
    right: list[tuple[str, Role, str]] = [(fake.account.id, "suspect", _suspect(fake, names))]
    right += [(one, "operator", called(one)) for one in operators[:MOST_OTHERS]]
    return _stacked(left) | _stacked(middle) | _stacked(right)


def _most_linked(official: Collection[str], graph: Sequence[Edge]) -> list[str]:
    links = dict.fromkeys(sorted(official), 0)
    for edge in graph:
        for end in {edge.source, edge.target} & links.keys():
            links[end] += edge.count
    return sorted(links, key=lambda account: -links[account])[:MOST_OTHERS]


def _suspect(fake: FakeAccount, names: Mapping[str, str]) -> str:
    account = fake.account
    name = _name(account.name or names.get(account.id, ""), account.id)
    handle = legible(account.handle or "", _LONGEST_NAME).lstrip("@")
    lines = wrap(name, 24, max_lines=2, placeholder="…")
    return "\n".join([*lines, f"@{handle}"] if handle else lines)


def _name(name: str, account: str) -> str:
    shown = legible(name, _LONGEST_NAME)
    return shown if any(mark.isalnum() for mark in shown) else legible(account, _LONGEST_NAME) or "?"


def _stacked(column: Sequence[tuple[str, Role, str]]) -> dict[str, _Box]:
    """Boxes one under the other, around the middle, closer together the more there are."""
    if not column:
        return {}
    step = min(1.45 * _COLUMNS[column[0][1]].height, 1 / len(column))
    top = 0.5 + step * (len(column) - 1) / 2
    boxes = {}
    for row, (account, role, label) in enumerate(column):
        place = _COLUMNS[role]
        height = min(place.height * _shape(role, label), 0.86 * step)
        boxes[account] = _Box(role, _LOOKS[role].mark + label, place.x, top - row * step, place.width, height)
    return boxes


def _shape(role: Role, label: str) -> float:
    """The height of a box beside the usual one of its column: a name of two lines wants more, an operator less."""
    return {"operator": 0.7, "suspect": 0.55 + 0.3 * label.count("\n")}.get(role, 1.0)


def _draw_box(axes: Axes, box: _Box) -> None:
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
    lines = box.label.split("\n")
    for row, line in enumerate(lines):
        y = box.y + _LINE_HEIGHT * ((len(lines) - 1) / 2 - row)
        is_name = box.role in {"official", "suspect"} and not line.startswith("@")
        weight = "bold" if is_name else "normal"
        text = write(
            axes, box.x, y, line, size=9, weight=weight, color=look.text, ha="center", va="center_baseline", zorder=4
        )
        fit(text, (box.width - 0.015) * WIDTH)


def _draw_edge(axes: Axes, edge: Edge, boxes: Mapping[str, _Box]) -> bool:
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


def _curve(source: _Box, target: _Box, shift: float) -> Path:
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
    boxes: Collection[_Box], customers: Mapping[str, Role], kinds: Collection[str], words: Words
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
