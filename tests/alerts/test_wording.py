import string
import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any, get_args

import pytest

from alerts.wording.phrases import load
from config.schema import Language
from detectors.fakes.scorecard import SIGNALS

LANGUAGES: tuple[Language, ...] = get_args(Language)
EVENING = datetime(2026, 7, 25, 21, 5)  # noqa: DTZ001 - a local time as it is written


def tables(language: str) -> dict[str, Any]:
    text = files("alerts.wording").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def fields(sentence: str) -> set[str]:
    parsed = list(string.Formatter().parse(sentence))
    assert not any(spec or conversion for _, name, spec, conversion in parsed if name), sentence
    return {name for _, name, _, _ in parsed if name is not None}


def sentences(language: str) -> dict[str, set[str]]:
    """Each sentence's key (with its form) and the values it takes."""
    found = {}
    for table, rows in tables(language).items():
        for key, row in rows.items():
            forms = row if isinstance(row, dict) else {"": row} if isinstance(row, str) else {}
            for form, text in forms.items():
                found[f"{table}.{key}.{form}"] = fields(text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_numbers(language: str) -> None:
    assert sentences(language) == sentences("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_of_a_fake_account_has_a_sentence_in_every_language(language: str) -> None:
    assert {signal.name for signal in SIGNALS} <= set(tables(language)["evidence"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_signals_read_the_same(language: str) -> None:
    texts = [str(text) for text in tables(language)["evidence"].values()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_holds_only_plain_values(language: str) -> None:
    assert all(name.isidentifier() for names in sentences(language).values() for name in names)


@pytest.mark.parametrize(
    ("language", "number", "small", "share", "clock", "moment"),
    [
        ("nl", "1.234", "0,4", "58%", "21:05", "za 25 juli 21:05"),
        ("sv", "1\u00a0234", "0,4", "58\u00a0%", "kl. 21.05", "lör 25 juli kl. 21.05"),
        ("da", "1.234", "0,4", "58\u00a0%", "kl. 21.05", "lør. 25. juli kl. 21.05"),
        ("no", "1\u00a0234", "0,4", "58\u00a0%", "kl. 21.05", "lør. 25. juli kl. 21.05"),
        ("en", "1,234", "0.4", "58%", "21:05", "Sat 25 July 21:05"),
        ("de", "1.234", "0,4", "58\u00a0%", "21:05 Uhr", "Sa., 25. Juli, 21:05 Uhr"),
    ],
)
def test_numbers_and_times_are_written_as_the_language_has_them(
    language: Language, number: str, small: str, share: str, clock: str, moment: str
) -> None:
    say = load(language)
    assert (say.number(1234.4), say.number(0.43), say.percent(0.58)) == (number, small, share)
    assert say.moment(EVENING, EVENING + timedelta(hours=6)) == clock
    assert say.moment(EVENING, EVENING + timedelta(days=1)) == moment


def test_one_is_singular_as_it_is_shown_and_all_else_plural() -> None:
    say = load("en")
    shown = [say.count("complaints", n) for n in (0, 1, 0.97, 1.04, 1.2, 2)]
    assert shown == ["0 complaints", "1 complaint", "1 complaint", "1 complaint", "1.2 complaints", "2 complaints"]


def test_nearly_all_is_not_told_as_all() -> None:
    say = load("en")
    assert [say.percent(share) for share in (0, 0.0001, 0.5, 0.9999, 1)] == ["0%", "1%", "50%", "99%", "100%"]


def test_a_list_ends_with_and() -> None:
    say = load("de")
    assert [say.listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a und b", "a, b und c"]


def test_a_length_of_time_is_no_finer_than_it_matters() -> None:
    say = load("nl")
    spans = [timedelta(), timedelta(seconds=20), timedelta(minutes=42), timedelta(hours=3, minutes=20)]
    assert [say.duration(span) for span in spans] == ["0 min", "0 min", "42 min", "3 uur 20 min"]
    assert say.duration(timedelta(days=2, hours=4, minutes=10)) == "2 dagen 4 uur"


def test_what_is_put_into_a_sentence_is_never_read_as_a_template() -> None:
    hostile = "{n} {0.__class__} %s $x {{ 7 * 7 }}"
    assert load("en").quote(hostile) == f"“{hostile}”"


def test_a_missing_sentence_is_an_error_and_not_an_empty_line() -> None:
    with pytest.raises(KeyError):
        load("en").say("lead.nothing")


def test_times_are_shown_as_given_whatever_their_zone() -> None:
    assert load("en").clock(datetime(2026, 7, 25, 21, 5, tzinfo=UTC)) == "21:05"
