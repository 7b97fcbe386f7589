"""What a platform's error message means for the person who has to put it right."""

from __future__ import annotations

import re
from typing import Literal

Trouble = Literal["token", "refused", "gone", "limit", "platform", "network", "unknown"]

_TROUBLES: tuple[tuple[Trouble, str], ...] = (
    ("limit", r"\b429\b|rate.?limit|too many requests|throttl"),
    ("token", r"\b401\b|unauthori[sz]ed|token|expired|credential|password|log.?in|auth(entication)?\b"),
    ("refused", r"\b403\b|forbidden|permission|not allowed|denied|blocked"),
    ("gone", r"\b(404|410)\b|not found|no such|does not exist|gone|suspended|deactivated"),
    ("platform", r"\b5\d\d\b|server error|bad gateway|unavailable|maintenance|html"),
    ("network", r"time.?d? ?out|connect|network|dns|resolve|unreachable|ssl|certificate|refused|reset"),
)


def error_in_words(error: str | None) -> Trouble:
    """The kind of trouble that a platform's own words tell of."""
    text = (error or "")[:500].lower()
    return next((trouble for trouble, words in _TROUBLES if re.search(words, text)), "unknown")
