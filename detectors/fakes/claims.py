"""Whether a reply speaks for the brand: as "we" to a customer, deciding cases, signed like an agent."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

_MARK = re.compile(r"(?:\^|(?<=\s)[/–-]|(?<=\s)\*)\s?([^\W\d_]{1,12})\W{0,4}$")
_LAST_WORDS = 4
_OF = frozenset(
    ("at", "of", "from", "here", "van", "bij", "på", "från", "hos", "i", "fra", "von", "bei", "vom", "beim")
)
_FOR = frozenset(["behalf", "namens", "namen", "vegne", "vegner", "vägnar", "auftrag"])
_WE = frozenset(["we", "wij", "vi", "wir", "us", "ons", "oss", "os", "uns", "team"])
_NEAR = 4


def speaks_for(tokens: Sequence[str], brand: Collection[str]) -> bool:
    """Whether a text says that it speaks for the brand: "we at Harbour", "namens Spoorlijn". `brand`: first words."""
    for place, token in enumerate(tokens):
        if token in brand and place >= 1:
            before = tokens[max(0, place - _NEAR) : place]
            if _FOR.intersection(before) or (before[-1] in _OF and _WE.intersection(before[-3:-1])):
                return True
    return False


def speaks_about(tokens: Sequence[str], brand: Collection[str]) -> bool:
    """Whether a text tells of the brand as of somebody else: "Harbour should help you". `brand`: first words.

    Neither its first words, where a brand is called, nor its last, where an agent signs, say so.
    """
    return any(token in brand for token in tokens[3:-3]) and _WE.isdisjoint(tokens)


def mark_of(text: str) -> str | None:
    """The agent's mark at the end of a reply, as in "^Anna", "/Team" or "-JB"; None if there is none."""
    match = _MARK.search(text[-40:])
    return match[1] if match else None


def claims_in(
    text: str, tokens: list[str], words: Mapping[str, int], agents: Mapping[str, int], *, closing: bool, brand: bool
) -> dict[str, str | None]:
    """The claim signals of one reply to a customer, each with what it shows.

    `words` are the hits of the text categories, `closing` says that the reply ends in the brand's name or a service
    desk's, `brand` that it names either, `agents` counts the marks with which the brand's own agents sign.
    """
    found: dict[str, str | None] = {}
    if words.get("we") and (words.get("you") or words.get("greeting")) and words.get("service"):
        found["speaks_as_company"] = None
    if words.get("verdict"):
        found["gives_verdict"] = None
    if words.get("employed") and brand and not words.get("personal"):
        found["works_for_brand"] = None
    mark = mark_of(text)
    if mark is not None and agents.get(mark.casefold(), 0) >= 2:
        found["agent_sign_off"] = mark
    if mark is not None or closing or (words.get("closing") and len(tokens) > _LAST_WORDS):
        found["sign_off"] = mark
    return found
