"""What kind of word stands in a name: service, department, trade, press …; inflected words and compounds included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detectors.fakes.names import key_of
from detectors.fakes.service_words import plain

ENDINGS = frozenset({"s", "n", "en", "et", "a", "t", "ne", "na", "er"})
"""What inflection leaves behind a word in a name, Nordic articles included."""

_PARTS = ("customer_part", "department_part", "desk_part", "body_part")
_SHORTEST_COMPOUND = 7
_LONG = 7
_DESKS = frozenset({"service", "support", "desk"})
_HELP = frozenset(
    map(key_of, ("help", "helps", "hulp", "hilfe", "hjalp", "hjalper", "hjaelp", "hjaelper", "hjelp", "hjelper"))
)
_REST = 4


@dataclass(slots=True)
class NameWords:
    """Kinds of the words in names, by their keys (letters that look alike made one).

    Args:
        words: kinds of words and the words; the kinds that end in `_part` hold first and last parts of compounds.
    """

    words: Mapping[str, Sequence[str]]
    _kinds: dict[str, str] = field(init=False)
    _endings: dict[str, tuple[str, ...]] = field(init=False)
    _parts: dict[str, tuple[str, ...]] = field(init=False)
    _desks: tuple[str, ...] = field(init=False)
    _known: dict[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        kinds = [kind for kind in self.words if kind not in _PARTS]
        self._kinds = {key_of(plain(w)): kind for kind in reversed(kinds) for w in self.words[kind]}
        long = {
            kind: [w for w in _keys(self.words[kind]) if len(w) >= 5]
            for kind in ("trade", "press", "critic", "department")
        }
        self._endings = {kind: tuple(words) for kind, words in long.items()}
        self._parts = {kind: tuple(_keys(self.words.get(kind, ()))) for kind in _PARTS}
        self._desks = tuple(d for d in self._parts["desk_part"] if self._kinds.get(d) != "service" or d in _DESKS)
        self._known = {}

    def kind(self, key: str) -> str | None:
        """The kind of one word, None if it is not known."""
        if key not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[key] = self._read(key)
        return self._known[key]

    def kinds(self, piece: str, doubled: str = "") -> set[str]:
        """The kinds of the words that a run of letters beside a brand is made of; "other" for what is not known.

        `doubled` is a letter that may be written once too often at the start.
        """
        if piece in ENDINGS or piece.isdigit() or piece == doubled:
            return set()
        whole = self.kind(piece)
        if whole is None and doubled and piece.startswith(doubled) and len(piece) > _REST:
            whole = self.kind(piece[1:])
        if whole is None and len(piece) > _LONG and any(body.endswith(self._desks) for body in _bodies(piece)):
            whole = "service"
        if whole is not None:
            return {whole}
        found: set[str] = set()
        while piece:
            size = next((n for n in range(len(piece), 2, -1) if piece[:n] in self._kinds), 0)
            if not size:
                return found if piece in ENDINGS or piece.isdigit() else found | {"other"}
            found.add(self._kinds[piece[:size]])
            piece = piece[size:]
        return found

    def is_desk(self, key: str) -> bool:
        """Whether a word is one for a desk or for service, alone or at a compound's end."""
        return key in self._parts["desk_part"] or self.kind(key) == "service"

    def is_certain(self, key: str) -> bool:
        """Whether a word is known as such, or is a compound whose last part is a desk's or an agent's."""
        ends = self._parts["desk_part"]
        return any(body in self._kinds or body.endswith(ends) for body in _bodies(key))

    def _read(self, key: str) -> str | None:
        if key in self._kinds:
            return self._kinds[key]
        bare = next((body for body in _bodies(key) if len(key) > 6 and body in self._kinds), key)
        return self._kinds.get(bare) or self._compound(key)

    def _compound(self, key: str) -> str | None:
        """The kind of a compound: "Kundenportal", "Teruggaveloket", "Klachtendesk", "Belwinkel"."""
        if len(key) < _SHORTEST_COMPOUND:
            return None
        for kind, ends in self._endings.items():
            if key.endswith(ends):
                return kind
        if _begins(key, self._parts["body_part"], 0):
            return "press"
        for kind, part in (("service", "customer_part"), ("department", "department_part")):
            if _begins(key, self._parts[part]):
                return kind
        return "service" if self._is_desk(key) or self._serves_people(key) else None

    def _is_desk(self, key: str) -> bool:
        """Whether it is a matter or a service, and what one calls the place for it ("Klachtendesk")."""
        ends = self._parts["desk_part"]
        firsts = (
            self._kinds.get(body[: -len(end)])
            for body in _bodies(key)
            for end in ends
            if body.endswith(end) and len(body) - len(end) > _REST
        )
        return any(kind in {"service", "department"} for kind in firsts)

    def _serves_people(self, key: str) -> bool:
        """Whether it is a desk for those whom the brand serves ("Fahrgastservice"); users help each other, too."""
        splits = ((body, end) for body in _bodies(key) for end in self._desks if body.endswith(end))
        return any(self._kinds.get(body[: -len(end)]) == "people" for body, end in splits)


def settled(kinds: Iterable[str], words: Iterable[str]) -> frozenset[str]:
    """The kinds of a name's words: whom a desk serves is a part of its name, without a desk it is a users' group.

    "Passenger Service" is a desk, "User Help" are users who help each other. `words`: the words' keys.
    """
    found = frozenset(kinds)
    if "people" not in found:
        return found
    serves = "department" in found or ("service" in found and _HELP.isdisjoint(words))
    return found - {"people"} | {"service"} if serves else found - {"people", "service"} | {"critic"}


def _bodies(key: str) -> list[str]:
    """A word and what it may be without its inflection."""
    return [key, *(key[: -len(end)] for end in ENDINGS if key.endswith(end))]


def _begins(key: str, stems: Iterable[str], rest: int = _REST) -> bool:
    return any(key.startswith(stem) and len(key) - len(stem) >= rest for stem in stems)


def _keys(words: Iterable[str]) -> list[str]:
    return [key_of(plain(word)) for word in words]
