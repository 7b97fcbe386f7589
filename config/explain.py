"""What the schema's faults mean, in words that say what would be right."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import annotated_types
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from config.document import Document
from config.duration import format_duration
from config.faults import Fault, UnfitError, nearest, one_of, shown
from config.locate import Path
from config.tables import field_at, is_list, keys_of, table_at, table_of, tables

SECRET_KEYS = frozenset({"token", "url"})
_KINDS = {
    "string_type": ("text", "write it in quotes"),
    "bool_type": ("true or false", "write true or false"),
    "float_type": ("a number", "write it without quotes"),
    "finite_number": ("a number", "write a number"),
    "tuple_type": ("a list", "write it in brackets: [ … ]"),
    "dict_type": ("a table", 'write { nl = ["word", "word"] }'),
}
_OTHER_LANGUAGES = {"se": "sv", "dk": "da", "nb": "no", "nn": "no", "gb": "en", "uk": "en", "at": "de", "be": "nl"}


def worth_telling(error: ErrorDetails, document: Document) -> bool:
    """Not that a list of faulty tables counts as empty, nor what may have stood on a broken line that was left out."""
    seems_empty = error["type"] == "too_short" and error["input"]
    may_be_there = error["type"] == "missing" and document.faults
    return not seems_empty and not may_be_there


def explain(error: ErrorDetails, document: Document) -> Fault:
    """A fault that names file, line and key, what is wrong and what would be right."""
    path: Path = tuple(error["loc"])
    if path and path[-1] == "[key]":
        path = path[:-1]
    wrong, right = _words(error, path)
    return document.fault(path, wrong, right)


def _words(error: ErrorDetails, path: Path) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, UnfitError):
        return cause.wrong, cause.right
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return "is missing", _example(path)
    if kind == "literal_error":
        return _not_one_of(error["input"], context)
    return _wrong_kind(kind, error["input"], path) or _out_of_range(kind, error["input"], path)


def _wrong_kind(kind: str, value: object, path: Path) -> tuple[str, str] | None:
    if kind in {"model_type", "model_attributes_type"} or (kind == "tuple_type" and table_at(path)):
        return "this is not a table", f"begin it with {_header(path)}"
    if kind not in _KINDS:
        return None
    what, right = _KINDS[kind]
    return f"{_safe(value, path)} is not {what}", right


def _unknown_key(path: Path) -> tuple[str, str]:
    key = str(path[-1])
    here = tuple(keys_of(table)) if (table := table_at(path[:-1])) else ()
    if near := nearest(key, here):
        return "there is no such key", f"did you mean {near}?"
    for header, other in tables():
        if key in keys_of(other):
            place = f"it belongs under {header}" if header else "it belongs at the top of the file, before any [table]"
            return "there is no such key here", place
    return "there is no such key", "the keys here are " + ", ".join(here)


def _not_one_of(value: object, context: dict[str, Any]) -> tuple[str, str]:
    known = tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    word = value if isinstance(value, str) else ""
    language = _OTHER_LANGUAGES.get(word.lower())
    if language and language in known:
        return f"{shown(value)} is not known here", f'did you mean "{language}"?'
    return f"{shown(value)} is not known here", one_of(word, known)


def _header(path: Path) -> str:
    field = field_at(path)
    name = next((part for part in path if isinstance(part, str)), "")
    return f"[[{name}]]" if field and is_list(field) else f"[{name}]"


def _example(path: Path) -> str:
    field = field_at(path)
    if field and table_of(field):
        return f"begin each with {_header(path)}"
    example = field.examples[0] if field and field.examples else "…"
    return f'add e.g. {path[-1]} = "{example}"'


def _out_of_range(kind: str, value: object, path: Path) -> tuple[str, str]:
    field = field_at(path)
    if kind in {"string_too_short", "too_short"}:
        return "it is empty", _example(path)
    if kind in {"string_too_long", "too_long"}:
        return "it is too long", "write it shorter"
    span = bounds(field) if field else ""
    return f"{_safe(value, path)} is out of range", f"write {span}" if span else "look at `page-watchdog schema`"


def bounds(field: FieldInfo) -> str:
    """The range of a key in words, "" if it has none."""
    low = next((_limit(rule.ge) for rule in field.metadata if isinstance(rule, annotated_types.Ge)), None)
    high = next((_limit(rule.le) for rule in field.metadata if isinstance(rule, annotated_types.Le)), None)
    return f"{low} to {high}" if low and high else ""


def _limit(value: Any) -> str:
    return f'"{format_duration(value)}"' if isinstance(value, timedelta) else f"{value:g}"


def _safe(value: object, path: Path) -> str:
    """The value as a message may repeat it; nothing of what stands at a key that holds secrets."""
    is_plain = isinstance(value, str | int | float | bool | timedelta)
    if SECRET_KEYS & set(path) or not is_plain:
        return "what stands here"
    return f'"{format_duration(value)}"' if isinstance(value, timedelta) else shown(value)
