"""Where accounts stand in the picture of a fake account: officials left, customers in the middle, suspects right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from alerts.pictures.canvas import legible
from alerts.pictures.words import Words
from detectors.findings import Edge, FakeAccount

MOST_CUSTOMERS = 25
MOST_OTHERS = 4
_LONGEST_NAME = 40
_NOBODY, _REST = "\x00official", "\x00rest"
"""Keys of boxes that stand for no single account; no platform has such ids."""

Role = Literal["official", "unanswered", "answered", "rest", "suspect", "operator"]


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
class Box:
    """One account on the sheet: its middle and size in shares of the field."""

    role: Role
    label: str
    x: float
    y: float
    width: float
    height: float


def customers_of(fake: FakeAccount, official: Collection[str]) -> dict[str, Role]:
    """The customers it answered, the unanswered first, each in the order of time.

    A customer counts as answered if the brand answered as often as the suspect did: one of two open questions is open.
    """
    others = {fake.account.id, *official, *fake.operators}
    balance: Counter[str] = Counter()
    helped = set()
    for edge in fake.graph:
        if edge.kind == "official_reply":
            balance[edge.target] += edge.count
            helped.add(edge.target)
        elif edge.kind == "reply" and edge.source == fake.account.id:
            balance[edge.target] -= edge.count
    roles: dict[str, Role] = {
        customer: "answered" if customer in helped and balance[customer] >= 0 else "unanswered"
        for customer in fake.customers
        if customer not in others
    }
    return dict(sorted(roles.items(), key=lambda customer: customer[1] == "answered"))


def boxes_of(
    fake: FakeAccount,
    customers: Mapping[str, Role],
    names: Mapping[str, str],
    official: Collection[str],
    words: Words,
) -> dict[str, Box]:
    """Every account to draw with its place: officials left, at most 25 customers in the middle, suspects right."""

    def called(account: str) -> str:
        return _name(names.get(account, ""), account)

    left: list[tuple[str, Role, str]] = [(one, "official", called(one)) for one in _most_linked(official, fake.graph)]
    if not left:
        left.append((_NOBODY, "official", words.official))
    middle = [(one, role, called(one)) for one, role in list(customers.items())[:MOST_CUSTOMERS]]
    if len(customers) > MOST_CUSTOMERS:
        middle.append((_REST, "rest", words.more.format(count=len(customers) - MOST_CUSTOMERS)))
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


def _stacked(column: Sequence[tuple[str, Role, str]]) -> dict[str, Box]:
    """Boxes one under the other, around the middle, closer together the more there are."""
    if not column:
        return {}
    step = min(1.45 * _COLUMNS[column[0][1]].height, 1 / len(column))
    top = 0.5 + step * (len(column) - 1) / 2
    boxes = {}
    for row, (account, role, label) in enumerate(column):
        place = _COLUMNS[role]
        height = min(place.height * _shape(role, label), 0.86 * step)
        boxes[account] = Box(role, label, place.x, top - row * step, place.width, height)
    return boxes


def _shape(role: Role, label: str) -> float:
    """The height of a box beside the usual one of its column: a name of two lines wants more, an operator less."""
    return {"operator": 0.7, "suspect": 0.55 + 0.3 * label.count("\n")}.get(role, 1.0)
