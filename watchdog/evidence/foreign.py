"""Other people's words in a document: everything in them is shown, nothing in them acts, customers stay unnamed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from detectors.model import Account

LONGEST = 20_000
"""Characters of one text that a document shows; no platform's comment is longer."""

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINS = "\u200d\ufe0f"
_SHORTEST_NAME = 3


def visible(text: str) -> str:
    """The text with control, invisible and direction characters as "[U+202E RIGHT-TO-LEFT OVERRIDE]".

    Line breaks and tabs stay, and so do the joiners inside an emoji.
    """
    lines = text.replace("\r\n", "\n")
    return "".join(
        _named(mark) if _is_hidden(mark) and not _joins(lines, place) else mark for place, mark in enumerate(lines)
    )


def spelt_out(text: str, has_letter: Callable[[str], bool]) -> str:
    """`visible`, and what the font has no letter for is described: "[U+1F4A9 PILE OF POO]"."""
    shown = visible("".join(mark for mark in text if mark not in _JOINS))
    return "".join(mark if mark in "\n\t" or has_letter(mark) else _named(mark) for mark in shown)


def _is_hidden(mark: str) -> bool:
    return mark not in "\n\t" and unicodedata.category(mark) in _HIDDEN


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands between parts of an emoji, where it only draws them as one."""
    around = text[max(0, place - 2) : place].strip(_JOINS), text[place + 1 : place + 2]
    return text[place] in _JOINS and all(mark and unicodedata.category(mark[-1]) in {"So", "Sk"} for mark in around)


def _named(mark: str) -> str:
    name = unicodedata.name(mark, "")
    return f"[U+{ord(mark):04X} {name}]" if name else f"[U+{ord(mark):04X}]"


class Pseudonyms:
    """Customers by numbers, in what is said of them and inside texts.

    Args:
        customers: in the order of their numbers.
        label: the number's name, e.g. "Customer 3", by number.
        named: keep the names all the same.
    """

    def __init__(self, customers: Sequence[Account], label: Callable[[int], str], *, named: bool) -> None:
        self._named = named
        self._labels = {customer.id: label(number) for number, customer in enumerate(customers, 1)}
        self._said: Mapping[str, str] = dict(_names(customers, self._labels))
        longest_first = sorted(self._said, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"@?(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words and not named else None

    def name(self, customer: Account) -> str:
        """What the document calls a customer."""
        label = self._labels.get(customer.id, "?")
        if not self._named:
            return label
        shown = visible(customer.name or customer.handle or customer.id)
        return f"{label}: {shown} ({visible(customer.handle or customer.id)})"

    def text(self, text: str) -> str:
        """A text without customers' names."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: f"[{self._said[found[0].removeprefix('@').casefold()]}]", text)


def _names(customers: Sequence[Account], labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each way in which a text may name a customer (in lower case), and the label that takes its place."""
    for customer in customers:
        name, handle = (customer.name or "").strip(), (customer.handle or "").removeprefix("@")
        said = {name, handle, handle.partition("@")[0], handle.partition(".")[0], customer.id, *name.split()[:1]}
        for one in said:
            if len(one.strip(".-_")) >= _SHORTEST_NAME:
                yield one.casefold(), labels[customer.id]
