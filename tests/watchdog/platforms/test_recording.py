from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model import Account, Deletion, Follow, Item, Poll, Verdict
from watchdog.platforms.recording import ClockMark, Recording, RecordingError

ITEM = {"type": "item", "page": "p", "id": "1", "author": "a", "created_at": "2026-03-01T10:00:00+01:00", "text": "hoi"}
NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "recording.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def fault_of(tmp_path: Path, *lines: object) -> str:
    with pytest.raises(RecordingError) as caught:
        list(Recording(written(tmp_path, *lines)))
    return str(caught.value)


def test_an_item_with_only_the_required_fields_is_a_comment_seen_when_it_was_made(tmp_path: Path) -> None:
    assert list(Recording(written(tmp_path, ITEM))) == [Item("p", "1", "a", NINE, NINE, "hoi")]


def test_every_type_of_line_becomes_its_observation(tmp_path: Path) -> None:
    seen = {"page": "p", "seen_at": "2026-03-01T09:00:00Z"}
    lines: list[dict[str, Any]] = [
        {"type": "account", "id": "a", "name": "Anna", "verified": None, "followers": 3, **seen},
        {"type": "follow", "source": "a", "target": "b", **seen},
        {
            "type": "poll",
            "from": "2026-03-01T08:00:00Z",
            "to": "2026-03-01T09:00:00Z",
            "ok": False,
            "error": "x",
            **seen,
        },
        {"type": "delete", "id": "1", **seen},
        {"type": "feedback", "account": "a", "verdict": "fake", **seen},
        {"type": "end", "seen_at": "2026-03-01T09:00:00Z"},
    ]
    assert list(Recording(written(tmp_path, *lines))) == [
        Account("p", "a", NINE, name="Anna", followers=3),
        Follow("p", NINE, "a", "b"),
        Poll("p", NINE, datetime(2026, 3, 1, 8, tzinfo=UTC), NINE, ok=False, error="x"),
        Deletion("p", NINE, "1"),
        Verdict("p", NINE, "a", "fake"),
        ClockMark(NINE),
    ]


def test_a_line_without_a_time_is_seen_when_the_line_before_it_was(tmp_path: Path) -> None:
    account = {"type": "account", "page": "p", "id": "a", "created_at": "2019-01-01T00:00:00Z"}
    assert [seen.seen_at for seen in Recording(written(tmp_path, ITEM, account))] == [NINE, NINE]


def test_lines_without_a_time_at_the_head_wait_for_the_first_that_has_one(tmp_path: Path) -> None:
    account = {"type": "account", "page": "p", "id": "a"}
    first, second = Recording(written(tmp_path, account, ITEM))
    assert (first, type(second)) == (Account("p", "a", NINE), Item)


def test_gzip_is_read_whatever_the_name(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    path.write_bytes(gzip.compress(json.dumps(ITEM).encode()))
    assert len(list(Recording(path))) == 1


def test_a_gzip_cut_short_is_named_as_such_after_its_good_lines(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl.gz"
    whole = gzip.compress(b"".join(json.dumps(ITEM | {"id": str(n)}).encode() + b"\n" for n in range(5000)))
    path.write_bytes(whole[: len(whole) // 2])
    lines = iter(Recording(path))
    assert isinstance(next(lines), Item)
    with pytest.raises(RecordingError, match=r"line \d{3,}: the compressed file ends in the middle"):
        list(lines)


def test_a_damaged_gzip_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl.gz"
    path.write_bytes(b"\x1f\x8b" + b"\x00" * 50)
    with pytest.raises(RecordingError, match="damaged"):
        list(Recording(path))


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be read: No such file"):
        list(Recording(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "itme"}, "field type is not known: 'itme'"),
        ({"type": None}, "field type is missing"),
        ({"type": ["item"]}, "field type is not known"),
        ({"text": None}, "field text is missing"),
        ({"id": 7}, "field id must be text"),
        ({"id": ""}, "field id must not be empty"),
        ({"kind": "story"}, "field kind must be one of post, comment, review"),
        ({"created_at": "2026-03-01T10:00:00"}, "field created_at needs an offset"),
        ({"created_at": "yesterday"}, "field created_at must be a time like"),
        ({"created_at": 17}, "field created_at must be a time like"),
        ({"created_at": "0001-01-01T00:00:00+01:00"}, "field created_at must lie between"),
        ({"created_at": "9999-12-31T23:59:59-01:00"}, "field created_at must lie between"),
        ({"likes": 10**30}, "field likes must be a whole number"),
        ({"likes": True}, "field likes must be a whole number"),
        ({"rating": 6}, "field rating must be 1 to 5"),
        ({"url": ["x"]}, "field url must be text"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    fault = fault_of(tmp_path, ITEM, ITEM | change)
    assert fault.startswith(f"{tmp_path}/recording.jsonl: line 2: {message}")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "not JSON"),
        ('{"type": "item"', "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"likes": NaN}', "NaN is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"likes": ' + "9" * 10_000 + "}", "Exceeds the limit"),
    ],
)
def test_a_malformed_line_is_an_error_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    assert f"line 2: {message}" in fault_of(tmp_path, ITEM, line)


def test_text_that_is_not_utf8_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    path.write_bytes(b'{"type": "\xff"}\n')
    with pytest.raises(RecordingError, match="line 1: not UTF-8"):
        list(Recording(path))


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    (item,) = Recording(written(tmp_path, ITEM | {"text": "boos \ud83d!"}))
    assert isinstance(item, Item)
    assert item.text == "boos \ufffd!"


def test_bad_lines_can_be_skipped_and_are_counted(tmp_path: Path) -> None:
    recording = Recording(written(tmp_path, ITEM, "garbage", ITEM | {"text": None}, ITEM), skip_bad=True)
    assert len(list(recording)) == 2
    assert recording.skipped == 2
    assert "line 2: not JSON" in (recording.first_fault or "")


def test_blank_lines_and_unknown_fields_are_ignored(tmp_path: Path) -> None:
    assert len(list(Recording(written(tmp_path, "", ITEM | {"mood": "angry"}, "  ")))) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    kind=st.sampled_from(["item", "account", "follow", "poll", "delete", "feedback", "end"]),
    field=st.sampled_from(
        ["page", "id", "author", "created_at", "seen_at", "text", "to", "ok", "verdict", "followers"]
    ),
    value=JSON,
)
def test_whatever_a_line_holds_it_is_read_or_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, kind: str, field: str, value: object
) -> None:
    whole = ITEM | {"type": kind, "source": "a", "target": "b", "from": ITEM["created_at"], "to": ITEM["created_at"]}
    path = tmp_path_factory.getbasetemp() / "hypothesis.jsonl"
    path.write_text(json.dumps(whole | {"ok": True, "account": "a", "verdict": "legit", field: value}))
    recording = Recording(path, skip_bad=True)
    read = len(list(recording))
    assert read + recording.skipped == 1
    assert recording.first_fault is None or "line 1: " in recording.first_fault
