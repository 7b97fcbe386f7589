from hypothesis import given
from hypothesis import strategies as st

from detectors.storms.topics import Said, UsualWords, concentration, topics, words_of


def said(texts: list[str], *, author: int | None = None, sure: bool = True) -> list[Said]:
    return [
        Said(k // 5, k if author is None else author, f"i{k}", "root", words_of(text, "nl", ("Kwik",)), sure)
        for k, text in enumerate(texts)
    ]


def usual() -> UsualWords:
    words = UsualWords()
    words.learn(s.words for s in said(["mijn pakket kwam te laat", "de app werkt traag", "koffer kwijt gemaakt"] * 60))
    return words


OUTAGE = ["alweer een storing", "storing in Leiden", "hele dag storing bij Kwik", "door de stroomstoring niets"] * 5


def test_stop_words_names_and_addresses_tell_nothing():
    assert words_of("Het is bij @klant en Kwik: https://x.example/storing een STORING", "nl", ("Kwik",)) == ("storing",)


def test_what_many_say_and_nobody_said_before_is_the_topic_with_its_share_and_examples():
    (topic, *_) = topics(said([*OUTAGE, "mijn pakket kwam te laat"] * 2), usual())
    assert "storing" in topic.label
    assert 0.8 < topic.share <= 1
    assert len(topic.examples) == 3


def test_ordinary_complaints_have_no_topic():
    assert topics(said(["mijn pakket kwam te laat", "de app werkt traag"] * 10), usual()) == ()


def test_a_topic_known_to_the_team_has_its_name():
    (topic, *_) = topics(said(OUTAGE), usual(), {"Netstoring": ("storing",)})
    assert topic.label == "Netstoring"


def test_one_author_is_no_crowd():
    assert concentration(said(OUTAGE, author=7), usual()) <= 0


def test_a_crowd_that_says_the_same_stands_out_only_if_it_surely_complains():
    assert concentration(said(OUTAGE), usual()) > 3
    assert concentration(said(OUTAGE, sure=False), usual()) <= 0


def test_on_a_page_whose_words_are_not_known_nothing_stands_out():
    assert concentration(said(OUTAGE), UsualWords()) == 0


def test_its_memory_stays_small():
    words = UsualWords()
    for k in range(400):
        words.learn([tuple(f"w{k}x{n}" for n in range(14))])
    assert len(words.counts) <= 1400


@given(st.text(max_size=3000))
def test_any_text_gives_at_most_fourteen_words(text: str):
    assert len(words_of(text, "en")) <= 14
