"""`page-watchdog evidence`: writes a notice about one account for the platform. It sends nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from alerts.quoting import plain
from alerts.reviews import level_of
from alerts.wording.phrases import load
from config.schema import Config, Language
from watchdog.case_file import CaseFile
from watchdog.commands.failures import BAD_CONFIG, fail
from watchdog.evidence.blocks import Picture
from watchdog.evidence.dossier import Dossier
from watchdog.evidence.foreign import Pseudonyms
from watchdog.evidence.markdown import markdown
from watchdog.evidence.notice import notice_of
from watchdog.evidence.pdf import pdf
from watchdog.evidence.pictures import avatars_of, cards_of, waterfall_of
from watchdog.evidence.record import record_of
from watchdog.store import Store

Format = Literal["md", "pdf", "json"]
FORMATS: tuple[Format, ...] = ("md", "pdf", "json")


def formats_in(text: str) -> tuple[Format, ...]:
    """The formats of "md,pdf".

    Raises:
        typer.Exit: one is unknown.
    """
    wanted = {part.strip().lower() for part in text.split(",") if part.strip()}
    if not wanted or wanted - set(FORMATS):
        raise fail(f"{text!r} is no list of formats; write e.g. --format {','.join(FORMATS)}", BAD_CONFIG)
    return tuple(one for one in FORMATS if one in wanted)


def dossier_of(config: Config, store: Store, file: CaseFile, language: Language, *, named: bool) -> Dossier:
    """What the pack is written from.

    Raises:
        typer.Exit: there is nothing to report.
    """
    who = plain(file.account.id, 200)
    if file.case is None or not file.replies:
        raise fail(f"{who}: nothing that it wrote to others is stored, so there is nothing to report")
    if file.case.verdict == "legit":
        raise fail(f"{who}: the team said that it is legitimate; confirm it first if that was wrong")
    say = load(language)
    customers = [customer.account for customer in file.customers]
    return Dossier(
        file=file,
        case=file.case,
        say=say,
        settings=config.evidence,
        pseudonyms=Pseudonyms(customers, lambda n: say.say("notice.customer", n=n), named=named),
        named=named,
        as_of=store.progress.page(file.page.name).clock or max(look.seen_at for look in file.looks),
        failed_polls=store.people.failed_polls(file.page.name, file.looks[0].seen_at),
        version=version("page-watchdog"),
    )


def caution_of(dossier: Dossier, config: Config) -> str | None:
    """What to think of before reporting an account that is no clear case; None of a clear one."""
    if level_of(dossier.case, config.fake_accounts) == "alert":
        return None
    sure = f"{min(0.99, dossier.case.suspicion):.0%}"
    return f"CAREFUL: it is no clear case (suspicion {sure}). Report it only if you are sure, and confirm it first."


def write_pack(dossier: Dossier, language: Language, folder: Path, formats: Collection[Format]) -> list[Path]:
    """Write the notice and its pictures into a folder, over what an earlier run wrote there; the files.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder, name, content) for name, content in _contents(dossier, language, formats)]


def _contents(dossier: Dossier, language: Language, formats: Collection[Format]) -> Iterator[tuple[str, bytes]]:
    if "json" in formats:
        record = json.dumps(record_of(dossier), ensure_ascii=True, indent=2)
        yield "notice.json", f"{record}\n".encode()
    if {"md", "pdf"} & set(formats):
        cards, waterfall, avatars = cards_of(dossier), waterfall_of(dossier, language), list(avatars_of(dossier))
        blocks, cut = notice_of(dossier, cards, waterfall, avatars), dossier.t("cut")
        if "md" in formats:
            yield "notice.md", markdown(blocks, cut).encode()
            yield from ((f"pictures/{one.name}", one.png) for one in blocks if isinstance(one, Picture))
        if "pdf" in formats:
            yield "notice.pdf", pdf(blocks, dossier.t("title"), cut, dossier.as_of)


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path
