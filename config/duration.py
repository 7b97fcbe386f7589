"""Durations written with their unit: "60s", "15m", "24h", "90d"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from config.faults import UnfitError, shown

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_PATTERN = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,6})?)\s*([smhd])\s*")


def parse_duration(value: object) -> timedelta:
    """Read a duration such as "15m".

    >>> parse_duration("15m")
    datetime.timedelta(seconds=900)

    Raises:
        ValueError: the text is not a number with one of the units s, m, h, d.
    """
    if isinstance(value, timedelta):
        return value
    found = _PATTERN.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise UnfitError(f"{shown(value)} is not a duration", 'write a number and a unit: "60s", "15m", "24h" or "90d"')
    return timedelta(**{_UNITS[found[2]]: float(found[1])})


def format_duration(value: timedelta) -> str:
    """The shortest text that `parse_duration` reads back as the same duration.

    >>> format_duration(timedelta(minutes=90))
    '90m'
    """
    seconds = value.total_seconds()
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*[smhd]\s*$", "examples": ["60s", "15m"]}),
]
