"""Recordings with known fakes as their detectors see them, and the figures of what came out."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from config.load import load
from config.schema import Config
from detectors.fake_account import FakeAccountDetector
from detectors.fakes.elsewhere import Elsewhere
from detectors.fakes.official import speaks_for_brand
from detectors.model import Account, Batch, Comment, Deletion, Follow, Item, Observation, Poll, Reading, Verdict
from watchdog.app import load_reader
from watchdog.platforms.recording import ClockMark, Recording

Case = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """What came out: suspicion by page and account, and when each was alerted."""

    suspicion: Mapping[Case, float]
    alerted: Mapping[Case, datetime]


@dataclass(slots=True)
class Seen:
    """The items and profiles of a recording so far."""

    config: Config
    readings: Mapping[tuple[str, str, str], Reading]
    items: dict[Case, Item] = field(default_factory=dict)
    profiles: dict[Case, Account] = field(default_factory=dict)

    def official(self, page: str, account: str) -> bool:
        """Whether the account speaks for the page's brand."""
        settings = next(p for p in self.config.pages if p.name == page)
        profile = self.profiles.get((page, account))
        return speaks_for_brand(settings, account, profile.handle if profile else None)

    def comment(self, item: Item, *, edited: bool) -> Comment:
        """An item in its context."""
        parent = self.items.get((item.page, item.reply_to or ""))
        author = self.profiles.get((item.page, item.author)) or Account(item.page, item.author, item.seen_at)
        read = self.readings[item.page, parent.id, parent.text] if parent else None
        own = parent is not None and self.official(item.page, parent.author)
        reading, official = self.readings[item.page, item.id, item.text], self.official(item.page, item.author)
        return Comment(item, reading, author, official, parent, read, own, edited)

    def batch(self, page: str, at: datetime, lines: Sequence[Observation]) -> Batch:
        """What is new at one moment."""
        self.profiles |= {(page, line.id): line for line in lines if isinstance(line, Account)}
        items = [line for line in lines if isinstance(line, Item)]
        fresh = [(item, (page, item.id) in self.items) for item in items if not self._known(item)]
        self.items |= {(page, item.id): item for item, _ in fresh}
        return Batch(
            page=page,
            at=at,
            comments=tuple(self.comment(item, edited=edited) for item, edited in fresh),
            accounts=tuple(line for line in lines if isinstance(line, Account)),
            follows=tuple(line for line in lines if isinstance(line, Follow)),
            polls=tuple(line for line in lines if isinstance(line, Poll)),
            deletions=tuple(
                self.items[page, line.item]
                for line in lines
                if isinstance(line, Deletion) and (page, line.item) in self.items
            ),
        )

    def _known(self, item: Item) -> bool:
        known = self.items.get((item.page, item.id))
        return known is not None and known.text == item.text


def batches(folder: Path) -> tuple[Config, list[Batch]]:
    """A recording as its detectors would see it."""
    config, reader = load(folder / "config.toml"), load_reader()
    lines = [line for line in Recording(folder / "recording.jsonl.gz") if not isinstance(line, ClockMark)]
    readings = {}
    for page in config.pages:
        items = [line for line in lines if isinstance(line, Item) and line.page == page.name]
        for some in _batched(items, 2000):
            read = reader.read(page, list(some))
            readings |= {(i.page, i.id, i.text): r for i, r in zip(some, read, strict=True)}
    seen = Seen(config, readings)
    together = itertools.groupby(lines, key=lambda line: (line.page, line.seen_at))
    return config, [seen.batch(page, at, list(group)) for (page, at), group in together]


def _batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[i : i + size] for i in range(0, len(items), size))


def detectors_of(config: Config) -> dict[str, FakeAccountDetector]:
    """A detector for every page; they tell each other what they know."""
    board = Elsewhere()
    return {p.name: FakeAccountDetector(p, config.zone_of(p), config.fake_accounts, board) for p in config.pages}


def run(
    config: Config,
    seen: Iterable[Batch],
    verdicts: Sequence[Verdict] = (),
    pages: Mapping[str, FakeAccountDetector] | None = None,
) -> Run:
    """Let the detectors of all pages go through it; verdicts fall in where their time comes."""
    pages = pages or detectors_of(config)
    alerted: dict[Case, datetime] = {}
    waiting = sorted(verdicts, key=lambda verdict: verdict.seen_at)
    for batch in seen:
        while waiting and waiting[0].seen_at <= batch.at:
            verdict = waiting.pop(0)
            pages[verdict.page].observe(Batch(verdict.page, batch.at, verdicts=(verdict,)))
            pages[verdict.page].findings(batch.at)
        pages[batch.page].observe(batch)
        for finding in pages[batch.page].findings(batch.at):
            alerted.setdefault((finding.page, finding.key), finding.at)
    rows = (row for detector in pages.values() for row in detector.suspicions())
    return Run({(row.page, row.account): row.suspicion for row in rows}, alerted)


def fakes_of(folder: Path) -> dict[Case, datetime]:
    """When each true fake first replied."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    cases = ((fake["account"], case) for fake in truth["fakes"] for case in fake["cases"])
    return {(case["page"], account): datetime.fromisoformat(case["first_reply_at"]) for account, case in cases}


def told(name: str, found: Run, fakes: set[Case], among: set[Case] | None = None) -> None:
    """Print recall, false alerts, PR-AUC and calibration error, of some accounts if not all."""
    alerted = {case for case in found.alerted if among is None or case in among}
    scores = {case: s for case, s in found.suspicion.items() if among is None or case in among}
    recall = len(alerted & fakes) / max(1, len(fakes))
    area, error = pr_auc(scores, fakes), calibration_error(scores, fakes)
    print(f"{name:16} recall {recall:.3f} false {len(alerted - fakes)} PR-AUC {area:.3f} ECE {error:.3f}", flush=True)


def pr_auc(scores: Mapping[Case, float], fakes: set[Case]) -> float:
    """Average precision; equal scores are one step."""
    area, seen, right = 0.0, 0, 0
    for _, group in itertools.groupby(sorted(scores, key=lambda c: -scores[c]), key=lambda c: scores[c]):
        cases = list(group)
        hits = sum(case in fakes for case in cases)
        seen, right = seen + len(cases), right + hits
        area += hits * right / seen
    return area / max(1, len(fakes))


def calibration_error(scores: Mapping[Case, float], fakes: set[Case]) -> float:
    """Expected calibration error in ten bins, of the accounts of which anything is suspected (above 0.05)."""
    rows = [(score, case in fakes) for case, score in scores.items() if score > 0.05]
    bins = itertools.groupby(sorted(rows), key=lambda row: min(9, int(row[0] * 10)))
    groups = [np.array(list(group), dtype=float) for _, group in bins]
    return float(sum(len(g) * abs(g[:, 0].mean() - g[:, 1].mean()) for g in groups) / max(1, len(rows)))
