"""Tells systemd how the daemon fares (the sd_notify protocol); says nothing where nobody listens."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Systemd:
    """The service manager's ear.

    `address` is its datagram socket (a leading "@" means the abstract namespace), None where there is none.
    `watchdog` is how long it waits for a sign of life before it kills the daemon, None if it does not; pet it at half
    of that (sd_watchdog_enabled(3)).
    """

    address: str | None
    watchdog: timedelta | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Systemd:
        """What the environment variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID say."""
        address = environment.get("NOTIFY_SOCKET", "")
        return cls(address if address[:1] in {"/", "@"} else None, _watchdog(environment))

    def ready(self, text: str) -> bool:
        """Started, or done with reloading."""
        return self.notify("READY=1", _status(text))

    def status(self, text: str) -> bool:
        """One line for `systemctl status`."""
        return self.notify(_status(text))

    def alive(self) -> bool:
        """Pets the watchdog: only while polls really happen."""
        return self.notify("WATCHDOG=1")

    def reloading(self) -> bool:
        """Reading the config again; `ready` ends it, whether it went well or not."""
        return self.notify("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> bool:
        """On the way out."""
        return self.notify("STOPPING=1")

    def notify(self, *assignments: str) -> bool:
        """Send assignments in one datagram, see sd_notify(3); False if nobody heard, which must not stop the daemon."""
        if self.address is None:
            return False
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(1)
            try:
                line.sendto("\n".join(assignments).encode(errors="replace"), address)
            except OSError:
                return False
        return True


def _watchdog(environment: Mapping[str, str]) -> timedelta | None:
    microseconds = environment.get("WATCHDOG_USEC", "")
    meant_for_us = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    if not (meant_for_us and microseconds.isdecimal() and int(microseconds)):
        return None
    return timedelta(microseconds=int(microseconds))


def _status(text: str) -> str:
    return "STATUS=" + " ".join(text.split())
