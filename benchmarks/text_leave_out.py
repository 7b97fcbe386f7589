"""How well the complaint head reads a source it never learnt from: `python -m benchmarks.text_leave_out --data DIR`.

For each source and language the language's block is fitted with and without that source; both are tested on the
source's unseen rows.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from detectors.text.word_lists import WordLists
from training.corpus import INVENTED, UNSEEN, Row, read_invented, read_rows
from training.heads import features, regress
from training.train import COMPLAINT, worth


def main() -> None:
    """Print both figures for every source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    rows = [row for row in [*read_rows(data), *read_invented()] if row.label in COMPLAINT]
    unseen = np.array([row.part == UNSEEN for row in rows])
    table, _ = features(rows, WordLists.load(), "concepts", counted=~unseen)
    truth = np.array([COMPLAINT[row.label] for row in rows])
    for language, source in sorted({(row.language, row.source) for row in rows if row.source != INVENTED}):
        tested = unseen & np.array([(row.language, row.source) == (language, source) for row in rows])
        figures = []
        for left_out in ("", source):
            weight = np.where(unseen, 0, weights_without(rows, language, left_out))
            used = np.flatnonzero(weight > 0)
            coefficients, _ = regress(table[used], truth[used], weight[used])
            figures.append(roc_auc_score(truth[tested], table[tested] @ coefficients))
        print(f"{language} {source:15s} with {figures[0]:.3f}  without {figures[1]:.3f}", flush=True)


def weights_without(rows: list[Row], language: str, source: str) -> np.ndarray:
    """What each row counts for a language's block when a source's rows in that language are left out."""
    return np.array([0.0 if (row.language, row.source) == (language, source) else worth(row, language) for row in rows])


if __name__ == "__main__":
    main()
