"""Faults that lie between keys: names that are twice there or nowhere, times that run backwards, accounts that lack.

It looks at the values as they stand in the file, so that these faults come together with those of single values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.document import Document
from config.faults import Fault, UnfitError, one_of, shown
from config.fields import parse_moment
from config.schema import FakeAccountSettings


def crosscheck(document: Document) -> Iterator[Fault]:
    """Every fault between keys; values of a wrong kind are the schema's business and are passed over."""
    for kind in ("pages", "channels", "topics"):
        yield from _names_twice(document, kind)
    yield from _backward_times(document)
    yield from _review_beyond_alert(document)
    if not document.faults:  # else what seems to lack may have stood on a broken line
        yield from _unknown_pages(document, "planned_events")
        yield from _unknown_pages(document, "channels")
        yield from _unknown_hunted(document)
        yield from _unknown_pages(document, "topics")
        yield from _missing_accounts(document)


def _tables(document: Document, kind: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = document.values.get(kind)
    if isinstance(found, Sequence) and not isinstance(found, str):
        yield from ((index, table) for index, table in enumerate(found) if isinstance(table, Mapping))


def _names(document: Document, kind: str) -> Iterator[tuple[int, str]]:
    for index, table in _tables(document, kind):
        if isinstance(name := table.get("name"), str):
            yield index, name


def _names_twice(document: Document, kind: str) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, name in _names(document, kind):
        if name in first:
            line = document.lines.get((kind, first[name], "name"))
            wrong = f"{shown(name)} is already the name of {kind}[{first[name]}]" + (f" in line {line}" if line else "")
            yield document.fault((kind, index, "name"), wrong, "give each a name of its own")
        first.setdefault(name, index)


def _unknown_pages(document: Document, kind: str) -> Iterator[Fault]:
    known = tuple(dict.fromkeys(name for _, name in _names(document, "pages")))
    for index, table in _tables(document, kind):
        wanted = table.get("pages")
        for place, name in enumerate(wanted if isinstance(wanted, list) else []):
            if isinstance(name, str) and name not in known:
                path = (kind, index, "pages", place)
                yield document.fault(path, f"no page is called {shown(name)}", one_of(name, known))


def _unknown_hunted(document: Document) -> Iterator[Fault]:
    table, known = document.values.get("hunt"), tuple(dict.fromkeys(name for _, name in _names(document, "pages")))
    wanted = table.get("pages") if isinstance(table, Mapping) else None
    for place, name in enumerate(wanted if isinstance(wanted, list) else []):
        if isinstance(name, str) and name not in known:
            yield document.fault(("hunt", "pages", place), f"no page is called {shown(name)}", one_of(name, known))


def _missing_accounts(document: Document) -> Iterator[Fault]:
    for index, page in _tables(document, "pages"):
        platform = page.get("platform")
        if isinstance(platform, str) and platform != "recording" and "account" not in page:
            wrong = f"is missing: {shown(platform)} has many pages"
            yield document.fault(("pages", index, "account"), wrong, 'add e.g. account = "brand.example"')


def _backward_times(document: Document) -> Iterator[Fault]:
    for index, event in _tables(document, "planned_events"):
        try:
            start, end = parse_moment(event.get("from")), parse_moment(event.get("to"))
        except UnfitError:
            continue
        if end <= start:
            yield document.fault(("planned_events", index, "to"), "it is not after from", "write a later moment")


def _review_beyond_alert(document: Document) -> Iterator[Fault]:
    table = document.values.get("fake_accounts")
    if isinstance(table, Mapping) and isinstance(review := table.get("review_above"), float | int):
        alert = table.get("alert_above", FakeAccountSettings().alert_above)
        if isinstance(alert, float | int) and review >= alert:
            path = ("fake_accounts", "review_above")
            yield document.fault(path, f"it is not below alert_above, {alert}", "write a smaller number, e.g. 0.6")
