"""Whether a reply sounds like customer service, like this brand, or mocks the customer within a polite frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors.fakes.scorecard import weigh
from detectors.findings import Evidence
from detectors.model import Reading

_RUDE = 0.5
_STRANGE = 0.6
_ALIKE = 0.7
_CALM = -0.8
_SURE = 0.8
_FEW = 3
_SOUNDS = 0.3


def is_mocking(words: Mapping[str, int], reading: Reading) -> bool:
    """Whether a reply insults or brushes off the customer."""
    return bool(words.get("mock")) or reading.offensive >= _RUDE


def is_company(words: Mapping[str, int], tones: tuple[float, float] | None) -> bool:
    """Whether a reply says "we" to "you" in a tone that mocks or lures, whatever it is about."""
    addressed = words.get("we") and (words.get("you") or words.get("greeting")) and not words.get("personal")
    return bool(addressed) and tones is not None and max(tones) >= _SOUNDS


def voice_evidence(voices: Sequence[float], poses: bool) -> list[Evidence]:
    """What the likeness of an account's replies to the brand's own answers (each in [0, 1]) says.

    Under the brand's name, a strange voice is a troll's, for the brand's own desks sound like the brand; under any
    other name, the brand's voice is put on.
    """
    if not voices:
        return []
    mean = sum(voices) / len(voices)
    sure = len(voices) / (len(voices) + 1)
    if poses and mean < _STRANGE:
        return [weigh("off_voice", mean, sure * min(1.0, (_STRANGE - mean) / 0.3))]
    return [weigh("brand_voice", mean, sure)] if not poses and mean >= _ALIKE else []


def tone_evidence(tones: Sequence[tuple[float, float]]) -> list[Evidence]:
    """What the tones of at least three replies (log-odds that each mocks, and that it lures) say on the whole.

    A single reply is too often read wrongly; the bounds lie where accounts of unseen rounds in training parted.
    """
    if len(tones) < _FEW:
        return []
    sure = len(tones) / (len(tones) + 2)
    names = ("mocking_tone", "luring_tone")
    strengths = (sure * min(1.0, (mean_tone(tones, head) - _CALM) / _SURE) for head in range(len(names)))
    return [weigh(name, len(tones), s) for name, s in zip(names, strengths, strict=True) if s > 0]


def mean_tone(tones: Sequence[tuple[float, float]], head: int) -> float:
    """The mean log-odds of one head: 0 mocks, 1 lures."""
    return sum(tone[head] for tone in tones) / len(tones)
