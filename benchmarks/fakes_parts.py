"""What the fake-account detector's parts buy, what it learns from verdicts, and how long a poll of a large page takes.

.venv/bin/python -m benchmarks.fakes_parts ablate FOLDER...     one group of evidence off at a time
.venv/bin/python -m benchmarks.fakes_parts learn FOLDER...      the second half, with and without verdicts on the first
.venv/bin/python -m benchmarks.fakes_parts hide-follows FOLDER  as on platforms that hide whom the brand follows
.venv/bin/python -m benchmarks.fakes_parts poll                 a page with 50,000 accounts, the collector's pauses in

FOLDER holds a recording with its config and truth, made by `fakes.py make`. The detector runs alone on its batches.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from config.load import load
from config.schema import Config, FakeAccountSettings, Page
from detectors.fake_account import FakeAccountDetector
from detectors.fakes import scorecard
from detectors.fakes.elsewhere import Elsewhere
from detectors.fakes.official import speaks_for_brand
from detectors.model import Account, Batch, Comment, Deletion, Follow, Item, Observation, Poll, Reading, Verdict
from watchdog.app import load_reader
from watchdog.platforms.recording import ClockMark, Recording

Case = tuple[str, str]
SHOWN = 0.2
MOST_VERDICTS = 100


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


def run(config: Config, seen: Sequence[Batch], verdicts: Sequence[Verdict] = ()) -> Run:
    """Let the detectors of all pages go through it; verdicts fall in where their time comes."""
    board = Elsewhere()
    pages = {p.name: FakeAccountDetector(p, config.zone_of(p), config.fake_accounts, board) for p in config.pages}
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


def ablate(folder: Path) -> None:
    """One group of evidence off at a time."""
    config, seen = batches(folder)
    fakes, limits = set(fakes_of(folder)), scorecard.LIMITS
    told("all", run(config, seen), fakes)
    for group in limits:
        if group != "verdict":
            setattr(scorecard, "LIMITS", MappingProxyType({**limits, group: (0.0, 0.0)}))  # noqa: B010
            told(f"no {group}", run(config, seen), fakes)
    setattr(scorecard, "LIMITS", limits)  # noqa: B010


def learn(folder: Path) -> None:
    """The team judges whom it was shown in the first half; what that changes for accounts new in the second."""
    config, seen = batches(folder)
    half = seen[0].at + (seen[-1].at - seen[0].at) / 2
    fakes, first = fakes_of(folder), run(config, [batch for batch in seen if batch.at <= half])
    shown = sorted((c for c, s in first.suspicion.items() if s >= SHOWN), key=lambda c: -first.suspicion[c])
    verdicts = [_verdict(case, half, "fake" if case in fakes else "legit") for case in shown[:MOST_VERDICTS]]
    new = {case for case in run(config, seen).suspicion if case not in first.suspicion}
    late = {case for case in fakes if case in new}
    print(f"{len(verdicts)} verdicts, {len(late)} fakes among {len(new)} new accounts")
    told("taught nothing", run(config, seen), late, new)
    told("taught", run(config, seen, verdicts), late, new)


def _verdict(case: Case, at: datetime, verdict: Literal["fake", "legit"]) -> Verdict:
    return Verdict(case[0], at, case[1], verdict)


def hide_follows(folder: Path) -> None:
    """The same with whom the brand follows hidden."""
    config, seen = batches(folder)
    fakes = set(fakes_of(folder))
    told("follows seen", run(config, seen), fakes)
    told("follows hidden", run(config, [replace(batch, follows=()) for batch in seen]), fakes)


def poll() -> None:
    """Time polls of ten comments on a page with 50,000 accounts, 500 of them suspects, 20,000 follows among them."""
    page = Page(name="p", brand="TeleZuid", platform="recording", account="t", official_accounts=("t",))
    detector, at = FakeAccountDetector(page, "UTC", FakeAccountSettings(), None), datetime(2026, 3, 2, tzinfo=UTC)
    took = []
    for step in range(6000):
        at += timedelta(minutes=1)
        batch = _crowd(step, at)
        began = time.process_time()
        detector.observe(batch)
        detector.findings(at)
        took.append(time.process_time() - began)
    late = 1000 * np.array(took[5000:])
    gc.collect()
    median, most, longest = np.median(late), np.quantile(late, 0.99), late.max()
    print(f"ms of processor time a poll: median {median:.2f} 99% {most:.1f} longest {longest:.0f}")


def _crowd(step: int, at: datetime) -> Batch:
    read = Reading("en", 0.9, 0.0, 0.0)
    comments, accounts = [], []
    for n in range(10):
        number = step * 10 + n if step < 5000 else (step * 7919 + n * 104729) % 50_000
        fake = number % 100 == 0
        name = "TeleZuid Support" if fake else f"Anna {number}"
        account = Account("p", f"a{number}", at, name=name, handle=f"h{number}")
        parent = Item("p", f"i{step}.{n - 1}", f"q{number}", at, at, "no internet again") if n else None
        text = f"Sorry, call +44 7700 90{number % 97:04} about your case" if fake else "same here, three days already"
        item = Item("p", f"i{step}.{n}", account.id, at, at, text, reply_to=parent.id if parent else None)
        comments.append(Comment(item, read, account, official=False, parent=parent, parent_reading=read))
        accounts.append(account)
    follows = tuple(Follow("p", at, f"a{(step * 4 + n) % 50_000}", f"a{step * n % 50_000}") for n in range(4))
    return Batch("p", at, comments=tuple(comments), accounts=tuple(accounts), follows=follows)


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["ablate", "learn", "hide-follows", "poll"])
    parser.add_argument("folders", type=Path, nargs="*")
    asked = parser.parse_args()
    if asked.what == "poll":
        poll()
    work: dict[str, Any] = {"ablate": ablate, "learn": learn, "hide-follows": hide_follows}
    for folder in asked.folders:
        print(folder.name)
        work[asked.what](folder)


if __name__ == "__main__":
    main()
