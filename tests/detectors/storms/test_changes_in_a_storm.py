"""What may change while a storm goes on: texts are deleted and edited, opening hours and time zone move."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from config.schema import StormSettings
from detectors.model import Batch
from detectors.storm import StormDetector
from tests.detectors.test_storm import PAGE, STEP, batches, comment, run, storm_of

BEGIN = 6.85  # Sunday 20:24 UTC: the team is away
STORMY = ((BEGIN, 8.0, 8.0),)


def in_a_storm() -> tuple[StormDetector, Iterator[Batch]]:
    """A detector that has told of a storm for an hour, and what comes next."""
    watch = StormDetector(PAGE, "Europe/Amsterdam", StormSettings())
    stream = batches(8, storms=STORMY)
    found = run(watch, islice(stream, int(BEGIN * 288) + 12))
    assert found
    return watch, stream


def saved(watch: StormDetector) -> dict[str, object]:
    rows = {key: row for key, row in watch.changed_state().items() if row is not None}
    return json.loads(json.dumps(rows))  # type: ignore[no-any-return]


def test_a_deleted_example_is_shown_no_more_but_was_a_complaint() -> None:
    watch, stream = in_a_storm()
    (before,) = run(watch, islice(stream, 1))
    shown = storm_of(before).topics[0].examples
    item = comment(0, before.at).item
    gone = tuple(replace(item, id=example) for example in shown)
    watch.observe(Batch("page", before.at, deletions=gone))
    (after,) = watch.findings(before.at)
    assert not set(shown) & set(storm_of(after).topics[0].examples)
    assert storm_of(after).observed == storm_of(before).observed
    (later,) = run(watch, islice(stream, 1))
    assert not set(shown) & {example for topic in storm_of(later).topics for example in topic.examples}


def test_what_was_reworded_is_told_in_its_new_words() -> None:
    watch, stream = in_a_storm()
    (before,) = run(watch, islice(stream, 1))
    shown = storm_of(before).topics[0].examples
    edits = [
        comment(example.removeprefix("item-"), before.at - STEP, text="heel iets anders over koffie", edited=True)
        for example in shown
    ]
    for batch in islice(stream, 12):
        watch.observe(replace(batch, comments=(*edits, *batch.comments)))
        (after,) = watch.findings(batch.at)
        edits = []
    assert not set(shown) & set(storm_of(after).topics[0].examples)


def test_new_opening_hours_are_counted_by_from_then_on() -> None:
    watch, stream = in_a_storm()
    moved = StormDetector(PAGE.model_copy(update={"opening_hours": "24/7"}), "Europe/Amsterdam", StormSettings())
    moved.restore(saved(watch))
    (old,), (new,) = (run(w, iter([batch])) for batch in islice(stream, 1) for w in (watch, moved))
    assert (storm_of(old).outside_hours_share, storm_of(new).outside_hours_share) == (1.0, 0.0)
    assert (old.key, storm_of(old).observed) == (new.key, storm_of(new).observed)


def test_a_page_that_moves_to_another_time_zone_keeps_its_storm() -> None:
    watch, stream = in_a_storm()
    moved = StormDetector(PAGE, "Europe/Helsinki", StormSettings())
    moved.restore(saved(watch))
    (old,), (new,) = (run(w, iter([batch])) for batch in islice(stream, 1) for w in (watch, moved))
    assert (old.key, storm_of(old).people) == (new.key, storm_of(new).people)


def test_a_restart_after_a_deletion_changes_nothing() -> None:
    watch, stream = in_a_storm()
    (before,) = run(watch, islice(stream, 1))
    gone = replace(comment(0, before.at).item, id=storm_of(before).topics[0].examples[0])
    watch.observe(Batch("page", before.at, deletions=(gone,)))
    again = StormDetector(PAGE, "Europe/Amsterdam", StormSettings())
    again.restore(saved(watch))
    assert again.findings(before.at) == watch.findings(before.at)
    rest = list(islice(stream, 12))
    assert run(again, iter(rest)) == run(watch, iter(rest))


def test_polls_without_anything_new_tell_the_same_storm_again() -> None:
    watch, stream = in_a_storm()
    batch = next(stream)
    (one,) = run(watch, iter([batch]))
    (two,) = watch.findings(batch.at)
    assert replace(one, at=two.at) == two
