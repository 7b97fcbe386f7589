"""The graph of accounts around suspects: who answers whom, who vouches for whom, who shares a number or a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import networkx as nx

from detectors.fakes.dossier import Dossier, alike
from detectors.fakes.elsewhere import Facts
from detectors.fakes.scorecard import weigh
from detectors.findings import Edge, Evidence

_CROWD = 12
"""A contact or text that more accounts than this give is common knowledge, not an operator's."""

_NEAR = 0.1
_WORDS = 3
_MOST_TEXTS = 50


class AccountGraph:
    """Suspects and the contacts, texts and targets that they share, kept up to date reply by reply."""

    def __init__(self) -> None:
        self._shared: nx.Graph[tuple[str, str]] = nx.Graph()
        self._texts: dict[int, list[tuple[str, tuple[int, ...]]]] = {}
        self._targets: dict[str, dict[str, None]] = {}

    def add_contact(self, account: str, contact: str) -> None:
        """The account gave this contact to a customer."""
        self._shared.add_edge(("account", account), ("contact", contact))

    def add_reply(self, account: str, to: str, sketch: tuple[int, ...]) -> None:
        """The account answered this item with a text of this sketch."""
        self._targets.setdefault(to, {})[account] = None
        for word in sketch[:_WORDS]:
            known = self._texts.setdefault(word, [])
            for other, text in known:
                if other != account and alike(sketch, text):
                    node = ("text", f"{min(sketch, text)[:3]}")
                    self._shared.add_edge(("account", account), node)
                    self._shared.add_edge(("account", other), node)
            if len(known) < _MOST_TEXTS and (account, sketch) not in known:
                known.append((account, sketch))

    def operators(self, account: str) -> tuple[str, ...]:
        """The other accounts that give the same contacts or texts, directly or by way of others, in order of ids."""
        start, found = ("account", account), set[str]()
        if start not in self._shared:
            return ()
        seen, todo = {start}, [start]
        while todo:
            node = todo.pop()
            near = [n for n in self._shared[node] if n not in seen]
            if node[0] != "account" and len(self._shared[node]) > _CROWD:
                continue
            seen.update(near)
            todo += near
            found |= {name for kind, name in near if kind == "account"}
        return tuple(sorted(found))

    def sharers(self, account: str, kind: Literal["contact", "text"]) -> dict[str, str]:
        """The other accounts that share one of the account's contacts or texts themselves, and what they share."""
        start = ("account", account)
        nodes = [n for n in self._shared[start] if n[0] == kind] if start in self._shared else []
        common = (node for node in sorted(nodes) if len(self._shared[node]) <= _CROWD)
        return {other: node[1] for node in common for _, other in self._shared[node] if other != account}

    def companions(self, dossier: Dossier) -> int:
        """How many of the account's customers' items the suspect who answered most of the same ones answered too."""
        others = Counter(o for r in dossier.replies for o in self._targets.get(r.to, ()) if o != dossier.account)
        return max(others.values(), default=0)


def graph_evidence(dossier: Dossier, graph: AccountGraph, fakes: Collection[str], facts: Facts) -> list[Evidence]:
    """What the account's place among others says, on this page and (`facts`) on the others.

    `fakes` are the accounts that the team confirmed as fake on this page.
    """
    found = _shared_evidence(dossier, graph, fakes, facts)
    customers = {reply.customer for reply in dossier.replies}
    if len(customers) >= 3 and not dossier.own_items and not dossier.brand_answers:
        complaints = [reply.complaint for reply in dossier.replies if reply.complaint is not None]
        share = sum(complaints) / len(complaints) if complaints else 0.0
        if share >= 0.5:
            found.append(weigh("only_complainers", len(customers), min(1.0, len(customers) / 10)))
    repeated = most_alike(dossier)
    if repeated >= 3:
        found.append(weigh("same_text", repeated))
    together = graph.companions(dossier)
    if together >= 3:
        found.append(weigh("same_targets", together))
    if facts.fake:
        found.append(weigh("fake_elsewhere", facts.fake))
    if facts.brands and not facts.official:
        found.append(weigh("serves_several_brands", facts.brands))
    return found


def _shared_evidence(dossier: Dossier, graph: AccountGraph, fakes: Collection[str], facts: Facts) -> list[Evidence]:
    found = []
    by_contact, by_text = graph.sharers(dossier.account, "contact"), graph.sharers(dossier.account, "text")
    operators = graph.operators(dossier.account)
    linked = {other for other in operators if other in by_contact or other not in by_text}
    known = len(set(fakes).intersection(operators)) + facts.fake_partners
    sharing = len(linked) + len(facts.partners)
    if known:
        found.append(weigh("shared_with_fake", known))
    elif sharing:
        found.append(weigh("shared_contact", sharing, 1.0 if sharing >= 2 else 0.7))
    if by_text:
        found.append(weigh("shared_text", len(by_text), 0.6 if len(by_text) == 1 else 1.0))
    others = len(operators) + len(facts.partners)
    if others >= 2:
        contact = next(iter(by_contact.values()), "").partition(":")[2]
        found.append(weigh("campaign", others + 1, detail=contact or None))
    return found


def vouching_evidence(dossier: Dossier, poses: bool, followed: int, trusted: float, near: float) -> list[Evidence]:
    """Whether the brand vouches for the account. `followed` counts the accounts that it is seen to follow.

    `trusted` and `near` say how near to the brand and to confirmed fakes others' deeds put the account (0 to 1).

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
    if trusted >= _NEAR and not dossier.followed_by_brand and not dossier.named_by_brand:
        found.append(weigh("vouched_for", trusted, min(1.0, 2 * trusted)))
    if near >= _NEAR:
        found.append(weigh("near_fakes", near, min(1.0, 2 * near)))
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
