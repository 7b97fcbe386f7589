"""Puts what is new into its context: each item with its author's profile, the item it answers, and who is official."""

from __future__ import annotations

from datetime import datetime

from detectors.model import Account, Batch, Comment, Reading
from watchdog.store.sightings import Fresh, NewItem, Sightings
from watchdog.watched import Watched


def in_context(
    sightings: Sightings, watched: Watched, fresh: Fresh, readings: list[Reading], at: datetime, step: int | None = None
) -> Batch:
    """The batch that detectors see.

    Args:
        sightings: where parents and profiles are looked up.
        watched: the page.
        fresh: what is new, with `readings` in the order of its items.
        readings: how the new items were read.
        at: the moment of the step.
        step: see things as they were known at that step; None: as they are known now.
    """
    comments = [
        _comment(sightings, watched, new, reading, at, step) for new, reading in zip(fresh.items, readings, strict=True)
    ]
    return Batch(
        page=watched.page.name,
        at=at,
        comments=tuple(comments),
        accounts=tuple(fresh.accounts),
        follows=tuple(fresh.follows),
        polls=tuple(fresh.polls),
        deletions=tuple(fresh.deletions),
        verdicts=tuple(fresh.verdicts),
    )


def _comment(
    sightings: Sightings, watched: Watched, new: NewItem, reading: Reading, at: datetime, step: int | None
) -> Comment:
    item, page = new.item, watched.page.name
    author = sightings.account(page, item.author, step) or Account(page, item.author, at)
    parent = sightings.read_item(page, item.reply_to, step) if item.reply_to else None
    return Comment(
        item=item,
        reading=reading,
        author=author,
        official=watched.is_official(author.id, author.handle),
        parent=parent[0] if parent else None,
        parent_reading=parent[1] if parent else None,
        parent_official=parent is not None and _is_official(sightings, watched, parent[0].author, step),
        edited=new.edited,
    )


def _is_official(sightings: Sightings, watched: Watched, account: str, step: int | None) -> bool:
    profile = sightings.account(watched.page.name, account, step)
    return watched.is_official(account, profile.handle if profile else None)
