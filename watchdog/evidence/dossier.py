"""What an evidence pack is written from: a case file, the language, who notifies, and what may be said of customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from alerts.evidence import sentence
from alerts.quoting import plain
from alerts.wording.phrases import Phrases
from config.schema import EvidenceSettings
from detectors.findings import Case
from detectors.model import Item
from watchdog.case_file import CaseFile, Words
from watchdog.evidence.foreign import Pseudonyms, visible
from watchdog.evidence.moments import both_clocks


@dataclass(frozen=True, slots=True)
class Dossier:
    """One account's evidence. `as_of`: up to when the store knows; `failed_polls`: since it was first seen."""

    file: CaseFile
    case: Case
    say: Phrases
    settings: EvidenceSettings
    pseudonyms: Pseudonyms
    named: bool
    as_of: datetime
    failed_polls: int
    version: str

    @property
    def name(self) -> str:
        """The account's name and handle, with nothing hidden in them."""
        account = self.file.account
        name = visible(account.name or account.handle or account.id)
        handle = visible(account.handle or "")
        return one_line(f"{name} ({handle})" if handle and handle != name else name, 300)

    @property
    def brand(self) -> str:
        """The brand's name."""
        return plain(self.file.page.brand, 80)

    def t(self, key: str, n: float | None = None, **values: str) -> str:
        """A sentence of the notice in its language."""
        return self.say.say(f"notice.{key}", n, **values)

    def when(self, at: datetime) -> str:
        """A moment on both clocks."""
        return both_clocks(at, self.file.zone)

    def words(self, text: str) -> str:
        """Somebody's text as the document shows it."""
        return visible(self.pseudonyms.text(text))

    def sentences(self, *, against: bool) -> tuple[str, ...]:
        """The evidence for or against the account in words, the heaviest first."""
        pieces = [piece for share in self.case.shares for piece in share.evidence]
        chosen = [piece for piece in pieces if (piece.weight > 0 if against else piece.weight < 0)]
        chosen = [piece for piece in chosen if not piece.signal.startswith("confirmed_")]
        return tuple(self.words(sentence(p, self.say)) for p in sorted(chosen, key=lambda p: -abs(p.weight)))


def digest_of(item: Item) -> str:
    """SHA-256 of a text's UTF-8 as it was stored, in hexadecimal."""
    return sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest()


def one_line(text: str, limit: int) -> str:
    """A foreign name on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def is_wiped(words: Words) -> bool:
    """Whether the text was deleted here because its author withdrew it."""
    return words.gone_at is not None and not words.item.text
