"""Refuses to run beside the distribution on PyPI that is also imported as `watchdog`: its files would replace ours."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution


def foreign_watchdog() -> str | None:
    """What to tell if the file-system watcher `watchdog` is installed in this environment, else None."""
    try:
        found = distribution("watchdog")
    except PackageNotFoundError:
        return None
    return (
        f"the unrelated distribution watchdog {found.version} is installed in this environment and overwrites parts of"
        " page-watchdog; give page-watchdog an environment of its own (docs/decisions/0001-name.md)"
    )
