"""The text of an alert: what happened, what to do, why we say so, examples, links, and how to have less of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alerts.leads import lead_of
from alerts.model import Advice, Reasoned
from alerts.names import known_name
from alerts.quoting import link, quotable
from alerts.scene import Scene
from detectors.findings import BlindPage, FakeAccount, Storm, Threat
from detectors.model import Item

_EXAMPLES = 5
_QUOTE = 140
_LINKS = 5
_REASONS = 10


def body_of(scene: Scene, advice: Sequence[Advice], evidence: Sequence[Reasoned]) -> str:
    """Plain text in short paragraphs that reads well in a mail and in a chat; what is over needs no more proof."""
    items = list(_shown(scene))
    over = scene.event == "closed"
    parts = [
        lead_of(scene),
        _list(scene, "words.what_to_do", [f"{n}. {a.text}" for n, a in enumerate(advice, 1)]),
        "" if over else _list(scene, "words.why", [f"- {e.text}" for e in _weighty(scene, evidence)]),
        "" if over else _list(scene, "words.examples", [_example(scene, item) for item in items]),
        _list(scene, "words.links", list(_links(scene, items))),
        _footer(scene),
    ]
    return "\n\n".join(part for part in parts if part)


def _weighty(scene: Scene, evidence: Sequence[Reasoned]) -> list[Reasoned]:
    """What weighs most, first; what only informs is left out if anything weighs. Blindness has said it all before."""
    if isinstance(scene.finding.subject, BlindPage):
        return []
    weighing = [e for e in evidence if e.weight] or evidence
    return sorted(weighing, key=lambda e: -abs(e.weight))[:_REASONS]


def _shown(scene: Scene) -> Iterator[Item]:
    """The items to quote: of a storm some of each topic, of a fake its first and last."""
    subject = scene.finding.subject
    ids: tuple[str, ...] = ()
    if isinstance(subject, Threat):
        yield subject.item
    elif isinstance(subject, FakeAccount):
        ids = subject.items[:2] + subject.items[-3:]
    elif isinstance(subject, Storm):
        per_topic = [3, 1, 1] if len(subject.topics) > 1 else [_EXAMPLES]
        ids = tuple(id_ for topic, n in zip(subject.topics, per_topic, strict=False) for id_ in topic.examples[:n])
    for id_ in dict.fromkeys(ids):
        item = scene.look.item(scene.page.name, id_)
        if item:
            yield item


def _list(scene: Scene, heading: str, lines: Sequence[str]) -> str:
    return "\n".join([scene.say.say(heading), *lines]) if lines else ""


def _example(scene: Scene, item: Item) -> str:
    """The words, and who wrote them when; of a fake account to whom."""
    lures = isinstance(scene.finding.subject, FakeAccount)
    words = scene.say.quote(quotable(item.text, _QUOTE, defang=lures))
    answered = scene.look.item(scene.page.name, item.reply_to) if lures and item.reply_to else None
    who = f"→ {known_name(scene, answered.author)}" if answered else f"– {known_name(scene, item.author)}"
    return f"{words} {who}, {scene.moment(item.created_at)}"


def _links(scene: Scene, items: Sequence[Item]) -> Iterator[str]:
    subject = scene.finding.subject
    urls = [subject.account.url] if isinstance(subject, FakeAccount | Threat) else []
    if isinstance(subject, Storm):
        urls += [post.url for id_, _ in subject.posts[:2] if (post := scene.look.item(scene.page.name, id_))]
    urls += [item.url for item in items]
    yield from list(dict.fromkeys(url for url in map(link, urls) if url))[:_LINKS]


def _footer(scene: Scene) -> str:
    say, subject = scene.say, scene.finding.subject
    # Certainty is that of the threat; for a person in danger a number would only invite to wait.
    plain = isinstance(subject, Threat) and subject.category == "self_harm"
    page, confidence = quotable(scene.page.name, 80), say.percent(scene.finding.confidence)
    key = "words.footer_plain" if plain else "words.footer"
    lines = [say.say(key, incident=scene.incident.id, page=page, confidence=confidence)]
    if isinstance(subject, FakeAccount) and scene.event != "closed":
        lines.append(say.say("words.verdict", account=quotable(subject.account.id, 80)))
    return "\n".join(lines)
