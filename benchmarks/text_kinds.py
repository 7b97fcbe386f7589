"""What the reader takes for a complaint among kinds of text that labelled data hold little of.

`python -m benchmarks.text_kinds`: our own sentences (`tests/detectors/text/kinds_fresh.tsv`), never trained on, of
news, anecdotes, jokes, advertisements, questions, praise, sarcasm and complaints, half of each kind in half A, by which
the reader may be mended, and half in B, by which it may not; the page's language told, and for texts in none that it
reads Dutch.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from detectors.text.reader import TextReader

SENTENCES = Path(__file__).parent.parent / "tests" / "detectors" / "text" / "kinds_fresh.tsv"
SURE = 0.1
"""Probability under which the reader says "no complaint" with certainty."""


def main() -> None:
    """Print, for each language, half and kind, how many of how many are told as complaints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--show", choices=("A",), help="print the sentences of half A that are read wrongly")
    options = parser.parse_args()
    reader = TextReader.load(options.weights.read_bytes() if options.weights else None)
    rows = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    hints = [["nl"] if kind == "foreign" else [language] for language, kind, _, _ in rows]
    readings = reader.read([text for *_, text in rows], hints)
    cells: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for i, ((language, kind, label, text), reading) in enumerate(zip(rows, readings, strict=True)):
        half, told = "AB"[i % 2], reading.complaint >= 1 / 2
        cells["others" if kind == "foreign" else language, half][kind].append(reading.complaint)
        if half == options.show and told != (label == "1"):
            print(f"{language} {kind} {reading.complaint:.2f} {reading.language} {text}")
    for (language, half), kinds in cells.items():
        shares = (f"{kind} {sum(p >= 1 / 2 for p in found)}/{len(found)}" for kind, found in kinds.items())
        sure = sum(p < SURE for kind in ("sarcasm", "complaint", "foreign") for p in kinds.get(kind, ()))
        print(f"{language:6s} {half}  {', '.join(shares)}; complaints surely taken for none: {sure}")


if __name__ == "__main__":
    main()
