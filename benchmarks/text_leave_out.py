"""How well the complaint head reads a source it never learnt from: `python -m benchmarks.text_leave_out --data DIR`.

For each source and language the language's block is fitted without that source, stacking and all, and tested on the
source's unseen rows; `python -m benchmarks.text` tells how well it reads them with it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from detectors.text.word_lists import WordLists
from training.corpus import INVENTED, SARCASM, UNKNOWN, UNSEEN, Row, read_invented, read_rows
from training.heads import features, fit
from training.train import COMPLAINT, held, lessons


def main() -> None:
    """Print the figure of every source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--source", action="append", help="leave out these only; left out: each in turn")
    options = parser.parse_args()
    rows = [row for row in [*read_rows(options.data), *read_invented()] if row.label in COMPLAINT]
    seen = np.array([row.part != UNSEEN for row in rows])
    table, rarity = features(rows, WordLists.load(), "concepts", counted=seen)
    truth = np.array([COMPLAINT[row.label] for row in rows])
    given = {
        (row.language, row.source) for row in rows if row.source not in {INVENTED, SARCASM} and row.language != UNKNOWN
    }
    for language, source in sorted(pair for pair in given if not options.source or pair[1] in options.source):
        theirs = belong(rows, language, source)
        kept = np.flatnonzero(seen & ~theirs)
        others = [rows[i] for i in kept]
        head = fit(table[kept], truth[kept], lessons(others, language), rarity, held(others, language))
        tested = np.flatnonzero(~seen & theirs)
        coefficients = np.concatenate(
            (np.divide(head.ngrams, rarity, where=rarity > 0, out=head.ngrams), head.concepts)
        )
        print(f"{language} {source:15s} {roc_auc_score(truth[tested], table[tested] @ coefficients):.3f}", flush=True)


def belong(rows: Sequence[Row], language: str, source: str) -> np.ndarray:
    """Which rows are a source's in a language."""
    return np.array([(row.language, row.source) == (language, source) for row in rows])


if __name__ == "__main__":
    main()
