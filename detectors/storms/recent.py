"""Who complained lately and in what words: so that one author counts once, and a storm's topic can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from detectors.storms.topics import Said, UsualWords, surprise

AUTHOR_MEMORY = 12  # buckets in which an author counts once: an hour
TEXT_MEMORY = 36  # buckets whose words are kept: three hours
AUTHORS_PER_BUCKET = 30
TEXTS_PER_BUCKET = 60
TEXTS = 130
RISING = 2.0
"""Decades from which a word is said so much more than usual that it pays to look closer."""


def author_hash(author: str) -> int:
    """32 bits that stand for an author."""
    return int.from_bytes(blake2b(author.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


class Recent:
    """The last hours' complaining authors and a bounded sample of what they said, by bucket."""

    def __init__(self) -> None:
        self._authors: dict[int, dict[int, None]] = {}
        self._said: dict[int, list[Said]] = {}
        self._texts = 0
        self._often: Counter[str] = Counter()
        self.touched: set[int] = set()

    def is_new(self, author: int, bucket: int) -> bool:
        """Whether this author's complaint in `bucket` is the first within an hour (of writing); remembers it."""
        for near in range(bucket - AUTHOR_MEMORY + 1, bucket + AUTHOR_MEMORY):
            if author in self._authors.get(near, ()):
                return False
        here = self._authors.setdefault(bucket, {})
        if len(here) < AUTHORS_PER_BUCKET:
            here[author] = None
            self.touched.add(bucket)
        return True

    def keep(self, said: Said) -> None:
        """Keep what was said, if there is room for more of its bucket."""
        here = self._said.setdefault(said.bucket, [])
        if len(here) < TEXTS_PER_BUCKET:
            here.append(said)
            self._take_in(said)
            self.touched.add(said.bucket)
            if self._texts > TEXTS:
                self._thin_out()

    def drop(self, item: str) -> Said | None:
        """Forget what a comment said that was deleted or has new words; what it said, None if that was not kept."""
        for bucket, here in self._said.items():
            for said in here:
                if said.item == item:
                    here.remove(said)
                    self._let_go(said)
                    self.touched.add(bucket)
                    return said
        return None

    def expire(self, bucket: int) -> None:
        """Forget what is too old in `bucket`."""
        for old in [b for b in self._authors if b <= bucket - AUTHOR_MEMORY]:
            del self._authors[old]
            self.touched.add(old)
        for old in [b for b in self._said if b <= bucket - TEXT_MEMORY]:
            self._forget(old)

    def _thin_out(self) -> None:
        """Drop the last of a full bucket, rather of an old one: the newest say most, yet every part keeps a voice."""
        newest = max(self._said)
        fullest = max(self._said, key=lambda bucket: (len(self._said[bucket]) * (newest - bucket + 6), -bucket))
        self._let_go(self._said[fullest].pop())
        self.touched.add(fullest)

    def _forget(self, bucket: int) -> None:
        for said in self._said.pop(bucket):
            self._let_go(said)
        self.touched.add(bucket)

    def _take_in(self, said: Said) -> None:
        self._texts += 1
        self._often.update(said.words)

    def _let_go(self, said: Said) -> None:
        self._texts -= 1
        for word in said.words:
            self._often[word] -= 1
            if not self._often[word]:
                del self._often[word]

    def is_rising(self, edge: int, usual: UsualWords) -> bool:
        """Whether a word of the newest two buckets up to `edge` was said more in the last hours than is usual."""
        newest = [*self._said.get(edge, ()), *self._said.get(edge - 1, ())]
        often = {word: self._often[word] for said in newest for word in said.words}
        return any(n > 2 and surprise(n, self._texts, usual.share(word)) > RISING for word, n in often.items())

    def said(self, first: int, last: int) -> Iterator[Said]:
        """What was said in the buckets first..last, as far as it was kept."""
        for bucket in sorted(self._said):
            if first <= bucket <= last:
                yield from self._said[bucket]

    def newest(self, first: int, last: int) -> Iterator[Said]:
        """The same, the newest bucket first."""
        for bucket in sorted(self._said, reverse=True):
            if first <= bucket <= last:
                yield from self._said[bucket]

    def authors(self, first: int, last: int) -> Iterator[int]:
        """Who complained in the buckets first..last, as far back as it is known."""
        for bucket in sorted(self._authors):
            if first <= bucket <= last:
                yield from self._authors[bucket]

    def rows(self) -> dict[str, Any]:
        """The buckets that changed since this was last asked; None for those forgotten."""
        rows: dict[str, Any] = {}
        for bucket in sorted(self.touched):
            authors, said = self._authors.get(bucket), self._said.get(bucket)
            rows[f"recent/{bucket}"] = (
                None
                if authors is None and said is None
                else [
                    bucket,
                    None if authors is None else list(authors),
                    None if said is None else [_plain(s) for s in said],
                ]
            )
        self.touched.clear()
        return rows

    def restore(self, rows: Sequence[Sequence[Any]]) -> None:
        """Continue from the rows of all buckets."""
        for bucket, authors, said in sorted(rows, key=lambda row: int(row[0])):
            if authors is not None:
                self._authors[bucket] = dict.fromkeys(authors)
            if said is not None:
                self._said[bucket] = [
                    Said(bucket, a, item, root, tuple(words.split()), *_marks(flags, joined))
                    for a, item, root, words, flags, joined in said
                ]
                for one in self._said[bucket]:
                    self._take_in(one)


def _plain(said: Said) -> list[Any]:
    flags = said.sure + 2 * said.fit + 4 * said.certain
    return [said.author, said.item, said.root, " ".join(said.words), flags, said.joined]


def _marks(flags: int, joined: int) -> tuple[bool, int, bool, bool]:
    return bool(flags & 1), joined, bool(flags & 2), bool(flags & 4)


class Crowd:
    """How many different authors: exact up to 256, then estimated to about 6 % (k minimum values, Bar-Yossef 2002)."""

    SIZE = 256

    def __init__(self, smallest: Sequence[int] = ()) -> None:
        self._smallest = set(smallest)
        self._largest = max(self._smallest, default=0)

    def add(self, author: int) -> None:
        """Count an author (32-bit hash)."""
        if author in self._smallest or (len(self._smallest) >= self.SIZE and author > self._largest):
            return
        self._smallest.add(author)
        if len(self._smallest) > self.SIZE:
            self._smallest.discard(self._largest)
            self._largest = max(self._smallest)
        else:
            self._largest = max(self._largest, author)

    def __len__(self) -> int:
        if len(self._smallest) < self.SIZE:
            return len(self._smallest)
        return round((self.SIZE - 1) * 2**32 / max(1, self._largest))

    def state(self) -> list[int]:
        """Plain JSON."""
        return sorted(self._smallest)
