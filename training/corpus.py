"""Labelled rows from the data folder, each with a part by hash of its text, so that copies never straddle the parts."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("nl", "sv", "da", "no", "en", "de")
PARTS = 5
UNSEEN = 0
INVENTED, SARCASM, FOREIGN, MACHINE_TRANSLATED, CRITICS = "invented", "sarcasm", "foreign", "m_absa_mt", "norec"
UNKNOWN = "und"

_NOISE = re.compile(r"^(?:\W*rt\b)|https?://\S+|@\w+|\W+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text; `part` 0 is never trained on."""

    language: str
    source: str
    label: str
    text: str
    part: int


def read_rows(data: Path) -> Iterator[Row]:
    """Every row of DATA/text/LANGUAGE.tsv.gz, in order."""
    for language in LANGUAGES:
        with gzip.open(data / "text" / f"{language}.tsv.gz", "rt", encoding="utf-8") as file:
            next(file)
            for line in file:
                source, label, text = line.rstrip("\n").split("\t")
                yield Row(language, source, label, text, part_of(text))


def read_invented() -> Iterator[Row]:
    """Our own short texts: of customers' service, of praise meant and not meant, and ugly ones."""
    service = ("other", "complaint")
    lists = ((INVENTED, INVENTED, service), (SARCASM, SARCASM, service))
    for name, source, labels in (*lists, ("offences", INVENTED, ("not_offensive", "offensive"))):
        for line in Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            language, label, text = line.split("\t")
            yield Row(language, source, labels[int(label)], text, part_of(text))
    for line in Path(__file__).with_name("foreign.tsv").read_text(encoding="utf-8").splitlines():
        language, label, text = line.split("\t")
        yield Row(UNKNOWN, f"{FOREIGN} {language}", service[int(label)], text, part_of(text))


def read_service_talk(data: Path) -> list[str]:
    """English service conversations without labels, both sides."""
    texts = []
    for name in ("twcs_threads", "spotify_2017"):
        with gzip.open(data / "traffic" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in file]
    return texts


def part_of(text: str) -> int:
    """0 to 4, the same for retweets and for copies that differ in links, names or signs only."""
    plain = _NOISE.sub("", text.casefold())
    return zlib.crc32(plain[:80].encode("utf-8", "replace")) % PARTS
