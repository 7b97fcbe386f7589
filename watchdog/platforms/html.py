"""HTML of posts as plain text, in one pass whatever the input."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"""\b(class|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_BLOCKS = {"p", "div", "li", "ul", "ol", "blockquote", "pre", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_VOID = {"br", "img", "hr", "wbr", "input", "meta", "link"}
_UNSHOWN = {"script", "style", "template"}
_UNSHOWN_CLASSES = {"invisible", "quote-inline"}
_DEEPEST_REPAIR = 20


def html_to_text(source: str) -> str:
    r"""What a reader sees, one paragraph per line; a link's address is told where the shown words hide or shorten it.

    >>> html_to_text('<p>Hallo <span class="h-card">@<span>merk</span></span></p><p>boos &amp; moe</p>')
    'Hallo @merk\nboos & moe'
    """
    page = _Page()
    for part in _TAG.split(source):
        if part.startswith("<") and part.endswith(">"):
            page.tag(part)
        elif part:
            page.words(html.unescape(part))
    lines = (" ".join(line.split()) for line in page.text().split("\n"))
    return "\n".join(line for line in lines if line)


class _Page:
    """The text so far, and which elements are open: (name, whether it hides, where its link's text began, href)."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[tuple[str, bool, int, str]] = []
        self._hidden = 0

    def text(self) -> str:
        return "".join(self._out)

    def words(self, text: str) -> None:
        if not self._hidden:
            self._out.append(" ".join(text.split("\n")))

    def tag(self, tag: str) -> None:
        found = _NAME.match(tag)
        name = found[1].lower() if found else ""
        if not name and tag[1] not in "!?/":
            self.words(html.unescape(tag))
            return
        if name == "br" or name in _BLOCKS:
            self._out.append("\n")
        if not name or name in _VOID:
            return
        if tag.startswith("</"):
            self._close(name)
        else:
            self._begin(name, tag)

    def _begin(self, name: str, tag: str) -> None:
        attributes = {key.lower(): double or single for key, double, single in _ATTRIBUTE.findall(tag)}
        classes = set(attributes.get("class", "").lower().split())
        hides = name in _UNSHOWN or bool(classes & _UNSHOWN_CLASSES)
        address = (
            html.unescape(attributes.get("href", "")) if name == "a" and not classes & {"mention", "hashtag"} else ""
        )
        self._open.append((name, hides, len(self._out), address))
        self._hidden += hides

    def _close(self, name: str) -> None:
        # Looking further down for its beginning would make hostile nesting quadratic.
        if name not in (one[0] for one in self._open[-_DEEPEST_REPAIR:]):
            return
        while self._open[-1][0] != name:
            self._hidden -= self._open.pop()[1]
        _, hides, start, address = self._open.pop()
        self._hidden -= hides
        if address.startswith(("https://", "http://")) and not self._hidden:
            shown = "".join(self._out[start:])
            self._out[start:] = [address if shown.strip(" …") in address else f"{shown} ({address})"]
