"""What a document is made of, whatever it is written as: headings, sentences, fields, quotations, pictures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `level` 1 is the document's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text of our own, into which foreign names may have been put."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words, to be shown as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with what it shows; `name` is its file's."""

    name: str
    png: bytes
    caption: str


Block = Heading | Paragraph | Bullets | Field | Quote | Picture
