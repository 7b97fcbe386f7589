"""Trains the tones of replies that mock and that lure customers: `python -m training.tone [--out FILE]`.

It prints how well it tells rounds and languages that it did not see. The examples (replies.tsv: round, language, kind,
account, text) are our own; customers' sentences are counter-examples.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from math import sqrt
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from detectors.fakes.service_words import tokens_of
from detectors.fakes.tone import BUCKETS, Tone, features

HERE = Path(__file__).parent
Example = tuple[str, str, str, str, str]
OWN = ("invented.tsv", "sarcasm.tsv")
HEADS = ("mock", "scam")


def main() -> None:
    """Train, say how well unseen rounds and languages are told, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "detectors" / "models" / "tone.npz")
    out = parser.parse_args().out
    examples = read()
    for place, name in ((0, "round"), (1, "language")):
        for left in sorted({e[place] for e in examples if e[2] == "mock"}):
            told(f"leave {name} {left} out", examples, place, left)
    np.savez_compressed(out, weights=train(examples).astype(np.float16))


def read() -> list[Example]:
    """All examples: round, language, kind (mock, plain, scam, customer), account, text."""
    with (HERE / "replies.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(a, b, c, d, e) for a, b, c, d, e in csv.reader(file, delimiter="\t")]
    for name in OWN:
        with (HERE / name).open(encoding="utf-8", newline="") as file:
            rows += [("", row[0], "customer", "", row[-1]) for row in csv.reader(file, delimiter="\t")]
    return rows


def train(examples: list[Example]) -> np.ndarray:
    """A row for each head: weights of all buckets and the intercept; replies of the kind and others weigh alike."""
    lists = [features(tokens_of(text)) for *_, text in examples]
    values = np.concatenate([np.full(len(found), 1 / sqrt(max(1, len(found)))) for found in lists])
    ends = np.cumsum([0, *map(len, lists)])
    table = csr_matrix((values, np.concatenate(lists), ends), shape=(len(lists), BUCKETS))
    return np.stack([_head(table, [e[2] == kind for e in examples]) for kind in HEADS])


def _head(table: csr_matrix, truth: list[bool]) -> np.ndarray:
    model = LogisticRegression(C=5.0, class_weight="balanced", max_iter=2000)
    model.fit(table, truth)
    return np.append(model.coef_[0], model.intercept_)


def told(name: str, examples: list[Example], place: int, left: str) -> None:
    """Print each head's areas under the ROC curve against plain replies, by text and by account, and quantiles."""
    tone = Tone(train([e for e in examples if e[place] != left]).astype(np.float32))
    for head, kind in enumerate(HEADS):
        accounts: dict[tuple[str, bool], list[float]] = defaultdict(list)
        for e in examples:
            if e[place] == left and e[2] in {kind, "plain"}:
                accounts[e[3], e[2] == kind].append(tone.odds(tokens_of(e[4]))[head])
        texts = [(truth, odds) for (_, truth), found in accounts.items() for odds in found]
        means = [(truth, float(np.mean(found))) for (_, truth), found in accounts.items()]
        others = np.quantile([m for truth, m in means if not truth], [0.5, 0.9, 0.95])
        such = np.quantile([m for truth, m in means if truth], [0.25, 0.5, 0.75])
        areas = (roc_auc_score(*zip(*rows, strict=True)) for rows in (texts, means))
        print(name, kind, *(f"{area:.2f}" for area in areas), "plain", others.round(2), "such", such.round(2))


if __name__ == "__main__":
    main()
