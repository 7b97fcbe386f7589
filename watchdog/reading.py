"""The reader of texts as the pipeline uses it: in batches, with the page's languages, remembering what it just read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from config.schema import Page
from detectors.model import Item, Reading
from detectors.text.reader import TextReader

_REMEMBERED = 20_000

_Key = tuple[str, str | None, str]


class Reader:
    """Reads items. `warm` may read ahead in large batches, which is several times faster than one by one.

    Args:
        reader: the trained reader.
    """

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader
        self._known: OrderedDict[_Key, Reading] = OrderedDict()

    def read(self, page: Page, items: Sequence[Item]) -> list[Reading]:
        """A reading per item, in the same order."""
        self.warm((page, item) for item in items)
        return [self._known[_key(page, item)] for item in items]

    def warm(self, items: Iterable[tuple[Page, Item]]) -> None:
        """Read what is not known yet, in one batch per page."""
        todo: dict[str, tuple[Page, dict[_Key, Item]]] = {}
        for page, item in items:
            key = _key(page, item)
            if key in self._known:
                self._known.move_to_end(key)
            else:
                todo.setdefault(page.name, (page, {}))[1][key] = item
        for page, unread in todo.values():
            texts = [item.text for item in unread.values()]
            hints = [_hints(page, item) for item in unread.values()]
            readings = self._reader.read(texts, hints, insults=page.insults)
            self._known.update(zip(unread, readings, strict=True))
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def _key(page: Page, item: Item) -> _Key:
    return (page.name, item.language, item.text)


def _hints(page: Page, item: Item) -> tuple[str, ...]:
    """The item's own language, as the platform tells it, before those of the page."""
    own = (item.language or "").split("-")[0].lower()
    return (own, *page.languages) if own else tuple(page.languages)
