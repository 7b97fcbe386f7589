"""Makes text from outside safe to show in a mail, a chat or a log: one line, no tricks, nothing to click or to ping."""

from __future__ import annotations

import re
import unicodedata

_READ_AT_MOST = 5000
_WEB = re.compile(r"http(?=s?://)", re.IGNORECASE)
_HOST = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2})")
_OTHER_SCHEME = re.compile(r"(?<!hxxp)(?<!hxxps)://")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_QUERY_VALUE = re.compile(r"([?&][^=&\s]{1,40}=)[^&\s]+")
_LOOK_ALIKE = str.maketrans({"<": "‹", ">": "›", "`": "'", "@": "＠"})


def plain(text: str, limit: int = 140) -> str:
    """The text on one line, without control, invisible and direction characters, at most `limit` characters."""
    head = text[:_READ_AT_MOST]
    return _cut(" ".join("".join(_visible(head)).split()), limit)


def quotable(text: str, limit: int = 140, *, defang: bool = False) -> str:
    """`plain`, and besides no mention pings anybody, no markup opens and no web address can be clicked.

    Args:
        text: what somebody wrote.
        limit: most characters of the result.
        defang: also take the dots out of bare host names ("evil[.]example"), for text that is thought to lure.
    """
    safe = _WEB.sub("hxxp", plain(text, _READ_AT_MOST).translate(_LOOK_ALIKE))
    if defang or "hxxp" in safe or "www." in safe.lower():
        safe = _HOST.sub("[.]", safe)
    return _cut(_OTHER_SCHEME.sub("[:]//", safe), limit)


def without_secrets(text: str, limit: int = 200) -> str:
    """A platform's error message without the values of any web address's query, which may hold a token."""
    return _cut(_QUERY_VALUE.sub(r"\1…", plain(text, _READ_AT_MOST)), limit)


def link(url: str | None) -> str | None:
    """A web address as it is, None if it is not a plain one that a reader can trust to be what it says."""
    if url and len(url) <= 300 and url.isascii() and re.fullmatch(r"https?://[^\s<>\"'`\\^{|}]+", url):
        return url
    return None


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category.startswith("M") else 0
        # Three marks on a letter are more than any of our languages needs; towers of them cover the lines above.
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif category not in ("Cf", "Cn") and letter not in _BLANK_LETTERS and marks <= 3:
            kept.append(letter)
    return kept


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
