"""Comments and what they say, for tests of topics."""

from datetime import UTC, datetime

from detectors.model import Account, Comment, Item, Reading
from detectors.storms.hearing import Hearing
from detectors.storms.known_topics import KnownTopics
from detectors.storms.topics import Said, UsualWords

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
GRUMBLE = Reading("nl", 0.9, 0.0, 0.0)


def comment(text: str, *, id_: str = "i", author: str = "a", reading: Reading = GRUMBLE) -> Comment:
    item = Item("page", id_, author, NOON, NOON, text)
    return Comment(item, reading, Account("page", author, NOON), official=False)


def said(
    texts: list[str], *, author: int | None = None, languages: tuple[str, ...] = ("nl",), at: int = 0
) -> list[Said]:
    """Each text by an author of its own (or all by one), five in a bucket."""
    hearing = Hearing(languages, ("Kwik",), KnownTopics(languages))  # type: ignore[arg-type]
    return [
        hearing.hear(
            comment(text, id_=f"i{at}.{k}"), 1000 * at + k if author is None else author, at + k // 5, sure=True
        )
        for k, text in enumerate(texts)
    ]


def usual(languages: tuple[str, ...] = ("nl",)) -> UsualWords:
    words = UsualWords()
    everyday = ["mijn bestelling kwam niet", "de app werkt traag", "koffer kwijt gemaakt op reis"] * 60
    words.learn(s.words for s in said(everyday, languages=languages))
    return words
