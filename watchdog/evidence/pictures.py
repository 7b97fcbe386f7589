"""The pictures of an evidence pack: texts on cards, the waterfall, the profile pictures that were stored."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from alerts.pictures.canvas import has_letter
from alerts.pictures.text_card import TextCard, text_card
from alerts.pictures.waterfall import waterfall_picture
from config.schema import Language
from detectors.model import Account
from watchdog.case_file import Words
from watchdog.evidence.blocks import Picture
from watchdog.evidence.dossier import Dossier, digest_of, is_wiped, one_line
from watchdog.evidence.foreign import LONGEST, spelt_out

MOST_CARDS = 30
_MOST_AVATARS = 10
_SIDE = 128


def cards_of(dossier: Dossier) -> list[Picture]:
    """The first texts as they are stored, each on a card, under the name that the account bore then."""
    shown = [words for words in dossier.file.replies if not is_wiped(words)][:MOST_CARDS]
    return [_card(dossier, words, number) for number, words in enumerate(shown, 1)]


def _card(dossier: Dossier, words: Words, number: int) -> Picture:
    t, item = dossier.t, words.item
    look = _look_at(dossier, words)
    whom = dossier.pseudonyms.name(words.customer) if words.customer else t("nobody")
    card = TextCard(
        label=t("rendered"),
        name=_legible(look.name or look.handle or look.id, 60),
        facts=(
            _legible(look.handle or look.id, 100),
            f"{t('written')}: {dossier.when(item.created_at)}",
            _legible(f"{t('answers')}: {whom}", 120),
        ),
        text=spelt_out(dossier.pseudonyms.text(item.text[:LONGEST]), has_letter),
        foot=(_legible(item.url or item.id, 200), f"SHA-256 {digest_of(item)}"),
        cut=t("cut"),
    )
    return Picture(f"text-{number:02}.png", text_card(card), f"{number}. {t('rendered')}")


def _look_at(dossier: Dossier, words: Words) -> Account:
    """Its profile as it was when the text was seen."""
    looks = dossier.file.looks
    return next((look for look in reversed(looks) if look.seen_at <= words.item.seen_at), looks[0])


def _legible(text: str, limit: int) -> str:
    return one_line(spelt_out(text[:LONGEST], has_letter), limit)


def waterfall_of(dossier: Dossier, language: Language) -> Picture:
    """How the suspicion comes about."""
    return Picture("waterfall.png", waterfall_picture(dossier.case, language), dossier.t("signals"))


def avatars_of(dossier: Dossier) -> Iterator[Picture]:
    """The profile pictures that were stored as pictures, each once for as long as it stayed."""
    before: str | None = None
    number = 0
    for look in dossier.file.looks:
        if look.avatar and look.avatar.startswith("data:") and look.avatar != before and number < _MOST_AVATARS:
            number += 1
            if (enlarged := _enlarged(look.avatar)) is not None:
                png, is_small = enlarged
                note = f": {dossier.t('avatar_note')}" if is_small else ""
                yield Picture(f"avatar-{number:02}.png", png, dossier.t("avatar") + note)
        before = look.avatar


def _enlarged(avatar: str) -> tuple[bytes, bool] | None:
    """The picture of a `data:` URI to look at, and whether it is as small as adapters store it; None if it is none."""
    try:
        raw = base64.b64decode(avatar.partition(",")[2], validate=True)
        with Image.open(BytesIO(raw), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > 4_000_000:
                return None
            is_small = image.size == (64, 64) and image.mode == "L"
            plain = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.NEAREST)
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    written = BytesIO()
    plain.save(written, "PNG")
    return written.getvalue(), is_small
