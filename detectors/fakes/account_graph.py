"""The graph of accounts around suspects: who answers whom, who vouches for whom, who shares a number or a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import networkx as nx

from detectors.fakes.dossier import Dossier, alike
from detectors.fakes.scorecard import weigh
from detectors.model import Edge, Evidence

_CROWD = 12
"""A contact that more accounts than this give is common knowledge, not an operator's."""


class AccountGraph:
    """Suspects and the contacts they give, kept up to date reply by reply; only suspects are in it."""

    def __init__(self) -> None:
        self._shared: nx.Graph[tuple[str, str]] = nx.Graph()

    def add_contact(self, account: str, contact: str) -> None:
        """The account gave this contact to a customer."""
        self._shared.add_edge(("account", account), ("contact", contact))

    def remove(self, account: str) -> None:
        """The account is no suspect."""
        if ("account", account) in self._shared:
            self._shared.remove_node(("account", account))

    def operators(self, account: str) -> tuple[str, ...]:
        """The other accounts that give the same contacts, directly or by way of others, in order of their ids."""
        start, found = ("account", account), set[str]()
        if start not in self._shared:
            return ()
        seen, todo = {start}, [start]
        while todo:
            node = todo.pop()
            near = [n for n in self._shared[node] if n not in seen]
            if node[0] == "contact" and len(self._shared[node]) > _CROWD:
                continue
            seen.update(near)
            todo += near
            found |= {name for kind, name in near if kind == "account"}
        return tuple(sorted(found))


def graph_evidence(dossier: Dossier, operators: Iterable[str], fakes: Iterable[str]) -> list[Evidence]:
    """What the account's place among others says. `fakes` are the accounts that the team confirmed as fake."""
    found = []
    others = list(operators)
    known = set(fakes).intersection(others)
    if known:
        found.append(weigh("shared_with_fake", len(known)))
    elif others:
        found.append(weigh("shared_contact", len(others), 1.0 if len(others) >= 2 else 0.7))
    customers = {reply.customer for reply in dossier.replies}
    if len(customers) >= 3 and not dossier.own_items and not dossier.brand_answers:
        complaints = [reply.complaint for reply in dossier.replies if reply.complaint is not None]
        share = sum(complaints) / len(complaints) if complaints else 0.0
        if share >= 0.5:
            found.append(weigh("only_complainers", len(customers), min(1.0, len(customers) / 5)))
    repeated = most_alike(dossier)
    if repeated >= 3:
        found.append(weigh("same_text", repeated))
    return found


def vouching_evidence(dossier: Dossier, poses: bool, followed: int) -> list[Evidence]:
    """Whether the brand vouches for the account. `followed` counts the accounts that it is seen to follow.

    That it does not follow an account that poses as its service says something only where its follows are seen.
    """
    found = []
    if dossier.followed_by_brand:
        found.append(weigh("followed_by_brand", 1))
    elif poses and followed and not dossier.named_by_brand and not dossier.brand_answers:
        found.append(weigh("not_followed_by_brand", followed, min(1.0, 0.4 + 0.2 * followed)))
    if dossier.named_by_brand:
        found.append(weigh("named_by_brand", dossier.named_by_brand))
    if dossier.brand_answers and not dossier.brand_warnings:
        found.append(weigh("answered_by_brand", dossier.brand_answers))
    return found


def most_alike(dossier: Dossier) -> int:
    """To how many customers the account sent nearly the same text; of its last 30 replies."""
    recent = [reply for reply in dossier.replies[-30:] if reply.sketch]
    groups = ({o.customer for o in recent if alike(reply.sketch, o.sketch)} for reply in recent[-10:])
    return max(map(len, groups), default=0)


def edges_around(
    dossier: Dossier, official: str | None, operators: Iterable[str], answered: Mapping[str, object]
) -> tuple[Edge, ...]:
    """The edges to draw: the account's answers, the brand's to the same customers, shared contacts, warnings."""
    customers = Counter(reply.customer for reply in dossier.replies)
    edges = [Edge(dossier.account, customer, "reply", n) for customer, n in customers.items()]
    if official:
        helped = Counter(reply.customer for reply in dossier.replies if reply.to in answered)
        edges += [Edge(official, customer, "official_reply", n) for customer, n in helped.items()]
        if dossier.followed_by_brand:
            edges.append(Edge(official, dossier.account, "follow"))
        if dossier.brand_warnings:
            edges.append(Edge(official, dossier.account, "warning", dossier.brand_warnings))
    edges += [Edge(dossier.account, other, "shared_contact") for other in operators]
    edges += [Edge(person, dossier.account, "warning") for person in dossier.accusers]
    return tuple(edges)
