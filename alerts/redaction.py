"""Takes the parts of a channel's URL out of an error message: any of them may be a password, a token or an address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote

_SHORTEST = 4


def redacted(text: str, url: str) -> str:
    """`text` without the parts of `url`: all of four characters or more, and its user and password of any length."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        # A word of three letters or fewer is in many other words: only where it stands alone.
        pattern = re.escape(secret) if len(secret) >= _SHORTEST else rf"(?<!\w){re.escape(secret)}(?!\w)"
        text = re.sub(pattern, "…", text, flags=re.IGNORECASE)
    return text


def _secrets(url: str) -> set[str]:
    place, _, query = url.partition("://")[2].partition("?")
    said = [place, *(value for _, value in parse_qsl(query))]
    parts = {part for words in said for part in re.split(r"[/#@:,;\s]+", words) if len(part) >= _SHORTEST}
    user, at, _ = place.rpartition("@")
    if at:
        parts |= {part for part in re.split(r"[:/]+", user) if part}
    return {form for part in parts for form in (part, unquote(part), quote(unquote(part), safe=""))}
