"""What in a text speaks for its writer: it addresses the brand, sends customers to it, or speaks for itself only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

_OPENING = 6
_QUOTES = "\"“”„«»'’‘"


def relief_in(
    text: str, tokens: Sequence[str], words: Mapping[str, int], brand: Collection[str], own: Callable[[], bool]
) -> dict[str, str | None]:
    """The relief signals of one text.

    Args:
        text: the text.
        tokens: its words in lower case.
        words: hits of the text categories.
        brand: the brand's names and handles as single lower-case words, and its longer names.
        own: says whether the text holds a contact of the brand's own.
    """
    found: dict[str, str | None] = {}
    opening = " ".join(tokens[:_OPENING])
    vocative = text.lstrip()[:1] == "@" and bool(tokens) and tokens[0] in brand
    if vocative or (words.get("greeting") and _greets(opening, brand)):
        found["addresses_brand"] = None
    if words.get("personal"):
        found["personal_words"] = None
    if not vocative and (any(f"@{name}" in text.casefold() for name in brand) or own()):
        found["refers_to_brand"] = None
    if words.get("warning"):
        found["warns"] = None
    return found


def _greets(opening: str, brand: Collection[str]) -> bool:
    _, _, rest = opening.partition(" ")
    return any(rest.startswith(name) for name in brand)


def is_quotation(text: str) -> bool:
    """Whether a text begins by quoting somebody: its "we" is not the writer's."""
    start = text.lstrip()[:1]
    return bool(start) and start in _QUOTES
