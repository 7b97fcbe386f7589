"""Kinds of values in payloads that others fill: each is sensible, absent, or the payload is set aside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints

_LARGEST_COUNT = 2**63 - 1
_LONGEST_NAME = 500
_LONGEST_ADDRESS = 2000


def moment_of(text: str | None) -> datetime | None:
    """The time in aware UTC; None where it is missing, has no offset, or lies outside 1971 to 2199."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if moment.tzinfo is None or not 1970 < moment.year < 2200:
        return None
    return moment.astimezone(UTC)


def _sensible(moment: datetime) -> datetime:
    if not 1970 < moment.year < 2200:
        raise ValueError("no time that a post can have")
    return moment.astimezone(UTC)


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_COUNT
    return value if is_count and isinstance(value, int) else None


def _number(value: object) -> int:
    return _count(value) or 0


def _name(value: object) -> str | None:
    return value[:_LONGEST_NAME] if isinstance(value, str) and value else None


def _address(value: object) -> str | None:
    is_web = isinstance(value, str) and value.startswith(("https://", "http://")) and len(value) <= _LONGEST_ADDRESS
    return value if is_web and isinstance(value, str) else None


Moment = Annotated[AwareDatetime, AfterValidator(_sensible)]
"""A time that has to be there and to make sense."""

Count = Annotated[int | None, BeforeValidator(_count)]
"""A number of things; None where it is none (hidden, negative, too large to store)."""

Number = Annotated[int, BeforeValidator(_number)]
"""The same, 0 where it is none."""

Name = Annotated[str | None, BeforeValidator(_name)]
"""A short text; None where there is none."""

WebAddress = Annotated[str | None, BeforeValidator(_address)]
"""An http(s) address; None for every other scheme, so that no link in an alert runs a script."""

PathId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}$")]
"""An id that becomes part of an address we ask, and therefore must not lead anywhere else."""
