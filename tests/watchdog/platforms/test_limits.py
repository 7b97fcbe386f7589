from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from watchdog.platforms.limits import pause_wanted

NOW = datetime(2026, 11, 22, 9, 53, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "289"}, 289),
        ({"Retry-After": "Sun, 22 Nov 2026 09:54:00 GMT"}, 60),
        ({"Retry-After": "Sun, 22 Nov 2020 09:54:00 GMT"}, 0),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "1795341480"}, 300),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "45"}, 45),
        ({"X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset": "2026-11-22T09:58:00.000Z"}, 300),
        ({"retry-after": "99999999999999999999"}, 86400),
    ],
)
def test_servers_say_in_many_ways_when_to_come_back(headers: dict[str, str], seconds: int) -> None:
    assert pause_wanted(CIMultiDict(headers), NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"RateLimit-Remaining": "12", "RateLimit-Reset": "1795341480"},
        {"Retry-After": "soon"},
        {"RateLimit-Remaining": "0", "RateLimit-Reset": "9999-99-99"},
    ],
)
def test_nothing_sensible_said_is_no_pause(headers: dict[str, str]) -> None:
    assert pause_wanted(CIMultiDict(headers), NOW) is None


@given(st.text(max_size=40))
def test_no_header_value_breaks_it(value: str) -> None:
    pause = pause_wanted({"Retry-After": value}, NOW)
    assert pause is None or timedelta(0) <= pause <= timedelta(days=1)
