"""Recordings of a brand's pages on which storms rise when a test wants it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

BEGIN = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)  # a Monday
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
EVERYDAY = (
    "mijn bestelling klopt weer niet, waardeloos", "al dagen wacht ik op antwoord, heel slecht",
    "de app werkt niet goed",     "wat een slechte service zeg", "verkeerde factuur gekregen, niet blij",
    "de chauffeur was onbeschoft",
)  # fmt: skip
OUTAGE = (
    "alweer een storing, ik baal enorm", "weer storing en niemand doet iets, schandalig",
    "hele avond storing, wat slecht",
    "storing in Leiden, dit is echt waardeloos", "ik kan niet werken door deze storing, belachelijk",
    "nog steeds storing, jullie service is slecht",
)  # fmt: skip
DOUBLE = (
    "dubbel afgeschreven, ik wil mijn geld terug", "er is twee keer afgeschreven, schandalig",
    "jullie hebben dubbel afgeschreven, belachelijk slecht", "dubbele afschrijving op mijn rekening, waardeloos",
)  # fmt: skip

CONFIG = """
language = "en"
timezone = "Europe/Amsterdam"

[[pages]]
name = "kwik-a"
brand = "Kwikbaan"
platform = "recording"
languages = ["nl"]
opening_hours = "Mo-Fr 08:00-18:00"

[[pages]]
name = "kwik-b"
brand = "Kwikbaan"
platform = "recording"
languages = ["nl"]
opening_hours = "Mo-Fr 08:00-18:00"
"""

Burst = tuple[str, datetime, int, Sequence[str]]
"""A page, when a burst begins, how many minutes it lasts with three complaints a minute, and its texts."""


def recording(
    bursts: Sequence[Burst], days: float, pages: Sequence[str] = ("kwik-a", "kwik-b")
) -> list[dict[str, Any]]:
    """Ten days of ordinary complaints seen at the first look, then `days` of polls every five minutes."""
    lines = [line for page in pages for line in _page(page, [b for b in bursts if b[0] == page], days)]
    lines.sort(key=lambda line: line["seen_at"])
    return [*lines, {"type": "end", "seen_at": stamp(BEGIN + days * DAY)}]


def stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def write(path: Path, lines: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def _page(page: str, bursts: Sequence[Burst], days: float) -> Iterator[dict[str, Any]]:
    written = sorted([*_everyday(days), *(w for burst in bursts for w in _burst(burst))])
    yield _poll(page, BEGIN - 10 * DAY, BEGIN)
    seen = 0
    for number in range(round(days * 288) + 1):
        now = BEGIN + number * 5 * MINUTE
        if number:
            yield _poll(page, now - 5 * MINUTE, now)
        while seen < len(written) and written[seen][0] < now:
            at, text = written[seen]
            yield {
                "type": "item", "page": page, "id": f"{page}-{seen}", "author": f"{page}-author-{seen}",
                "created_at": stamp(at), "seen_at": stamp(now), "text": text,
            }  # fmt: skip
            seen += 1


def _everyday(days: float) -> Iterator[tuple[datetime, str]]:
    number = round((10 + days) * 24)
    for hour in range(number):
        yield BEGIN - 10 * DAY + timedelta(hours=hour, minutes=hour * 37 % 60), EVERYDAY[hour % len(EVERYDAY)]


def _burst(burst: Burst) -> Iterator[tuple[datetime, str]]:
    _, begin, minutes, texts = burst
    for number in range(minutes * 3):
        text = f"{texts[number % len(texts)]} {'!' * (number % 5)}"
        yield begin + timedelta(seconds=20 * number), text


def _poll(page: str, start: datetime, end: datetime) -> dict[str, Any]:
    return {"type": "poll", "page": page, "seen_at": stamp(end), "from": stamp(start), "to": stamp(end), "ok": True}
