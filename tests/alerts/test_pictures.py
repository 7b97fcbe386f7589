from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, findfont, get_font
from PIL import Image

from alerts.pictures.account_graph import account_graph_picture
from alerts.pictures.canvas import legible
from alerts.pictures.storm import storm_picture
from alerts.pictures.words import Words, number, words_in
from config.opening_hours import OpeningHours
from config.schema import Language
from detectors.findings import Edge, FakeAccount, Hour, Storm
from detectors.model import Account

LANGUAGES: tuple[Language, ...] = get_args(Language)
START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
HATCH, CLOSED, BLUE, VERMILLION = (0x9A, 0x9A, 0xB0), (0xEC, 0xEE, 0xF1), (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)
LETTERS = get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap().keys()
ALWAYS = OpeningHours("24/7", "UTC")
ZALGO = "Z" + "\u0335\u0341" * 200
HOSTILE = ["$\\frac{", "\u202eevil\u202c", "a\r\nb", "中文客服", "😀" * 50, ZALGO, "\ud83d", "", "W" * 10_000]


def hours(counts: Sequence[float | None], upper: float = 10.0) -> tuple[Hour, ...]:
    return tuple(
        Hour(START + timedelta(hours=n), 60, count, 5.0, upper, 0.0 if count is None else 1.0)
        for n, count in enumerate(counts)
    )


def coming(after: int, bands: Sequence[tuple[float, float]]) -> tuple[Hour, ...]:
    return tuple(
        Hour(START + timedelta(hours=after + n), 60, None, 5.0, 10.0, 0.0, low, high)
        for n, (low, high) in enumerate(bands)
    )


def storm(seen: Sequence[Hour], forecast: Sequence[Hour] = ()) -> Storm:
    return Storm(
        started_at=START + timedelta(hours=2),
        ended_at=None,
        observed=118,
        expected=6.2,
        upper=13,
        window_minutes=60,
        score=0.99,
        excess=240,
        people=97,
        topics=(),
        posts=(),
        outside_hours_share=None,
        planned=None,
        exceeds_plan=False,
        hours=tuple(seen),
        forecast=tuple(forecast),
    )


def drawn(one: Storm, open_: OpeningHours = ALWAYS, title: str = "Storm", language: Language = "en") -> Image.Image:
    return Image.open(BytesIO(storm_picture(one, open_, "Europe/Amsterdam", title, language)))


def colors(picture: Image.Image) -> dict[object, int]:
    counted = picture.convert("RGB").getcolors(maxcolors=picture.width * picture.height)
    return {color: count for count, color in counted or []}


def fake(
    customers: int = 3, answered: Sequence[int] = (), operators: int = 0, name: str = "Vlieg Service"
) -> FakeAccount:
    ids = tuple(f"c{n}" for n in range(customers))
    others = tuple(f"o{n}" for n in range(operators))
    return FakeAccount(
        account=Account("page", "fake", START, handle="vlieg_help", name=name),
        variant="scam",
        suspicion=0.97,
        replies=customers,
        customers=ids,
        items=("i1",),
        first_reply_at=START,
        unanswered=() if len(answered) == customers else ("i9",),
        operators=others,
        graph=(
            *(Edge("fake", one, "reply") for one in ids),
            *(Edge("brand", f"c{n}", "official_reply") for n in answered),
            *(Edge("fake", one, "shared_contact") for one in others),
        ),
    )


def graph(one: FakeAccount, names: dict[str, str] | None = None, language: Language = "en") -> bytes:
    return account_graph_picture(one, names or {}, ("brand",), "Suspect", language)


def test_a_storm_picture_has_the_size_of_a_chat_window() -> None:
    assert drawn(storm(hours([3, 4, 40]), coming(3, [(5, 30), (2, 20)]))).size == (1000, 500)


def test_an_unobserved_hour_is_hatched_and_an_empty_one_is_not() -> None:
    assert colors(drawn(storm(hours([3, None, 40]))))[HATCH] > 100
    assert HATCH not in colors(drawn(storm(hours([3, 0, 40]))))


def test_a_half_observed_hour_is_hatched_and_its_count_shown() -> None:
    half = replace(hours([8])[0], observed=0.5)
    seen = colors(drawn(storm([half])))
    assert seen[HATCH] > 100
    assert seen[BLUE] > 1000


def test_the_running_hour_is_no_gap_but_a_blind_one_is() -> None:
    now = START + timedelta(hours=1, minutes=30)
    forecast = [replace(hour, start=now) for hour in coming(1, [(5, 30)])]
    running = replace(hours([4, 8])[1], observed=0.45)
    assert HATCH not in colors(drawn(storm([hours([4])[0], running], forecast)))
    assert colors(drawn(storm([hours([4])[0], replace(running, observed=0.2)], forecast)))[HATCH] > 100


def test_hours_above_normal_have_another_colour() -> None:
    calm, above = colors(drawn(storm(hours([3, 4, 10])))), colors(drawn(storm(hours([3, 4, 11]))))
    assert above[VERMILLION] > calm.get(VERMILLION, 0) + 1000


def test_closed_hours_are_shaded() -> None:
    evening_off = OpeningHours("Mo-Su 08:00-10:00", "Europe/Amsterdam")
    assert colors(drawn(storm(hours([3, 4, 11])), evening_off))[CLOSED] > 10_000
    assert CLOSED not in colors(drawn(storm(hours([3, 4, 11]))))


def test_a_storm_without_any_hours_is_still_a_picture() -> None:
    assert drawn(storm([])).size == (1000, 500)


def test_the_night_the_clock_goes_back_has_25_hours_and_no_fault() -> None:
    eve = datetime(2026, 10, 24, 18, 0, tzinfo=UTC)
    seen = [replace(hour, start=eve + timedelta(hours=n)) for n, hour in enumerate(hours([3.0] * 14))]
    assert drawn(replace(storm(seen), started_at=eve)).size == (1000, 500)


def test_no_title_breaks_a_storm_picture() -> None:
    assert drawn(storm(hours([3, 4, 40])), title=" ".join(HOSTILE)).size == (1000, 500)


def test_the_same_storm_gives_the_same_bytes() -> None:
    one = storm(hours([3, None, 40]), coming(3, [(5, 30)]))
    assert drawn(one).tobytes() == drawn(one).tobytes()


def test_an_account_graph_has_the_size_of_a_chat_window() -> None:
    assert Image.open(BytesIO(graph(fake(answered=[1], operators=2)))).size == (800, 600)


def test_an_answered_customer_looks_different() -> None:
    assert graph(fake(answered=[1])) != graph(fake())


def test_a_customer_with_a_question_left_open_is_unanswered() -> None:
    amber, answered = (0xFF, 0xF1, 0xCC), fake(1, answered=[0])
    asked_twice = replace(answered, graph=(Edge("fake", "c0", "reply", 2), Edge("brand", "c0", "official_reply", 1)))
    assert amber not in colors(Image.open(BytesIO(graph(answered))))
    assert amber in colors(Image.open(BytesIO(graph(asked_twice))))


def test_at_most_25_customers_are_drawn_and_the_rest_counted() -> None:
    plain = graph(fake(500))
    assert graph(fake(500), {"c24": "Anneke"}) != plain
    assert graph(fake(500), {"c25": "Anneke"}) == plain
    assert graph(fake(501)) != plain


def test_a_brand_or_suspect_among_its_own_customers_is_not_drawn_twice() -> None:
    odd = replace(fake(), customers=("c0", "fake", "brand", "c0"))
    assert graph(odd) == graph(replace(odd, customers=("c0",)))


def test_no_name_breaks_an_account_graph() -> None:
    names = {f"c{n}": name for n, name in enumerate(HOSTILE)} | {"brand": ZALGO, "o0": "$\\frac{"}
    assert graph(fake(len(HOSTILE), operators=1, name="\r\n$\\frac{中文" * 50), names).startswith(b"\x89PNG")


def test_reversed_text_and_hidden_letters_are_not_drawn() -> None:
    assert graph(fake(), {"c0": "\u202eAn\u200bne\u2066"}) == graph(fake(), {"c0": "Anne"})


def test_a_customer_without_letters_is_called_by_its_id() -> None:
    assert graph(fake(), {"c0": "中文"}) == graph(fake())


def test_each_language_has_its_own_words() -> None:
    assert len({graph(fake(), language=language) for language in LANGUAGES}) == 6


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sentence", ["per_minutes", "summary", "suspicion", "more"])
def test_every_sentence_names_its_numbers(language: Language, sentence: str) -> None:
    numbers = {"count": "11", "minutes": "22", "expected": "33", "upper": "44", "people": "55", "percent": "66"}
    told = {"per_minutes": ["22"], "summary": ["11", "22", "33", "44", "55"], "suspicion": ["66"], "more": ["11"]}
    text = getattr(words_in(language), sentence).format(**numbers)
    assert all(value in text for value in told[sentence])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_has_seven_days_and_no_word_is_missing(language: Language) -> None:
    words = words_in(language)
    assert len(set(words.days)) == 7
    assert all(getattr(words, name) for name in Words.__slots__)
    assert all(legible(getattr(words, name), 200) == getattr(words, name) for name in Words.__slots__[2:])


def test_numbers_are_written_as_the_language_does() -> None:
    told = [number(value, words_in("nl")) for value in (0, 6.2, 7.0, 8.97, 9.97, 12.6, 1234.4)]
    assert told == ["0", "6,2", "7", "9", "10", "13", "1234"]
    assert number(6.2, words_in("en")) == "6.2"


@given(st.text(max_size=200), st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_one_short_line_of_letters_the_font_has(text: str, longest: int) -> None:
    shown = legible(text, longest)
    assert len(shown) <= longest
    assert not set(shown) & set("\r\n\t\u202e\u200b")
    assert {ord(mark) for mark in shown} <= LETTERS
