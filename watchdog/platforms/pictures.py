"""Profile pictures of those who matter, small enough to compare and to keep."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Collection

from PIL import Image, ImageOps, UnidentifiedImageError

from watchdog.platforms.http import Http, authority
from watchdog.platforms.visit import Visit

_MOST_AT_ONCE = 20
_MOST_BYTES = 1024 * 1024
_MOST_PIXELS = 4_000_000
_SIDE = 64


async def add_pictures(visit: Visit, http: Http, hosts: Collection[str]) -> None:
    """Replaces picture addresses by pictures for official accounts and for those who answer other people.

    Only the hosts that serve the page's own pictures are asked: an account's picture address is a stranger's words,
    and must not send us anywhere.

    Args:
        visit: the look, with its accounts told.
        http: the way out.
        hosts: "host" or "host:port" of servers that may be asked.
    """
    for account in visit.accounts_without_picture()[:_MOST_AT_ONCE]:
        address = account.avatar or ""
        raw = await http.fetch(address, _MOST_BYTES) if authority(address) in hosts else None
        visit.told_picture(account.id, await asyncio.to_thread(small_picture, raw) if raw else None)


def small_picture(raw: bytes) -> str | None:
    """The picture in grey, 64 by 64, as a `data:` URI of some kilobytes; None if it is none or far too large."""
    try:
        with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            small = ImageOps.fit(_on_white(image), (_SIDE, _SIDE)).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    small.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent shows white, as on a page."""
    whole = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("RGB")
