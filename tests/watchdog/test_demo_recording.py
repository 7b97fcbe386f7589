"""The bundled sample is what its generator makes, keeps to the format, and holds the story that the demo tells."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from config.load import load_from_text
from training.demo.make_fortnight import recording, told
from training.demo.page import Written

OFFICIAL = "x-polderjet"
REQUIRED = {
    "item": ("id", "author", "created_at", "text"),
    "account": ("id",),
    "follow": ("source", "target"),
    "poll": ("from", "to", "ok"),
    "delete": ("id",),
    "end": ("seen_at",),
}
ZONE = ZoneInfo("Europe/Amsterdam")


@cache
def bundled() -> tuple[dict[str, Any], ...]:
    packed = (files("watchdog") / "demo" / "fortnight.jsonl.gz").read_bytes()
    return tuple(json.loads(line) for line in gzip.decompress(packed).splitlines())


@cache
def written() -> tuple[Written, ...]:
    return tuple(told().written)


def of(kind: str) -> list[dict[str, Any]]:
    return [line for line in bundled() if line["type"] == kind]


def by(author: str) -> list[dict[str, Any]]:
    return [item for item in of("item") if item["author"] == author]


def when(item: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(item["created_at"]).astimezone(ZONE)


def test_the_bundled_recording_is_what_the_generator_makes() -> None:
    assert list(bundled()) == [json.loads(line) for line in recording()]


def test_the_file_is_small_enough_for_the_wheel() -> None:
    assert len((files("watchdog") / "demo" / "fortnight.jsonl.gz").read_bytes()) <= 1_500_000


def test_every_line_has_the_fields_of_the_format() -> None:
    for line in bundled():
        assert line["page"] == "polderjet"
        assert all(field in line for field in REQUIRED[line["type"]])


def test_lines_come_in_the_order_in_which_they_were_seen() -> None:
    seen = [datetime.fromisoformat(line["seen_at"]) for line in bundled()]
    assert seen == sorted(seen)


def test_nothing_is_seen_before_it_is_written() -> None:
    assert all(item["created_at"] <= item["seen_at"] for item in of("item"))


def test_the_sample_lasts_three_weeks_and_has_six_to_twelve_thousand_items() -> None:
    assert 6_000 <= len({item["id"] for item in of("item")}) <= 12_000
    first, last = (datetime.fromisoformat(bundled()[at]["seen_at"]) for at in (0, -1))
    assert last - first > timedelta(days=20, hours=23)


def test_every_author_is_introduced_before_the_first_comment() -> None:
    met = set()
    for line in bundled():
        if line["type"] == "account":
            met.add(line["id"])
        assert line["type"] != "item" or line["author"] in met


def test_replies_name_a_comment_and_the_thread_it_stands_in() -> None:
    known = {item["id"] for item in of("item")}
    replies = [item for item in of("item") if "reply_to" in item]
    assert replies
    assert all({item["reply_to"], item["root"]} <= known for item in replies)


def test_between_55_and_75_per_cent_of_what_customers_write_is_a_complaint() -> None:
    customers = [entry for entry in written() if not entry.author.id.startswith("x-")]
    assert 0.55 <= sum(entry.complaint for entry in customers) / len(customers) <= 0.75


def test_the_page_could_not_be_seen_for_an_hour_and_nothing_of_that_hour_is_there() -> None:
    failed = [poll for poll in of("poll") if not poll["ok"]]
    assert len(failed) == 13
    assert not [item for item in of("item") if failed[0]["from"] <= item["created_at"] < failed[-1]["to"]]


def test_polls_follow_each_other_without_a_hole() -> None:
    polls = of("poll")
    assert all(one["to"] == two["from"] for one, two in pairwise(polls))


def test_some_items_come_late_some_twice_some_are_edited_and_some_deleted() -> None:
    lines = [json.dumps({**item, "seen_at": ""}) for item in of("item")]
    versions = Counter(item["id"] for item in of("item"))
    late = [i for i in of("item") if datetime.fromisoformat(i["seen_at"]) - when(i) > timedelta(minutes=15)]
    assert len(late) > 50
    assert len(lines) > len(set(lines)) > len(versions)
    assert of("delete")


def test_the_desk_answers_only_while_it_is_open() -> None:
    settings = load_from_text((files("watchdog") / "demo" / "demo.toml").read_text())
    assert settings.pages[0].opening_hours.startswith("Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00")
    for item in by(OFFICIAL):
        first, last = (8, 22) if when(item).weekday() < 5 else (9, 18)
        assert first <= when(item).hour < last


def test_on_the_stormy_evening_eight_times_as_much_goes_wrong_as_a_week_before() -> None:
    def complaints(day: int) -> int:
        evening = [entry for entry in written() if entry.at.day == day and 20 <= entry.at.hour < 23]
        return sum(entry.complaint for entry in evening)

    usual = sum(complaints(day) for day in (8, 9, 15, 16, 22)) / 5
    assert 5 <= complaints(23) / usual <= 12


def test_the_troll_answers_seventeen_customers_after_the_desk_has_closed() -> None:
    replies = by("x-troll")
    authors = {item["id"]: item["author"] for item in of("item")}
    assert len({authors[reply["reply_to"]] for reply in replies}) == 17
    assert all(when(reply) >= datetime(2026, 7, 23, 22, tzinfo=ZONE) for reply in replies)


def test_the_trolls_name_does_not_hold_the_brand() -> None:
    (troll,) = [account for account in of("account") if account["id"] == "x-troll"]
    assert "polderjet" not in f"{troll['name']} {troll['handle']} {troll['bio']}".lower()


def test_the_scam_lures_six_customers_on_a_closed_sunday_evening() -> None:
    replies = by("x-scam")
    assert len(replies) == 6
    assert all("WhatsApp" in r["text"] or ".example" in r["text"] or "App ons" in r["text"] for r in replies)
    assert {when(reply).strftime("%a") for reply in replies} == {"Sun"}


def test_hundreds_laugh_under_the_viral_post() -> None:
    (viral,) = [item for item in of("item") if "captain Sjoerd" in item["text"] and item.get("kind") == "post"]
    assert sum(item.get("root") == viral["id"] for item in of("item")) > 300


def test_those_who_only_help_are_there() -> None:
    assert len(by("x-helper")) > 20
    assert len(by("x-regional")) > 10
    assert len(by("x-parody")) > 5
    assert len(by("x-journalist")) > 5
    assert {"source": OFFICIAL, "target": "x-regional"}.items() <= of("follow")[0].items()


def test_there_is_one_threat_and_one_figure_of_speech() -> None:
    texts = [item["text"] for item in of("item")]
    assert sum("personeelsuitgang" in text for text in texts) == 1
    assert sum("een moord doen" in text for text in texts) == 1
