"""Trains the text reader: `python -m training.train --data DIR [--leave-out SOURCE]... [--only-threats]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detectors.text import weights
from detectors.text.language import CLASSES, LANGUAGES, UNKNOWN
from detectors.text.ngrams import BUCKETS
from detectors.text.threat_rules import ThreatRules
from detectors.text.word_lists import WordLists
from training.corpus import INVENTED, MACHINE_TRANSLATED, UNSEEN, Row, read_invented, read_rows, read_service_talk
from training.heads import TrainedHead, features, fit
from training.language import train_language
from training.threat import invented, train_threat

HERE = Path(__file__).parent
OUT = HERE.parent / "detectors" / "models" / "reader.npz"
COMPLAINT = {"complaint": 1, "praise": 0, "other": 0}
OFFENSIVE = {"offensive": 1, "not_offensive": 0}
TELLTALE_TIMES, INVENTED_TIMES = 200, 20
"""How often everyday words and service sentences are repeated for the language tables: reviews hold few of them."""
OWN, OTHER, TRANSLATED, OTHER_TRANSLATED = 1.0, 0.15, 0.3, 0.02
OWN_INVENTED, OTHER_INVENTED = 2.0, 0.7
ENGLISH_ELSEWHERE, ELSEWHERE, POLITE, POLITE_EVERY = 0.04, 2.0, 0.1, 4
"""How much a row counts for a language's block: by whose language it is, and how far its source is to be trusted."""


def main() -> None:
    """Train every head and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with text/ and traffic/")
    parser.add_argument("--leave-out", action="append", default=[], help="a source not to train on")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only-threats", action="store_true", help="keep what else FILE holds")
    options = parser.parse_args()
    rows = [*read_rows(options.data), *read_invented()]
    kept = [row for row in rows if row.part != UNSEEN and row.source not in options.leave_out]
    talk = read_service_talk(options.data)
    if options.only_threats:
        with np.load(options.out, allow_pickle=False) as stored:
            save(options.out, {name: stored[name] for name in stored.files} | threat_arrays(kept, talk))
    else:
        save(options.out, train(kept, talk))


def train(rows: Sequence[Row], talk: Sequence[str]) -> dict[str, np.ndarray]:
    """Every array of the weights' file; `talk` is English service traffic without labels."""
    words = WordLists.load()
    arrays: dict[str, np.ndarray] = {"version": np.array(weights.VERSION)}
    arrays["language"] = train_language(_by_language(rows)).astype(np.float16)
    print("language done")
    _store(arrays, "complaint", _complaint_heads([row for row in rows if row.label in COMPLAINT], words))
    print("complaint done")
    _store(arrays, "offensive", _offensive_heads(rows, words))
    print("offensive done")
    return arrays | threat_arrays(rows, talk)


def threat_arrays(rows: Sequence[Row], talk: Sequence[str]) -> dict[str, np.ndarray]:
    """What the threat model has learnt; real texts count as harmless, but for a source of hate."""
    made_up = invented()
    harmless = [("en", False, text) for text in talk]
    harmless += [(row.language, False, row.text) for row in rows if row.source != "davidson"]
    model = train_threat([*made_up, *harmless], len(made_up), WordLists.load(), ThreatRules.load())
    numbers, step = in_steps(model.ngrams)
    return {
        "threat_pairs": model.pairs,
        "threat_rules": model.rules,
        "threat_start": np.array([model.start]),
        "threat_ngrams": numbers,
        "threat_ngrams_step": step,
    }


def _by_language(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Texts of each class of the language model."""
    lines = [line.split("\t") for line in (HERE / "telltale.tsv").read_text(encoding="utf-8").splitlines()]
    texts = {
        language: [row.text for row in rows if row.language == language]
        + [row.text for row in rows if row.language == language and row.source == INVENTED] * INVENTED_TIMES
        + [text for spoken, text in lines if spoken == language] * TELLTALE_TIMES
        for language in LANGUAGES
    }
    return texts | {UNKNOWN: (HERE / "foreign.txt").read_text(encoding="utf-8").splitlines()}


def _complaint_heads(rows: Sequence[Row], words: WordLists) -> list[TrainedHead]:
    """A block for each language, which hears the others a little, and one for texts of none."""
    table, rarity = features(rows, words, "concepts")
    truth = np.array([COMPLAINT[row.label] for row in rows])
    heads = []
    for block in CLASSES:
        weight = np.array([worth(row, block) for row in rows])
        own = np.array([block in {row.language, UNKNOWN} for row in rows])
        heads.append(fit(table, truth, weight, rarity, own))
        print(f"  {block}")
    return heads


def worth(row: Row, block: str) -> float:
    """What a row counts for a language's block."""
    at_home = block in {row.language, UNKNOWN}
    if row.source == INVENTED:
        return OWN_INVENTED if at_home else OTHER_INVENTED
    if row.source == MACHINE_TRANSLATED:
        return TRANSLATED if at_home else OTHER_TRANSLATED
    return OWN if at_home else OTHER


def _offensive_heads(rows: Sequence[Row], words: WordLists) -> list[TrainedHead]:
    """A block for English and one for all others, which learns from Danish and from what the word list tells.

    Rows labelled for complaints count as inoffensive where they hold no ugly word: nearly all are.
    """
    labelled = [row for row in rows if row.label in OFFENSIVE]
    polite = [row for row in rows if row.label in COMPLAINT][::POLITE_EVERY]
    table, rarity = features([*labelled, *polite], words, "ugly")
    swears = np.asarray(table[:, len(rarity) :].sum(axis=1)).ravel() > 0
    swears[: len(labelled)] = False
    truth = np.array([OFFENSIVE[row.label] for row in labelled] + [0] * len(polite))
    english = np.array([row.language == "en" for row in [*labelled, *polite]])
    sure = np.array([OWN if row.label in OFFENSIVE else POLITE for row in [*labelled, *polite]])
    everything = np.ones(len(truth), dtype=bool)
    return [
        fit(table, truth, np.where(swears, 0, sure), rarity, everything),
        fit(
            table, truth, np.where(swears, 0, sure) * np.where(english, ENGLISH_ELSEWHERE, ELSEWHERE), rarity, ~english
        ),
    ]


def _store(arrays: dict[str, np.ndarray], name: str, heads: Sequence[TrainedHead]) -> None:
    arrays[f"{name}_ngrams"], arrays[f"{name}_ngrams_step"] = in_steps(np.concatenate([h.ngrams for h in heads]))
    arrays[f"{name}_concepts"] = np.stack([head.concepts for head in heads]).astype(np.float16)
    arrays[f"{name}_scales"] = np.stack([head.scale for head in heads]).astype(np.float32)


def in_steps(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127 and their step: a quarter of the size, and no measurable loss."""
    step = np.abs(weights).max() / 127
    return np.round(weights / step).astype(np.int8), np.array(step, dtype=np.float32)


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write the weights without pickle."""
    np.savez_compressed(path, **arrays)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {2 * BUCKETS} buckets a block")


if __name__ == "__main__":
    main()
