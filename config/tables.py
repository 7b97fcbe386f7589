"""The tables of the config file and their keys, as the file writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config.locate import Path
from config.schema import Config


def keys_of(table: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """A table's keys in the order of the schema."""
    return {field.alias or name: field for name, field in table.model_fields.items()}


def table_of(field: FieldInfo) -> type[BaseModel] | None:
    """The table that a key holds, once or many times; None for a plain value."""
    for candidate in (field.annotation, *get_args(field.annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def is_list(field: FieldInfo) -> bool:
    """Whether a key holds many values or tables."""
    return getattr(field.annotation, "__origin__", None) is tuple


def table_at(path: Path) -> type[BaseModel] | None:
    """The table that stands at a path of the file, None if the schema has none there."""
    table: type[BaseModel] | None = Config
    for part in path:
        if isinstance(part, str):
            field = keys_of(table).get(part) if table else None
            table = table_of(field) if field else None
    return table


def field_at(path: Path) -> FieldInfo | None:
    """The key that stands at a path of the file; that of the list for an element of a list."""
    names = tuple(part for part in path if isinstance(part, str))
    table = table_at(names[:-1]) if names else None
    return keys_of(table).get(names[-1]) if table else None


def tables() -> Iterator[tuple[str, type[BaseModel]]]:
    """Every table with its header as the file writes it; "" for the top of the file."""
    yield "", Config
    for key, field in keys_of(Config).items():
        table = table_of(field)
        if table:
            yield (f"[[{key}]]" if is_list(field) else f"[{key}]"), table
