"""The first lines of an alert: what happened, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from alerts.closed_hours import foreseen, likely, rough
from alerts.lead_parts import are_also, days_told, were_also
from alerts.model import Reason
from alerts.names import customers_named, full_name
from alerts.quoting import quotable, without_secrets
from alerts.scene import Scene
from alerts.titles import found_harmless, window
from detectors.findings import BlindPage, FakeAccount, Storm, Threat, Topic
from detectors.storms.story import LEARNING_DAYS


def lead_of(scene: Scene) -> str:
    """The sentences that say what happened."""
    match scene.finding.subject:
        case Storm() as storm:
            return "\n".join(" ".join(line) for line in _storm(scene, storm) if line)
        case FakeAccount() as fake:
            return " ".join(_fake(scene, fake))
        case Threat() as threat:
            return _threat(scene, threat)
        case BlindPage() as blind:
            return _blind(scene, blind)


def _storm(scene: Scene, storm: Storm) -> Iterator[list[str]]:
    """Lines of sentences: what and how many, who and about what, what was planned, what is to come."""
    if scene.event == "closed":
        yield [_storm_over(scene, storm), *were_also(scene)]
        return
    numbers = _numbers(scene, storm)
    if also := list(are_also(scene)):
        numbers = scene.say.say("lead.storm_on_page", page=quotable(scene.page.name, 40), numbers=numbers)
    yield [_what(scene, storm), *days_told(scene), numbers, *also]
    yield [_people(scene, storm), *_topics(scene, storm)]
    yield [*_plan(scene, storm), *_outside(scene, storm)]
    yield list(_forecast(scene, storm))
    yield list(_learning(scene, storm))


def _what(scene: Scene, storm: Storm) -> str:
    say, told, new = scene.say, scene.moment(scene.incident.opened_at), scene.finding.novelty
    if scene.event == "updated" and any(topic.label == new for topic in storm.topics):
        return say.say("lead.storm_new_topic", brand=scene.brand, told=told, topic=say.quote(quotable(new, 40)))
    if scene.event == "updated" and scene.page.name != scene.incident.page:
        page = quotable(scene.page.name, 40)
        return say.say("lead.storm_new_page", brand=scene.brand, told=told, page=page)
    state = "back" if scene.reason is Reason.BACK else scene.event
    return say.say(f"lead.storm_{state}", brand=scene.brand, told=told)


def _storm_over(scene: Scene, storm: Storm) -> str:
    return scene.say.say(
        "lead.storm_closed",
        brand=scene.brand,
        since=scene.moment(storm.started_at),
        until=scene.moment(storm.ended_at or scene.finding.at),
        excess=scene.say.count("complaints", round(storm.excess)),
        people=scene.say.count("people", storm.people),
    )


def _people(scene: Scene, storm: Storm) -> str:
    return scene.say.say("lead.storm_people", n=storm.people, since=scene.moment(storm.started_at))


def _plan(scene: Scene, storm: Storm) -> Iterator[str]:
    if storm.planned:
        state = "off_topic" if storm.off_topic else "exceeds_plan" if storm.exceeds_plan else "planned"
        yield scene.say.say(f"lead.storm_{state}", event=quotable(storm.planned, 60))


def _outside(scene: Scene, storm: Storm) -> Iterator[str]:
    share = storm.outside_hours_share or 0.0
    if share >= 0.995:
        yield scene.say.say("lead.storm_all_outside")
    elif share >= 0.05:
        yield scene.say.say("lead.storm_outside", share=scene.say.percent(share))


def _numbers(scene: Scene, storm: Storm) -> str:
    """Seen, usual and still normal; a slow storm shows in its sum only, and nothing is times hardly anything."""
    say, rare = scene.say, storm.expected < 0.5
    slow = round(storm.observed) <= round(storm.upper)
    return say.say(
        "lead.storm_numbers_slow" if slow else "lead.storm_numbers_rare" if rare else "lead.storm_numbers",
        complaints=say.count("complaints", round(storm.observed)),
        window=window(scene, storm),
        expected=say.number(storm.expected),
        upper=say.number(round(storm.upper)),
        times="" if rare else say.number(storm.observed / storm.expected),
        since=scene.moment(storm.started_at),
        excess=say.count("complaints", round(storm.excess)),
    )


def _topics(scene: Scene, storm: Storm) -> Iterator[str]:
    topics = [_topic(scene, topic) for topic in storm.topics[:3]]
    if topics:
        yield scene.say.say("lead.storm_topics", topics=scene.say.listed(topics))


def _topic(scene: Scene, topic: Topic) -> str:
    """A topic with its share and since when people speak of it."""
    say = scene.say
    name, share = say.quote(quotable(topic.label, 40)), say.percent(topic.share)
    if topic.began is None:
        return f"{name} ({share})"
    return say.say("lead.storm_topic", topic=name, share=share, since=scene.moment(topic.began))


def _forecast(scene: Scene, storm: Storm) -> Iterator[str]:
    """The coming hour with its band, and when it will be back to normal if that is in sight."""
    coming = [h for h in storm.forecast if h.low is not None and h.high is not None]
    if not coming:
        return
    first, say = coming[0], scene.say
    low, high = say.number(rough(first.low or 0)), say.number(rough(first.high or 0))
    middle = say.count("complaints", rough(foreseen(first)))
    yield say.say(
        "lead.storm_forecast", complaints=middle, low=low, high=high, window=say.count("minutes", first.minutes)
    )
    normal = next((h for h in coming if likely(h) <= h.upper), None)
    if normal:
        yield say.say("lead.storm_back_to_normal", moment=scene.moment(_half_hour(normal.start)))


def _learning(scene: Scene, storm: Storm) -> Iterator[str]:
    if storm.learning_day is not None:
        day, days = str(storm.learning_day), str(LEARNING_DAYS)
        yield scene.say.say("lead.storm_learning", day=day, days=days)


def _half_hour(at: datetime) -> datetime:
    """The nearest half hour: a forecast is no finer."""
    seconds = round(at.timestamp() / 1800) * 1800
    return datetime.fromtimestamp(seconds, UTC)


def _fake(scene: Scene, fake: FakeAccount) -> Iterator[str]:
    say = scene.say
    name, since = full_name(fake.account), scene.moment(fake.first_reply_at)
    if scene.event == "closed":
        key = "lead.fake_harmless" if found_harmless(scene) else "lead.fake_closed"
        yield say.say(key, name=name, brand=scene.brand)
    else:
        if fake.formerly:
            yield say.say("lead.fake_renamed", old=quotable(fake.formerly, 60, defang=True), name=name)
        if fake.away_since:
            yield say.say("lead.fake_returned", name=name, since=scene.moment(fake.away_since))
        yield say.say(f"lead.fake_{fake.variant}", name=name, brand=scene.brand)
    replies, customers = say.count("replies", fake.replies), say.count("customers", len(fake.customers))
    if fake.customers:
        names = customers_named(scene, fake.customers)
        yield say.say("lead.fake_numbers", since=since, replies=replies, customers=customers, names=names)
    if fake.operators:
        yield say.say("lead.fake_operators", n=len(fake.operators), names=customers_named(scene, fake.operators))


def _threat(scene: Scene, threat: Threat) -> str:
    known = scene.say.has(f"threat.{threat.category}")
    category = scene.say.say(f"threat.{threat.category}" if known else "threat.other")
    key = "self_harm" if threat.category == "self_harm" else "threat"
    state = "closed" if scene.event == "closed" else "opened"
    return scene.say.say(
        f"lead.{key}_{state}",
        name=full_name(threat.account),
        brand=scene.brand,
        moment=scene.moment(threat.item.created_at),
        category=category,
    )


def _blind(scene: Scene, blind: BlindPage) -> str:
    say, end = scene.say, blind.ended_at or scene.finding.at
    gap = say.duration(max(end - blind.since, timedelta(minutes=1)))
    page, since = quotable(scene.page.name, 80), scene.moment(blind.since)
    if scene.event == "closed":
        return say.say("lead.blind_page_closed", page=page, since=since, duration=gap, until=scene.moment(end))
    if not blind.missed_polls:
        return say.say("lead.blind_page_unwatched", page=page, since=since, duration=gap)
    lead = say.say("lead.blind_page_opened", n=blind.missed_polls, page=page, since=since, duration=gap)
    error = without_secrets(blind.error or "")
    return f"{lead} {say.say('lead.blind_page_error', error=say.quote(error))}" if error else lead
