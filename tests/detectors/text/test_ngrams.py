from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detectors.text import linear
from detectors.text.language import CLASSES
from detectors.text.lexicon import Lexicon
from detectors.text.ngrams import BUCKETS, NOWHERE, grams
from detectors.text.normalise import fold

TABLE = np.random.default_rng(7).normal(size=2 * BUCKETS).astype(np.float32)
some_texts = st.lists(st.text(max_size=40), min_size=1, max_size=5)


def folded(text: str) -> str:
    stream = fold([text])
    return "".join(map(chr, stream.codes[stream.starts[0] : stream.ends[0]])).strip()


def test_case_accents_and_drawn_out_letters_do_not_count() -> None:
    assert folded("GÉÉÉÉÉN bus") == folded("geen  bus") == "geen bus"


def test_look_alike_letters_and_zero_width_signs_do_not_count() -> None:
    assert folded("і\u200bdіоt") == "idiot"


def test_digits_for_letters_inside_a_word_count_as_these_letters() -> None:
    assert folded("P0stm0rd") == "postmord"
    assert folded("4you 24h") == "0you 00h"


def test_letters_of_scripts_without_our_look_alikes_stay_what_they_are() -> None:
    assert folded("\u0561\u05d0") == "\u0561\u05d0"


def test_digits_links_and_mentions_are_each_one_sign() -> None:
    assert folded("@Brand see https://x.example/y?z=1 room 42") == "\ue001 see \ue000 room 00"


@given(some_texts)
def test_every_text_keeps_a_place_of_its_own(texts: list[str]) -> None:
    stream = fold(texts)
    assert len(stream.starts) == len(stream.ends) == len(texts)


@given(some_texts)
def test_a_text_adds_up_to_the_same_whatever_stands_beside_it(texts: list[str]) -> None:
    together = linear.add_up(grams(texts), TABLE).texts
    alone = [linear.add_up(grams([text]), TABLE).texts[0] for text in texts]
    assert np.allclose(together, alone, atol=1e-3)


def test_letters_of_two_words_make_no_ngram_together() -> None:
    batch = grams(["ab cd"])
    four_long = batch.characters[2]
    first = int(batch.stream.starts[0])
    assert [bool(bucket == NOWHERE) for bucket in four_long[first : first + 4]] == [False, True, True, False]


def test_a_quotation_is_as_it_was_written() -> None:
    batch = grams(["Ünïcode  WÖRDS here"])
    words = batch.words
    assert [batch.stream.quote(s, e) for s, e in zip(words.starts, words.ends, strict=True)] == [
        "Ünïcode",
        "WÖRDS",
        "here",
    ]


def concepts_in(text: str, language: str, entries: dict[str, dict[str, str]]) -> list[tuple[str, bool]]:
    lexicon = Lexicon(entries)
    hits = lexicon.find(grams([text]), np.array([CLASSES.index(language)]))
    return [(lexicon.concepts[c], bool(n)) for c, n in zip(hits.concepts, hits.negated, strict=True)]


ENTRIES = {
    "late": {"nl": "laat, vertrag*", "de": "spät"},
    "lost": {"nl": "kwijt, niet gekomen"},
    "negation": {"nl": "niet"},
}


def test_a_stem_a_word_and_a_phrase_are_found() -> None:
    assert concepts_in("Vertragingen! Trein laat", "nl", ENTRIES) == [("late", False), ("late", False)]
    assert ("lost", False) in concepts_in("is niet gekomen", "nl", ENTRIES)


def test_a_word_counts_only_in_its_language_unless_the_language_is_unknown() -> None:
    assert concepts_in("laat", "de", ENTRIES) == []
    assert concepts_in("laat", "und", ENTRIES) == [("late", False)]


def test_what_is_denied_is_marked() -> None:
    assert ("late", True) in concepts_in("niet te laat", "nl", ENTRIES)
    assert ("late", False) in concepts_in("laat, niet", "nl", ENTRIES)


def test_a_phrase_does_not_reach_into_the_next_text() -> None:
    hits = Lexicon(ENTRIES).find(grams(["niet", "gekomen"]), np.array([0, 0]))
    assert list(hits.concepts) == [2]
