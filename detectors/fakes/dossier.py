"""What is known of one account that answers others on a page, as plain data that can be saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

MOST_REPLIES = 250
"""Replies kept per account, the oldest go first; counts go on."""

MOST_PEOPLE = 200
"""People kept who believe an account, or accuse it."""

MOST_CUSTOMERS = 5000
"""Customers remembered of replies that are kept no more."""

_SKETCH = 8


@dataclass(slots=True)
class Reply:
    """One answer to somebody else. Times in seconds since 1970; `age` is that of the answered item in seconds.

    `signals` are the names of what its text showed, with what to show for it. `sketch` holds the smallest hashes of
    its words (a bottom-k sketch, Broder 1997), `complaint` the probability that the answered item was a complaint,
    `voice` the likeness to the brand's own answers, `tones` the log-odds that it mocks and that it lures.
    """

    item: str
    to: str
    customer: str
    at: int
    age: int
    complaint: float | None
    under_official: bool = False
    signals: dict[str, str | None] = field(default_factory=dict)
    sketch: tuple[int, ...] = ()
    contacts: tuple[str, ...] = ()
    voice: float | None = None
    tones: tuple[float, float] | None = None

    def row(self) -> list[Any]:
        """As JSON values."""
        head = [self.item, self.to, self.customer, self.at, self.age, self.complaint, self.under_official]
        if not (self.signals or self.sketch or self.tones):
            return head
        return [*head, self.signals, self.sketch, self.contacts, self.voice, self.tones]

    @classmethod
    def of_row(cls, row: list[Any]) -> Reply:
        """From the values of `row`."""
        head, rest = row[:7], row[7:]
        signals, sketch, contacts, voice, tones = rest or ({}, (), (), None, None)
        item, to, customer, at, age, complaint, under = head
        kept = dict(signals), tuple(sketch), tuple(contacts), voice, None if tones is None else (tones[0], tones[1])
        return cls(item, to, customer, at, age, complaint, under, *kept)


@dataclass(slots=True)
class Dossier:
    """One account's life on a page; counts where its texts are not needed again."""

    account: str
    seen: int
    first: int
    replies: list[Reply] = field(default_factory=list)
    count: int = 0
    own_items: int = 0
    names: list[tuple[str | None, str | None]] = field(default_factory=list)
    believers: list[str] = field(default_factory=list)
    accusers: list[str] = field(default_factory=list)
    brand_warnings: int = 0
    brand_answers: int = 0
    named_by_brand: int = 0
    followed_by_brand: bool = False
    verdict: str | None = None
    peak: float = 0.0
    alerted_at: int | None = None
    told: list[Any] = field(default_factory=list)
    suspected: bool = False
    elsewhere: list[Any] = field(default_factory=list)
    earlier: dict[str, None] = field(default_factory=dict)
    news: list[Any] = field(default_factory=list)
    closed: int = 0

    def add(self, reply: Reply) -> None:
        """Take in a reply."""
        self.count += 1
        self.replies.append(reply)
        if len(self.replies) > MOST_REPLIES:
            if len(self.earlier) < MOST_CUSTOMERS:
                self.earlier[self.replies[0].customer] = None
            del self.replies[0]

    @property
    def customers(self) -> tuple[str, ...]:
        """Everybody whom it answered, in order of time."""
        return tuple(dict.fromkeys((*self.earlier, *(reply.customer for reply in self.replies))))

    def write_own(self, *, known: bool) -> None:
        """It wrote as anybody else would; an answer to something that is not known says nothing either way."""
        self.count += not known
        self.own_items += known

    def follow(self) -> None:
        """An official account follows it."""
        self.followed_by_brand = True

    def warn(self) -> None:
        """An official account warned of it."""
        self.brand_warnings += 1

    def answer(self) -> None:
        """An official account answered it."""
        self.brand_answers += 1

    def name(self) -> None:
        """An official account named it."""
        self.named_by_brand += 1

    def react(self, person: str, *, accuses: bool) -> None:
        """Somebody answered it, as if it were the brand or with a warning."""
        people = self.accusers if accuses else self.believers
        if person not in people and len(people) < MOST_PEOPLE:
            people.append(person)

    def counts(self) -> dict[str, int]:
        """In how many replies each signal showed."""
        found: dict[str, int] = {}
        for reply in self.replies:
            for signal in reply.signals:
                found[signal] = found.get(signal, 0) + 1
        return found

    def shown(self, signal: str) -> str | None:
        """What the latest reply with this signal shows for it."""
        return next((r.signals[signal] for r in reversed(self.replies) if signal in r.signals), None)

    def row(self) -> dict[str, Any]:
        """As JSON values, without what is at its default."""
        fields = {name: getattr(self, name) for name in _PLAIN if getattr(self, name)}
        return fields | {"seen": self.seen, "first": self.first, "replies": [reply.row() for reply in self.replies]}

    @classmethod
    def of_row(cls, account: str, row: Mapping[str, Any]) -> Dossier:
        """From the values of `row`."""
        dossier = cls(account, row["seen"], row["first"], [Reply.of_row(values) for values in row["replies"]])
        for name in _PLAIN:
            if name in row:
                setattr(dossier, name, row[name])
        dossier.names = [(name, handle) for name, handle in dossier.names]
        return dossier


_PLAIN = (
    *("count", "own_items", "names", "believers", "accusers", "brand_warnings", "brand_answers"),
    *(
        "named_by_brand",
        "followed_by_brand",
        "verdict",
        "peak",
        "alerted_at",
        "told",
        "suspected",
        "elsewhere",
        "earlier",
        "news",
        "closed",
    ),
)


def sketch_of(tokens: list[str]) -> tuple[int, ...]:
    """The smallest hashes of a text's words, by which near-duplicates are known."""
    return tuple(sorted({crc32(token.encode()) for token in tokens if not token.isdigit()})[:_SKETCH])


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two texts share nearly all their words; very short texts never count."""
    return len(one) >= 6 and len(set(one) & set(other)) >= len(one) - 2
