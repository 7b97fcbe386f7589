"""What an alert says of an incident's other parts: the brand's other pages, and the days before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from alerts.model import Part, Reason
from alerts.quoting import quotable
from alerts.scene import Scene
from alerts.storylines import goes_on
from detectors.findings import Storm

_SAME_TIME = timedelta(hours=12)


def are_also(scene: Scene) -> Iterator[str]:
    """A sentence for each other page where the storm goes on, with its numbers."""
    say = scene.say
    for part in scene.incident.parts:
        if part.page != scene.page.name and goes_on(part, scene.finding.at):
            yield say.say(
                "lead.storm_also",
                page=quotable(part.page, 40),
                complaints=say.count("complaints", round(part.observed)),
                window=say.count("minutes", part.window_minutes),
                expected=say.number(part.expected),
                since=scene.moment(part.started_at),
            )


def were_also(scene: Scene) -> Iterator[str]:
    """A sentence for each other page that this stretch of the storm was on."""
    say, storm = scene.say, scene.finding.subject
    for part in scene.incident.parts:
        if part.page != scene.page.name and isinstance(storm, Storm) and _overlap(part, storm):
            excess, people = say.count("complaints", round(part.excess)), say.count("people", part.people)
            yield say.say("lead.storm_was_also", page=quotable(part.page, 40), excess=excess, people=people)


def days_told(scene: Scene) -> Iterator[str]:
    """Which day it is of a storm that returns day after day, and how large it was the last time."""
    say, storm = scene.say, scene.finding.subject
    if scene.reason is not Reason.BACK:
        return
    before = [part for part in scene.incident.parts if part.page == scene.page.name and part.closed_at is not None]
    if not before or not isinstance(storm, Storm):
        return
    last = before[-1]
    days = {scene.local(part.started_at).date() for part in before} | {scene.local(storm.started_at).date()}
    if len(days) > 1:
        yield say.say(
            "lead.storm_day",
            n=len(days),
            first=scene.moment(before[0].started_at),
            last=scene.moment(last.started_at),
            excess=say.count("complaints", round(last.excess)),
            people=say.count("people", last.people),
        )


def _overlap(part: Part, storm: Storm) -> bool:
    return (part.closed_at or part.seen_at) >= storm.started_at - _SAME_TIME
