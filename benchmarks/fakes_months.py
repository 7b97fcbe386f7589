"""Whether a second month with the same brands goes better for the verdicts that a team gave in the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from benchmarks.fakes_recorded import Case, Run, batches, detectors_of, fakes_of, run, told
from config.schema import Config
from detectors.fake_account import FakeAccountDetector
from detectors.model import Batch, Verdict

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Team:
    """Judges at the end of each day whom it was shown: alerted accounts, and those that are worth a look.

    `fakes`: the accounts that are.
    """

    config: Config
    fakes: set[Case]
    given: dict[Case, Literal["fake", "legit"]] = field(default_factory=dict)

    def judge(self, pages: Mapping[str, FakeAccountDetector], batch: Batch) -> None:
        """Give the day's verdicts."""
        floor = self.config.fake_accounts.review_above
        for page in sorted(pages):
            shown = [row.account for row in pages[page].suspicions() if row.suspicion >= floor]
            for account in [one for one in shown if (page, one) not in self.given]:
                verdict: Literal["fake", "legit"] = "fake" if (page, account) in self.fakes else "legit"
                self.given[page, account] = verdict
                pages[page].observe(Batch(page, batch.at, verdicts=(Verdict(page, batch.at, account, verdict),)))
                pages[page].findings(batch.at)


def months(folders: Sequence[Path]) -> None:
    """Take the folders two by two: learn in the first, measure in the second."""
    for first, second in zip(folders[::2], folders[1::2], strict=True):
        print(f"{first.name}, then {second.name}")
        rows, team = first_month(first)
        right = list(team.given.values()).count("fake")
        print(f"{len(team.given)} verdicts, {right} of them fake")
        second_month(second, rows)


def first_month(folder: Path) -> tuple[dict[str, dict[str, Any]], Team]:
    """What each brand's page learnt in a month, by brand, and the team's verdicts."""
    config, seen = batches(folder)
    pages, team = detectors_of(config), Team(config, set(fakes_of(folder)))
    shown("first month", run(config, seen), team.fakes, config)
    run(config, _days(seen, team, pages), pages=pages)
    team.judge(pages, seen[-1])
    return {page.brand: dict(pages[page.name].changed_state()) for page in config.pages}, team


def _days(seen: Sequence[Batch], team: Team, pages: Mapping[str, FakeAccountDetector]) -> Iterator[Batch]:
    """The batches; the team judges before the first one of a day."""
    due = seen[0].at + _DAY
    for batch in seen:
        if batch.at >= due:
            team.judge(pages, batch)
            due += _DAY
        yield batch


def second_month(folder: Path, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """The same recording twice: with nothing learnt, and with what the first month taught."""
    config, seen = batches(folder)
    fakes = set(fakes_of(folder))
    shown("taught nothing", run(config, seen), fakes, config)
    pages = detectors_of(config)
    for page in config.pages:
        pages[page.name].restore(_lessons(rows[page.brand]))
    shown("taught", run(config, seen, pages=pages), fakes, config)


def _lessons(rows: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was learnt of the weights: accounts and their doings of the first month are not those of the second."""
    notices = {key: row for key, row in rows.items() if key.startswith("notice ")}
    taught = {key: [[0, *rest] for _, *rest in row if rest[-1] is not None] for key, row in notices.items()}
    return {key: row for key, row in rows.items() if key == "learner"} | {k: row for k, row in taught.items() if row}


def shown(name: str, found: Run, fakes: set[Case], config: Config) -> None:
    """Print the usual figures, and how many innocent and fake accounts are only worth a look."""
    told(name, found, fakes)
    floor = config.fake_accounts.review_above
    review = {case for case, s in found.suspicion.items() if s >= floor} - found.alerted.keys()
    print(f"{'':16} worth a look: {len(review & fakes)} fake, {len(review - fakes)} innocent")
