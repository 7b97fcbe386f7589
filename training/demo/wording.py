"""Draws texts from the phrase files and writes them the way people type: in a hurry, on a phone, annoyed."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

PHRASES = Path(__file__).parent / "phrases"
ALTERNATIVES = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
HASTE = {
    "een": "n",
    "het": "t",
    "ik": "k",
    "even": "ff",
    "eens": "ns",
    "wordt": "word",
    "gebeurd": "gebeurt",
    "altijd": "alltijd",
    "in ieder geval": "iig",
    "klantenservice": "klantenservise",
    "volgens": "volges",
    "gewoon": "gwn",
    "niet": "nie",
    "geannuleerd": "geanuleerd",
    "annulering": "anulering",
    "onmiddellijk": "onmiddelijk",
    "nog steeds": "nogsteeds",
    "te veel": "teveel",
    "natuurlijk": "tuurlijk",
}
STRETCHED = {"zo": "zooo", "heel": "heeeel", "weer": "weeeer", "nooit": "nooooit", "lang": "laaaang", "nee": "neeee"}
SIGHS = ("pffff", "grrrr", "tsss", "pff", "zucht")
EMOJI = ("😡", "😤", "🙄", "😩", "🤬", "😭", "👎", "🤦‍♀️", "🤷", "😠", "😡😡", "✈️", "🧳", "⏰")


def load(name: str) -> dict[str, Any]:
    """A phrase file as nested mappings; a multi-line string becomes a list of phrases."""
    return _split(tomllib.loads((PHRASES / f"{name}.toml").read_text(encoding="utf-8")))


def _split(table: Mapping[str, Any]) -> dict[str, Any]:
    def split(value: Any) -> Any:
        if isinstance(value, Mapping):
            return _split(value)
        return value.strip().splitlines() if isinstance(value, str) and value.endswith("\n") else value

    return {key: split(value) for key, value in table.items()}


@dataclass(frozen=True, slots=True)
class Style:
    """How one person types; `typos` and `emoji` are shares of their texts, 0 to 1."""

    lower: bool
    bare: bool
    loud: bool
    typos: float
    emoji: float
    dutch: bool = True

    @classmethod
    def drawn(cls, rng: Random, *, dutch: bool = True) -> Style:
        """Somebody's habits."""
        lower, bare, loud = rng.random() < 0.14, rng.random() < 0.12, rng.random() < 0.025
        return cls(lower, bare, loud, rng.random() * 0.6, rng.random() ** 2 * 0.7, dutch)


CAREFUL = Style(lower=False, bare=False, loud=False, typos=0, emoji=0)


class Wording:
    """Fills phrases: `[a|b]` picks one, `{slot}` draws a value."""

    def __init__(self, rng: Random, places: Sequence[str], months: Sequence[str]) -> None:
        self._rng = rng
        self._lately: deque[str] = deque(maxlen=60)
        n = rng.randrange
        self._slots: dict[str, Callable[[], str]] = {
            "vlucht": lambda: f"PJ{n(1000, 7000)}" if n(3) else f"PJ {n(1000, 7000)}",
            "plaats": lambda: rng.choice(places),
            "plaats2": lambda: rng.choice(places),
            "maand": lambda: rng.choice(months),
            "gate": lambda: f"{rng.choice('BCD')}{n(2, 28)}",
            "code": lambda: "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(6)),
            "tijd": lambda: f"{n(6, 23)}{rng.choice(':.')}{rng.choice(('05', '15', '20', '35', '40', '55'))}",
            "tijd2": lambda: f"{n(20, 23)}.{rng.choice(('05', '10', '25', '40', '50'))}",
            "jaren": lambda: rng.choice(("5", "8", "10", "12", "15", "tien", "twintig")),
            "kinderen": lambda: rng.choice(("2", "3", "twee", "drie", "vier", "twee kleine", "drie jonge")),
            "wacht": lambda: rng.choice(("8", "9", "zeven", "acht", "negen")),
            "uur": lambda: rng.choice(("2", "3", "3,5", "4", "5", "twee", "drie", "vier", "anderhalf")),
            "min": lambda: str(n(4, 19) * 5),
            "dagen": lambda: rng.choice(("2", "3", "4", "5", "6", "8", "drie", "vijf", "tien")),
            "weken": lambda: rng.choice(("3", "4", "5", "6", "8", "9", "drie", "zes", "zeven")),
            "bedrag": lambda: str(n(15, 460)) if n(3) else f"{n(15, 240)},{n(5, 99):02d}",
            "wachtenden": lambda: str(n(12, 190)),
            "leeftijd": lambda: str(n(71, 93)),
            "kind": lambda: str(n(3, 11)),
            "baby": lambda: str(n(3, 11)),
            "rij": lambda: str(n(3, 32)),
        }

    def pick(self, phrases: Sequence[str], **known: str) -> str:
        """One phrase, filled, rarely one said a moment ago; `known` are values for slots that are not drawn."""
        phrase = self._rng.choice(phrases)
        for _ in range(3):
            if phrase not in self._lately:
                break
            phrase = self._rng.choice(phrases)
        self._lately.append(phrase)
        return self.fill(phrase, **known)

    def fill(self, phrase: str, **known: str) -> str:
        """The phrase with its alternatives chosen and its slots filled."""
        chosen = ALTERNATIVES.sub(lambda hit: self._rng.choice(hit[1].split("|")), phrase)
        filled = SLOT.sub(lambda hit: known[hit[1]] if hit[1] in known else self._slots[hit[1]](), chosen)
        return " ".join(filled.split())

    def typed(self, text: str, style: Style) -> str:
        """The text as this person types it today."""
        rng = self._rng
        if style.dutch and rng.random() < style.typos:
            text = self._hurried(text)
        if rng.random() < style.typos * 0.4:
            text = _slip(text, rng)
        if style.dutch and rng.random() < 0.06:
            text = self._stretched(text)
        if style.bare:
            text = re.sub(r"[.,](?=\s|$)", "", text)
        if style.lower:
            text = text.lower()
        if style.loud:
            text = text.upper()
        elif rng.random() < 0.05:
            text = re.sub(r"[!?](?=\s|$)", lambda hit: hit[0] * rng.randrange(2, 5), text)
        if rng.random() < style.emoji:
            text = f"{text} {rng.choice(EMOJI)}"
        return text

    def _stretched(self, text: str) -> str:
        longer = re.sub(rf"\b({'|'.join(STRETCHED)})\b", lambda hit: STRETCHED[hit[1]], text, count=1)
        sighs = longer == text and self._rng.random() < 0.25
        return f"{self._rng.choice(SIGHS)} {text}" if sighs else longer

    def _hurried(self, text: str) -> str:
        for right, quick in HASTE.items():
            if self._rng.random() < 0.25:
                text = re.sub(rf"\b{right}\b", quick, text)
        return text


def _slip(text: str, rng: Random) -> str:
    """Swaps, drops or doubles one letter inside a word; handles, codes and addresses are left alone."""
    at = [hit.start() for hit in re.finditer(r"(?<=[a-z])[a-z](?=[a-z]{2})", text)]
    if not at or "@" in text or "http" in text:
        return text
    here = rng.choice(at)
    kind = rng.randrange(3)
    if kind == 0:
        return text[:here] + text[here + 1] + text[here] + text[here + 2 :]
    return text[:here] + (text[here] * 2 if kind == 1 else "") + text[here + 1 :]
