import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np

from config.schema import Page, PlannedEvent, StormSettings
from detectors.findings import Finding, Severity, Storm
from detectors.model import Account, Batch, Comment, Item, Poll, Reading
from detectors.storm import StormDetector

START = datetime(2026, 3, 2, tzinfo=UTC)
STEP = timedelta(minutes=5)
PAGE = Page(
    name="page", brand="Kwik", platform="recording", languages=("nl",), opening_hours="Mo-Fr 08:00-22:00", country="NL"
)


def detector(*planned: PlannedEvent, sensitivity: float = 0.5) -> StormDetector:
    return StormDetector(PAGE, "Europe/Amsterdam", StormSettings(sensitivity=sensitivity), planned)


def comment(
    number: object, at: datetime, *, text: str = "de levering duurt weer lang", complaint: float = 0.9,
    author: str | None = None, seen_at: datetime | None = None, official: bool = False, edited: bool = False,
) -> Comment:  # fmt: skip
    author = author or f"author-{number}"
    item = Item("page", f"item-{number}", author, at, seen_at or at, text)
    return Comment(item, Reading("nl", complaint, 0, 0), Account("page", author, at), official=official, edited=edited)


def polled(at: datetime, comments: list[Comment], *, ok: bool = True) -> Batch:
    return Batch("page", at, tuple(comments), polls=(Poll("page", at, at - STEP, at, ok),))


def batches(
    days: float, per_bucket: float = 2.0, storms: tuple[tuple[float, float, float], ...] = (), seed: int = 1
) -> Iterator[Batch]:
    """A polled page; `storms` are (first day, last day, times the usual)."""
    rng = np.random.default_rng(seed)
    for k in range(int(days * 288)):
        at = START + k * STEP
        times = next((t for a, b, t in storms if a <= k / 288 < b), 1.0)
        usual = rng.poisson(per_bucket)
        extra = rng.poisson(per_bucket * (times - 1))
        said = [comment(f"{k}-{n}", at, text="hallo weer eens langs") for n in range(usual)]
        said += [comment(f"{k}-x{n}", at, text="alweer een storing bij jullie") for n in range(extra)]
        yield polled(at + STEP, said)


def run(watch: StormDetector, stream: Iterator[Batch]) -> list[Finding]:
    found: list[Finding] = []
    for batch in stream:
        watch.observe(batch)
        found += watch.findings(batch.at)
    return found


@lru_cache
def calm_week() -> str:
    watch = detector()
    run(watch, batches(7))
    return json.dumps({key: row for key, row in watch.changed_state().items() if row is not None})


def after_a_calm_week() -> StormDetector:
    watch = detector()
    watch.restore(json.loads(calm_week()))
    return watch


@lru_cache
def told_of_a_storm() -> tuple[Finding, ...]:
    return tuple(run(detector(), batches(8, storms=((6.5, 6.75, 6.0),))))


def storm_of(finding: Finding) -> Storm:
    assert isinstance(finding.subject, Storm)
    return finding.subject


def test_a_calm_page_raises_nothing():
    assert run(detector(), batches(12)) == []


def test_a_storm_is_told_from_within_a_quarter_of_an_hour_until_it_is_over():
    found = told_of_a_storm()
    assert len({f.key for f in found}) == 1
    assert found[0].at <= START + timedelta(days=6.5, minutes=15)
    assert [f.over for f in found] == [False] * (len(found) - 1) + [True]
    assert timedelta(0) < found[-1].at - (START + timedelta(days=6.75)) < timedelta(hours=1)


def test_a_storm_is_told_with_its_start_its_counts_its_people_and_its_topic():
    found = told_of_a_storm()
    storm = storm_of(found[20])
    assert abs(storm.started_at - (START + timedelta(days=6.5))) <= STEP
    assert storm.observed > storm.upper > storm.expected
    assert storm.people > 100
    assert "storing" in storm.topics[0].label
    assert len(storm.forecast) == 24


def test_a_return_within_two_hours_is_the_same_storm():
    storms = ((6.5, 6.6, 8.0), (6.66, 6.75, 8.0))
    assert len({f.key for f in run(detector(), batches(8, storms=storms))}) == 1


def about_parcels(batch: Batch) -> Batch:
    said = (
        replace(c, item=replace(c.item, text=c.item.text.replace("een storing bij jullie", "een pakket kwijt")))
        for c in batch.comments
    )
    return replace(batch, comments=tuple(said))


def test_a_return_within_eight_hours_is_the_same_storm_only_if_it_is_about_the_same():
    def stream() -> Iterator[Batch]:
        return batches(7, storms=((6.5, 6.55, 8.0), (6.75, 6.8, 8.0)))

    again = START + timedelta(days=6.7)
    assert len({f.key for f in run(detector(), stream())}) == 1
    assert len({f.key for f in run(detector(), (about_parcels(b) if b.at > again else b for b in stream()))}) == 2


def first_look(days: int, per_bucket: float) -> Batch:
    """A first look at a page that tells the last `days` at once."""
    past = [c for batch in batches(days, per_bucket) for c in batch.comments]
    end = START + timedelta(days=days)
    return Batch("page", end, tuple(past), polls=(Poll("page", end, START, end, ok=True),))


def after(days: int, number: int, minutes: int) -> Iterator[Batch]:
    """What comes after the first look: `number` complaints in each five minutes."""
    for k in range(minutes // 5):
        at = START + timedelta(days=days) + k * STEP
        yield polled(at + STEP, [comment(f"new-{k}-{n}", at, text="dubbel afgeschreven") for n in range(number)])


def test_a_first_look_that_reaches_back_a_week_teaches_what_is_usual():
    busy, quiet = detector(), detector()
    for watch, usual in ((busy, 8.0), (quiet, 0.3)):
        watch.observe(first_look(7, usual))
        assert watch.findings(START + timedelta(days=7)) == ()

    assert run(busy, after(7, 8, 60)) == []
    assert run(quiet, after(7, 8, 60)) != []


def test_a_storm_on_a_quiet_page_begins_with_its_burst_and_not_with_a_lone_complaint_hours_before():
    watch = detector()
    run(watch, batches(7, 0.05))
    begin = START + timedelta(days=7)
    lone = (polled(begin + (k + 1) * STEP, [comment(f"lone-{k}", begin + k * STEP)] * (k % 12 == 0)) for k in range(36))
    found = run(watch, lone)
    burst = (
        polled(begin + (36 + k + 1) * STEP, [comment(f"{k}-{n}", begin + (36 + k) * STEP) for n in range(30)])
        for k in range(3)
    )
    found += run(watch, burst)

    assert found
    assert storm_of(found[-1]).started_at >= begin + 36 * STEP


def test_a_storm_in_the_history_of_a_first_look_is_not_told():
    past = [c for batch in batches(5, 2.0, storms=((3.0, 3.2, 10.0),)) for c in batch.comments]
    end = START + timedelta(days=5)
    watch = detector()
    watch.observe(Batch("page", end, tuple(past), polls=(Poll("page", end, START, end, ok=True),)))

    assert watch.findings(end) == ()
    assert watch.series() == []


def test_copies_by_one_author_are_no_storm():
    watch = after_a_calm_week()
    at = START + timedelta(days=7)
    copies = [comment(n, at, author="one") for n in range(200)]
    watch.observe(polled(at + STEP, copies))
    assert not watch.findings(at + STEP)


def test_a_wave_of_praise_is_no_storm():
    watch = after_a_calm_week()
    at = START + timedelta(days=7)
    praise = [comment(n, at, complaint=0.9 if n % 25 == 0 else 0.05) for n in range(500)]
    watch.observe(polled(at + STEP, praise))
    assert not watch.findings(at + STEP)


def test_official_words_and_edits_do_not_count():
    watch = after_a_calm_week()
    at = START + timedelta(days=7)
    said = [comment(n, at, official=n % 2 == 0, edited=n % 2 == 1) for n in range(200)]
    watch.observe(polled(at + STEP, said))
    assert not watch.findings(at + STEP)


def test_what_comes_late_counts_when_it_was_written_and_a_gap_caught_up_is_no_storm():
    watch = detector()
    stream = list(batches(8))
    gap = stream[6 * 288 : 6 * 288 + 96]
    run(watch, iter(stream[: 6 * 288]))
    found: list[Finding] = []
    for missed in gap[:-1]:
        watch.observe(Batch("page", missed.at, polls=(Poll("page", missed.at, missed.at - STEP, missed.at, False),)))
        found += watch.findings(missed.at)
    late = Batch(
        "page", gap[-1].at, tuple(c for b in gap for c in b.comments),
        polls=(Poll("page", gap[-1].at, gap[0].at - STEP, gap[-1].at, True),),
    )  # fmt: skip
    found += run(watch, iter([late, *stream[6 * 288 + 96 :]]))
    assert found == []


def test_silence_of_the_polls_never_closes_a_storm():
    watch = detector()
    run(watch, batches(6.6, storms=((6.5, 7.0, 8.0),)))
    at = START + timedelta(days=6.6)
    for k in range(60):
        (finding,) = watch.findings(at + k * STEP)
        assert not finding.over


def test_a_storm_in_a_planned_event_names_it_and_is_only_news():
    event = PlannedEvent.model_validate(
        {"name": "prices", "from": START + timedelta(days=6.4), "to": START + timedelta(days=8), "times_usual": 20}
    )
    found = run(detector(event), batches(8, storms=((6.5, 6.75, 6.0),)))
    assert storm_of(found[0]).planned == "prices"
    assert {f.severity for f in found} == {Severity.INFO}


def test_saved_and_restored_at_any_moment_it_finds_the_same():
    stream = list(batches(7.2, storms=((6.5, 6.75, 6.0),)))
    whole = detector()
    expected = run(whole, iter(stream))
    rows: dict[str, object] = {}
    watch, found = detector(), []
    for k, batch in enumerate(stream):
        watch.observe(batch)
        found += watch.findings(batch.at)
        rows |= watch.changed_state()
        if k % 137 == 0 or 6.5 * 288 < k < 6.55 * 288:
            rows = {key: row for key, row in json.loads(json.dumps(rows)).items() if row is not None}
            assert len(json.dumps(rows)) < 64_000
            watch = detector()
            watch.restore(rows)
    assert found == expected


def test_a_sudden_burst_on_a_quiet_page_starts_with_itself_and_counts_all_its_people():
    watch = detector()
    run(watch, batches(7, per_bucket=0.05))
    at = START + timedelta(days=7)
    watch.observe(polled(at + STEP, [comment("lone", at)]))
    watch.findings(at + STEP)
    burst = at + timedelta(hours=5)
    watch.findings(burst)
    said = [comment(f"b{n}", burst, text="alweer een storing bij jullie") for n in range(37)]
    watch.observe(Batch("page", burst + STEP, tuple(said), polls=(Poll("page", burst, at, burst + STEP, True),)))
    (finding,) = watch.findings(burst + STEP)
    assert storm_of(finding).started_at == burst
    assert storm_of(finding).people == 37
    assert "storing" in storm_of(finding).topics[0].label
