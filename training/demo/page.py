"""What is written on the page, and how a watchdog that polls every five minutes would have recorded it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from training.demo.people import Person

PAGE = "polderjet"
ZONE = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 7, 6, tzinfo=ZONE)
END = datetime(2026, 7, 27, tzinfo=ZONE)
POLL = timedelta(minutes=5)
PHASE = timedelta(minutes=2, seconds=10)
BLIND = (datetime(2026, 7, 12, 15, 2, 10, tzinfo=ZONE), datetime(2026, 7, 12, 16, 7, 10, tzinfo=ZONE))

Line = dict[str, Any]


def at(day: int, clock: str) -> datetime:
    """A moment of July 2026, local time; `clock` is hours and minutes, 22:05."""
    hour, minute = clock.split(":")
    return datetime(2026, 7, day, int(hour), int(minute), tzinfo=ZONE)


def desk_open(moment: datetime) -> bool:
    """Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00, now and a minute on. There is no public holiday in these weeks."""
    first, last = (8, 22) if moment.weekday() < 5 else (9, 18)
    return all(first <= then.hour < last for then in (moment, moment + timedelta(minutes=1)))


CALM = frozenset(
    ("post", "answer", "story", "reaction", "question", "praise", "chat", "traveller", "thanks", "calm", "laughter")
) | {"weather", "mild", "idiom"}


@dataclass(eq=False, slots=True)
class Written:
    """A post or a comment; `about` is its topic and `story` items are never late, edited or deleted."""

    author: Person
    at: datetime
    text: str
    about: str
    reply_to: Written | None = None
    kind: str = "comment"
    story: bool = False
    id: str = ""
    answered: bool = False
    likes: int | None = None

    @property
    def complaint(self) -> bool:
        """Whether something went wrong and the airline is blamed for it."""
        return self.about not in CALM

    @property
    def root(self) -> Written:
        """The top of the thread."""
        return self if self.reply_to is None else self.reply_to.root


@dataclass(slots=True)
class Page:
    """The page as it grows."""

    rng: Random
    official: Person
    written: list[Written] = field(default_factory=list)

    def write(self, author: Person, moment: datetime, text: str, about: str, **more: Any) -> Written:
        """Adds an item, with seconds of its own."""
        entry = Written(author, moment + timedelta(seconds=self.rng.randrange(60)), text, about, **more)
        self.written.append(entry)
        return entry

    def between(self, start: datetime, end: datetime, *topics: str) -> list[Written]:
        """Customers' unanswered comments of these topics in [start, end), oldest first."""
        hits = [w for w in self.written if start <= w.at < end and w.about in topics and not w.answered]
        return sorted((w for w in hits if w.author is not self.official), key=lambda w: w.at)


def lines(page: Page) -> Iterator[Line]:
    """The recording, in the order in which it was seen."""
    kept = _kept(page.written)
    events = [*_polls(), *_items(kept, page.rng, page.official), *_accounts(kept, page.official)]
    events.sort(key=lambda event: event[:3])
    for seen, _, _, line in events:
        yield {"type": line["type"], "page": PAGE, "seen_at": _z(seen)} | line
    yield {"type": "end", "page": PAGE, "seen_at": _z(END)}


Event = tuple[datetime, int, int, Line]


def _kept(written: Iterable[Written]) -> list[Written]:
    """What was written while the page could not be seen is lost, and so is what answers it."""
    kept: list[Written] = []
    lost: set[int] = set()
    for entry in sorted(written, key=lambda w: w.at):
        gone = BLIND[0] <= entry.at < BLIND[1] or (entry.reply_to is not None and id(entry.reply_to) in lost)
        if gone or not START <= entry.at < END - timedelta(minutes=10):
            lost.add(id(entry))
            continue
        entry.id = f"pj{len(kept) + 10001}"
        kept.append(entry)
    return kept


def _polls() -> Iterator[Event]:
    since, moment = START, START + PHASE
    for number in count():
        if moment > END:
            return
        ok = not BLIND[0] < moment <= BLIND[1]
        line = {"type": "poll", "from": _z(since), "to": _z(moment), "ok": ok}
        yield moment, 4, number, line if ok else line | {"error": "HTTP 503 Service Unavailable"}
        since, moment = moment, moment + POLL


def _seen(moment: datetime) -> datetime:
    """The first good poll at or after this moment."""
    poll = START + PHASE - POLL * ((START + PHASE - moment) // POLL)
    return BLIND[1] + POLL if BLIND[0] < poll <= BLIND[1] else poll


def _items(kept: list[Written], rng: Random, official: Person) -> Iterator[Event]:
    for number, entry in enumerate(kept):
        seen, line = _seen(entry.at), _item(entry)
        if not entry.story and rng.random() < 0.012:
            seen = min(_seen(entry.at + timedelta(minutes=rng.lognormvariate(3.8, 0.8))), END)
        yield seen, 2, number, line
        if entry.story or entry.author is official:
            continue
        fate = rng.random()
        later = min(_seen(seen + timedelta(minutes=rng.lognormvariate(3.5, 1.2))), END)
        if fate < 0.005:
            yield later, 3, number, line
        elif fate < 0.010:
            yield later, 3, number, line | {"text": f"{entry.text} (edit: {_afterthought(entry, rng)})"}
        elif fate < 0.015:
            yield later, 3, number, {"type": "delete", "id": entry.id}


def _afterthought(entry: Written, rng: Random) -> str:
    if entry.author.language == "nl":
        return rng.choice(("typefoutje", "opgelost, dank", "nog steeds niks gehoord", "vluchtnummer klopte niet"))
    return rng.choice(("typo", "update"))


def _item(entry: Written) -> Line:
    line: Line = {"type": "item", "id": entry.id, "author": entry.author.id, "created_at": _z(entry.at)}
    line |= {"text": entry.text, "url": f"https://platform.example/{PAGE}/{entry.id}"}
    if entry.kind != "comment":
        line["kind"] = entry.kind
    if entry.reply_to is not None:
        line |= {"reply_to": entry.reply_to.id, "root": entry.root.id}
    return line if entry.likes is None else line | {"likes": entry.likes}


def _accounts(kept: list[Written], official: Person) -> Iterator[Event]:
    met: dict[str, Person] = {official.id: official}
    yield START + PHASE, 0, 0, _account(official)
    for number, entry in enumerate(kept):
        person, seen = entry.author, _seen(entry.at)
        if person.id in met:
            continue
        met[person.id] = person
        yield seen, 0, number, _account(person)
        for target in person.follows:
            yield seen, 1, number, {"type": "follow", "source": person.id, "target": target.id}
    for target in official.follows:
        yield START + PHASE, 1, 0, {"type": "follow", "source": official.id, "target": target.id}


def _account(person: Person) -> Line:
    told = {key: _z(value) if isinstance(value, datetime) else value for key, value in person.profile.items()}
    return {
        "type": "account",
        "id": person.id,
        "handle": person.handle,
        "name": person.name,
        "url": f"https://platform.example/{person.handle}",
    } | told


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
