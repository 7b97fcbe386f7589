from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from watchdog.schedule import (
    LONGEST_BACK_OFF,
    OpenPost,
    back_off,
    is_due,
    next_look,
    next_look_after_failure,
    reading_interval,
    still_open,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@given(failures=st.integers(0, 10**6), seed=st.integers())
def test_backing_off_never_exceeds_the_cap(failures: int, seed: int) -> None:
    assert timedelta(0) <= back_off(failures, Random(seed)) <= LONGEST_BACK_OFF


def test_backing_off_spreads_over_a_growing_range() -> None:
    random = Random(1)
    means = [sum((back_off(n, random) for _ in range(200)), timedelta(0)) / 200 for n in (1, 4, 8)]
    assert means[0] < means[1] < means[2]


@given(seed=st.integers(), wanted=st.none() | st.timedeltas(timedelta(0), timedelta(hours=2)))
def test_the_next_look_comes_in_rhythm_or_when_the_platform_wants(seed: int, wanted: timedelta | None) -> None:
    wait = next_look(NOON, MINUTE, wanted, Random(seed)) - NOON
    assert wait >= max(MINUTE * 0.9, wanted or timedelta(0))
    assert wait <= max(MINUTE * 1.1, wanted or timedelta(0))


@given(failures=st.integers(1, 1000), seed=st.integers(), poll_every=st.timedeltas(MINUTE, HOUR))
def test_after_failures_it_waits_longer_but_not_for_ever(failures: int, seed: int, poll_every: timedelta) -> None:
    wait = next_look_after_failure(NOON, poll_every, failures, None, Random(seed)) - NOON
    assert poll_every <= wait <= max(poll_every, LONGEST_BACK_OFF)


def test_a_platform_that_asks_for_time_gets_it() -> None:
    assert next_look_after_failure(NOON, MINUTE, 1, 3 * HOUR, Random(1)) == NOON + 3 * HOUR


def test_a_platform_that_asks_for_a_year_is_not_believed() -> None:
    assert next_look_after_failure(NOON, MINUTE, 1, timedelta(days=365), Random(1)) == NOON + timedelta(hours=24)


def test_a_post_never_read_is_due() -> None:
    assert is_due(OpenPost(NOON), NOON, MINUTE)


def test_another_number_of_replies_makes_a_silent_post_due_at_once() -> None:
    post = OpenPost(NOON - 100 * HOUR, read_at=NOON - MINUTE, replies=3)
    assert is_due(post, NOON, MINUTE, replies=4)
    assert not is_due(post, NOON, MINUTE, replies=3)


def test_a_fresh_post_is_read_at_every_look_even_if_the_look_is_a_little_early() -> None:
    assert is_due(OpenPost(NOON, read_at=NOON), NOON + MINUTE * 0.9, MINUTE)


@given(silence=st.timedeltas(timedelta(0), timedelta(days=14)), more=st.timedeltas(timedelta(0), timedelta(days=14)))
def test_the_longer_a_post_is_silent_the_less_often_it_is_read(silence: timedelta, more: timedelta) -> None:
    post = OpenPost(NOON)
    sooner, later = (reading_interval(post, NOON + age, MINUTE) for age in (silence, silence + more))
    assert MINUTE <= sooner <= later <= HOUR


def test_posts_stay_open_for_a_fortnight_of_silence_and_the_liveliest_stay_when_there_are_too_many() -> None:
    posts = {
        "old": OpenPost(NOON - timedelta(days=15)),
        "a": OpenPost(NOON - HOUR),
        "b": OpenPost(NOON),
        "c": OpenPost(NOON - MINUTE),
    }
    assert list(still_open(posts, NOON, most=2)) == ["b", "c"]
