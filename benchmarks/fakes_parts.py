"""What the fake-account detector's parts buy, what it learns from verdicts, and how long a poll of a large page takes.

.venv/bin/python -m benchmarks.fakes_parts ablate FOLDER...     one group of evidence off at a time
.venv/bin/python -m benchmarks.fakes_parts learn FOLDER...      the second half, with and without verdicts on the first
.venv/bin/python -m benchmarks.fakes_parts months ONE TWO...    a second folder, with and without verdicts on the first
.venv/bin/python -m benchmarks.fakes_parts leave-out FOLDER...  weights fitted without a trick, a language, a brand
.venv/bin/python -m benchmarks.fakes_parts hide-follows FOLDER  as on platforms that hide whom the brand follows
.venv/bin/python -m benchmarks.fakes_parts poll                 a page with 50,000 accounts, the collector's pauses in

FOLDER holds a recording with its config and truth, made by `fakes.py make`. The detector runs alone on its batches.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np

from benchmarks import fakes_left_out, fakes_months
from benchmarks.fakes_recorded import Case, batches, fakes_of, run, told
from config.schema import FakeAccountSettings, Page
from detectors.fake_account import FakeAccountDetector
from detectors.fakes import scorecard
from detectors.model import Account, Batch, Comment, Follow, Item, Reading, Verdict

SHOWN = 0.2
MOST_VERDICTS = 100


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
    one_by_one: dict[str, Callable[[Path], None]] = {"ablate": ablate, "learn": learn, "hide-follows": hide_follows}
    together: dict[str, Callable[[Sequence[Path]], None]] = {
        "months": fakes_months.months,
        "leave-out": fakes_left_out.leave_out,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=[*one_by_one, *together, "poll"])
    parser.add_argument("folders", type=Path, nargs="*")
    asked = parser.parse_args()
    if asked.what == "poll":
        poll()
    elif asked.what in together:
        together[asked.what](asked.folders)
    else:
        for folder in asked.folders:
            print(folder.name)
            one_by_one[asked.what](folder)


if __name__ == "__main__":
    main()
