"""`page-watchdog accounts`: whom the team was warned of, and whom it may want to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.console import Console
from rich.text import Text

from alerts.evidence import sentence
from alerts.names import full_name
from alerts.quoting import plain
from alerts.reviews import Level, level_of, top_reason
from alerts.wording.phrases import Phrases
from config.schema import Config
from detectors.findings import Case, Evidence
from detectors.model import Account
from watchdog.app import restored_for_reading
from watchdog.store import Store
from watchdog.watched import Watched

_INDENT = " " * 12
_WIDEST = 104
_ORDER: dict[Level, int] = {"alert": 0, "review": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One account worth listing; `suspicion` is None of one that has not spoken."""

    level: Level
    page: str
    account: Account
    suspicion: float | None
    replies: int
    evidence: tuple[Evidence, ...]


def rows_of(config: Config, store: Store, only: str | None = None) -> list[Row]:
    """The accounts at the levels alert and review, the surest first, and the hunted ones."""
    pages = [watched for name, watched in restored_for_reading(config, store).items() if only in (None, name)]
    found = [row for watched in pages for row in _of_page(config, store, watched)]
    return sorted(found, key=lambda row: (_ORDER[row.level], -(row.suspicion or 0.0), row.page, row.account.id))


def _of_page(config: Config, store: Store, watched: Watched) -> Iterator[Row]:
    page, settings = watched.page.name, config.fake_accounts
    bar = min(settings.review_above, settings.alert_above)
    suspects = [one.account for one in watched.suspicions() if one.suspicion >= bar]
    for account in suspects:
        case = watched.case(account)
        if case is not None and (level := level_of(case, settings)) != "info":
            yield Row(level, page, case.subject.account, case.suspicion, case.subject.replies, _evidence(case))
    for account in store.reviews.hunted(page):
        case = watched.case(account)
        profile = store.sightings.account(page, account)
        if account not in suspects and profile is not None and (case is None or case.verdict is None):
            yield Row("review", page, profile, None, 0, watched.likeness(profile))


def _evidence(case: Case) -> tuple[Evidence, ...]:
    return tuple(piece for share in case.shares for piece in share.evidence)


def show(rows: Sequence[Row], say: Phrases, limit: int, console: Console) -> None:
    """Print three lines per account, made for narrow terminals: an id is never broken, so that it can be copied."""
    if not rows:
        console.print("No account is suspected.")
    for row in rows[:limit]:
        sure = "not spoken yet" if row.suspicion is None else f"{min(0.99, row.suspicion):.0%}"
        head = Text(f"{row.level:<6} {sure:<4} ", style="bold" if row.level == "alert" else "")
        console.print(head + Text(full_name(row.account)), soft_wrap=True)
        where = f"on page {plain(row.page, 80)}, {row.replies} {'reply' if row.replies == 1 else 'replies'}"
        console.print(Text(f"{_INDENT}{plain(row.account.id, 200)}  {where}"), soft_wrap=True)
        for line in wrap(top_reason(row.evidence, say), max(20, min(console.width, _WIDEST) - len(_INDENT))):
            console.print(Text(_INDENT + line), soft_wrap=True)
    if len(rows) > limit:
        console.print(f"and {len(rows) - limit} more (--limit)")


def as_json(rows: Sequence[Row], say: Phrases) -> str:
    """They as JSON Lines."""
    return "".join(json.dumps(_row(row, say), ensure_ascii=False) + "\n" for row in rows)


def _row(row: Row, say: Phrases) -> dict[str, object]:
    account = row.account
    return {
        "level": row.level,
        "page": row.page,
        "account": account.id,
        "handle": account.handle,
        "name": account.name,
        "suspicion": None if row.suspicion is None else round(row.suspicion, 6),
        "replies": row.replies,
        "evidence": [sentence(piece, say) for piece in row.evidence if piece.weight],
    }
