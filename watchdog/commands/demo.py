"""Shows what the sample's team would have been told: an alert in full, others in short, a timeline, what is next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from alerts.plain_text import plain

Told = Mapping[str, Any]

WIDEST = 104
SHORT_ALERTS = 8
SHORT_LINES = 9
COLOURS = {"critical": "red", "warning": "yellow", "info": "cyan"}
KINDS = {
    "storm": "storm",
    "fake_account": "fake account",
    "threat": "threat to staff",
    "blind_page": "page not seen",
    "digest": "digest",
}
FILES = {
    "alerts.jsonl": "every alert in full, with evidence and numbers",
    "accounts.jsonl": "everybody who wrote, and how suspicious each is",
    "series.csv": "complaints every five minutes: seen, expected, highest still normal",
}
PICTURES = {
    "*-storm.png": "complaints by the hour, what is normal, and what is to come",
    "*-accounts.png": "the fake account, the customers it answered, and who has heard from the brand",
}
STORY = (
    "Polderjet is an invented Dutch airline, and so is everybody who writes to it. This was a fortnight and the week "
    "before on its page, in fast motion, through the pipeline that the daemon runs. The alerts are in Dutch, as the "
    "sample's config says; five other languages are there."
)
NEXT_STEPS = (
    ("{command} init", "writes page-watchdog.toml with comments; put your own page into it"),
    ("{command} check", "names every fault in it at once"),
    ("{command} run", "watches, until Ctrl-C"),
    ("docs/", "a tutorial, how-tos (systemd, channels, tuning) and every setting"),
)


def present(alerts: Sequence[Told], out_dir: Path, console: Console, command: str = "page-watchdog") -> None:
    """Print what a team would have been told.

    Args:
        alerts: in the public format, in the order of their telling.
        out_dir: where alerts, accounts, series and pictures were written.
        console: on a terminal it gets panels and colours, otherwise plain lines.
        command: how to call the program from here.
    """
    console.print()
    console.print(Text(STORY), width=min(WIDEST, console.width), soft_wrap=not console.is_terminal)
    _heading(console, f"What the team would have been told: {_number(alerts)}")
    if alerts:
        full, others = _chosen(alerts)
        _line(console, "One of them in full, as it arrives by chat or mail:")
        _show(console, full, plain(full["body"]))
        _shortened(console, others)
        _heading(console, "Everything in order")
        _timeline(console, alerts)
    else:
        _line(console, "Nothing was found that the team would have to know.")
    _heading(console, f"Written into {out_dir}")
    _list(console, tuple(_files(out_dir)) or (("nothing", ""),))
    _heading(console, "What to do next")
    _list(console, tuple((step.format(command=command), what) for step, what in NEXT_STEPS))


def _number(alerts: Sequence[Told]) -> str:
    incidents = len({alert["incident"] for alert in alerts})
    return f"{_count(len(alerts), 'alert')} of {_count(incidents, 'incident')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _chosen(alerts: Sequence[Told]) -> tuple[Told, list[Told]]:
    """The alert to show in full, and one of every other incident: the last with which it opened or grew.

    In full is the one with the most advice, of a storm that nobody planned if there is one: it shows all there is.
    """
    storms = [alert for alert in alerts if alert["kind"] == "storm" and not alert["subject"].get("planned")]
    full = max(storms or alerts, key=lambda alert: len(alert["advice"]))
    grown = {alert["incident"]: alert for alert in alerts if alert["event"] in ("opened", "escalated")}
    return full, [alert for incident, alert in grown.items() if incident != full["incident"]]


def _shortened(console: Console, others: Sequence[Told]) -> None:
    if not others:
        return
    _line(console, "The others, shortened:")
    for alert in others[:SHORT_ALERTS]:
        _show(console, alert, _short(plain(alert["body"])))
    if len(others) > SHORT_ALERTS:
        _line(console, f"… and {len(others) - SHORT_ALERTS} more, see the timeline.")


def _short(body: str) -> str:
    """What happened and what to do: a body's first two paragraphs, and no more than a few lines of them."""
    lines = "\n\n".join(body.split("\n\n")[:2]).splitlines()
    return "\n".join(lines if len(lines) <= SHORT_LINES else [*lines[:SHORT_LINES], "…"])


def _show(console: Console, alert: Told, body: str) -> None:
    """An alert as a panel, or as plain lines."""
    caption = f"{_when(alert)} · {_kind(alert)} · {alert['severity']}"
    title = plain(alert["title"])
    if not console.is_terminal:
        _line(console, f"--- {caption}\n{title}\n\n{body}\n")
        return
    colour = COLOURS.get(alert["severity"], "white")
    text = Text.assemble((title, "bold"), "\n\n", body)
    width = min(WIDEST, console.width)
    console.print(
        Panel(text, title=Text(caption), title_align="left", border_style=colour, padding=(1, 2), width=width)
    )


def _timeline(console: Console, alerts: Sequence[Told]) -> None:
    if not console.is_terminal:
        for alert in alerts:
            _line(console, f"{_when(alert)}  {alert['event']:<9}  {plain(alert['title'])}")
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), width=min(WIDEST, console.width))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for alert in alerts:
        event = Text(alert["event"], style=COLOURS.get(alert["severity"], "white"))
        table.add_row(_when(alert), event, Text(plain(alert["title"])))
    console.print(Padding(table, (0, 2)))


def _files(out_dir: Path) -> Iterator[tuple[str, str]]:
    """The files of the demo that are there, each with what it is; pictures last."""
    for name, meaning in FILES.items():
        if (out_dir / name).is_file():
            yield name, meaning
    for pattern, meaning in PICTURES.items():
        if number := len(list(out_dir.glob(pattern))):
            yield pattern, f"{_count(number, 'picture')}: {meaning}"


def _heading(console: Console, text: str) -> None:
    console.print()
    if console.is_terminal:
        console.rule(Text(text, style="bold"), align="left", style="dim")
    else:
        _line(console, f"=== {text}")
    console.print()


def _list(console: Console, rows: Sequence[tuple[str, str]]) -> None:
    widest = max(len(name) for name, _ in rows)
    for name, meaning in rows:
        console.print(Text.assemble("  ", (f"{name:<{widest}}", "bold"), "  ", meaning), soft_wrap=True)


def _line(console: Console, text: str) -> None:
    """Other people's words are never read as markup."""
    console.print(Text(text), soft_wrap=True)


def _kind(alert: Told) -> str:
    what = KINDS.get(alert["kind"]) or str(alert["kind"])
    return what if alert["event"] == "opened" else f"{what}, {alert['event']}"


def _when(alert: Told) -> str:
    """The alert's moment on its page's own clock."""
    return datetime.fromisoformat(alert["at"]).strftime("%a %d %b %H:%M")
