"""All that an alert is composed from, so that each part of the composing takes one argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.model import Event, Incident, Reason
from alerts.quoting import plain
from alerts.wording.phrases import Phrases
from config.opening_hours import OpeningHours
from config.schema import Page
from detectors.findings import FakeAccount, Finding, Severity, Storm, Threat, Topic
from detectors.model import Account, Item


class Archive(Protocol):
    """What is stored of a page, by id; None or False where it is not known."""

    def item(self, page: str, id_: str, /) -> Item | None:
        """The item as last seen."""
        ...

    def account(self, page: str, id_: str, /) -> Account | None:
        """The profile as last seen."""
        ...

    def answered(self, page: str, id_: str, /) -> bool:
        """Whether an official account has answered this item."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """A finding with its incident, the page it is about, the language to tell it in, and where to look things up."""

    finding: Finding
    incident: Incident
    event: Event
    reason: Reason
    page: Page
    say: Phrases
    look: Archive
    hours: OpeningHours

    @property
    def now(self) -> datetime:
        """The finding's moment in the page's own time."""
        return self.local(self.finding.at)

    @property
    def brand(self) -> str:
        """The brand's name, short enough for a title."""
        return plain(self.page.brand, 30)

    @property
    def severity(self) -> Severity:
        """The incident's; of a fake or a threat that fell silent only those hear who ask for everything."""
        if self.event == "closed" and isinstance(self.finding.subject, FakeAccount | Threat):
            return Severity.INFO
        return max(self.finding.severity, self.incident.severity)

    def local(self, at: datetime) -> datetime:
        """A moment in the page's own time."""
        return at.astimezone(self.hours.zone)

    def moment(self, at: datetime) -> str:
        """A moment as the team reads it, with the day if it is not today."""
        return self.say.moment(self.local(at), self.now)

    def topic(self, storm: Storm) -> Topic | None:
        """What to speak of: in an update the topic that is new, else the largest; None if none is known."""
        new = (topic for topic in storm.topics if self.event == "updated" and topic.label == self.finding.novelty)
        return next(new, storm.topics[0] if storm.topics else None)
