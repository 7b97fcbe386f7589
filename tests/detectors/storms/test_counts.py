from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from detectors.storms.counts import interval_of, score_counts

START = datetime(2026, 3, 2, tzinfo=UTC)


def series(days: int) -> list[tuple[datetime, float]]:
    rng = np.random.default_rng(3)
    return [(START + timedelta(minutes=5 * k), float(rng.poisson(6))) for k in range(days * 288)]


def test_a_burst_scores_above_everything_before_it():
    rows = series(6)
    rows[-1] = (rows[-1][0], 80.0)
    scores = [row.score for row in score_counts(rows, 300)]
    assert scores[-1] > max(scores[288:-1])


def test_no_score_depends_on_later_rows():
    rows = series(3)
    whole = list(score_counts(rows, 300))
    assert list(score_counts(rows[:500], 300)) == whole[:500]


def test_a_gap_is_not_read_as_silence():
    rows = series(4)
    holed = rows[:600] + rows[700:]
    assert max(row.score for row in list(score_counts(holed, 300))[590:]) < 0.9


def test_the_interval_is_the_most_frequent_step():
    assert interval_of([row[0] for row in series(1) if row[0].hour != 5]) == 300


def test_times_that_run_backwards_are_refused():
    with pytest.raises(ValueError, match="ascend"):
        interval_of([START, START - timedelta(minutes=5)])
