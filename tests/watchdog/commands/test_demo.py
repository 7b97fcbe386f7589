"""What the demo prints of a list of alerts, on a terminal and in a pipe."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from watchdog.commands.demo import present

STORM_BODY = """Polderjet krijgt veel meer klachten dan normaal. 96 klachten in het laatste uur; gewoon is 14.

Wat nu te doen
1. Blijf vanavond open tot 01:30.
2. Plaats één kort bericht over 'annulering'.

Waarom
- 7 keer zoveel klachten als gewoon

storm-1, pagina polderjet. Zekerheid 99%."""


def alert(incident: str, **fields: Any) -> dict[str, Any]:
    told = {"id": f"{incident}-opened", "incident": incident, "kind": "storm", "event": "opened", "page": "polderjet"}
    told |= {"brand": "Polderjet", "at": "2026-07-23T20:07:10+02:00", "severity": "warning", "confidence": 0.97}
    told |= {"evidence": [], "title": "Polderjet: storm van klachten, 96 in 60 min", "body": STORM_BODY}
    return {**told, "subject": {"planned": None}, "advice": [{"action": "communicate"}], "language": "nl", **fields}


SCAM = alert(
    "fake-1",
    kind="fake_account",
    at="2026-07-19T20:42:10+02:00",
    title="Polderjet: oplichter doet zich voor als klantenservice: p0lderjet",
    body="Oplichter lokt klanten weg.\n\nWat nu te doen\n1. Meld het account.\n\nWaarom\n- lokt naar WhatsApp",
)
PLANNED = alert("storm-0", subject={"planned": "prijs"}, title="Verwachte storm", at="2026-07-14T12:02:10+02:00")
STORM = alert("storm-1")
WORSE = alert("storm-1", event="escalated", severity="critical", title="Polderjet: storm wordt erger")


def printed(alerts: list[dict[str, Any]], out_dir: Path, *, terminal: bool = False) -> str:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=100, color_system="truecolor", record=True)
    present(alerts, out_dir, console)
    return console.export_text()


def test_it_counts_alerts_and_incidents(tmp_path: Path) -> None:
    assert "3 alerts of 2 incidents" in printed([SCAM, STORM, WORSE], tmp_path)


def test_an_unplanned_storm_is_shown_in_full_and_first(tmp_path: Path) -> None:
    text = printed([PLANNED, SCAM, STORM], tmp_path)
    assert "7 keer zoveel klachten" in text
    assert text.index("7 keer zoveel") < text.index("Oplichter lokt")


def test_other_alerts_are_shortened_to_what_happened_and_what_to_do(tmp_path: Path) -> None:
    text = printed([SCAM, STORM], tmp_path)
    assert "Meld het account." in text
    assert "lokt naar WhatsApp" not in text


def test_of_alerts_of_one_incident_the_one_with_the_most_advice_is_shown_in_full(tmp_path: Path) -> None:
    worse = {**WORSE, "advice": [{"action": "communicate"}, {"action": "extend_opening_hours"}], "body": "Veel erger."}
    text = printed([STORM, worse], tmp_path)
    assert "Veel erger." in text
    assert "Blijf vanavond open" not in text


def test_another_incident_is_shown_as_it_last_grew(tmp_path: Path) -> None:
    grown = {**SCAM, "event": "escalated", "body": "Al zes klanten gelokt."}
    after = {**SCAM, "event": "closed", "body": "Voorbij."}
    text = printed([SCAM, grown, after, STORM], tmp_path)
    assert "Al zes klanten gelokt." in text
    assert not any(told in text for told in ("Oplichter lokt klanten weg.", "Voorbij."))


def test_the_timeline_has_every_alert_in_order(tmp_path: Path) -> None:
    timeline = printed([SCAM, STORM, WORSE], tmp_path).split("Everything in order")[1]
    times = ["Sun 19 Jul 20:42", "Thu 23 Jul 20:07  opened", "Thu 23 Jul 20:07  escalated"]
    positions = [timeline.index(time) for time in times]
    assert positions == sorted(positions)


def test_it_says_what_was_written_and_where(tmp_path: Path) -> None:
    for name in ("alerts.jsonl", "series.csv", "storm-1-opened-storm.png", "unrelated.txt"):
        (tmp_path / name).write_text("")
    text = printed([STORM], tmp_path)
    assert f"Written into {tmp_path}" in text.replace("\n", "")
    assert all(name in text for name in ("alerts.jsonl", "series.csv", "*-storm.png"))
    assert "1 picture: " in text
    assert "accounts.jsonl" not in text
    assert "unrelated" not in text


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    text = printed([STORM], tmp_path)
    assert all(step in text for step in ("page-watchdog init", "page-watchdog check", "page-watchdog run", "docs/"))


def test_without_alerts_it_says_so(tmp_path: Path) -> None:
    assert "Nothing was found" in printed([], tmp_path)


def test_in_a_pipe_there_are_no_boxes_no_colours_and_no_cut_lines(tmp_path: Path) -> None:
    file = io.StringIO()
    long = alert("storm-1", body="woord " * 60)
    present([long], tmp_path, Console(file=file, width=80))
    assert not set(file.getvalue()) & set("\x1b╭│─")
    assert "woord " * 59 in file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_on_a_terminal_panels_fit_its_width(tmp_path: Path, width: int) -> None:
    file = io.StringIO()
    present([SCAM, STORM], tmp_path, Console(file=file, force_terminal=True, width=width, color_system=None))
    boxed = [line for line in file.getvalue().splitlines() if line.startswith(("╭", "│", "╰"))]
    assert boxed
    assert all(len(line) <= width for line in boxed)


@pytest.mark.parametrize("terminal", [True, False])
def test_other_peoples_words_are_neither_markup_nor_terminal_commands(tmp_path: Path, terminal: bool) -> None:
    file = io.StringIO()
    hostile = alert("storm-1", title="[bold red]x[/bold red] \x1b]0;owned\x07", body="[/] \x1b[2J [link=http://a]b[/]")
    present([hostile], tmp_path, Console(file=file, force_terminal=terminal, width=100, color_system=None))
    assert "[bold red]x[/bold red]" in file.getvalue()
    assert "\x1b]0;" not in file.getvalue()
    assert "\x1b[2J" not in file.getvalue()


def test_many_incidents_are_cut_with_a_word(tmp_path: Path) -> None:
    many = [alert(f"fake-{n}", kind="fake_account") for n in range(12)]
    assert "and 3 more" in printed(many, tmp_path)
