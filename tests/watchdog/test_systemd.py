import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from watchdog.systemd import Systemd


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(2)
        yield ear


def heard(ear: socket.socket) -> list[str]:
    return ear.recv(4096).decode().split("\n")


def speaking_to(ear: socket.socket) -> Systemd:
    return Systemd(ear.getsockname(), None)


def test_ready_comes_with_a_status_in_one_datagram(listener: socket.socket) -> None:
    assert speaking_to(listener).ready("watching 3 pages")
    assert heard(listener) == ["READY=1", "STATUS=watching 3 pages"]


def test_each_event_has_its_own_word(listener: socket.socket) -> None:
    systemd = speaking_to(listener)
    systemd.alive()
    systemd.stopping()
    assert [heard(listener), heard(listener)] == [["WATCHDOG=1"], ["STOPPING=1"]]


def test_reloading_tells_the_monotonic_time_in_microseconds(listener: socket.socket) -> None:
    speaking_to(listener).reloading()
    word, when = heard(listener)
    assert word == "RELOADING=1"
    assert when.startswith("MONOTONIC_USEC=")
    assert int(when.partition("=")[2]) > 0


def test_a_status_cannot_smuggle_in_another_assignment(listener: socket.socket) -> None:
    speaking_to(listener).status("poll of x failed\nREADY=1\r\nMAINPID=1")
    assert heard(listener) == ["STATUS=poll of x failed READY=1 MAINPID=1"]


def test_a_status_with_half_a_character_is_still_sent(listener: socket.socket) -> None:
    speaking_to(listener).status("page \ud83d is blind")
    assert heard(listener) == ["STATUS=page ? is blind"]


def test_an_at_sign_means_the_abstract_namespace() -> None:
    name = f"page-watchdog-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind("\0" + name)
        ear.settimeout(2)
        assert Systemd.of({"NOTIFY_SOCKET": "@" + name}).alive()
        assert heard(ear) == ["WATCHDOG=1"]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1234"}])
def test_without_a_socket_it_is_silent(environment: dict[str, str]) -> None:
    assert not Systemd.of(environment).ready("watching")


def test_a_listener_that_is_gone_is_no_error(tmp_path: Path) -> None:
    assert not Systemd.of({"NOTIFY_SOCKET": str(tmp_path / "gone")}).alive()


def test_the_watchdog_interval_is_read_in_microseconds() -> None:
    environment = {"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}
    assert Systemd.of(environment).watchdog == timedelta(seconds=30)


@pytest.mark.parametrize(
    "environment",
    [{}, {"WATCHDOG_USEC": "0"}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}],
)
def test_there_is_no_watchdog_if_it_is_off_or_meant_for_another_process(environment: dict[str, str]) -> None:
    assert Systemd.of(environment).watchdog is None
