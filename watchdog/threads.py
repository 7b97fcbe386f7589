"""Work that blocks, in a thread, and never left half done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def finish_in_thread(work: Callable[[], T]) -> T:
    """Run `work` in a thread. Cancelled meanwhile, it still waits for its end: a thread cannot be stopped.

    Whoever goes on after a cancellation would otherwise read a store that is still being written to.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
