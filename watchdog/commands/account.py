"""`page-watchdog account`: who an account is, why it is suspected, whom it answered, and who still waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from alerts.names import account_name, full_name
from alerts.quoting import link, plain, quotable
from alerts.waterfall import Step, figure_of, signed, steps_of
from alerts.wording.phrases import Phrases
from config.schema import Language
from detectors.findings import Case
from detectors.model import Account
from watchdog.case_file import CaseFile, Words
from watchdog.commands.failures import fail

_MOST_REPLIES = 20
_BAR = 28


def show(file: CaseFile, say: Phrases, console: Console) -> None:
    """Print the case file: with bars and colours on a terminal, otherwise plain lines."""
    zone = ZoneInfo(file.zone)
    console.print(Text(full_name(file.account), style="bold"), soft_wrap=True)
    _print(console, _head(file, zone))
    _section(console, "Names as seen", _looks(file, zone))
    _section(console, "Not on the platform", _absences(file, zone))
    if file.case is not None:
        _section(console, "Evidence", [])
        _print_waterfall(console, file.case, say)
    _section(console, "Replies", _replies(file, zone))
    _section(console, "Customers it answered", _customers(file, zone))
    _section(console, "Verdicts", [f"{_when(v.seen_at, zone)} {v.verdict} by {v.by or '?'}" for v in file.verdicts])
    _section(console, "Probably the same hand", [f"{full_name(one)}  {one.id}" for one in file.related])
    _section(console, "Told", [f"{_when(told.at, zone)} {plain(told.title, 120)}" for told in file.told])
    hint = f"page-watchdog evidence {plain(file.account.id, 200)} --page {file.page.name} --out FOLDER"
    if file.case is not None and file.case.subject.items:
        _section(console, "To report it", [hint])


def _head(file: CaseFile, zone: ZoneInfo) -> Iterator[str]:
    account, case = file.account, file.case
    yield f"id {plain(account.id, 200)} on page {file.page.name} ({file.page.brand})"
    if url := link(account.url):
        yield url
    if case is None:
        yield f"an ordinary author: {len(file.words)} items, nothing held against it"
    else:
        now, highest = min(0.99, case.suspicion), min(0.99, case.highest)
        told = "alerted" if case.told else "not alerted"
        yield f"suspicion {now:.0%} now, {highest:.0%} at the highest; {case.subject.variant}; {told}"
        yield f"{case.subject.replies} replies to {len(case.subject.customers)} customers"
    if file.hunted_at:
        yield f"found {_when(file.hunted_at, zone)} by looking for names like the brand's, before it spoke"
    yield f"first seen {_when(file.looks[0].seen_at, zone)}; " + _known(account, zone)


def _known(account: Account, zone: ZoneInfo) -> str:
    made = f"made {_when(account.created_at, zone)}" if account.created_at else "age unknown"
    reach = "followers unknown" if account.followers is None else f"{account.followers} followers"
    return f"{made}; {reach}"


def _looks(file: CaseFile, zone: ZoneInfo) -> Iterator[str]:
    """Each name, handle or profile text that it had, and since when."""
    before: tuple[object, ...] = ()
    for look in file.looks:
        if (shown := (look.name, look.handle, look.bio)) == before:
            continue
        before = shown
        bio = f"  {plain(look.bio, 200)}" if look.bio else ""
        yield f"since {_when(look.seen_at, zone)}  {full_name(look)}{bio}"


def _absences(file: CaseFile, zone: ZoneInfo) -> Iterator[str]:
    for since, until in file.absences:
        yield f"from {_when(since, zone)} " + (f"until {_when(until, zone)}" if until else "until now")


def _replies(file: CaseFile, zone: ZoneInfo) -> Iterator[str]:
    for words in file.replies[-_MOST_REPLIES:]:
        said = f"{_whom(words)}{_gone(words, zone)}: {quotable(words.item.text, 160, defang=True)}"
        yield f"{_when(words.item.created_at, zone)}  to {said}"
    if len(file.replies) > _MOST_REPLIES:
        yield f"and {len(file.replies) - _MOST_REPLIES} earlier ones"


def _whom(words: Words) -> str:
    return account_name(words.customer) if words.customer else "somebody who was not seen"


def _gone(words: Words, zone: ZoneInfo) -> str:
    marks = [f"gone since {_when(words.gone_at, zone)}"] if words.gone_at else []
    marks += [f"edited {len(words.earlier)} times"] if words.earlier else []
    return f" ({', '.join(marks)})" if marks else ""


def _customers(file: CaseFile, zone: ZoneInfo) -> Iterator[str]:
    for customer in sorted(file.customers, key=lambda one: (not one.waiting, one.first_at)):
        name = account_name(customer.account)
        if not customer.waiting:
            yield f"answered by you: {name}"
        for item in customer.waiting:
            where = f"  {link(item.url) or ''}".rstrip()
            yield f"STILL WAITING: {name}, since {_when(item.created_at, zone)}: {quotable(item.text, 120)}{where}"


def _print_waterfall(console: Console, case: Case, say: Phrases) -> None:
    steps = steps_of(case, say)
    if not case.gate:
        _print(console, ["It does not both pass for the brand and act on customers: never alerted, at most 80%."])
    low = min(0.0, *(step.end for step in steps))
    scale = _BAR / ((max(0.0, *(step.end for step in steps)) - low) or 1)
    for step in steps:
        bar = _bar(step, low, scale) if console.is_terminal else Text()
        console.print(
            Text("  ") + bar + Text(f"{step.name}: ", style="bold") + figure_of(step, case, say), soft_wrap=True
        )
        _print(console, [f"    {signed(weight, say)} {said}" for weight, said in step.sentences])


def _bar(step: Step, low: float, scale: float) -> Text:
    """From where to where the step moves the sum, in a column of its own: narrow terminals keep it whole."""
    left, right = sorted((step.start, step.end))
    before, width = round((left - low) * scale), max(1, round((right - left) * scale))
    color = "" if step.group in {"prior", "total"} else "red" if step.counted >= 0 else "blue"
    return Text(" " * before) + Text("█" * width, style=color) + Text(" " * max(1, _BAR + 2 - before - width))


def _section(console: Console, heading: str, lines: Iterator[str] | list[str]) -> None:
    told = list(lines)
    if told or heading == "Evidence":
        console.print()
        console.print(Text(heading, style="bold"))
        _print(console, told)


def _print(console: Console, lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        console.print(Text(f"  {line}"), soft_wrap=True)


def _when(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def draw(file: CaseFile, language: Language, path: Path) -> None:
    """Write the waterfall over the account graph as one PNG.

    Raises:
        typer.Exit: nothing is held against the account.
        OSError: the file cannot be written.
    """
    from watchdog.drawing import draw_case  # noqa: PLC0415 -- the plotting library takes a second

    if file.case is None:
        raise fail(f"{plain(file.account.id, 200)}: an ordinary author: there is nothing to draw")
    path.write_bytes(draw_case(file, language))
