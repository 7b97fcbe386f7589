from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"), [("60s", 60), ("15m", 900), ("24h", 86400), ("90d", 7776000), (" 1.5 h ", 5400)]
)
def test_a_number_with_its_unit_is_a_duration(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", ["60", 60, 60.0, True, None, "-5m", "5 minutes", "5M", "1e3s", "٥m", "", "9" * 400 + "s", "999999999d"]
)
def test_a_duration_without_a_unit_is_refused_with_what_would_be_right(value: object) -> None:
    with pytest.raises(ValueError, match='"60s", "15m"'):
        parse_duration(value)


@given(st.integers(0, 10**7 - 1))
def test_what_is_written_reads_back_the_same(seconds: int) -> None:
    assert parse_duration(format_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)
