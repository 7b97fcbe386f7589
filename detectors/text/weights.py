"""The trained numbers, read from the package; what does not fit this version of the program is refused."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detectors.text import concept_model, language, ngrams
from detectors.text.language import CLASSES, UNKNOWN
from detectors.text.ngrams import Numbers
from detectors.text.threat import ThreatModel
from detectors.text.threat_rules import GUARDS

Steps = NDArray[np.int16]
OFFENSIVE_BLOCKS = ("en", "da", UNKNOWN)
"""Whose texts the blocks of the offensive head read; the last reads all others."""
VERSION = 5
"""Raised whenever featurising changes: weights of another version would be read as noise."""


@dataclass(frozen=True, slots=True)
class Head:
    """One yes-or-no model: blocks of n-gram weights end to end, rows of concept weights, and per block its scale.

    N-grams weigh whole numbers of `step`: half the memory, and nothing to convert when they are loaded. `scales` has a
    row per block: slope and intercept of the calibration (Platt 1999).
    """

    ngrams: Steps
    step: float
    concepts: Numbers
    scales: Numbers


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything the reader has learnt."""

    language: Numbers
    complaint: Head
    offensive: Head
    threat: ThreatModel


def load(concepts: int, insults: int, kinds: int, name: str = "reader.npz") -> Weights:
    """Read the weights that come with the program.

    Args:
        concepts: how many concepts the complaint head knows.
        insults: how many concepts the offensive head knows.
        kinds: how many kinds of word the threat model knows.
        name: file in `detectors.models`.

    Raises:
        ValueError: if they are of another version or shape, or no weights at all.
    """
    return parse(files("detectors.models").joinpath(name).read_bytes(), concepts, insults, kinds)


def parse(raw: bytes, concepts: int, insults: int, kinds: int) -> Weights:
    """As `load`, from bytes; never unpickles."""
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            stored = {key: arrays[key] for key in arrays.files}
        version = int(stored["version"])
    except (KeyError, TypeError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise ValueError("these are no weights of the text reader: install page-watchdog again") from error
    if version != VERSION:
        raise ValueError(f"the text reader's weights are of version {version}, this program needs {VERSION}")
    return Weights(
        _shaped(stored, "language", (2 * language.BUCKETS, len(CLASSES))),
        _head(stored, "complaint", len(CLASSES), concepts),
        _head(stored, "offensive", len(OFFENSIVE_BLOCKS), insults),
        ThreatModel(
            _shaped(stored, "threat_pairs", (kinds, kinds)),
            _shaped(stored, "threat_rules", (1 + len(GUARDS),)),
            _shaped(stored, "threat_ngrams", (2 * ngrams.BUCKETS,)),
            float(_shaped(stored, "threat_start", (1,))[0]),
        ),
    )


def _head(stored: dict[str, np.ndarray], name: str, blocks: int, concepts: int) -> Head:
    return Head(
        _steps(stored, f"{name}_ngrams", (blocks * 2 * ngrams.BUCKETS,)),
        float(_shaped(stored, f"{name}_ngrams_step", ())),
        _shaped(stored, f"{name}_concepts", (blocks, concept_model.width(concepts))),
        _shaped(stored, f"{name}_scales", (blocks, 2)),
    )


def _steps(stored: dict[str, np.ndarray], name: str, shape: tuple[int, ...]) -> Steps:
    array = _fitting(stored, name, shape)
    if array.dtype != np.int16:
        raise ValueError(f"the text reader's weights do not fit: {name} should be int16, is {array.dtype}")
    return array


def _shaped(stored: dict[str, np.ndarray], name: str, shape: tuple[int, ...]) -> Numbers:
    numbers = _fitting(stored, name, shape).astype(np.float32)
    if f"{name}_step" in stored:
        numbers *= np.float32(stored[f"{name}_step"])
    if not np.isfinite(numbers).all():
        raise ValueError(f"the text reader's weights are damaged: {name} holds no numbers")
    return numbers


def _fitting(stored: dict[str, np.ndarray], name: str, shape: tuple[int, ...]) -> np.ndarray:
    array = stored.get(name)
    if array is None or array.shape != shape or array.dtype.kind not in "fi":
        found = "nothing" if array is None else f"{array.dtype} {array.shape}"
        raise ValueError(f"the text reader's weights do not fit: {name} should be {shape}, is {found}")
    return array
