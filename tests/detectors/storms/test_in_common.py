from dataclasses import replace

from detectors.storms.hearing import Hearing, words_of
from detectors.storms.in_common import in_common
from detectors.storms.known_topics import KnownTopics
from detectors.storms.topics import Said, UsualWords
from tests.detectors.storms.telling import comment

OUTAGE = ["alweer een storing", "storing in Leiden", "hele dag storing bij Kwik", "door de stroomstoring niets"] * 5


def said(texts: list[str], *, author: int | None = None, sure: bool = True, bucket: int = 9) -> list[Said]:
    return [
        Said(bucket, k if author is None else author, f"i{k}", "root", words_of(text, "nl", ("Kwik",)), sure)
        for k, text in enumerate(texts)
    ]


def usual() -> UsualWords:
    words = UsualWords()
    words.learn(s.words for s in said(["mijn pakket kwam te laat", "de app werkt traag", "koffer kwijt gemaakt"] * 60))
    return words


def test_one_author_is_no_crowd():
    assert in_common(said(OUTAGE, author=7), 9, (3,), usual())[0].decades <= 0


def test_a_crowd_that_says_the_same_stands_out_only_if_it_surely_complains():
    assert in_common(said(OUTAGE), 9, (3,), usual())[0].decades > 3
    assert in_common(said(OUTAGE, sure=False), 9, (3,), usual())[0].decades <= 0


def test_ordinary_complaints_have_nothing_in_common():
    assert in_common(said(["mijn pakket kwam te laat", "de app werkt traag"] * 10), 9, (3,), usual())[0].decades <= 0.5


def test_on_a_page_whose_words_are_not_known_nothing_stands_out():
    assert in_common(said(OUTAGE), 9, (3,), UsualWords())[0].decades <= 0


def test_each_length_looks_at_its_own_buckets():
    newest = said(["mijn pakket kwam te laat", "de app werkt traag"])
    short, long = in_common([*newest, *said(OUTAGE, bucket=2)], 9, (3, 12), usual())
    assert short.decades <= 0
    assert long.decades > 3


def test_what_many_copy_of_one_text_is_said_by_few():
    advertising = ["Wint nu gratis telefoons via mijn profiel"] * 16
    (copied,) = in_common(said(advertising), 9, (3,), usual())
    (own,) = in_common(said(OUTAGE[:16]), 9, (3,), usual())
    assert copied.copies == 12
    assert copied.decades < own.decades


def test_copies_that_complain_beyond_doubt_count_in_full():
    certain = [replace(text, certain=True) for text in said(["alweer een storing"] * 16)]
    assert in_common(certain, 9, (3,), usual())[0].copies == 0


def test_a_slogan_that_is_passed_on_is_no_copy():
    hearing = Hearing(("en",), ("Kwik",), KnownTopics(("en",)))
    texts = ["RT @someone: @Kwik you are #shamebrokers and"] * 9
    passed_on = [hearing.hear(comment(text), k, 9, sure=True) for k, text in enumerate(texts)]
    assert in_common(passed_on, 9, (3,), usual())[0].copies == 0
