"""The schema written out: JSON Schema for editors and the reference page of the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from config.duration import format_duration
from config.explain import bounds
from config.schema import Config
from config.tables import is_list, keys_of, table_of, tables

_INTRODUCTION = """\
# The config file

<!-- Made from config/schema.py; CONTRIBUTING.md says how. Do not edit. -->

A TOML file. `page-watchdog init` writes one to start from, `page-watchdog check` tells every fault in it with its line
and what would be right, and `page-watchdog schema` prints a JSON Schema for your editor. A key without a default is
either needed or may be left out.

Durations have their unit in them: `"60s"`, `"15m"`, `"24h"`, `"90d"`. Moments have an offset:
`"2026-12-27T00:00:00+01:00"`. Secrets are never in the file: `"env:NAME"` is a variable of the environment,
`"credential:NAME"` a credential of systemd. Opening hours are in the syntax of
[OpenStreetMap](https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification); more of them in
[opening hours](../how-to/opening-hours.md).
"""
_PLAIN = {
    str: "text",
    float: "number",
    int: "whole number",
    bool: "true, false",
    timedelta: "duration",
    datetime: "moment",
}


class _WithoutNull(GenerateJsonSchema):
    """A key that may be left out: TOML knows no null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        if described.get("default", ...) is None:
            del described["default"]
        return described


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the config file, as editors of TOML understand it."""
    schema = Config.model_json_schema(by_alias=True, schema_generator=_WithoutNull)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Page Watchdog config file"}


def reference() -> str:
    """The reference page in Markdown."""
    return "\n".join((_INTRODUCTION, *(_section(header, table) for header, table in tables())))


def _section(header: str, table: type[BaseModel]) -> str:
    about = " ".join((table.__doc__ or "").split())
    rows = (_row(key, field) for key, field in keys_of(table).items() if not table_of(field))
    title = f"## `{header}`\n\n{about}" if header else "## Top of the file"
    return "\n".join((f"{title}\n", "| key | values | default | meaning |", "|---|---|---|---|", *rows, ""))


def _row(key: str, field: FieldInfo) -> str:
    example = f" E.g. `{_toml(field.examples[0])}`" if field.examples else ""
    return f"| `{key}` | {_values(field)} | {_default(field)} | {field.description}{example} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    empty = field.default is None or field.default in ((), {})
    return "–" if empty else f"`{_toml(field.default)}`"


def _values(field: FieldInfo) -> str:
    words = ", ".join(_kinds(field.annotation))
    span = bounds(field)
    return ("list of: " if is_list(field) else "") + (f"{words}, {span}" if span else words)


def _kinds(kind: Any) -> Iterator[str]:
    """The kinds of value that an annotation allows, in words."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        yield from (f"`{value}`" for value in inner)
    elif origin is dict:
        yield "language = list of text" if get_origin(inner[1]) is tuple else "language = text"
    elif origin is Annotated:
        yield from _kinds(inner[0])
    elif inner:
        yield from (word for part in inner if part not in {type(None), ...} for word in _kinds(part))
    else:
        yield _PLAIN[kind]


def _toml(value: Any) -> str:
    """A default or an example as the file would have it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    if isinstance(value, timedelta):
        return f'"{format_duration(value)}"'
    return json.dumps(value, ensure_ascii=False)
