"""`page-watchdog classify`: the pipeline's reader of texts, on bare texts."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from detectors.model import Reading
from detectors.text.reader import TextReader
from watchdog.commands.failures import fail
from watchdog.output import open_output
from watchdog.platforms.json_text import parse_json

BATCH = 1000


def classify(texts: Path, out: Path) -> None:
    """Read a text per line, `-` from standard input; write a label per line, in the same order."""
    reader = TextReader.load()
    with open_output(out) as file:
        rows = _rows(texts)
        while batch := list(itertools.islice(rows, BATCH)):
            readings = reader.read([row["text"] for row in batch], [_hints(row) for row in batch], explain=True)
            file.writelines(json.dumps(_label(reading), ensure_ascii=False) + "\n" for reading in readings)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with _opened(path) as lines:
        for number, raw in enumerate(lines, 1):
            if raw.isspace():
                continue
            try:
                row = parse_json(raw)
            except ValueError as error:
                raise fail(f"{path}: line {number}: {error}") from None
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise fail(f"{path}: line {number}: field text is missing or no text")
            if not isinstance(row.get("language"), str | None):
                raise fail(f"{path}: line {number}: field language is no text")
            yield row


def _opened(path: Path) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb")


def _hints(row: dict[str, Any]) -> tuple[str, ...]:
    language = row.get("language")
    return (language.split("-")[0].lower(),) if language else ()


def _label(reading: Reading) -> dict[str, Any]:
    return {
        "language": reading.language,
        "complaint": round(reading.complaint, 4),
        "offensive": round(reading.offensive, 4),
        "threat": round(reading.threat, 4),
        "because": list(reading.because),
    }
