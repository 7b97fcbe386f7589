import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detectors.model import Account, Deletion, Follow, Item, Observation, Poll, Reading, Verdict
from watchdog.store import Store, StoreError
from watchdog.store.progress import PageProgress

NOON = datetime(2026, 7, 25, 12, 0, tzinfo=UTC)
CALM = Reading("nl", 0.25, 0.0, 0.0)


def item(id_: str, text: str = "Waar blijft mijn koffer?", **other: object) -> Item:
    values = {"page": "p", "id": id_, "author": "ann", "created_at": NOON, "seen_at": NOON, "text": text} | other
    return Item(**values)  # type: ignore[arg-type]


def take(store: Store, *observations: Observation, at: datetime = NOON):
    with store.transaction():
        fresh = store.sightings.take("p", observations, at)
        store.sightings.keep_readings([(new.seq, CALM) for new in fresh.items])
    return fresh


@pytest.fixture(name="store")
def _store(tmp_path: Path):
    store = Store(tmp_path / "state" / "w.sqlite3")
    yield store
    store.close()


def test_the_file_and_its_folder_are_private(tmp_path: Path, store: Store):
    take(store, item("1"))

    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "state").iterdir()}

    assert modes["w.sqlite3"] == 0o600
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_all_tables_are_strict_and_the_journal_is_a_wal(tmp_path: Path, store: Store):
    with sqlite3.connect(tmp_path / "state" / "w.sqlite3") as other:
        loose = other.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0").fetchall()
        (journal,) = other.execute("PRAGMA journal_mode").fetchone()
    other.close()

    assert {name for (name,) in loose} <= {
        "sqlite_schema",
        "sqlite_sequence",
        "_sqlite_migrations",
        "sqlite_temp_schema",
    }
    assert journal == "wal"


def test_an_item_seen_twice_is_new_once(store: Store):
    assert [new.item.id for new in take(store, item("1"), item("1")).items] == ["1"]
    assert take(store, item("1")).items == []


def test_another_text_under_a_known_id_is_an_edit(store: Store):
    take(store, item("1", "Eerst"))

    (edit,) = take(store, item("1", "Toen")).items

    assert edit.edited
    with store.transaction():
        assert store.sightings.item("p", "1").text == "Toen"


def test_the_same_id_on_another_page_is_another_item(store: Store):
    take(store, item("1"))

    with store.transaction():
        fresh = store.sightings.take("q", [item("1", page="q")], NOON)

    assert len(fresh.items) == 1


def test_a_profile_is_news_only_when_it_changed(store: Store):
    account = Account("p", "ann", NOON, handle="ann", name="Ann")

    assert take(store, account).accounts == [account]
    assert take(store, Account("p", "ann", NOON + timedelta(days=1), handle="ann", name="Ann")).accounts == []
    assert (
        take(store, Account("p", "ann", NOON, handle="ann", name="Klantenservice")).accounts[0].name == "Klantenservice"
    )


def test_values_come_back_as_they_went_in(store: Store):
    full = item(
        "1",
        "Ünï 💥\u202e",
        kind="review",
        reply_to="0",
        root="0",
        url="https://x.example/1",
        language="nl",
        rating=1,
        likes=2,
        shares=3,
    )
    account = Account("p", "ann", NOON, "ann", "Ann", "bio", "data:,", NOON, 1, 2, 3, False, "https://x.example")

    take(store, account, full)

    with store.transaction():
        assert store.sightings.read_item("p", "1") == (full, CALM)
        assert store.sightings.account("p", "ann") == account


def test_a_deletion_is_told_once_with_the_item_that_went(store: Store):
    take(store, item("1"))

    assert [gone.id for gone in take(store, Deletion("p", NOON, "1")).deletions] == ["1"]
    assert take(store, Deletion("p", NOON, "1")).deletions == []
    assert take(store, Deletion("p", NOON, "never seen")).deletions == []


def test_a_verdict_given_elsewhere_comes_with_the_pages_next_step(store: Store):
    verdict = Verdict("p", NOON, "fake", "fake", "ria")
    with store.transaction():
        store.sightings.await_verdict(verdict)

    assert take(store).verdicts == [verdict]
    assert take(store).verdicts == []


def test_what_fails_inside_a_transaction_leaves_nothing_behind(store: Store):
    def fail_in_the_middle() -> None:
        with store.transaction():
            store.sightings.take("p", [item("1")], NOON)
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        fail_in_the_middle()

    assert len(take(store, item("1")).items) == 1


def test_steps_come_back_in_order_with_what_was_fresh_in_them(store: Store):
    poll = Poll("p", NOON, NOON - timedelta(minutes=5), NOON, ok=False, error="503")
    follow = Follow("p", NOON, "official", "ann")
    take(store, item("1"), poll, at=NOON)
    take(store, item("1"), item("2"), follow, at=NOON + timedelta(minutes=1))
    take(store, item("1", "anders"), at=NOON + timedelta(minutes=2))

    with store.transaction():
        steps = list(store.sightings.steps("p", None))
        later = list(store.sightings.steps("p", NOON + timedelta(minutes=2)))

    assert len(later) == 1
    assert [at for _, at, _, _ in steps] == [NOON + timedelta(minutes=n) for n in range(3)]
    assert [[new.item.id for new in fresh.items] for _, _, fresh, _ in steps] == [["1"], ["2"], ["1"]]
    assert [new.edited for new in steps[2][2].items] == [True]
    assert steps[0][2].polls == [poll]
    assert steps[1][2].follows == [follow]


def test_state_rows_are_saved_changed_and_dropped(store: Store):
    with store.transaction():
        store.progress.keep_state("p", "storm", {"a": {"x": 0.1}, "b": [1]})
        store.progress.keep_state("p", "storm", {"a": None, "b": [2]})

        assert store.progress.state("p", "storm") == {"b": [2]}


def test_a_pages_standing_comes_back_and_keeps_its_clock(store: Store):
    standing = PageProgress("p", None, {"cursor": "x"}, NOON, 2, NOON, "503")
    with store.transaction():
        store.progress.keep_clock("p", NOON)
        store.progress.keep_look(standing)

        found = store.progress.page("p")

    assert found == PageProgress("p", NOON, {"cursor": "x"}, NOON, 2, NOON, "503")


def test_what_is_older_than_the_retention_is_gone_from_the_file_too(tmp_path: Path, store: Store):
    private = "Mijn geheime klacht"
    take(store, Account("p", "ann", NOON, name="Annemiek Geheim"), item("1", private))
    old_profile_stays_with_new_item = Account("p", "bob", NOON, name="Bob")
    take(store, old_profile_stays_with_new_item, item("2", author="bob", seen_at=NOON + timedelta(days=9)))

    store.forget(NOON + timedelta(days=5), NOON)
    store.close()

    content = (tmp_path / "state" / "w.sqlite3").read_bytes()
    assert private.encode() not in content
    assert b"Annemiek Geheim" not in content
    assert b"Bob" in content


def test_what_its_author_withdrew_loses_its_words(tmp_path: Path, store: Store):
    private = "Dit had ik nooit moeten schrijven"
    take(store, item("1", private), item("2", "Dit mag blijven"))
    take(store, Deletion("p", NOON, "1"))

    store.forget(NOON - timedelta(days=90), NOON + timedelta(hours=1))
    store.close()

    content = b"".join(path.read_bytes() for path in (tmp_path / "state").iterdir())
    assert private.encode() not in content
    assert b"Dit mag blijven" in content


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path: Path):
    path = tmp_path / "w.sqlite3"
    path.write_bytes(b"this is not a database, it is a diary" * 100)

    with pytest.raises(StoreError, match="not a readable page-watchdog database"):
        Store(path)


def test_a_folder_in_the_place_of_the_database_is_told(tmp_path: Path):
    with pytest.raises(StoreError, match="directory"):
        Store(tmp_path)


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path):
    path = tmp_path / "w.sqlite3"
    Store(path).close()
    with sqlite3.connect(path) as other:
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('page-watchdog', 'm999', '')"
        )
    other.close()

    with pytest.raises(StoreError, match="newer page-watchdog"):
        Store(path)


def test_a_full_disk_is_told_and_loses_nothing_that_was_committed(store: Store):
    take(store, item("1"))
    (pages,) = store._database.execute("PRAGMA page_count").fetchone()
    store._database.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(StoreError, match="disk is full"):
        take(store, *[item(str(n), "x" * 5000) for n in range(2, 50)])

    with store.transaction():
        assert store.sightings.item("p", "1") is not None
        assert store.sightings.item("p", "2") is None
