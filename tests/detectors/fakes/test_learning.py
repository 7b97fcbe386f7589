from dataclasses import replace

import numpy as np
import pytest

from detectors.fakes.learning import Learner, Lesson, calibrated
from detectors.fakes.scorecard import total, weigh
from detectors.findings import Evidence

DESK = [weigh("brand_service_name", 1), weigh("answers_in_brand_name", 3), weigh("speaks_as_company", 3)]
SCAM = [*DESK, weigh("asks_secret", 2), weigh("foreign_contact", 2)]


def suspicion(learner: Learner, evidence: list[Evidence]) -> float:
    return total(learner.apply(evidence), 3, learner.shift).suspicion


def taught(*lessons: tuple[str, bool, list[Evidence]]) -> Learner:
    learner = Learner()
    for account, fake, evidence in lessons:
        learner.learn(account, fake, evidence, [], 0)
    return learner


def test_without_verdicts_the_written_weights_hold() -> None:
    assert Learner().apply(SCAM) == SCAM


def test_dismissed_desks_make_the_next_desk_less_suspicious() -> None:
    learner = taught(*((f"a{n}", False, DESK) for n in range(6)))
    assert suspicion(learner, DESK) < suspicion(Learner(), DESK)


def test_dismissed_desks_do_not_hide_a_scam() -> None:
    learner = taught(*((f"a{n}", False, DESK) for n in range(6)), ("x", True, SCAM))
    assert suspicion(learner, SCAM) > 0.9


def test_confirmed_desks_make_the_next_desk_more_suspicious() -> None:
    learner = taught(*((f"a{n}", True, DESK) for n in range(4)))
    assert suspicion(learner, DESK) > suspicion(Learner(), DESK)


def test_no_number_of_verdicts_turns_a_signal_around() -> None:
    learner = taught(*((f"a{n}", False, SCAM) for n in range(12)))
    assert all(factor >= 0 for factor in learner.factors.values())


def test_a_verdict_taken_back_leaves_no_trace() -> None:
    learner = taught(("a", False, DESK))
    learner.learn("a", True, DESK, [], 1)
    assert learner.factors == taught(("a", True, DESK)).factors


def test_the_order_of_verdicts_does_not_matter() -> None:
    one = taught(("a", False, DESK), ("b", True, SCAM))
    other = taught(("b", True, SCAM), ("a", False, DESK))
    assert one.factors == other.factors


def test_accounts_of_one_operator_count_as_one() -> None:
    one, many = taught(("a", True, DESK)), Learner()
    for account in ("a", "b", "c"):
        many.learn(account, True, DESK, [other for other in ("a", "b", "c") if other != account], 0)
    assert many.factors == pytest.approx(one.factors, abs=1e-3)


def test_the_weights_of_the_past_are_kept() -> None:
    learner = taught(("a", True, DESK), ("b", False, DESK))
    assert [count for _, count, _ in learner.history] == [1, 2]


def test_what_was_learnt_survives_saving() -> None:
    learner = taught(("a", False, DESK), ("b", True, SCAM))
    assert Learner.of_row(learner.row()) == learner


def test_what_other_pages_learnt_counts_here() -> None:
    lesson = Lesson(False, {"brand_service_name": 1.0, "answers_in_brand_name": 1.0}, "a")
    learner = Learner()
    learner.weigh_anew({("elsewhere", f"a{n}"): replace(lesson, operator=f"a{n}") for n in range(6)}, 0)
    assert suspicion(learner, DESK) < suspicion(Learner(), DESK)


def test_a_dismissal_undone_brings_the_weights_back() -> None:
    learner = taught(("a", True, SCAM))
    before = learner.factors, learner.shift
    learner.learn("b", False, DESK, [], 1)
    learner.learn("b", True, [], [], 2)
    del learner.lessons["b"]
    learner.weigh_anew({}, 3)
    assert (learner.factors, learner.shift) == before


def overconfident(verdicts: int) -> list[Lesson]:
    return [Lesson(n % 2 == 0, {}, f"a{n}", 6.0 if n % 4 else -2.0) for n in range(verdicts)]


def test_certainty_is_calibrated_after_enough_verdicts() -> None:
    scale, _ = calibrated(overconfident(80), np.ones(80))
    assert scale < 0.5


def test_few_verdicts_calibrate_nothing() -> None:
    assert calibrated(overconfident(20), np.ones(20)) == (1.0, 0.0)
