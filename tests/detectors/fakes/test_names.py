import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.fakes.names import LONGEST, ReadersEye

EYE = ReadersEye()


@pytest.mark.parametrize(
    "disguised",
    [
        "nоrdpоst",  # two Cyrillic letters
        "ＮｏｒｄＰｏｓｔ",
        "Nord\u200bPost",
        "ɴᴏʀᴅᴘᴏsᴛ",
        "𝗡𝗼𝗿𝗱𝗣𝗼𝘀𝘁",
        "🅽🅾🆁🅳🅿🅾🆂🆃",
        "n0rdp0st",
        "Nórdpöst",
        "N o r d P o s t",
        "N_o.r-d Post",
    ],
)
def test_a_disguised_name_reads_like_the_plain_one(disguised: str) -> None:
    assert EYE.read(disguised).key == EYE.read("NordPost").key


def test_rn_reads_like_m() -> None:
    assert EYE.read("rnorningbank").key == EYE.read("Morning Bank").key


def test_a_capital_i_reads_like_l() -> None:
    assert EYE.read("SpoorIijn").key == EYE.read("Spoorlijn").key


def test_letters_from_other_alphabets_are_counted() -> None:
    assert EYE.read("nоrdpоst").hidden == 2


def test_accents_are_not_hidden_letters() -> None:
    assert EYE.read("Möbelkullén").hidden == 0


def test_a_tick_in_a_name_is_noticed() -> None:
    assert EYE.read("NordPost ✔️").badge


@given(st.text(max_size=400))
def test_any_name_can_be_read(name: str) -> None:
    seen = EYE.read(name)
    assert len(seen.key) <= 4 * LONGEST
    assert EYE.read(name) == seen
