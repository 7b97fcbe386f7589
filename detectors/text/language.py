"""Which language a text is in: naive Bayes over letters and words, with the page's languages as a prior.

McCallum and Nigam (1998), multinomial event model; the sum is damped because n-grams overlap.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detectors.text.ngrams import Grams, Numbers
from detectors.text.normalise import Stream

LANGUAGES = ("nl", "sv", "da", "no", "en", "de")
UNKNOWN = "und"
CLASSES = (*LANGUAGES, UNKNOWN)
BUCKETS = 1 << 16
DAMPING = 0.25
FIRST_HINT, OTHER_HINT = 4.0, 2.5
"""Natural log-odds that a hint adds: two or three clear words of another language outweigh it."""
LETTERS = {
    "ä": (-2, 2, -2, -2, -2, 2, 0),
    "ö": (-1, 2, -2, -2, -2, 2, 0),
    "å": (-3, 2, 2, 2, -3, -3, 0),
    "æ": (-3, -2, 2.5, 2.5, -3, -3, 0),
    "ø": (-3, -2, 2.5, 2.5, -3, -3, 0),
    "ü": (0, -1, -1.5, -1.5, -1, 2, 0),
    "ß": (-2, -2, -2, -2, -2, 4, 0),
}
"""What a letter that folding hides adds to each class, in natural log-odds: short texts have little else to go by."""
MOST_BY_LETTERS = 6.0
OTHER_SCRIPT = 10.0
"""What it adds to "und" that a text is mostly in letters from Greek to Khmer, or in East Asian ones."""
_LATIN = range(0xC0, 0x100)
_OTHER_SCRIPTS = (range(0x370, 0x1D00), range(0x3040, 0xD7B0))
_TABLE = np.array([LETTERS.get(chr(code).lower(), (0,) * len(CLASSES)) for code in _LATIN], np.float32)
_ALIASES = {"nb": "no", "nn": "no", "nob": "no", "nno": "no"}


def log_posteriors(batch: Grams, table: Numbers, hints: Sequence[Sequence[str]]) -> Numbers:
    """Log-probabilities, a row a text, a column for each of `CLASSES`.

    Args:
        batch: the texts in buckets.
        table: log-likelihoods centred on their mean over classes, `BUCKETS` rows for characters and as many for words.
        hints: likely languages (BCP 47) of each text, most likely first.
    """
    mask = np.uint32(BUCKETS - 1)
    scores = np.zeros((len(hints), len(CLASSES)), np.float32)
    for buckets in batch.characters[1:3]:
        scores += np.add.reduceat(table.take(buckets & mask, axis=0), batch.edges, axis=0)[::2]
    if len(batch.singles):
        owners = batch.words.texts
        begins = np.append(0, np.flatnonzero(owners[1:] != owners[:-1]) + 1)
        rows = np.add.reduceat(table.take((batch.singles & mask) + np.uint32(BUCKETS), axis=0), begins, axis=0)
        scores[owners[begins]] += rows
    scores = DAMPING * scores + _prior(hints) + _letters(batch.stream)
    top = scores.max(axis=1, keepdims=True)
    normalised: Numbers = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return normalised


def _letters(stream: Stream) -> Numbers:
    """What the letters beyond ASCII say, a row a text."""
    total = np.zeros((len(stream.starts), len(CLASSES)), np.float32)
    if stream.source.isascii():
        return total
    written = np.frombuffer(stream.source.encode("utf-32-le", "surrogatepass"), np.uint32)[stream.origins]
    at = np.flatnonzero((written >= _LATIN.start) & (written < _LATIN.stop))
    np.add.at(total, np.searchsorted(stream.ends, at, side="right"), _TABLE[written[at] - _LATIN.start])
    total = total.clip(-MOST_BY_LETTERS, MOST_BY_LETTERS)
    for script in _OTHER_SCRIPTS:
        at = np.flatnonzero((written >= script.start) & (written < script.stop))
        letters = np.bincount(np.searchsorted(stream.ends, at, side="right"), minlength=len(total))
        total[2 * letters > stream.ends - stream.starts, -1] += OTHER_SCRIPT
    return total


def name(posterior: Numbers, hint: Sequence[str]) -> str:
    """The language told: the likeliest, or und where nothing speaks for any."""
    best = int(posterior.argmax())
    return CLASSES[best] if posterior[best] > np.log(0.4) or hint else UNKNOWN


def _prior(hints: Sequence[Sequence[str]]) -> Numbers:
    """Log-odds that the hints add; pages repeat themselves, so each list of hints is looked at once."""
    lists = {tuple(languages): 0 for languages in hints}
    rows = np.zeros((len(lists), len(CLASSES)), np.float32)
    for row, languages in enumerate(lists):
        lists[languages] = row
        for rank, tag in enumerate(languages):
            if plain(tag) in CLASSES:
                column = CLASSES.index(plain(tag))
                rows[row, column] = max(rows[row, column], OTHER_HINT if rank else FIRST_HINT)
    prior: Numbers = rows[[lists[tuple(languages)] for languages in hints]]
    return prior


def plain(tag: str) -> str:
    """The language of a BCP 47 tag: `nb-NO` and `nn` are `no`."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return _ALIASES.get(language, language)
