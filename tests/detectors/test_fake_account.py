import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import FakeAccountSettings
from detectors.fake_account import FakeAccountDetector
from detectors.model import Account, Follow, Verdict
from tests.detectors.told_thread import LURE, OFFICIAL, PAGE, START, Thread, account, subject


@pytest.fixture
def thread() -> Thread:
    made = Thread()
    made.write(OFFICIAL, "Fijne maandag!")
    return made


def test_a_service_desk_with_a_foreign_number_is_a_scam_at_its_first_reply(thread: Thread) -> None:
    question = thread.complain(1)
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, question)
    assert [f.key for f in thread.told] == ["x"]
    assert subject(thread.told[0]).variant == "scam"
    assert thread.told[0].confidence >= 0.9


def test_look_alike_letters_in_the_brands_name_are_found_without_any_lure(thread: Thread) -> None:
    question = thread.complain(1)
    thread.write(account("x", "ТеlеZuid", "telezuid_"), "Hoi Bo, wij sluiten dit ticket. ^Kees", question)
    assert [f.key for f in thread.told] == ["x"]
    assert "hidden_letters" in {e.signal for e in thread.told[0].evidence}


def test_the_customers_it_answered_and_who_still_waits_are_named(thread: Thread) -> None:
    first, second = thread.complain(1), thread.complain(2)
    thread.write(OFFICIAL, "Hoi, we zoeken het uit. ^Noor", first)
    fake = account("x", "TeleZuid Klantenservice")
    thread.write(fake, LURE, first)
    thread.write(fake, LURE, second)
    assert subject(thread.told[-1]).customers == ("c1", "c2")
    assert subject(thread.told[-1]).unanswered == (second,)


def test_a_reply_under_the_brands_answer_counts_for_the_customer(thread: Thread) -> None:
    question = thread.complain(1)
    answer = thread.write(OFFICIAL, "Hoi, we zoeken het uit. ^Noor", question)
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, answer)
    assert subject(thread.told[0]).customers == ("c1",)


def test_a_customer_who_helps_is_not_suspected(thread: Thread) -> None:
    for number in range(4):
        question = thread.complain(number)
        thread.write(
            account("h", "Wifi Willem"), "Zet je modem even uit. Anders stuur @telezuid een bericht.", question
        )
    assert thread.told == []
    assert thread.suspicion("h") < 0.1


def test_a_name_alone_is_not_alerted(thread: Thread) -> None:
    thread.write(account("x", "TeleZuid Klantenservice"), "Ik wacht al een week op antwoord")
    assert thread.told == []


def test_a_labelled_parody_is_not_alerted(thread: Thread) -> None:
    for number in range(4):
        question = thread.complain(number)
        thread.write(account("x", "TeleZuid (parodie)"), "Onze wachtmuziek is nu op vinyl te koop.", question)
    assert thread.told == []


def test_a_regional_account_that_the_brand_follows_is_not_alerted(thread: Thread) -> None:
    thread.poll(follows=(Follow("p", START, OFFICIAL.id, "z"),))
    for number in range(4):
        question = thread.complain(number)
        text = "Hoi, in Twente is er een storing. Stuur ons een DM met je klantnummer. ^Noor"
        thread.write(account("z", "TeleZuid Twente Service"), text, question)
    assert thread.told == []


def test_a_trusted_account_is_never_suspected(thread: Thread) -> None:
    question = thread.complain(1)
    thread.write(account("partner", "TeleZuid Klantenservice"), LURE, question)
    assert thread.told == []


def test_the_verdict_legit_ends_a_case_for_good(thread: Thread) -> None:
    fake = account("x", "TeleZuid Klantenservice")
    thread.write(fake, LURE, thread.complain(1))
    thread.poll(verdicts=(Verdict("p", thread.at, "x", "legit"),))
    assert thread.told[-1].over
    told = len(thread.told)
    thread.write(fake, LURE, thread.complain(2))
    assert len(thread.told) == told
    assert thread.suspicion("x") == 0.0


def test_the_verdict_fake_alerts_an_account_that_was_only_listed(thread: Thread) -> None:
    thread.write(account("x", "Anne"), "Hoi, wij kijken even mee naar uw bestelling", thread.complain(1))
    thread.poll(verdicts=(Verdict("p", thread.at, "x", "fake"),))
    assert [f.key for f in thread.told] == ["x"]


def test_a_change_is_told_again_for_three_quarters_of_an_hour_and_then_no_more(thread: Thread) -> None:
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(1))
    told = len(thread.told)

    for minutes, again in ((40, 1), (4, 1), (10, 0)):
        thread.at += timedelta(minutes=minutes)
        thread.poll()
        assert len(thread.told) - told == again
        told = len(thread.told)


def test_a_silent_case_is_over_after_a_fortnight(thread: Thread) -> None:
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(1))
    thread.at += timedelta(days=15)
    thread.complain(2)
    assert [f.over for f in thread.told] == [False, True]


def test_a_renamed_account_is_found_under_its_new_name(thread: Thread) -> None:
    question = thread.complain(1)
    thread.write(account("x", "Kees B"), "Wat vervelend", question)
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, question)
    assert [f.key for f in thread.told] == ["x"]
    assert len(subject(thread.told[0]).items) == 2
    assert "renamed" in {e.signal for e in thread.told[0].evidence}


def test_fakes_with_one_number_are_told_as_one_operator(thread: Thread) -> None:
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(1))
    thread.write(account("y", "TeleZuid Retouren"), LURE, thread.complain(2))
    assert subject(thread.told[-1]).operators == ("x",)


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=80), handle=st.text(max_size=40), bio=st.text(max_size=200), text=st.text(max_size=600))
def test_any_profile_and_text_can_be_judged(name: str, handle: str, bio: str, text: str) -> None:
    thread = Thread()
    question = thread.complain(1)
    odd = Account(
        "p", "x", START, handle=handle, name=f"TeleZuid {name}", bio=bio, avatar=f"data:image/png;base64,{bio}"
    )
    thread.write(odd, text, question)
    assert 0 <= thread.suspicion("x") <= 1
    assert json.loads(json.dumps(thread.detector.changed_state()))


def test_a_staff_persona_that_asks_for_cards_is_a_scam(thread: Thread) -> None:
    for number in range(3):
        text = "Ik ben medewerker bij TeleZuid, stuur mij uw pincode en kaartnummer in een DM."
        thread.write(account("x", "Anne van TeleZuid"), text, thread.complain(number))
    assert subject(thread.told[0]).variant == "scam"


def test_a_fixer_who_gets_money_back_is_a_scam_without_any_likeness(thread: Thread) -> None:
    for number in range(4):
        text = "Same here! Reach out to @fix_marcus on Telegram, he got my money back."
        thread.write(account("x", "Grace W"), text, thread.complain(number))
    assert [f.key for f in thread.told if not f.over][:1] == ["x"]


def test_a_customer_who_repeats_a_scams_number_to_warn_is_not_suspected(thread: Thread) -> None:
    for number in range(4):
        text = "Pas op! Ik kreeg een sms van +44 7700 900123, dat is oplichting."
        thread.write(account("x", "Henk"), text, thread.complain(number))
    assert thread.told == []
    assert thread.suspicion("x") < 0.2


def test_a_dealer_with_its_own_name_and_number_is_not_alerted(thread: Thread) -> None:
    for number in range(5):
        text = "Beste klant, wij repareren dit. Bel ons op 020 123 45 67 of stuur een DM."
        thread.write(account("x", "Belwinkel Oost"), text, thread.complain(number))
    assert thread.told == []


def test_a_case_grows_worse_as_it_reaches_more_customers(thread: Thread) -> None:
    for number in range(11):
        thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(number))
    levels = [f.level for f in thread.told]
    assert levels == sorted(levels)
    assert levels[-1] > levels[0]


def test_the_brands_own_warning_makes_a_persona_a_fake(thread: Thread) -> None:
    fake = account("x", "Anne van TeleZuid")
    for number in range(3):
        reply = thread.write(fake, "Wij helpen u verder via een DM met uw gegevens en klacht", thread.complain(number))
    before = thread.suspicion("x")
    thread.write(OFFICIAL, "Pas op, dit is niet ons account.", reply)
    assert thread.suspicion("x") > before


def test_a_handle_is_read_without_its_server() -> None:
    page = PAGE.model_copy(update={"platform": "bluesky", "official_accounts": ("telezuid", "telezuid.example")})
    thread = Thread(page)
    fake = account("x", "Helpt u graag", "telezuid-klantenservice.bsky.social")
    for number in range(2):
        thread.write(fake, LURE, thread.complain(number))
    assert [f.key for f in thread.told][:1] == ["x"]


def test_a_customer_named_like_a_common_word_brand_is_not_alerted() -> None:
    thread = Thread(PAGE.model_copy(update={"brand": "Orange", "brand_is_common_word": True}))
    for number in range(4):
        thread.write(account("x", "Orange"), "Heb je al opnieuw opgestart?", thread.complain(number))
    assert thread.told == []


def test_a_deleted_question_needs_no_answer_even_after_a_restart(thread: Thread) -> None:
    question, other = thread.complain(1), thread.complain(2)
    fake = account("x", "TeleZuid Klantenservice")
    thread.write(fake, LURE, question)
    thread.poll(deletions=(thread.items[question][0],))
    rows = json.loads(json.dumps(thread.detector.changed_state()))
    thread.detector = FakeAccountDetector(PAGE, "Europe/Amsterdam", FakeAccountSettings())
    thread.detector.restore(rows)
    thread.write(fake, LURE, other)
    assert subject(thread.told[-1]).unanswered == (other,)


def test_a_restored_detector_goes_on_as_if_never_stopped(thread: Thread) -> None:
    rows: dict[str, Any] = {}
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(1))
    rows |= thread.detector.changed_state()
    other = Thread()
    other.detector.restore(rows)
    other.at, other.count, other.items = thread.at, thread.count, dict(thread.items)
    for each in (thread, other):
        each.told.clear()
        each.write(account("x", "TeleZuid Klantenservice"), LURE, each.complain(2))
    assert other.told == thread.told
    assert list(other.detector.suspicions()) == list(thread.detector.suspicions())


def test_one_who_sends_customer_after_customer_to_the_same_stranger_is_looked_into(thread: Thread) -> None:
    helper = account("h", "Bea de Wit", "bea")
    for number in range(5):
        thread.write(helper, "Ik kwam er ook niet uit, schrijf @snelterug maar eens", thread.complain(number))
    assert "fixer" in {piece.signal for s in thread.detector.suspicions() if s.account == "h" for piece in s.evidence}


def test_a_customer_who_is_addressed_by_handle_is_no_third_party(thread: Thread) -> None:
    helper = account("h", "Bea de Wit", "bea")
    for number in range(5):
        thread.write(helper, "@anna hier ook al de hele dag", thread.complain(number))
    assert thread.suspicion("h") < 0.01


def test_who_says_that_he_speaks_for_the_brand_claims_it(thread: Thread) -> None:
    other = account("h", "Stekkerdoos", "stekker")
    thread.write(other, "Wij van TeleZuid vinden dat u niet zo moet zeuren.", thread.complain(1))
    assert "works_for_brand" in {p.signal for s in thread.detector.suspicions() if s.account == "h" for p in s.evidence}
