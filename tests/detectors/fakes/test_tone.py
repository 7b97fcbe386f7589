from hypothesis import given
from hypothesis import strategies as st

from detectors.fakes.service_words import tokens_of
from detectors.fakes.tone import BUCKETS, features, load_tone

MOCKING = "We passed your message round the office. Have you tried expecting less?"
LURING = "To release your payment we need both sides of your card and the code that you just received."
PLAIN = "The engineer is on the way, we will ring you this afternoon."


def test_mockery_sounds_more_like_mockery_than_help_does() -> None:
    assert load_tone().odds(tokens_of(MOCKING))[0] > load_tone().odds(tokens_of(PLAIN))[0]


def test_a_lure_sounds_more_like_a_lure_than_help_does() -> None:
    assert load_tone().odds(tokens_of(LURING))[1] > load_tone().odds(tokens_of(PLAIN))[1]


def test_no_words_say_nothing() -> None:
    assert load_tone().odds([]) == (0, 0)


@given(st.text(max_size=3000))
def test_every_text_has_a_bounded_number_of_features(text: str) -> None:
    found = features(tokens_of(text))
    assert all(0 <= bucket < BUCKETS for bucket in found)
