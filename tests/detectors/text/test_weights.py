from __future__ import annotations

import io
from importlib.resources import files

import numpy as np
import pytest

from detectors.text import weights
from detectors.text.word_lists import WordLists

RAW = files("detectors.models").joinpath("reader.npz").read_bytes()
SIZES = WordLists.load().sizes


def changed(**arrays: np.ndarray) -> bytes:
    with np.load(io.BytesIO(RAW), allow_pickle=False) as stored:
        kept = {key: stored[key] for key in stored.files} | arrays
    out = io.BytesIO()
    np.savez(out, **kept)
    return out.getvalue()


def test_weights_of_another_version_are_refused() -> None:
    with pytest.raises(ValueError, match="version 999"):
        weights.parse(changed(version=np.array(999)), *SIZES)


def test_weights_of_another_shape_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="complaint_concepts"):
        weights.parse(changed(complaint_concepts=np.zeros((2, 2))), *SIZES)


def test_weights_that_are_no_numbers_are_refused() -> None:
    start = np.array([np.nan])
    with pytest.raises(ValueError, match="threat_start"):
        weights.parse(changed(threat_start=start), *SIZES)


def test_pickled_weights_are_never_opened() -> None:
    with pytest.raises(ValueError, match="no weights"):
        weights.parse(changed(version=np.array({"run": "me"}, dtype=object)), *SIZES)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", RAW[: len(RAW) // 2]], ids=["empty", "stub", "half"])
def test_a_damaged_file_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no weights"):
        weights.parse(raw, *SIZES)
