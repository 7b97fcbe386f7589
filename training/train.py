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
from training.corpus import (
    CRITICS,
    INVENTED,
    MACHINE_TRANSLATED,
    SARCASM,
    UNSEEN,
    Row,
    read_invented,
    read_rows,
    read_service_talk,
)
from training.heads import Held, Lesson, TrainedHead, features, fit
from training.language import train_language
from training.threat import invented, train_threat

HERE = Path(__file__).parent
OUT = HERE.parent / "detectors" / "models" / "reader.npz"
COMPLAINT = {"complaint": 1, "praise": 0, "other": 0}
OFFENSIVE = {"offensive": 1, "not_offensive": 0}
STEPS = 2000
TELLTALE_TIMES, INVENTED_TIMES, FOREIGN_TIMES = 200, 20, 3
"""How often everyday words and service sentences are repeated for the language tables: reviews hold few of them."""
OWN, OTHER, TRANSLATED, OTHER_TRANSLATED = 1.0, 0.15, 0.3, 0.0
OWN_INVENTED, OTHER_INVENTED = 2.0, 0.7
OWN_SARCASM, OTHER_SARCASM = 1.0, 0.3
ENGLISH_ELSEWHERE, ELSEWHERE, POLITE, POLITE_EVERY = 0.04, 2.0, 0.1, 4
CRITICS_CALIBRATE = 0.3
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
    foreign = (HERE / "foreign.txt").read_text(encoding="utf-8").splitlines()
    return texts | {UNKNOWN: foreign + [row.text for row in rows if row.language == UNKNOWN] * FOREIGN_TIMES}


def _complaint_heads(rows: Sequence[Row], words: WordLists) -> list[TrainedHead]:
    """A block for each language, which hears the others a little, and one for texts of none."""
    table, rarity = features(rows, words, "concepts")
    truth = np.array([COMPLAINT[row.label] for row in rows])
    heads = []
    for block in CLASSES:
        heads.append(fit(table, truth, lessons(rows, block), rarity, held(rows, block)))
        print(f"  {block}: {heads[-1].scale}")
    return heads


def lessons(rows: Sequence[Row], block: str) -> list[Lesson]:
    """Whom the members of a language's block listen to: all, and its own people with everybody's service talk."""
    everybody = Lesson(np.array([worth(row, block) for row in rows]))
    if block == UNKNOWN:
        return [everybody]
    natives = np.array([worth_to_natives(row, block) for row in rows])
    balanced = in_balance(natives, np.array([COMPLAINT[row.label] for row in rows]))
    return [everybody, Lesson(balanced, cost=8, parting=True, concepts=False)]


def in_balance(weight: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The weights with those of the true rows raised, or lowered, until both classes count alike."""
    yes = weight[truth == 1].sum()
    return weight * np.where(truth == 1, weight[truth == 0].sum() / yes if yes else 1, 1)


def worth_to_natives(row: Row, block: str) -> float:
    """What a row counts for the member that knows a language's own texts only."""
    if row.source == INVENTED:
        return OWN_INVENTED
    return OWN if row.language == block and row.source not in {MACHINE_TRANSLATED, SARCASM} else 0


def held(rows: Sequence[Row], block: str) -> Held:
    """What a language's block is stacked and calibrated by: its own rows; sources not to be trusted count even less.

    Critics complain in one sentence of six; on pages that would be far too low, so they hardly speak on calibration.
    """
    at_home = np.array([worth(row, block) ** 2 if block in {row.language, UNKNOWN} else 0 for row in rows])
    customers = np.array([CRITICS_CALIBRATE if row.source == CRITICS else 1 for row in rows])
    return Held(np.array([row.part for row in rows]), at_home, at_home * customers)


def worth(row: Row, block: str) -> float:
    """What a row counts for a language's block."""
    at_home = block in {row.language, UNKNOWN}
    if row.source == INVENTED:
        return OWN_INVENTED if at_home else OTHER_INVENTED
    if row.source == SARCASM:
        return OWN_SARCASM if at_home else OTHER_SARCASM
    if row.source == MACHINE_TRANSLATED:
        return TRANSLATED if at_home else OTHER_TRANSLATED
    return OWN if at_home else OTHER


def _offensive_heads(rows: Sequence[Row], words: WordLists) -> list[TrainedHead]:
    """Blocks for English, Danish and all others, who learn from Danish and from what the word list tells.

    Rows labelled for complaints count as inoffensive where they hold no ugly word: nearly all are.
    """
    labelled = [row for row in rows if row.label in OFFENSIVE]
    polite = [row for row in rows if row.label in COMPLAINT][::POLITE_EVERY]
    table, rarity = features([*labelled, *polite], words, "ugly")
    swears = np.asarray(table[:, len(rarity) :].sum(axis=1)).ravel() > 0
    swears[: len(labelled)] = False
    truth = np.array([OFFENSIVE[row.label] for row in labelled] + [0] * len(polite))
    english, danish = (np.array([row.language == spoken for row in [*labelled, *polite]]) for spoken in ("en", "da"))
    sure = np.array([OWN if row.label in OFFENSIVE else POLITE for row in [*labelled, *polite]])
    folds = np.array([row.part for row in [*labelled, *polite]])
    sure = np.where(swears, 0, sure)
    elsewhere = sure * np.where(english, ENGLISH_ELSEWHERE, ELSEWHERE)
    natives = sure * np.where(english, 0, ELSEWHERE)
    lessons = {
        "en": [Lesson(sure)],
        "da": danish_lessons([*labelled, *polite], truth, elsewhere),
        UNKNOWN: [Lesson(elsewhere)],
    }
    measured = {"en": sure, "da": natives * danish, UNKNOWN: natives}
    return [
        fit(table, truth, lessons[block], rarity, Held(folds, measured[block] ** 2, measured[block] ** 2))
        for block in weights.OFFENSIVE_BLOCKS
    ]


def danish_lessons(rows: Sequence[Row], truth: np.ndarray, everybody: np.ndarray) -> list[Lesson]:
    """What Danish offence is learnt from: all, and its own labelled texts, each way with the classes in balance."""
    own = np.array([float(row.language == "da" and row.label in OFFENSIVE) for row in rows])
    return [
        Lesson(everybody),
        Lesson(own, cost=20),
        Lesson(in_balance(own, truth), cost=8, parting=True, concepts=False),
        Lesson(own, cost=8, parting=True),
    ]


def _store(arrays: dict[str, np.ndarray], name: str, heads: Sequence[TrainedHead]) -> None:
    arrays[f"{name}_ngrams"], arrays[f"{name}_ngrams_step"] = in_steps(np.concatenate([h.ngrams for h in heads]))
    arrays[f"{name}_concepts"] = np.stack([head.concepts for head in heads]).astype(np.float16)
    arrays[f"{name}_scales"] = np.stack([head.scale for head in heads]).astype(np.float32)


def in_steps(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers and their step: half the size, and no measurable loss."""
    step = np.abs(weights).max() / STEPS
    return np.round(weights / step).astype(np.int16), np.array(step, dtype=np.float32)


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write the weights without pickle."""
    np.savez_compressed(path, **arrays)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {2 * BUCKETS} buckets a block")


if __name__ == "__main__":
    main()
