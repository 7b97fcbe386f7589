"""What to do about a storm: how long to stay, what to say, whom to answer, whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from alerts.closed_hours import rough
from alerts.model import Advice
from alerts.quoting import quotable
from alerts.scene import Scene
from alerts.staffing import Extension, Waiting, plan, waiting
from detectors.findings import Severity, Storm, Topic
from detectors.model import Item

_EVENING = 17
_DAYTIME = range(6, 18)
_WORTH_PREPARING = 20.0
_STILL_THERE = timedelta(minutes=30)


def storm_advice(scene: Scene, storm: Storm) -> Iterator[Advice]:
    """The actions for a storm, most urgent first."""
    if scene.event == "closed":
        yield from _aftermath(scene, storm)
        yield from _prepare(scene, waiting(storm, scene.hours, scene.finding.at, None))
        return
    as_planned = storm.planned and not storm.exceeds_plan
    if as_planned:
        yield Advice("prepare", scene.say.say("advice.prepare_planned", event=_event(storm)))
    if scene.finding.severity is Severity.CRITICAL:
        yield _call_communications(scene, storm)
    extension = plan(storm, scene.hours, scene.finding.at)
    if extension:
        yield _extend(scene, extension)
    topic = scene.topic(storm)
    if topic and not as_planned:
        yield _communicate(scene, topic)
    yield _answer(scene, storm)
    yield from _prepare(scene, waiting(storm, scene.hours, scene.finding.at, extension))


def opening_words(scene: Scene, item: Item, limit: int = 60) -> str:
    """The first words of an item, quoted, or where it stands if it has no words."""
    words = quotable(item.text, limit)
    return scene.say.quote(words) if words else item.id


def _aftermath(scene: Scene, storm: Storm) -> Iterator[Advice]:
    items = _unanswered(scene, storm)
    if items:
        text = scene.say.say("advice.answer_after_storm", topic=_label(storm.topics[0]))
        yield Advice("answer_customers", text, (("items", items),))


def _call_communications(scene: Scene, storm: Storm) -> Advice:
    since = scene.moment(storm.started_at)
    complaints = scene.say.count("complaints", storm.excess)
    people = scene.say.count("people", storm.people)
    text = scene.say.say("advice.escalate_communications", since=since, complaints=complaints, people=people)
    return Advice("escalate_communications", text)


def _extend(scene: Scene, extension: Extension) -> Advice:
    say = scene.say
    text = say.say(
        f"advice.extend_{_staffing(scene, extension)}",
        days=say.listed([_day(scene, day, extension) for day in extension.days]),
        until=say.clock(extension.until),
        closing=say.clock(extension.closing) if extension.closing else "",
        coverage=say.percent(extension.coverage),
        met=say.number(rough(extension.met)),
        complaints=say.count("complaints", rough(extension.load)),
        seen=say.number(round(extension.seen)),
        coming=say.number(rough(extension.load - extension.seen)),
    )
    if extension.choices:
        choices = [
            say.say("advice.choice", until=say.clock(c.until), coverage=say.percent(c.coverage))
            for c in extension.choices
        ]
        text = f"{text} {say.say('advice.extend_choices', choices=say.listed(choices))}"
    numbers = (
        ("until", f"{extension.until:%H:%M}"),
        ("days", [day.isoformat() for day in extension.days]),
        ("coverage", round(extension.coverage, 3)),
    )
    return Advice("extend_opening_hours", text, numbers)


def _staffing(scene: Scene, extension: Extension) -> str:
    """Whether the team is to stay, to come back, or to come in on its day off."""
    if extension.closing is None:
        return "day_off"
    return "back" if extension.closing + _STILL_THERE <= scene.now else "usual"


def _day(scene: Scene, day: date, extension: Extension) -> str:
    today = scene.now.date()
    late = scene.now.hour >= _EVENING or (extension.closing is not None and extension.until.hour not in _DAYTIME)
    if day == today:
        return scene.say.say("words.tonight" if late else "words.today")
    if day == today - timedelta(days=1):
        return scene.say.say("words.tonight")
    if day == today + timedelta(days=1):
        return scene.say.say("words.tomorrow")
    return scene.say.say("words.on_day", day=scene.say.day(day))


def _communicate(scene: Scene, topic: Topic) -> Advice:
    text = scene.say.say("advice.communicate", topic=_label(topic), share=scene.say.percent(topic.share))
    return Advice("communicate", text, (("topic", topic.label),))


def _answer(scene: Scene, storm: Storm) -> Advice:
    posts = []
    items = (("items", _unanswered(scene, storm)),)
    for root, n in storm.posts[:2]:
        item = scene.look.item(scene.page.name, root)
        if item and n > 1:
            complaints = scene.say.count("complaints", n)
            posts.append(scene.say.say("advice.under_post", complaints=complaints, post=opening_words(scene, item)))
    key = "advice.answer_storm_posts" if posts else "advice.answer_storm"
    return Advice("answer_customers", scene.say.say(key, posts=scene.say.listed(posts)), items)


def _unanswered(scene: Scene, storm: Storm) -> list[str]:
    """The typical complaints that no official account has answered, oldest first."""
    page = scene.page.name
    found = {id: scene.look.item(page, id) for topic in storm.topics for id in topic.examples}
    known = sorted((item.created_at, id) for id, item in found.items() if item)
    return [id for _, id in known if not scene.look.answered(page, id)]


def _prepare(scene: Scene, left: Waiting | None) -> Iterator[Advice]:
    if left and left.complaints >= _WORTH_PREPARING:
        opening, complaints = scene.moment(left.opening), scene.say.count("complaints", rough(left.complaints))
        yield Advice("prepare", scene.say.say("advice.prepare_opening", opening=opening, complaints=complaints))


def _label(topic: Topic) -> str:
    return quotable(topic.label, 40)


def _event(storm: Storm) -> str:
    return quotable(storm.planned or "", 60)
