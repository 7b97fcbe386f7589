"""Pictures for alerts: a storm's course, and who answers whom around a fake account."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from PIL import Image

from alerts.model import Alert
from alerts.names import account_name
from alerts.pictures.account_graph import account_graph_picture
from alerts.pictures.storm import storm_picture
from alerts.pictures.waterfall import waterfall_picture
from alerts.wording.phrases import load
from config.schema import Language
from detectors.findings import FakeAccount, Finding, Storm
from watchdog.archive import PageArchive
from watchdog.case_file import CaseFile
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


def draw_case(file: CaseFile, language: Language) -> bytes:
    """A PNG for the case of an account: its waterfall, and below it who answers whom around it.

    Raises:
        ValueError: there is no case.
    """
    if (case := file.case) is None:
        raise ValueError("nothing is held against the account")
    waterfall = waterfall_picture(case, language)
    if not case.subject.items:
        return waterfall
    known = {one.id: account_name(one) for one in (*file.official, *(c.account for c in file.customers), *file.related)}
    title = load(language).say("case.graph")
    graph = account_graph_picture(case.subject, known, {one.id for one in file.official}, title, language)
    return _stacked(waterfall, graph)


def _stacked(*pictures: bytes) -> bytes:
    parts = [Image.open(BytesIO(png)).convert("RGB") for png in pictures]
    whole = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    written = BytesIO()
    whole.save(written, "PNG", optimize=True)
    return written.getvalue()


def _drawn(fake: FakeAccount) -> set[str]:
    ends = {end for edge in fake.graph for end in (edge.source, edge.target)}
    return ends | {fake.account.id, *fake.customers, *fake.operators}
