"""Hunts for accounts that look like the brand before they speak: what to search for, and which finds to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from config.schema import Page
from detectors.fakes.scorecard import BY_NAME
from detectors.findings import Evidence

MOST_QUERIES = 12
MOST_FOLLOWED = 100

# What a customer in trouble would search for, and what impostors therefore call themselves.
_DESKS = MappingProxyType(
    {
        "nl": ("klantenservice", "helpdesk", "webcare"),
        "sv": ("kundtjänst", "kundservice", "support"),
        "da": ("kundeservice", "support", "hjælp"),
        "no": ("kundeservice", "kundesenter", "hjelp"),
        "de": ("kundenservice", "kundendienst", "hilfe"),
        "en": ("customer service", "support", "help"),
    }
)
_BAR = 3.0
"""Log-odds of looks from which an unknown account is worth a look: the brand's name, or it with a desk's word."""


def queries_of(page: Page) -> tuple[str, ...]:
    """What to search for, at most `MOST_QUERIES`: the brand's names, then these with words for customer service."""
    return tuple(dict.fromkeys(_queries(page)))[:MOST_QUERIES]


def _queries(page: Page) -> Iterator[str]:
    # In lower case, and the name once as a handle has it: small servers' searches compare letter by letter.
    brand = page.brand.casefold()
    yield from (brand, "".join(filter(str.isalnum, brand)), *map(str.casefold, page.brand_aliases[:3]))
    languages = tuple(dict.fromkeys((*page.languages, "en")))
    for place in range(3):
        for language in languages:
            yield f"{brand} {_DESKS[language][place]}"


def looks_like_brand(evidence: Sequence[Evidence]) -> bool:
    """Whether looks alone are worth a look: a name or picture of the brand's, and nothing that says otherwise.

    What speaks for an account (parody in its name, a business of its own) weighs against it as in the scorecard.
    """
    groups = [(BY_NAME[piece.signal].group, piece.weight) for piece in evidence]
    looks = sum(weight for group, weight in groups if group == "identity")
    return looks + sum(weight for group, weight in groups if group == "relief") >= _BAR
