import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from config.load import load_from_text
from detectors.model import Poll
from watchdog.commands.told import status
from watchdog.store import Store

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
CONFIG = """
[[pages]]
name = "kwik"
brand = "Kwik"
platform = "recording"
"""


def shown(first: timedelta, now: datetime) -> str:
    """`status` of a page whose first look, at noon, reached back by `first`."""
    store, out = Store(None), io.StringIO()
    poll = Poll("kwik", NOON, NOON - first, NOON, ok=True)
    with store.transaction():
        store.sightings.take("kwik", [poll], NOON)
    status(load_from_text(CONFIG), store, now, Console(file=out, width=160))
    store.close()
    return out.getvalue()


def test_status_tells_how_far_a_new_page_has_learnt() -> None:
    assert "day 3 of 21" in shown(timedelta(minutes=5), NOON + timedelta(days=2, hours=1))


def test_history_of_the_first_look_counts_up_to_two_weeks() -> None:
    assert "day 15 of 21" in shown(timedelta(days=60), NOON)


def test_a_known_page_has_learnt() -> None:
    assert "done" in shown(timedelta(days=10), NOON + timedelta(days=20))
