"""Measures the text reader on rows it never saw: `python -m benchmarks.text --data DIR --bench DIR [--weights FILE]`.

DATA holds text/<language>.tsv.gz, BENCH the scorer text.py. For leave-one-source-out figures train with `--leave-out
SOURCE --out FILE` first and pass FILE as `--weights`.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from detectors.model import Reading
from detectors.text.reader import TextReader
from training.corpus import LANGUAGES, UNSEEN, Row, read_invented, read_rows

Judge = Callable[[Sequence[float], Sequence[bool]], dict[str, Any]]
HEADS = {"complaint": {"complaint": True, "praise": False, "other": False}}
HEADS["offensive"] = {"offensive": True, "not_offensive": False}
COLUMNS = ("texts", "share", "auc", "average_precision", "f1", "balanced_accuracy", "brier", "calibration_error")
PLAIN = {
    "sv trustpilot_sv": 0.956,
    "da trustpilot_da": 0.951,
    "nl semeval_nl": 0.888,
    "en preotiuc": 0.888,
    "de germeval2017": 0.777,
    "no norec": 0.727,
    "en davidson": 0.982,
    "da dkhate": 0.843,
}
"""AUC of plain TF-IDF with logistic regression on rows of its own split; the goal is a quarter less error."""
BATCH = 1000
HARD = Path(__file__).parent.parent / "tests" / "detectors" / "text" / "threats_hard.tsv"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.bench))
    judge: Judge = importlib.import_module("text").judge
    reader = TextReader.load(options.weights.read_bytes() if options.weights else None)
    rows = [row for row in [*read_rows(options.data), *read_invented()] if row.part == UNSEEN]
    readings = read(reader, rows, hinted=True)
    by_source(judge, rows, readings)
    languages(rows, readings, read(reader, rows, hinted=False))
    threats(reader)
    ordinary(rows, readings)
    speed(reader, [row.text for row in rows])
    size()


def read(reader: TextReader, rows: Sequence[Row], *, hinted: bool) -> list[Reading]:
    """Readings of the rows, told their language or not."""
    out: list[Reading] = []
    for i in range(0, len(rows), BATCH):
        some = rows[i : i + BATCH]
        out += reader.read([row.text for row in some], [[row.language] if hinted else [] for row in some])
    return out


def by_source(judge: Judge, rows: Sequence[Row], readings: Sequence[Reading]) -> None:
    """Each head on each source, as the public scorer judges."""
    for head, classes in HEADS.items():
        print(f"\n{head:24s}" + "".join(f"{column.replace('_', ' '):>19s}" for column in COLUMNS) + "     goal of auc")
        for language in LANGUAGES:
            for source in sorted({row.source for row in rows if row.language == language and row.label in classes}):
                pairs = [
                    (getattr(reading, head), classes[row.label])
                    for row, reading in zip(rows, readings, strict=True)
                    if (row.language, row.source) == (language, source) and row.label in classes
                ]
                result = judge([p for p, _ in pairs], [y for _, y in pairs])
                plain = PLAIN.get(f"{language} {source}")
                goal = "" if plain is None else f"{1 - 0.75 * (1 - plain):16.3f}"
                print(f"{language} {source:21s}" + "".join(f"{result[column]!s:>19}" for column in COLUMNS) + goal)


def languages(rows: Sequence[Row], hinted: Sequence[Reading], alone: Sequence[Reading]) -> None:
    """How often the language is right, told it and not, and for texts of up to three words; emoji alone have none."""
    print("\nlanguage right       told  not told  up to 3 words, told  not told")
    for language in LANGUAGES:
        of = [i for i, row in enumerate(rows) if row.language == language and any(map(str.isalpha, row.text))]
        short = [i for i in of if len(rows[i].text.split()) <= 3]
        cells = [
            sum(readings[i].language == language for i in chosen) / max(1, len(chosen))
            for chosen in (of, short)
            for readings in (hinted, alone)
        ]
        print(f"{language:18s}" + "".join(f"{cell:10.3f}" for cell in cells) + f"   ({len(of)}, {len(short)})")


def threats(reader: TextReader) -> None:
    """Recall and precision on the hard sentences."""
    rows = [line.split("\t") for line in HARD.read_text(encoding="utf-8").splitlines()]
    readings = reader.read([text for _, _, text in rows], [[language] for language, _, _ in rows])
    print("\nthreats, hard sentences   at   recall  precision   of")
    for threshold in (0.5, 0.6):
        for language in (*LANGUAGES, "all"):
            told = [
                (kind != "none", reading.threat >= threshold)
                for (spoken, kind, _), reading in zip(rows, readings, strict=True)
                if language in {spoken, "all"} and kind != "self_harm"
            ]
            hits, real = sum(a and b for a, b in told), sum(a for a, _ in told)
            precision = hits / max(1, sum(b for _, b in told))
            print(f"{language:22s} {threshold:5.1f} {hits / real:8.2f} {precision:10.2f} {len(told):5d}")
    own = [r.danger == "self_harm" for (_, kind, _), r in zip(rows, readings, strict=True) if kind == "self_harm"]
    print(f"self-harm noticed: {sum(own)} of {len(own)}")


def ordinary(rows: Sequence[Row], readings: Sequence[Reading]) -> None:
    """Threats told in unseen texts that were labelled for something else: nearly all false."""
    plain = [r for row, r in zip(rows, readings, strict=True) if row.source not in {"davidson", "dkhate"}]
    told = sum(reading.threat >= 0.6 for reading in plain)
    print(f"\nthreats told (at 0.6) in {len(plain)} unseen reviews and service texts: {told}")


def speed(reader: TextReader, texts: Sequence[str]) -> None:
    """Texts a second of one core's time, in batches and one by one."""
    for name, step, some in (("batches of 1,000", BATCH, texts), ("one by one", 1, texts[::10])):
        began = time.process_time()
        for i in range(0, len(some), step):
            reader.read(some[i : i + step])
        took = time.process_time() - began
        print(f"speed, {name}: {len(some) / took:,.0f} texts/s, mean length {sum(map(len, some)) / len(some):.0f}")


def size() -> None:
    """Load time in a fresh process, file sizes, memory."""
    code = (
        "import time; a = time.process_time(); from detectors.text.reader import TextReader; b = time.process_time();"
        "TextReader.load(); print(f'import {b - a:.2f} s, load {time.process_time() - b:.2f} s (processor time)')"
    )
    print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip())  # noqa: S603
    total = sum(len(item.read_bytes()) for item in files("detectors.models").iterdir() if item.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"models: {total / 1e6:.1f} MB; peak memory of this run: {peak:.0f} MB")


if __name__ == "__main__":
    main()
