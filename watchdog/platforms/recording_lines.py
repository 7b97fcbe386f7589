"""One line of a recording as an observation, every field checked by hand: replays read hundreds of thousands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, cast

from detectors.model import Account, Deletion, Follow, Item, ItemKind, Observation, Poll, Verdict

_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LARGEST_COUNT = 2**63 - 1
_KINDS = ("post", "comment", "review")
_VERDICTS = ("fake", "legit")

Line = Mapping[str, Any]


class FieldError(Exception):
    """A field that is missing or wrong; the message names it."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(f"field {field} {fault}")


def observation_of(line: Line, clock: datetime | None) -> Observation | datetime | None:
    """What the line tells; the moment of an `end` line; None where neither the line nor `clock` tells a time.

    Args:
        line: the JSON object.
        clock: when the line before was seen (aware UTC), for lines that do not say when they were.

    Raises:
        FieldError: a field is missing or wrong, or the type is not known.
    """
    kind = line.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise FieldError("type", "is missing" if kind is None else f"is not known: {str(kind)[:40]!r}")
    return reader(line, clock)


def _item(line: Line, _clock: datetime | None) -> Item:
    created_at = _need_time(line, "created_at")
    kind = line.get("kind")
    if kind is not None and kind not in _KINDS:
        raise FieldError("kind", f"must be one of {', '.join(_KINDS)}")
    get = line.get
    return Item(
        _need_text(line, "page"),
        _need_text(line, "id"),
        _need_text(line, "author"),
        created_at,
        created_at if get("seen_at") is None else _need_time(line, "seen_at"),
        _need_text(line, "text", empty=True),
        cast(ItemKind, kind or "comment"),
        _text(line, "reply_to"),
        _text(line, "root"),
        _text(line, "url"),
        _text(line, "language"),
        None if get("rating") is None else _rating(line),
        _count_or_none(line, "likes"),
        _count_or_none(line, "shares"),
    )


def _account(line: Line, clock: datetime | None) -> Account | None:
    page, account = _need_text(line, "page"), _need_text(line, "id")
    verified = line.get("verified")
    if verified is not None and not isinstance(verified, bool):
        raise FieldError("verified", "must be true, false or null")
    created_at = None if line.get("created_at") is None else _need_time(line, "created_at")
    handle, name, bio, avatar = [_text(line, field) for field in ("handle", "name", "bio", "avatar")]
    followers, following, posts = [_count_or_none(line, field) for field in ("followers", "following", "posts")]
    url = _text(line, "url")
    if (seen_at := _seen_at(line, clock)) is None:
        return None
    return Account(
        page, account, seen_at, handle, name, bio, avatar, created_at, followers, following, posts, verified, url
    )


def _follow(line: Line, clock: datetime | None) -> Follow | None:
    page, source, target = _need_text(line, "page"), _need_text(line, "source"), _need_text(line, "target")
    seen_at = _seen_at(line, clock)
    return None if seen_at is None else Follow(page, seen_at, source, target)


def _poll(line: Line, _clock: datetime | None) -> Poll:
    page, start, end = _need_text(line, "page"), _need_time(line, "from"), _need_time(line, "to")
    ok = line.get("ok")
    if not isinstance(ok, bool):
        raise FieldError("ok", "is missing" if ok is None else "must be true or false")
    if end < start:
        raise FieldError("to", "lies before from")
    seen_at = end if line.get("seen_at") is None else _need_time(line, "seen_at")
    return Poll(page, seen_at, start, end, ok, _text(line, "error"))


def _delete(line: Line, clock: datetime | None) -> Deletion | None:
    page, item = _need_text(line, "page"), _need_text(line, "id")
    seen_at = _seen_at(line, clock)
    return None if seen_at is None else Deletion(page, seen_at, item)


def _feedback(line: Line, clock: datetime | None) -> Verdict | None:
    page, account, verdict = _need_text(line, "page"), _need_text(line, "account"), _need_text(line, "verdict")
    if verdict not in _VERDICTS:
        raise FieldError("verdict", f"must be one of {', '.join(_VERDICTS)}")
    by, seen_at = _text(line, "by"), _seen_at(line, clock)
    if seen_at is None:
        return None
    return Verdict(page, seen_at, account, cast(Literal["fake", "legit"], verdict), by)


def _end(line: Line, _clock: datetime | None) -> datetime:
    return _need_time(line, "seen_at")


_READERS: Mapping[str, Callable[[Line, datetime | None], Observation | datetime | None]] = {
    "item": _item,
    "account": _account,
    "follow": _follow,
    "poll": _poll,
    "delete": _delete,
    "feedback": _feedback,
    "end": _end,
}


def _seen_at(line: Line, clock: datetime | None) -> datetime | None:
    return clock if line.get("seen_at") is None else _need_time(line, "seen_at")


def _need_text(line: Line, field: str, *, empty: bool = False) -> str:
    value = line.get(field)
    if value is None:
        raise FieldError(field, "is missing")
    if not isinstance(value, str):
        raise FieldError(field, "must be text")
    if not (value or empty):
        raise FieldError(field, "must not be empty")
    return value


def _text(line: Line, field: str) -> str | None:
    value = line.get(field)
    if value is None or isinstance(value, str):
        return value
    raise FieldError(field, "must be text")


def _count_or_none(line: Line, field: str) -> int | None:
    return None if line.get(field) is None else _count(line, field)


def _count(line: Line, field: str) -> int:
    value = line.get(field)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_COUNT:
        return value
    raise FieldError(field, "must be a whole number, not negative")


def _rating(line: Line) -> int:
    value = _count(line, "rating")
    if 1 <= value <= 5:
        return value
    raise FieldError("rating", "must be 1 to 5")


def _need_time(line: Line, field: str) -> datetime:
    value = line.get(field)
    if value is None:
        raise FieldError(field, "is missing")
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise FieldError(field, "must be a time like 2026-07-25T21:14:03+02:00") from None
    if moment.tzinfo is None:
        raise FieldError(field, "needs an offset, like +02:00 or Z")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise FieldError(field, f"must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment.astimezone(UTC)
