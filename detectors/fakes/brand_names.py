"""How a name relates to the brand's: the same to a hurried reader, near it, or joined with other words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from detectors.fakes.name_words import ENDINGS, NameWords, settled
from detectors.fakes.names import LONGEST, ReadersEye, SeenName, key_of
from detectors.fakes.service_words import plain, tokens_of

Relation = Literal["same", "near", "joined", "none"]

_AND = ("", "en", "och", "og", "and", "und", "n")
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))
_NONE: frozenset[str] = frozenset()
_SHORT = 5
_PART = 4
_MOST_WORDS = 8
_DESK = frozenset({"service", "team", "complaints", "department", "official"})
# Words too common in people's names or nicknames to make a name without a brand a service desk's.
_WEAK = frozenset(
    (
        *("ask", "care", "help", "helps", "helpt", "hulp", "hilfe", "hilft", "contact", "kontakt", "service", "desk"),
        *("hjalp", "hjalper", "hjaelp", "hjaelper", "hjelp", "hjelper", "client", "clients", "klant", "klanten"),
        *("kund", "kunder", "kunde", "kunden", "answers", "replies", "antwoordt", "reageert", "svarar", "svarer"),
        *(
            "pleje",
            "relations",
            "relaties",
            "reception",
            "receptie",
            "resepsjon",
            "rezeption",
            "counter",
            "balie",
            "betreuung",
        ),
        *("antwortet", "vraag", "vragen", "fraga", "fragor", "sporg", "spor", "frag", "fragen", "frage"),
    )
)


@dataclass(frozen=True, slots=True)
class BrandReading:
    """What a name has to do with the brand.

    `kinds` are the kinds of the other words in it (service, team, complaints, department, official, person, parody,
    critic, press, trade, other). `similarity` is 1 but for near names. `bent` counts letters that hide the brand's.
    `generic` marks a service desk's name with no brand in it, `initials` one with the brand's initials or a piece of
    its name. `rarity` (0 to 1) is lower for near names of short brands, which people's names come near to by chance.
    """

    relation: Relation = "none"
    similarity: float = 0.0
    kinds: frozenset[str] = frozenset()
    bent: int = 0
    accents_only: bool = False
    generic: bool = False
    initials: bool = False
    badge: bool = False
    rarity: float = 1.0


@dataclass(slots=True)
class BrandNames:
    """All names of a brand, and the words that names join with it.

    Args:
        eye: reads names.
        words: kinds of words in names and the words.
    """

    eye: ReadersEye
    words: Mapping[str, Sequence[str]]
    letters: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    _initials: set[str] = field(default_factory=set)
    _words: NameWords = field(init=False)
    _pieces: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._words = NameWords(self.words)

    def add(self, name: str) -> None:
        """Take a name or handle as the brand's own."""
        for variant in variants_of(name):
            seen = self.eye.read(variant)
            if len(seen.key) >= 2:
                self.keys.add(seen.key)
                self.letters.add(seen.letters)
        words = self.eye.read(name).words
        if len(words) >= 2:
            self._initials.add(key_of("".join(word[0] for word in words)))
            self._pieces |= {key for word in words if len(key := key_of(word)) >= _PART}
            self._add_acronyms(name)

    def _add_acronyms(self, name: str) -> None:
        """A word in capitals is what people call the brand: RWK of "RWK Energie"."""
        for word in name.split():
            key = key_of(word)
            if word.isupper() and word.isalpha() and 3 <= len(key) <= _PART and self._words.kind(key) is None:
                self.keys.add(key)
                self.letters.add(word.casefold())

    def read(self, name: str | None) -> BrandReading:
        """What this name has to do with the brand."""
        if not name:
            return BrandReading()
        seen = self.eye.read(name)
        key = seen.key
        if key in self.keys or self._without_number(seen) in self.keys:
            return self._read_near(seen) if self._is_chance(seen, _NONE) else self._bent("same", seen, _NONE)
        inside = max((brand for brand in self.keys if brand in key), key=len, default=None)
        if inside is not None:
            kinds = self._kinds_beside(seen, inside)
            near = self._read_near(seen) if "other" in kinds else None
            if near is not None and near.relation == "near" and near.kinds & _DESK:
                return near
            if not self._is_chance(seen, kinds):
                ended = not kinds and len(inside) >= _SHORT and len(key) == len(inside) + 1
                return self._ended(inside) if ended else self._bent("joined", seen, kinds)
        return self._read_near(seen)

    def own_words(self, name: str) -> frozenset[str]:
        """The words of a name that no list knows, as they are written in texts."""
        words = (word for word in tokens_of(name[:LONGEST]) if len(word) >= _PART)
        return frozenset(word for word in words if self._words.kind(key_of(plain(word))) is None)

    @staticmethod
    def _ended(brand: str) -> BrandReading:
        """The brand with one letter too many at its end ("Spoorlijns")."""
        return BrandReading("near", 0.9, rarity=min(1.0, len(brand) / 8))

    def _is_chance(self, seen: SeenName, kinds: frozenset[str]) -> bool:
        """Whether a short brand ("KLM") only happens to be in a name ("Kim", "Balkleed")."""
        if any(len(brand) >= _SHORT and brand in seen.key for brand in self.keys):
            return False
        words = {*seen.words, "".join(seen.words)}
        spelt = any(word.startswith(brand) or word.endswith(brand) for word in words for brand in self._bare_letters)
        return not spelt or ("other" in kinds and words.isdisjoint(self._bare_letters))

    def _read_near(self, seen: SeenName) -> BrandReading:
        """A name whose letters come near the brand's, alone or between words that are known."""
        known = [self._words.kind(key_of(word)) or self._joined_piece(key_of(word)) for word in seen.words]
        kinds = settled((kind or "other" for kind in known), map(key_of, seen.words))
        if "people" in known:
            whom = "service" if "service" in kinds else "critic"
            known = [whom if kind == "people" else kind for kind in known]
        best, brand, beside = max(self._near_parts(seen, known), key=lambda part: part[0])
        if best:
            return BrandReading("near", best, beside, rarity=min(1.0, len(brand) / 8))
        initials = len(kinds) > 1 and self._is_of_pieces(seen, known)
        return BrandReading(kinds=kinds, generic=self._is_desk(seen.words, known), initials=initials, badge=seen.badge)

    def _near_parts(self, seen: SeenName, known: Sequence[str | None]) -> Iterable[tuple[float, str, frozenset[str]]]:
        """How near the whole name comes, and what is left of it without the known words around."""
        yield from ((closeness(seen.key, brand), brand, _NONE) for brand in (*self.keys, ""))
        strange = [i for i, kind in enumerate(known[:_MOST_WORDS]) if kind not in _DESK]
        if not strange or len(strange) == len(known):
            return
        first, last = strange[0], strange[-1] + 1
        inner = key_of("".join(seen.words[first:last]))
        beside = frozenset(kind for kind in (*known[:first], *known[last:]) if kind)
        yield from ((closeness(inner, brand), brand, beside) for brand in self.keys)

    def _is_of_pieces(self, seen: SeenName, known: Sequence[str | None]) -> bool:
        """Whether what is strange in a name are pieces of the brand's."""
        strange = [key_of(word) for word, kind in zip(seen.words, known, strict=True) if kind is None]
        return bool(strange) and all(map(self._is_piece, strange))

    def _is_piece(self, word: str) -> bool:
        """Whether a word is the brand's initials, its first letters, or one of its words."""
        first = len(word) >= _PART and any(whole.startswith(word) for whole in (*self.keys, *self._pieces))
        return first or word in self._initials

    def _joined_piece(self, word: str) -> str | None:
        """The kind of the last part of a compound that begins with a piece of the brand ("Reiseservice")."""
        for size in range(len(word) - 4, _PART - 1, -1):
            if self._is_piece(word[:size]) and self._words.is_desk(word[size:]):
                return "service"
        return None

    def _is_desk(self, words: Sequence[str], kinds: Sequence[str | None]) -> bool:
        """Whether a name is made of nothing but words for customer service."""
        if not set(kinds) <= _DESK:
            return False
        desks = [word for word, kind in zip(words, kinds, strict=True) if kind == "service"]
        return len(desks) >= 2 or any(word not in _WEAK and self._words.is_certain(key_of(word)) for word in desks)

    def _without_number(self, seen: SeenName) -> str:
        words = list(seen.words)
        while words and words[-1].isdigit():
            words.pop()
        return key_of("".join(words))

    def _bent(self, relation: Relation, seen: SeenName, kinds: frozenset[str]) -> BrandReading:
        shown, bare = seen.letters, plain(seen.letters)
        as_written = any(brand in shown for brand in self.letters)
        accents_only = not as_written and any(brand in bare for brand in self._bare_letters)
        hidden = seen.hidden or (0 if as_written or accents_only else 1)
        return BrandReading(relation, 1.0, kinds, hidden, accents_only, badge=seen.badge)

    @property
    def _bare_letters(self) -> Iterable[str]:
        return map(plain, self.letters)

    def _kinds_beside(self, seen: SeenName, brand: str) -> frozenset[str]:
        keys = [key for word in seen.words if (key := key_of(word))]
        at = "".join(keys).find(brand)
        if at < 0:
            return frozenset({"other"})
        beside, pieces, start = set[str](), set[str](), 0
        for key in keys:
            before, after = key[: max(0, at - start)], key[max(0, at + len(brand) - start) :]
            pieces |= {before, after} - {""}
            for piece in {before, after} - {""}:
                beside |= (
                    {"other"}
                    if len(piece) == 1 != len(key) and piece not in ENDINGS
                    else self._words.kinds(piece, brand[-1])
                )
            start += len(key)
        return settled(beside, pieces)


def variants_of(name: str) -> set[str]:
    """The spellings under which a brand's name counts as the same: "&" spoken, umlauts written out."""
    spoken = {name.replace("&", f" {word} ") for word in _AND} if "&" in name else {name}
    for umlaut, pair in _UMLAUTS:
        spoken |= {text.replace(umlaut, pair).replace(umlaut.upper(), pair) for text in spoken}
    return spoken


def closeness(key: str, brand: str) -> float:
    """Likeness in [0, 1] of a key to a brand's, 0 below the level that matters.

    Damerau-Levenshtein similarity of at least 0.8, or the brand with its end cut off. Brands of fewer than five letters
    have no near names, for any word comes near them.
    """
    if len(brand) < 5 or abs(len(key) - len(brand)) > 3:
        return 0.0
    if len(key) >= 5 and len(key) >= 0.7 * len(brand) and brand.startswith(key):
        return max(0.8, len(key) / len(brand))
    return DamerauLevenshtein.normalized_similarity(key, brand, score_cutoff=0.8)
