"""The accounts of the sample: the airline, its customers and the people of the story."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from training.demo.wording import CAREFUL, Style, load


@dataclass(eq=False, slots=True)
class Person:
    """An account; `profile` holds the optional fields of its `account` line."""

    id: str
    name: str
    handle: str
    style: Style
    language: str = "nl"
    profile: dict[str, Any] = field(default_factory=dict)
    follows: tuple[Person, ...] = ()

    @property
    def called(self) -> str:
        """What the desk calls this person."""
        return self.name.split()[0]


class Crowd:
    """Draws customers: new ones, and ones who wrote before."""

    def __init__(self, rng: Random, official: Person) -> None:
        self._rng, self._official = rng, official
        self._names = {key: value.split() for key, value in load("people").items() if isinstance(value, str)}
        self._bios: Sequence[str] = load("people")["bio"]
        self._known: dict[str, list[Person]] = {"nl": [], "en": [], "de": []}
        self._handles: set[str] = set()

    def somebody(self, language: str = "nl", returning: float = 0.4) -> Person:
        """A customer; `returning` is the chance, 0 to 1, that they wrote before."""
        known = self._known[language]
        if known and self._rng.random() < returning:
            return self._rng.choice(known)
        known.append(self._new(language))
        return known[-1]

    def friend(self) -> str:
        """A given name to call out to."""
        return self._rng.choice(self._names["first"])

    def _new(self, language: str) -> Person:
        rng, name = self._rng, self._name(language)
        handle = self._handle(name)
        follows = (self._official,) if rng.random() < 0.25 else ()
        style = Style.drawn(rng, dutch=language == "nl")
        return Person(f"a{len(self._handles):05d}", name, handle, style, language, self._profile(), follows)

    def _name(self, language: str) -> str:
        rng = self._rng
        if language != "nl":
            return rng.choice(self._names["english_first" if language == "en" else "german_first"])
        drawn = rng.random()
        if drawn < 0.15:
            return rng.choice(self._names["nick"])
        first = rng.choice(self._names["first"])
        return first if drawn < 0.4 else f"{first} {rng.choice(self._names['initial'])}."

    def _handle(self, name: str) -> str:
        plain = "".join(letter for letter in name.lower() if letter.isascii() and (letter.isalnum() or letter in "_-"))
        handle = f"{plain}.example"
        while handle in self._handles:
            handle = f"{plain}{self._rng.randrange(1, 9999)}.example"
        self._handles.add(handle)
        return handle

    def _profile(self) -> dict[str, Any]:
        """Age, reach and biography; None where the platform hides it."""
        rng = self._rng
        hidden = rng.random() < 0.3
        born = datetime(2009, 1, 1, tzinfo=UTC) + timedelta(days=rng.randrange(6380), seconds=rng.randrange(86400))
        return {
            "bio": rng.choice(self._bios) if rng.random() < 0.35 else None,
            "created_at": None if rng.random() < 0.2 else born,
            "followers": None if hidden else int(rng.lognormvariate(4.3, 1.4)),
            "following": None if hidden else int(rng.lognormvariate(4.9, 1.0)),
            "posts": None if hidden else int(rng.lognormvariate(5.0, 1.6)),
            "verified": None,
        }


def cast(key: str, born: datetime, reach: tuple[int, int, int], **more: Any) -> Person:
    """Somebody of story.toml; `reach` is followers, following, posts."""
    told = load("story")[key]
    followers, following, posts = reach
    profile = {"bio": told["bio"], "created_at": born, "followers": followers, "following": following, "posts": posts}
    return Person(f"x-{key}", told["name"], told["handle"], CAREFUL, "nl", profile | {"verified": None} | more)


def logo(dark: tuple[int, int, int], light: tuple[int, int, int]) -> str:
    """A PNG of 32 by 32 pixels as a data: URI: an aeroplane's tail. Stored, so its bytes never change."""
    rows = b"".join(
        b"\0" + b"".join(bytes(light if 8 <= x < 8 + y * 2 // 3 and y > 5 else dark) for x in range(32))
        for y in range(32)
    )
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
