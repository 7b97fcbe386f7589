"""Makes detectors/models/confusables.txt: which letters look like which plain letters and digits.

    python -m training.confusables SKELETONS.json

`SKELETONS.json` maps a character to its skeleton of Unicode Technical Standard 39 (confusables.txt of Unicode 15).
Kept are the characters whose skeleton is plain Latin and that Unicode's own decompositions do not resolve; letters in
boxes and small capitals, which the standard calls distinct, are added.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "detectors" / "models" / "confusables.txt"
BY_HAND = {"ĸ": "k", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "ß": "ss"}
BY_HAND |= {"œ": "oe", "Œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "ꓐ": "b", "ꓚ": "c", "Ⓐ": "a"}
BOXED = {chr(start + i): chr(97 + i) for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for i in range(26)}
SMALL = "LATIN LETTER SMALL CAPITAL "


def main() -> None:
    """Write the table, one line per plain letter with all that look like it."""
    skeletons = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    small = {chr(c): n[-1].lower() for c in range(0x250, 0x1E00) if is_small(n := unicodedata.name(chr(c), ""))}
    table = {char: plain for char, skeleton in skeletons.items() if (plain := latin(skeleton, small))}
    table = {c: p for c, p in table.items() if not c.isascii() and resolved(c) != p} | small | BOXED | BY_HAND
    lines: dict[str, list[str]] = defaultdict(list)
    for char, plain in sorted(table.items()):
        lines[plain].append(char)
    TARGET.write_text("".join(f"{plain} {''.join(chars)}\n" for plain, chars in sorted(lines.items())), "utf-8")
    print(f"{len(table)} letters in {TARGET}")


def is_small(name: str) -> bool:
    """Whether a character's name is that of a small capital of the plain alphabet."""
    return name.startswith(SMALL) and len(name) == len(SMALL) + 1


def latin(skeleton: str, small: dict[str, str]) -> str:
    """A skeleton in plain lower-case letters and digits, empty if it has others."""
    plain = "".join(BY_HAND.get(c, small.get(c, c)) for c in resolved(skeleton)).lower()
    plain = "m" if plain == "rn" else plain
    return plain if plain.isascii() and plain.isalnum() and len(plain) <= 2 else ""


def resolved(text: str) -> str:
    """Text as Unicode itself takes it apart, without marks, in lower case."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


if __name__ == "__main__":
    main()
