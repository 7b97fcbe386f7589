"""On which line each key of a TOML text stands, which the standard library's parser does not tell."""

from __future__ import annotations

import bisect
import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_KEY_PART = re.compile(r"""[ \t]*+([A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]++")


def locate(text: str) -> Mapping[Path, int]:
    r"""The line, counted from 1, of every table, key and array element; `text` is valid TOML.

    >>> locate('[[pages]]\nname = "a"')[("pages", 0, "name")]
    2
    """
    return _Scan(text).document()


def _unquoted(key: str) -> str:
    """What a quoted part of a key stands for; what is no TOML stays as it is."""
    try:
        return str(tomllib.loads(f"k = {key}")["k"]) if key[0] in "\"'" else key
    except tomllib.TOMLDecodeError:
        return key


class _Scan:
    """One walk over a text, which stops quietly where it meets what is not TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self.newest: dict[Path, int] = {}
        self.newlines = [found.start() for found in re.finditer("\n", text)]

    def document(self) -> dict[Path, int]:
        table: Path = ()
        self.skip_blank()
        while self.at < len(self.text):
            start = self.at
            if self.text[start] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip_blank()
            if self.at == start:
                break
        return self.lines

    def header(self) -> Path:
        """A `[table]`, or a `[[table]]` that begins the next element of its array."""
        start, is_array = self.at, self.text.startswith("[[", self.at)
        self.at += 1 + is_array
        parts = self.key()
        table = self.inside((), parts[:-1], start)
        if is_array:
            self.mark((*table, parts[-1]), start)
            table = (*table, parts[-1])
            self.newest[table] = self.newest.get(table, -1) + 1
            table = (*table, self.newest[table])
            self.mark(table, start)
        else:
            table = self.inside(table, parts[-1:], start)
            self.lines[table] = self.line(start)
        self.at += 1 + is_array
        return table

    def pair(self, table: Path) -> None:
        start = self.at
        path = self.inside(table, self.key(), start)
        self.at += 1
        self.skip_blank()
        self.value(path)

    def value(self, path: Path) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        else:
            found = (_STRING if opening in {'"', "'"} else _SCALAR).match(self.text, self.at)
            self.at = found.end() if found else self.at

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while not self.closes("]"):
            start = self.at
            self.mark((*path, index), start)
            self.value((*path, index))
            index += 1
            if not self.goes_on(start):
                return

    def inline_table(self, path: Path) -> None:
        self.at += 1
        while not self.closes("}"):
            start = self.at
            self.pair(path)
            if not self.goes_on(start):
                return

    def closes(self, bracket: str) -> bool:
        """Whether the array or inline table ends here; its bracket is taken."""
        self.skip_blank()
        if self.at >= len(self.text) or self.text[self.at] == bracket:
            self.at += 1
            return True
        return False

    def goes_on(self, start: int) -> bool:
        """Take the comma after an element, if any; False where no element was read at all."""
        self.skip_blank()
        read = self.at > start
        self.at += self.text.startswith(",", self.at)
        return read

    def key(self) -> Path:
        """The parts of a key; dots part them."""
        parts: list[str] = []
        while found := _KEY_PART.match(self.text, self.at):
            raw = found[1]
            parts.append(_unquoted(raw))
            self.at = found.end()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return tuple(parts) or ("",)

    def inside(self, path: Path, parts: Path, start: int) -> Path:
        """Step down from `path`, into the newest element where a part names an array of tables."""
        for part in parts:
            path = (*path, part)
            self.mark(path, start)
            path = (*path, self.newest[path]) if path in self.newest else path
        return path

    def mark(self, path: Path, start: int) -> None:
        self.lines.setdefault(path, self.line(start))

    def line(self, position: int) -> int:
        return bisect.bisect_left(self.newlines, position) + 1

    def skip_blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
