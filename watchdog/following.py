"""Follows findings through their incidents: what each changes in its own, and which of the others it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alerts.incidents import judge
from alerts.model import Event, Incident, Part, Reason
from alerts.storylines import SAME_STORY, judge_part, kin, part_of
from config.schema import Page
from detectors.findings import Finding, Storm
from watchdog.store import Store


@dataclass(frozen=True, slots=True)
class Followed:
    """What to tell of a finding (`event` None: nothing), and the other parts of its incident."""

    incident: Incident
    event: Event | None
    reason: Reason
    parts: tuple[Part, ...] = ()


class Following:
    """Keeps incidents and their parts.

    Args:
        store: where they are kept.
        pages: all watched pages by name.
    """

    def __init__(self, store: Store, pages: Mapping[str, Page]) -> None:
        self._store = store
        self._siblings = {
            name: tuple(other.name for other in pages.values() if other.brand.casefold() == page.brand.casefold())
            for name, page in pages.items()
        }

    def follow(self, finding: Finding, zone: ZoneInfo) -> Followed:
        """Bring the finding's incident up to date; `zone` is the page's."""
        if isinstance(finding.subject, Storm):
            return self._follow_storm(finding, finding.subject, zone)
        known = self._store.incidents.latest(finding.page, finding.kind, finding.key)
        return self._kept(known, *judge(known, finding))

    def _follow_storm(self, finding: Finding, storm: Storm, zone: ZoneInfo) -> Followed:
        own = self._store.parts.get(finding.page, finding.key)
        known = self._incident_of(own or self._kin(finding, storm, zone))
        if known is None:
            followed = self._kept(None, *judge(None, finding))
        else:
            others = [
                p for p in self._store.parts.of_incident(known.id) if (p.page, p.key) != (finding.page, finding.key)
            ]
            followed = self._kept(known, *judge_part(known, finding, own, others), tuple(others))
        told = followed.event is not None
        self._store.parts.keep(part_of(finding, storm, followed.incident, own, told=told))
        return followed

    def _kin(self, finding: Finding, storm: Storm, zone: ZoneInfo) -> Part | None:
        if finding.over:
            return None
        recent = self._store.parts.since(self._siblings[finding.page], finding.at - SAME_STORY)
        return kin(finding, storm, recent, zone)

    def _incident_of(self, part: Part | None) -> Incident | None:
        return None if part is None else self._store.incidents.get(part.incident)

    def _kept(
        self,
        known: Incident | None,
        incident: Incident,
        event: Event | None,
        reason: Reason,
        parts: tuple[Part, ...] = (),
    ) -> Followed:
        if incident != known:
            self._store.incidents.keep(incident)
        return Followed(incident, event, reason, parts)
