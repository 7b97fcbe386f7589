"""Who stands near the brand and who near confirmed fakes, by what others do and never by what an account does."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from typing import Any

MOST_EDGES = 50_000
"""Edges kept per page; later ones are left out."""

_RESTART = 0.15
_LEAST = 1e-4
_MOST_TARGETS = 200


class Trust:
    """Who follows, names or answers whom: edges from the one who acts to the one who is meant.

    An account cannot make an edge that leads to itself. Replies of suspects to customers are no edges.
    """

    def __init__(self) -> None:
        self._edges: dict[str, dict[str, None]] = {}
        self._count = 0
        self._ranks: dict[frozenset[str], dict[str, float]] = {}
        self._changed: set[str] = set()

    def add(self, source: str, target: str) -> bool:
        """`source` follows, names or answers `target`; False if that is known or too much."""
        known = self._edges.get(source)
        if source == target or self._count >= MOST_EDGES or (known is not None and target in known):
            return False
        self._edges.setdefault(source, {})[target] = None
        self._count += 1
        self._ranks.clear()
        self._changed.add(source)
        return True

    def nearness(self, seeds: Collection[str], account: str) -> float:
        """How near the account is to these, in [0, 1]: its rank beside that of the nearest they meant themselves."""
        ranks = self._rank(frozenset(seed for seed in seeds if seed in self._edges))
        return min(1.0, ranks.get(account, 0.0))

    def meant_by(self, source: str) -> list[str]:
        """Whom an account follows, names or answers; the first 200."""
        return list(self._edges.get(source, ()))[:_MOST_TARGETS]

    def _rank(self, seeds: frozenset[str]) -> Mapping[str, float]:
        if seeds not in self._ranks:
            self._ranks[seeds] = self._scaled(seeds) if seeds else {}
        return self._ranks[seeds]

    def _scaled(self, seeds: frozenset[str]) -> dict[str, float]:
        ranks = personalised(self._edges, seeds)
        direct = max((ranks.get(t, 0.0) for seed in seeds for t in self._edges[seed] if t not in seeds), default=0.0)
        return {a: r / direct for a, r in ranks.items() if a not in seeds} if direct else {}

    def changed_rows(self) -> dict[str, Any]:
        """A row for each account that acted since this was last asked."""
        rows = {f"trust {source}": list(self._edges[source]) for source in sorted(self._changed)}
        self._changed.clear()
        return rows

    def restore(self, source: str, targets: Iterable[str]) -> None:
        """Take back one row."""
        for target in targets:
            self.add(source, target)
        self._changed.discard(source)


def personalised(edges: Mapping[str, Mapping[str, None]], seeds: Collection[str]) -> dict[str, float]:
    """Personalised PageRank from the seeds by local push (Andersen, Chung, Lang 2006).

    Exact to 1e-4 per edge of an account; the work is bounded by that and by the restart of 15 %, whatever the size of
    the graph. Of an account that meant very many, the first 200 count.
    """
    rank: dict[str, float] = {}
    rest = dict.fromkeys(sorted(seeds), 1 / len(seeds))
    todo = deque(rest)
    while todo:
        node = todo.popleft()
        mass, targets = rest.pop(node, 0.0), list(edges.get(node, ()))[:_MOST_TARGETS]
        rank[node] = rank.get(node, 0.0) + _RESTART * mass
        if mass < _LEAST * max(1, len(targets)):
            continue
        for target in targets:
            before = rest.get(target, 0.0)
            rest[target] = before + (1 - _RESTART) * mass / len(targets)
            if before == 0.0:
                todo.append(target)
    return rank
