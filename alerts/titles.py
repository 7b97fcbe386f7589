"""Titles that say it all in at most 80 characters."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.model import Reason
from alerts.names import account_name
from alerts.quoting import plain, quotable
from alerts.scene import Scene
from detectors.findings import BlindPage, FakeAccount, Severity, Storm, Threat

TITLE_LENGTH = 80
_NAME = 32


def title_of(scene: Scene) -> str:
    """The longest of the possible titles that fits, the shortest cut if none does."""
    title = ""
    for title in _candidates(scene):
        if len(title) <= TITLE_LENGTH:
            return title
    return plain(title, TITLE_LENGTH)


def _candidates(scene: Scene) -> Iterator[str]:
    for title in _by_kind(scene):
        if scene.severity is Severity.CRITICAL and scene.event != "closed":
            yield scene.say.say("title.critical", title=title)
        else:
            yield title


def _by_kind(scene: Scene) -> Iterator[str]:
    match scene.finding.subject:
        case Storm() as storm:
            yield from _storm(scene, storm)
        case FakeAccount() as fake:
            name = account_name(fake.account, _NAME)
            for brand in (scene.brand, plain(scene.brand, 16)):
                yield scene.say.say(_fake_key(scene, fake), brand=brand, name=name)
        case Threat() as threat:
            key = "self_harm" if threat.category == "self_harm" else "threat"
            name = account_name(threat.account, _NAME)
            yield scene.say.say(f"title.{key}_{_state(scene)}", brand=scene.brand, name=name)
        case BlindPage() as blind:
            page, since = plain(scene.page.name, 30), scene.moment(blind.since)
            state = "unwatched" if _nobody_tried(scene, blind) else _state(scene)
            yield scene.say.say(f"title.blind_page_{state}", page=page, since=since)


def _nobody_tried(scene: Scene, blind: BlindPage) -> bool:
    """The watchdog itself stood still: not the page's fault, and no attempt failed."""
    return blind.missed_polls == 0 and scene.event != "closed"


def _fake_key(scene: Scene, fake: FakeAccount) -> str:
    if scene.event == "closed":
        return "title.fake_harmless" if found_harmless(scene) else "title.fake_closed"
    if fake.formerly or fake.away_since:
        return "title.fake_renamed" if fake.formerly else "title.fake_returned"
    return f"title.fake_{fake.variant}_{_state(scene)}"


def found_harmless(scene: Scene) -> bool:
    """Whether a fake account is over because the team said that it is none."""
    return any(evidence.signal == "confirmed_legit" for evidence in scene.finding.evidence)


def _storm(scene: Scene, storm: Storm) -> Iterator[str]:
    """With and without the topic; what is over says how long it lasted."""
    say = scene.say
    if scene.event == "closed":
        lasted = say.duration((storm.ended_at or scene.finding.at) - storm.started_at)
        title = say.say("title.storm_closed", brand=scene.brand, duration=lasted)
    else:
        key = f"title.storm_{_storm_state(scene, storm)}"
        title = say.say(key, round(storm.observed), brand=scene.brand, window=window(scene, storm))
    topic = scene.topic(storm)
    if topic:
        yield say.say("title.with_topic", title=title, topic=quotable(topic.label, 40))
    yield title


def _storm_state(scene: Scene, storm: Storm) -> str:
    if storm.planned and not storm.exceeds_plan:
        return "planned"
    return "back" if scene.reason is Reason.BACK else scene.event


def window(scene: Scene, storm: Storm) -> str:
    """The storm's window: "60 min" or "2 h"."""
    minutes = storm.window_minutes
    if minutes > 90 and minutes % 60 == 0:
        return scene.say.count("hours", minutes // 60)
    return scene.say.count("minutes", minutes)


def _state(scene: Scene) -> str:
    """An update of a fake or a blind page says that it goes on; news of a threat is told like a new one."""
    if scene.event != "updated":
        return scene.event
    return "opened" if isinstance(scene.finding.subject, Threat) else "escalated"
