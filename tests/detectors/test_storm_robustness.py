"""What must not change what is found: order, lateness, repeats, gaps, restarts, clocks, and what came before."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import StormSettings
from detectors.findings import Finding
from detectors.model import Batch, Comment, Poll
from detectors.storm import StormDetector
from tests.detectors.test_storm import (
    PAGE,
    START,
    STEP,
    after_a_calm_week,
    batches,
    calm_week,
    comment,
    detector,
    polled,
    run,
    storm_of,
)

WEEK = START + timedelta(days=7)
FEW = settings(max_examples=5, deadline=None)


def storm(hours: float = 3.0, times: float = 6.0) -> list[Batch]:
    """The hours after a calm week: a storm begins after the first half hour and ends an hour before the last."""
    length = (hours + 1.5) / 24
    stream = batches(length, storms=((0.5 / 24, (0.5 + hours) / 24, times),), seed=9)
    return [_later(batch) for batch in stream]


@lru_cache
def found_in_it() -> tuple[Finding, ...]:
    return tuple(run(after_a_calm_week(), iter(storm())))


def _later(batch: Batch) -> Batch:
    """The same a week later, by other authors."""
    week = timedelta(days=7)
    said = tuple(
        comment(f"w{c.item.id}", c.item.created_at + week, text=c.item.text, author=f"w{c.item.author}")
        for c in batch.comments
    )
    polls = tuple(replace(p, seen_at=p.seen_at + week, start=p.start + week, end=p.end + week) for p in batch.polls)
    return Batch("page", batch.at + week, said, polls=polls)


def told(found: Sequence[Finding]) -> list[tuple[str, datetime, float, float, bool]]:
    return [(f.key, f.at, storm_of(f).observed, storm_of(f).excess, f.over) for f in found]


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_comments_arrive_within_a_poll_changes_nothing(chance):
    stream = storm()
    mixed = [replace(b, comments=tuple(chance.sample(b.comments, len(b.comments)))) for b in stream]
    expected = told(found_in_it())
    assert expected
    assert told(run(after_a_calm_week(), iter(mixed))) == expected


@FEW
@given(st.integers(0, 53))
def test_a_restart_at_any_moment_of_a_storm_changes_nothing(moment: int):
    stream = storm()
    rows = json.loads(calm_week())
    first, again = after_a_calm_week(), detector()
    found = run(first, iter(stream[:moment]))
    rows |= json.loads(json.dumps(first.changed_state()))
    again.restore({key: row for key, row in rows.items() if row is not None})
    assert found + run(again, iter(stream[moment:])) == list(found_in_it())


@FEW
@given(st.integers(8, 40), st.integers(1, 60))
def test_no_gap_of_the_polls_closes_a_storm(first: int, length: int):
    watch = after_a_calm_week()
    found = run(watch, iter(storm()[:first]))
    open_before = bool(found) and not found[-1].over
    at = WEEK + first * STEP
    for k in range(length):
        seen = watch.findings(at + k * STEP)
        assert [f.over for f in seen] == [False] * open_before


@FEW
@given(st.lists(st.integers(0, 35), min_size=72, max_size=72))
def test_comments_that_come_late_are_no_storm(late: list[int]):
    watch = after_a_calm_week()
    arriving: dict[int, list[Comment]] = {}
    for k, batch in enumerate(batches(0.25, seed=4)):
        for c in _later(batch).comments:
            arriving.setdefault(min(71, k + late[k]), []).append(c)
    for k in range(72):
        at = WEEK + (k + 1) * STEP
        watch.observe(polled(at, arriving.get(k, [])))
        assert not watch.findings(at)


@FEW
@given(st.integers(1, 4), st.integers(10, 300))
def test_few_authors_however_loud_are_no_storm(authors: int, texts: int):
    watch = after_a_calm_week()
    said = [comment(f"loud{n}", WEEK, author=f"loud{n % authors}") for n in range(texts)]
    watch.observe(polled(WEEK + STEP, said))
    assert not watch.findings(WEEK + STEP)


def test_changed_opening_hours_change_nothing_in_what_is_found():
    stream = storm()
    page = PAGE.model_copy(update={"opening_hours": "Mo-Su 00:00-24:00"})
    moved = StormDetector(page, "Europe/Amsterdam", StormSettings())
    moved.restore(json.loads(calm_week()))
    assert told(run(moved, iter(stream))) == told(found_in_it())


def test_a_page_that_is_new_is_told_of_what_nobody_takes_for_normal_after_hours_of_quiet():
    watch = detector()
    assert run(watch, batches(0.15, per_bucket=0.02)) == []
    at = START + timedelta(days=0.15)
    said = [comment(f"n{n}", at, author=f"n{n % 60}", text="dubbel afgeschreven") for n in range(72)]
    watch.observe(polled(at + STEP, said))
    (finding,) = watch.findings(at + STEP)
    assert storm_of(finding).people == 60
    assert finding.confidence < 0.95


def test_a_second_storm_two_days_after_a_first_is_found_too():
    found = run(detector(), batches(9.2, storms=((6.5, 7.0, 8.0), (9.0, 9.1, 4.0))))
    assert len({f.key for f in found}) == 2


def test_the_nights_on_which_clocks_change_are_calm():
    for begin in (datetime(2026, 3, 22, tzinfo=UTC), datetime(2026, 10, 18, tzinfo=UTC)):
        watch = detector()
        shift = begin - START
        for batch in batches(8, per_bucket=1.0):
            at = batch.at + shift
            said = [comment(c.item.id, c.item.created_at + shift) for c in batch.comments]
            watch.observe(Batch("page", at, tuple(said), polls=(Poll("page", at, at - STEP, at, True),)))
            assert not watch.findings(at)
