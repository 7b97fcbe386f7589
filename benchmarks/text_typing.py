"""How well complaints are read as people really type them: `python -m benchmarks.text_typing --data DIR`.

Every unseen row is changed in each of `benchmarks.mistyping.WAYS`, by a fixed seed; printed are, per language and
source, the AUC of the complaint head and its recall at 0.5, as written and changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.mistyping import WAYS
from benchmarks.text import HEADS, read
from detectors.text.reader import TextReader
from training.corpus import UNSEEN, Row, read_rows

SEED = 20261123
LABELS = HEADS["complaint"]


def main() -> None:
    """Print a row for each source and a column for each way of typing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    reader = TextReader.load(options.weights.read_bytes() if options.weights else None)
    rows = [row for row in read_rows(options.data) if row.part == UNSEEN and row.label in LABELS]
    sources = sorted({(row.language, row.source) for row in rows})
    print(f"{'':18s}{'as written':>16s}" + "".join(f"{name:>16s}" for name in WAYS))
    for language, source in sources:
        some = [row for row in rows if (row.language, row.source) == (language, source)]
        cells = [figures(reader, some), *(figures(reader, typed(some, way)) for way in WAYS)]
        print(f"{language} {source:15s}" + "".join(f"{cell:>16s}" for cell in cells), flush=True)


def typed(rows: Sequence[Row], way: str) -> list[Row]:
    """The rows with their texts changed in one way."""
    dice = np.random.default_rng(SEED)
    return [replace(row, text=WAYS[way](row.text, dice)) for row in rows]


def figures(reader: TextReader, rows: Sequence[Row]) -> str:
    """AUC and recall of the complaint head on the rows, told their language."""
    scores = np.array([reading.complaint for reading in read(reader, rows, hinted=True)])
    truth = np.array([LABELS[row.label] for row in rows])
    return f"{roc_auc_score(truth, scores):.3f} {np.mean(scores[truth] >= 0.5):.2f}"


if __name__ == "__main__":
    main()
