"""The last door before a channel: running text without hidden letters, reversed text and calls for everybody."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co"}
# The zero-width joiner holds emoji together.
_KEPT = "\n\t\u200d"
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CALL = re.compile(r"(?<=@)(?=(?:everyone|here|channel|room|all)\b)|(?<=<)(?=[!@#])", re.IGNORECASE)


def plain(text: str) -> str:
    """Running text: newlines and tabs stay; control characters, bidi marks and halves of characters go.

    Words that chats turn into a call for everybody (@everyone, @here, <!channel>) are broken by a word joiner.
    """
    lines = _NEWLINE.sub("\n", text)
    shown = "".join(mark for mark in lines if mark in _KEPT or unicodedata.category(mark) not in _HIDDEN)
    return _CALL.sub("\u2060", shown)
