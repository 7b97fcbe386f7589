from hypothesis import given
from hypothesis import strategies as st

from detectors.fakes.scorecard import BY_NAME, LIMITS, SIGNALS, total, weigh
from detectors.findings import Evidence

LOOKS = [weigh("same_name", 1), weigh("same_handle", 1), weigh("hidden_letters", 3)]


def test_signals_have_unique_names() -> None:
    assert len(BY_NAME) == len(SIGNALS)


def test_looks_alone_never_pass_the_gate() -> None:
    assert not total(LOOKS, 0).gate


def test_what_customers_say_never_opens_the_gate() -> None:
    accused = [weigh("called_fake", 9), weigh("believed", 9), weigh("only_complainers", 5), weigh("foreign_contact", 3)]
    assert not total(accused, 5).gate


def test_a_picture_alone_is_no_likeness() -> None:
    dealer = [weigh("same_picture", 2), weigh("copied_bio", 1), weigh("foreign_contact", 3), weigh("sign_off", 3)]
    assert not total(dealer, 5).gate


def test_without_the_gate_suspicion_stays_below_any_alert() -> None:
    assert total([*LOOKS, weigh("outside_hours", 1), weigh("called_fake", 3)], 0).suspicion <= 0.8


def test_a_lure_makes_a_scam_and_its_absence_a_troll() -> None:
    assert total([*LOOKS, weigh("foreign_link", 1)], 1).variant == "scam"
    assert total(LOOKS, 3).variant == "troll"


def test_one_harmless_reply_leaves_the_variant_open() -> None:
    assert total(LOOKS, 1).variant == "unclear"


def test_the_teams_verdict_outweighs_everything() -> None:
    assert total([weigh("confirmed_fake", 1), weigh("followed_by_brand", 1)], 0).suspicion > 0.9


pieces = st.builds(
    lambda signal, strength: weigh(signal, 1, strength), st.sampled_from(sorted(BY_NAME)), st.floats(0, 1)
)


@given(st.lists(pieces, max_size=40))
def test_groups_stay_within_their_limits(evidence: list[Evidence]) -> None:
    score = total(evidence, 3)
    assert all(LIMITS[group][0] <= value <= LIMITS[group][1] for group, value in score.groups.items())
    assert 0 <= score.suspicion <= 1
