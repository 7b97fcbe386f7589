from detectors.storms.hearing import words_of
from detectors.storms.topics import Said, UsualWords, concentration


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
