"""An observation as one line of a recording: the way back from `recording_lines.observation_of`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from detectors.model import Account, Deletion, Follow, Item, Observation, Poll, Verdict
from watchdog.output import rfc3339

_TYPES: Mapping[type, str] = {
    Item: "item",
    Account: "account",
    Follow: "follow",
    Poll: "poll",
    Deletion: "delete",
    Verdict: "feedback",
}
_OTHER_NAMES = {"start": "from", "end": "to"}
"""Fields that are called otherwise in a recording; a deletion's `item` is its `id`."""


def line_of(seen: Observation) -> dict[str, Any]:
    """The JSON object that tells `seen`; what is not known is left out."""
    line: dict[str, Any] = {"type": _TYPES[type(seen)], "page": seen.page, "seen_at": rfc3339(seen.seen_at)}
    for name in seen.__slots__:
        value = getattr(seen, name)
        if name in line or value is None:
            continue
        key = "id" if isinstance(seen, Deletion) and name == "item" else _OTHER_NAMES.get(name, name)
        line[key] = rfc3339(value) if isinstance(value, datetime) else value
    return line
