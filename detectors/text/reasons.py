"""Which words of a text weighed most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detectors.text.ngrams import IS_LETTER, Grams, Numbers

TOLD = 3


class Reasons:
    """The words of a batch by what they added, ready to be asked for text by text."""

    def __init__(self, batch: Grams, added: Numbers, upwards: NDArray[np.bool_]) -> None:
        """`added`: log-odds per word; `upwards`: for each text whether words for it are asked, or words against."""
        self._batch = batch
        texts = batch.words.texts
        signed = np.where(upwards[texts], added, -added)
        lengths = batch.words.ends - batch.words.starts
        codes = np.minimum(batch.stream.codes[batch.words.starts], len(IS_LETTER) - 1)
        signed = np.where((lengths > 1) | ~IS_LETTER[codes], signed, 0)
        self._order = np.lexsort((-signed, texts))
        self._signed = signed
        self._bounds = np.searchsorted(texts, np.arange(len(upwards) + 1))

    def of(self, text: int) -> list[str]:
        """Up to `TOLD` words, the weightiest first, as they were written."""
        first = self._bounds[text]
        rows = self._order[first : min(first + TOLD, self._bounds[text + 1])]
        rows = rows[self._signed[rows] > 0]
        words, quote = self._batch.words, self._batch.stream.quote
        return [
            quote(start, end) for start, end in zip(words.starts[rows].tolist(), words.ends[rows].tolist(), strict=True)
        ]
