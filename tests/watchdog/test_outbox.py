import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.channels import DeliveryError
from watchdog.outbox import Delivery, deliver_due, keep_delivering, next_try, wait_after

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
PICTURE = b"\x89PNG"
SOON = timedelta(0)


@dataclass
class Shelf:
    """An outbox in memory."""

    waiting: dict[int, tuple[datetime, Delivery]] = field(default_factory=dict)
    arrived: dict[int, datetime] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    abandoned: set[int] = field(default_factory=set)
    looks: int = 0

    def put(self, *deliveries: Delivery) -> "Shelf":
        self.waiting.update({one.id: (one.queued_at, one) for one in deliveries})
        return self

    def due(self, at: datetime) -> Sequence[Delivery]:
        self.looks += 1
        ready = [(due, id_) for id_, (due, _) in self.waiting.items() if due <= at]
        return [self.waiting[id_][1] for _, id_ in sorted(ready)]

    def delivered(self, delivery: int, at: datetime) -> None:
        del self.waiting[delivery]
        self.arrived[delivery] = at

    def postponed(self, delivery: int, until: datetime, error: str) -> None:
        _, one = self.waiting[delivery]
        self.waiting[delivery] = (until, replace(one, attempts=one.attempts + 1))
        self.errors[delivery] = error

    def gave_up(self, delivery: int, at: datetime, error: str) -> None:
        del self.waiting[delivery]
        self.abandoned.add(delivery)
        self.errors[delivery] = error


@dataclass
class Ears:
    """A channel that hears everything, or fails as told."""

    failure: DeliveryError | None = None
    heard: list[tuple[str, Sequence[bytes]]] = field(default_factory=list)

    async def send(self, title: str, body: str, pictures: Sequence[bytes]) -> None:
        self.heard.append((title, pictures))
        if self.failure:
            raise self.failure


@dataclass
class Hung:
    """A channel that takes what it is sent and does not answer until it is let go."""

    answer: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[str] = field(default_factory=list)

    async def send(self, title: str, body: str, pictures: Sequence[bytes]) -> None:
        self.heard.append(title)
        await self.answer.wait()


def delivery(id_: int, channel: str = "chat", attempts: int = 0, queued_at: datetime = NOW) -> Delivery:
    return Delivery(id_, f"alert-{id_}", channel, f"title {id_}", "body", (PICTURE,), attempts, queued_at)


def now() -> datetime:
    return NOW


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(5000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not happen")


async def test_what_is_due_arrives_in_order_and_is_marked() -> None:
    shelf, ears = Shelf().put(delivery(2), delivery(1)), Ears()
    assert await deliver_due(shelf, {"chat": ears}, now) == 2
    assert [title for title, _ in ears.heard] == ["title 1", "title 2"]
    assert shelf.arrived == {1: NOW, 2: NOW}


async def test_what_is_not_due_waits() -> None:
    shelf, ears = Shelf().put(delivery(1, queued_at=NOW + timedelta(seconds=1))), Ears()
    assert await deliver_due(shelf, {"chat": ears}, now) == 0
    assert not ears.heard


async def test_a_passing_failure_is_tried_again_a_minute_later() -> None:
    shelf = Shelf().put(delivery(1))
    await deliver_due(shelf, {"chat": Ears(DeliveryError("refused"))}, now)
    assert shelf.waiting[1][0] == NOW + timedelta(minutes=1)
    assert shelf.errors == {1: "refused"}


async def test_a_failing_channel_is_asked_once_a_turn() -> None:
    shelf, dead = Shelf().put(delivery(1), delivery(2)), Ears(DeliveryError("refused"))
    await deliver_due(shelf, {"chat": dead}, now)
    assert [title for title, _ in dead.heard] == ["title 1"]


async def test_a_message_that_always_fails_does_not_hold_up_the_next() -> None:
    shelf, dead = Shelf().put(delivery(1), delivery(2)), Ears(DeliveryError("refused"))
    await deliver_due(shelf, {"chat": dead}, now)
    await deliver_due(shelf, {"chat": dead}, now)
    assert [title for title, _ in dead.heard] == ["title 1", "title 2"]


async def test_a_failing_channel_does_not_stop_another() -> None:
    shelf, ears = Shelf().put(delivery(1, "dead"), delivery(2, "chat")), Ears()
    await deliver_due(shelf, {"dead": Ears(DeliveryError("refused")), "chat": ears}, now)
    assert set(shelf.arrived) == {2}


async def test_a_hanging_channel_does_not_stop_another() -> None:
    shelf, ears = Shelf().put(delivery(1, "hung"), delivery(2, "chat")), Ears()
    loop = asyncio.create_task(keep_delivering(shelf, {"hung": Hung(), "chat": ears}, now, SOON, grace=SOON))
    await until(lambda: 2 in shelf.arrived)
    shelf.put(delivery(3, "chat"))
    await until(lambda: 3 in shelf.arrived)
    loop.cancel()
    await asyncio.wait([loop])
    assert set(shelf.waiting) == {1}


async def test_a_delivery_under_way_is_not_sent_a_second_time() -> None:
    shelf, hung = Shelf().put(delivery(1)), Hung()
    loop = asyncio.create_task(keep_delivering(shelf, {"chat": hung}, now, SOON, grace=SOON))
    await until(lambda: shelf.looks > 20)
    loop.cancel()
    await asyncio.wait([loop])
    assert hung.heard == ["title 1"]


async def test_looking_often_sends_nothing_twice() -> None:
    shelf, ears = Shelf().put(*(delivery(n) for n in range(50))), Ears()
    loop = asyncio.create_task(keep_delivering(shelf, {"chat": ears}, now, SOON))
    await until(lambda: not shelf.waiting)
    loop.cancel()
    await asyncio.wait([loop])
    assert [title for title, _ in ears.heard] == [f"title {n}" for n in range(50)]


async def test_stopping_in_the_middle_keeps_the_delivery_for_the_next_start() -> None:
    shelf, hung = Shelf().put(delivery(1)), Hung()
    loop = asyncio.create_task(keep_delivering(shelf, {"chat": hung}, now, SOON, grace=SOON))
    await until(lambda: bool(hung.heard))
    loop.cancel()
    await asyncio.wait([loop])
    assert [one.id for one in shelf.due(NOW)] == [1]


async def test_stopping_lets_what_is_under_way_arrive_and_be_marked() -> None:
    shelf, hung = Shelf().put(delivery(1)), Hung()
    loop = asyncio.create_task(keep_delivering(shelf, {"chat": hung}, now, SOON))
    await until(lambda: bool(hung.heard))
    loop.cancel()
    hung.answer.set()
    await asyncio.wait([loop])
    assert shelf.arrived == {1: NOW}


async def test_a_permanent_failure_is_given_up_at_once() -> None:
    shelf = Shelf().put(delivery(1), delivery(2))
    await deliver_due(shelf, {"chat": Ears(DeliveryError("no such service", permanent=True))}, now)
    assert shelf.abandoned == {1, 2}


async def test_a_channel_that_left_the_config_is_given_up_with_its_name() -> None:
    shelf = Shelf().put(delivery(1, "old-chat"))
    await deliver_due(shelf, {}, now)
    assert shelf.errors == {1: "channel 'old-chat' is no longer in the config"}
    assert shelf.abandoned == {1}


async def test_after_three_days_it_is_given_up() -> None:
    shelf = Shelf().put(delivery(1, attempts=70, queued_at=NOW - timedelta(days=3)))
    await deliver_due(shelf, {"chat": Ears(DeliveryError("refused"))}, now)
    assert shelf.abandoned == {1}


async def test_after_three_failures_the_words_go_without_the_picture() -> None:
    shelf, ears = Shelf().put(delivery(1, attempts=2), delivery(2, attempts=3)), Ears()
    await deliver_due(shelf, {"chat": ears}, now)
    assert [pictures for _, pictures in ears.heard] == [(PICTURE,), ()]


def test_the_wait_doubles_from_a_minute_to_an_hour() -> None:
    assert [wait_after(n) // timedelta(minutes=1) for n in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


@given(st.integers(0, 10**6), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_the_next_try_is_later_and_within_three_days_of_queueing(attempts: int, age: timedelta) -> None:
    again = next_try(delivery(1, attempts=attempts, queued_at=NOW - age), NOW)
    assert again is None or NOW + timedelta(minutes=1) <= again <= NOW - age + timedelta(days=3)
