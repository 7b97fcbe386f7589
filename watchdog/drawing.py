"""Pictures for alerts: a storm's course, and who answers whom around a fake account."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.model import Alert
from alerts.pictures.account_graph import account_graph_picture
from alerts.pictures.storm import storm_picture
from config.schema import Language
from detectors.model import FakeAccount, Finding, Storm
from watchdog.archive import PageArchive
from watchdog.watched import Watched


def draw(
    finding: Finding, alert: Alert, watched: Watched, archive: PageArchive, language: Language
) -> Mapping[str, bytes]:
    """The pictures of an alert as PNG by name; none where nothing is to be seen (a closing, a threat)."""
    if alert.event == "closed":
        return {}
    match finding.subject:
        case Storm() as storm:
            return {"storm": storm_picture(storm, watched.hours, watched.zone, alert.title, language)}
        case FakeAccount() as fake:
            names = {id_: archive.name(watched.page.name, id_) for id_ in _drawn(fake)}
            official = {id_ for id_ in names if archive.speaks_for_brand(watched.page.name, id_)}
            return {"accounts": account_graph_picture(fake, names, official, alert.title, language)}
        case _:
            return {}


def _drawn(fake: FakeAccount) -> set[str]:
    ends = {end for edge in fake.graph for end in (edge.source, edge.target)}
    return ends | {fake.account.id, *fake.customers, *fake.operators}
