"""Trains the text reader: `python -m training.train --data DIR [--leave-out SOURCE]... [--out FILE]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from detectors import concept_model, weights
from detectors.language import CLASSES, LANGUAGES, UNKNOWN
from detectors.lexicon import Lexicon
from detectors.ngrams import BUCKETS, grams
from training.corpus import UNSEEN, Row, read_rows
from training.features import counts
from training.language import train_language

HERE = Path(__file__).parent
OUT = HERE.parent / "detectors" / "models" / "reader.npz"
COMPLAINT = {"complaint": 1, "praise": 0, "other": 0}
OFFENSIVE = {"offensive": 1, "not_offensive": 0}
OTHER_LANGUAGES = 0.15
COST = 3.0
RARE = 2


def main() -> None:
    """Train every head and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with text/<language>.tsv.gz")
    parser.add_argument("--leave-out", action="append", default=[], help="a source not to train on")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    rows = [row for row in read_rows(options.data) if row.part != UNSEEN and row.source not in options.leave_out]
    save(options.out, train(rows))


def train(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """Every array of the weights' file."""
    arrays: dict[str, np.ndarray] = {"version": np.array(weights.VERSION)}
    arrays["language"] = train_language(_by_language(rows)).astype(np.float16)
    complaints = [row for row in rows if row.label in COMPLAINT]
    concepts = Lexicon.load("concepts.toml")
    features, idf = _features(complaints, concepts)
    truth = np.array([COMPLAINT[row.label] for row in complaints])
    spoken = np.array([row.language for row in complaints])
    heads = []
    for block in CLASSES:
        weight = np.ones(len(truth)) if block == UNKNOWN else np.where(spoken == block, 1.0, OTHER_LANGUAGES)
        heads.append(_fit(features, truth, weight, idf))
    _store(arrays, "complaint", heads)
    offences = [row for row in rows if row.label in OFFENSIVE]
    features, idf = _features(offences, Lexicon.load("insults.toml"))
    truth = np.array([OFFENSIVE[row.label] for row in offences])
    _store(arrays, "offensive", [_fit(features, truth, np.ones(len(truth)), idf)])
    return arrays


def _by_language(rows: Sequence[Row]) -> dict[str, list[str]]:
    texts = {language: [row.text for row in rows if row.language == language] for language in LANGUAGES}
    foreign = (HERE / "foreign.txt").read_text(encoding="utf-8").splitlines()
    return texts | {UNKNOWN: foreign}


def _features(rows: Sequence[Row], lexicon: Lexicon) -> tuple[sp.csr_matrix, np.ndarray]:
    """N-grams weighed by rarity and concepts, side by side; and the weight of rarity, to be folded into the model."""
    plain = counts([row.text for row in rows])
    seen = np.bincount(plain.indices, minlength=plain.shape[1])
    idf = np.where(seen < RARE, 0, np.log((len(rows) + 1) / (seen + 1)) + 1) / 7
    concepts = concept_rows(rows, lexicon)
    return sp.hstack([plain @ sp.diags(idf.astype(np.float32)), concepts]).tocsr(), idf


def concept_rows(rows: Sequence[Row], lexicon: Lexicon, step: int = 2000) -> sp.csr_matrix:
    """Concept features as at run time."""
    size, parts = concept_model.width(len(lexicon.concepts)), []
    for i in range(0, len(rows), step):
        some = rows[i : i + step]
        hits = lexicon.find(grams([row.text for row in some]), np.array([CLASSES.index(row.language) for row in some]))
        texts, numbers, _ = concept_model.features(hits, len(lexicon.concepts))
        values = 1 / np.sqrt(np.bincount(texts, minlength=len(some)) + concept_model.CREDIT)
        parts.append(sp.csr_matrix((values[texts].astype(np.float32), (texts, numbers)), shape=(len(some), size)))
    return sp.vstack(parts).tocsr()


def _fit(features: sp.csr_matrix, truth: np.ndarray, weight: np.ndarray, idf: np.ndarray) -> tuple[np.ndarray, ...]:
    """N-gram weights, concept weights, and calibration (slope, intercept)."""
    model = LogisticRegression(C=COST, solver="liblinear", dual=True, max_iter=60, tol=0.01)
    model.fit(features, truth, sample_weight=weight)
    coefficients = model.coef_[0]
    own = features[weight >= 1]
    heard = np.bincount(own.indices, minlength=features.shape[1])[: len(idf)] > 0
    ngrams = np.where(heard, coefficients[: len(idf)] * idf, 0)
    return ngrams, coefficients[len(idf) :], np.array([1.0, model.intercept_[0]])


def _store(arrays: dict[str, np.ndarray], name: str, heads: Sequence[tuple[np.ndarray, ...]]) -> None:
    stacked = np.concatenate([head[0] for head in heads])
    step = np.abs(stacked).max() / 127
    arrays[f"{name}_ngrams"] = np.round(stacked / step).astype(np.int8)
    arrays[f"{name}_ngrams_step"] = np.array(step, dtype=np.float32)
    arrays[f"{name}_concepts"] = np.stack([head[1] for head in heads]).astype(np.float16)
    arrays[f"{name}_scales"] = np.stack([head[2] for head in heads]).astype(np.float32)


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write the weights without pickle."""
    np.savez_compressed(path, **arrays)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {2 * BUCKETS} buckets a block")


if __name__ == "__main__":
    main()
