"""Delivers what is due in the outbox: at least once, each channel for itself, with patience and an end to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from alerts.channels import Channel, DeliveryError

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
PATIENCE = timedelta(days=3)
PICTURE_ATTEMPTS = 3
GRACE = timedelta(seconds=2)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert on its way to one channel.

    `channel` is the channel's name in the config; `attempts` counts the failed ones so far; `queued_at` is when the
    alert was put into the outbox (aware UTC); `pictures` are PNGs.
    """

    id: int
    alert: str
    channel: str
    title: str
    body: str
    pictures: tuple[bytes, ...]
    attempts: int
    queued_at: datetime


class OutboxStore(Protocol):
    """Where deliveries wait. Each method is one short transaction in a thread; all times are aware UTC."""

    def due(self, at: datetime) -> Sequence[Delivery]:
        """The deliveries neither done nor given up whose time has come, the longest waiting first."""
        ...

    def delivered(self, delivery: int, at: datetime) -> None:
        """It has arrived: never give it out again."""
        ...

    def postponed(self, delivery: int, until: datetime, error: str) -> None:
        """It failed: count the attempt, keep the error, give it out again from `until`."""
        ...

    def gave_up(self, delivery: int, at: datetime, error: str) -> None:
        """It will never arrive: keep the error, never give it out again."""
        ...


def wait_after(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure (1 is the first): doubling from a minute, at most an hour."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)


def next_try(delivery: Delivery, at: datetime) -> datetime | None:
    """When to try again what failed at `at`; None: it has been tried for three days, give it up."""
    again = at + wait_after(delivery.attempts + 1)
    return again if again - delivery.queued_at <= PATIENCE else None


async def deliver_due(store: OutboxStore, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> int:
    """Try once what is due, all channels at the same time; return how many deliveries arrived.

    Within a channel the order is kept, and the first passing failure ends its turn: a service that is down is asked
    once a turn. What was postponed goes behind what is due, so a message that always fails holds up no other.
    """
    async with asyncio.TaskGroup() as turns:
        tasks = [
            turns.create_task(_take_turn(store, channels.get(name), turn, clock))
            for name, turn in (await _turns(store, clock())).items()
        ]
    return sum(task.result() for task in tasks)


async def keep_delivering(
    store: OutboxStore,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    every: timedelta,
    grace: timedelta = GRACE,
) -> None:
    """Deliver what is due, look again after `every`, for ever; a slow channel makes no other wait.

    When cancelled, what is under way has `grace` to arrive and be marked, so that a stop seldom repeats an alert.
    """
    busy: dict[str, asyncio.Task[int]] = {}
    async with asyncio.TaskGroup() as turns:
        try:
            while True:
                busy = {name: task for name, task in busy.items() if not task.done()}
                for name, turn in (await _turns(store, clock())).items():
                    if name not in busy:
                        busy[name] = turns.create_task(_take_turn(store, channels.get(name), turn, clock))
                await asyncio.sleep(every.total_seconds())
        finally:
            if busy:
                await asyncio.wait(busy.values(), timeout=grace.total_seconds())
            for task in busy.values():
                task.cancel()


async def _turns(store: OutboxStore, at: datetime) -> dict[str, list[Delivery]]:
    # The store may be busy with a step of the pipeline: that must not hold up the event loop.
    by_channel: dict[str, list[Delivery]] = {}
    for delivery in await asyncio.to_thread(store.due, at):
        by_channel.setdefault(delivery.channel, []).append(delivery)
    return by_channel


async def _take_turn(
    store: OutboxStore, channel: Channel | None, turn: Sequence[Delivery], clock: Callable[[], datetime]
) -> int:
    arrived = 0
    for delivery in turn:
        try:
            await _send(channel, delivery)
        except DeliveryError as failure:
            await asyncio.to_thread(_settle, store, delivery, failure, clock())
            if not failure.permanent:
                break
        else:
            # Marked only now: a crash in between repeats an alert, it never loses one.
            await asyncio.to_thread(store.delivered, delivery.id, clock())
            log.info("delivered alert=%s channel=%r", delivery.alert, delivery.channel)
            arrived += 1
    return arrived


async def _send(channel: Channel | None, delivery: Delivery) -> None:
    if channel is None:
        raise DeliveryError(f"channel {delivery.channel!r} is no longer in the config", permanent=True)
    # A service may take the words and choke on a picture: after some tries the words go alone.
    pictures = delivery.pictures if delivery.attempts < PICTURE_ATTEMPTS else ()
    await channel.send(delivery.title, delivery.body, pictures)


def _settle(store: OutboxStore, delivery: Delivery, failure: DeliveryError, at: datetime) -> None:
    until = None if failure.permanent else next_try(delivery, at)
    if until is None:
        store.gave_up(delivery.id, at, str(failure))
        log.error("GAVE UP alert=%s channel=%r: %s", delivery.alert, delivery.channel, failure)
    else:
        store.postponed(delivery.id, until, str(failure))
        log.warning("postponed alert=%s channel=%r until=%s: %s", delivery.alert, delivery.channel, until, failure)
