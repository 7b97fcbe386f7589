import json

from hypothesis import given
from hypothesis import strategies as st

from detectors.storms.buckets import Buckets


def buckets(number: int) -> Buckets:
    made = Buckets()
    made.first = 1000
    for _ in range(number):
        made.append(2.0)
    return made


def test_without_polls_what_has_passed_was_observed():
    made = buckets(3)
    made.pass_time(1001.5 * 300)
    assert made.seen == [1.0, 0.5, 0.0]


def test_what_no_poll_covers_is_unobserved():
    made = buckets(3)
    made.poll(1000 * 300, 1001 * 300)
    made.poll(1002 * 300, 1003 * 300)
    assert made.seen == [1.0, 0.0, 1.0]


def test_a_later_poll_fills_the_hole():
    made = buckets(3)
    made.poll(1000 * 300, 1001 * 300)
    made.poll(1002 * 300, 1003 * 300)
    made.poll(1001 * 300, 1003 * 300)
    assert made.seen == [1.0, 1.0, 1.0]


def test_only_36_hours_are_kept():
    assert len(buckets(2000).seen) < 37 * 12


@given(st.lists(st.tuples(st.integers(995, 1012), st.booleans())), st.integers(0, 12))
def test_saved_and_restored_they_are_the_same(counts: list[tuple[int, bool]], polled: int):
    made = buckets(10)
    for bucket, complaint in counts:
        made.count(bucket, complaint=complaint)
    made.poll(1000 * 300, (1000 + polled / 2) * 300)
    again = Buckets()
    again.restore(list(json.loads(json.dumps(made.rows())).values()))
    assert (again.first, again.complaints, again.seen, again.exposed) == (
        made.first,
        made.complaints,
        made.seen,
        made.exposed,
    )
