"""Makes the sample that `page-watchdog demo` replays: three weeks of an invented Dutch airline's page.

Run `python -m training.demo.make_fortnight`; the same seed gives the same recording.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from training.demo.ordinary import Ordinary
from training.demo.page import Page, lines
from training.demo.people import Crowd, Person, cast, logo
from training.demo.story import Story
from training.demo.wording import CAREFUL, Wording, load

SEED = 20260723
TARGET = Path(__file__).parents[2] / "watchdog" / "demo" / "fortnight.jsonl.gz"
ORANGE, WHITE, NAVY = (235, 110, 30), (255, 255, 255), (20, 40, 90)


def told(seed: int = SEED) -> Page:
    """The page after three weeks, with what each comment is about."""
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    people = _people()
    page = Page(rng, people["official"])
    places = load("people")
    wording = Wording(rng, places["places"].split(), places["months"].split())
    crowd = Crowd(rng, page.official)
    ordinary = Ordinary(page, crowd, wording, rng)
    ordinary.run()
    Story(page, crowd, ordinary, wording, people).run()
    return page


def recording(seed: int = SEED) -> Iterator[str]:
    """The recording's lines, without line ends."""
    for line in lines(told(seed)):
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _people() -> dict[str, Person]:
    def born(year: int, month: int, day: int) -> datetime:
        return datetime(year, month, day, 9, 12, tzinfo=UTC)

    tail = logo(ORANGE, WHITE)
    people = {
        "troll": cast("troll", born(2026, 7, 2), (412, 9, 63)),
        "scam": cast("scam", born(2026, 7, 17), (23, 211, 6), avatar=tail),
        "helper": cast("helper", born(2014, 3, 9), (640, 388, 5120)),
        "regional": cast("regional", born(2018, 5, 14), (3180, 44, 2210), avatar=logo(NAVY, WHITE)),
        "parody": cast("parody", born(2021, 4, 1), (1893, 71, 940)),
        "journalist": cast("journalist", born(2012, 9, 3), (5210, 1420, 8800), verified=True),
    }
    voice = {"bio": "Officieel account van Polderjet. Ma-vr 8-22 uur, za-zo 9-18 uur. polderjet.example"}
    reach = {"followers": 48_211, "following": 96, "posts": 31_870, "verified": True, "avatar": tail}
    profile = voice | {"created_at": born(2011, 6, 20)} | reach
    official = Person("x-polderjet", "Polderjet", "polderjet.example", CAREFUL, "nl", profile, (people["regional"],))
    people["regional"].follows = people["helper"].follows = (official,)
    return people | {"official": official}


def main() -> None:
    """Writes the bundled file."""
    text = "".join(f"{line}\n" for line in recording())
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{TARGET.name}: {text.count(chr(10))} lines, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
