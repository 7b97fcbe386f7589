from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, ImageDraw

from config.schema import Page
from detectors.fakes.avatars import LIKENESS, apart, picture_of
from detectors.model import Account, Item
from tests.watchdog.platforms.replay import NOON, Server
from watchdog.platforms.http import Http, authority
from watchdog.platforms.memory import PageMemory
from watchdog.platforms.pictures import add_pictures, small_picture
from watchdog.platforms.visit import Visit


def drawing(size: int = 400, kind: str = "PNG", mode: str = "RGB") -> bytes:
    image = Image.new(mode, (size, size), "orange")
    ImageDraw.Draw(image).ellipse((size // 8, size // 8, size // 2, size // 2), fill="navy")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_small_and_stays_comparable(kind: str) -> None:
    small = small_picture(drawing(kind=kind))
    original = picture_of("data:image/png;base64," + base64.b64encode(drawing()).decode())
    assert small is not None
    assert len(small) < 8000
    found = picture_of(small)
    assert found is not None
    assert original is not None
    assert apart(found, original) <= LIKENESS


@pytest.mark.parametrize("raw", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", drawing()[:200], drawing(2100)])
def test_what_is_no_picture_or_far_too_large_is_left_out(raw: bytes) -> None:
    assert small_picture(raw) is None


def visit_of_answering(page: Page, avatar: str) -> Visit:
    """A look in which somebody answered another customer."""
    visit = Visit(page, PageMemory(account="merk"), NOON)
    visit.open_thread("top", NOON)
    account = Account("p", "hulp", NOON, avatar=avatar)
    visit.saw(Item("p", "1", "hulp", NOON, NOON, "Wij helpen u", "comment", "klacht", "top"), "v", account)
    visit.told_profile(account)
    return visit


PAGE = Page(name="p", brand="Merk", platform="bluesky", account="merk.test")


def avatar_in(visit: Visit) -> str | None:
    return next(seen.avatar for seen in visit.look().observations if isinstance(seen, Account))


async def test_only_hosts_that_serve_the_pages_own_pictures_are_asked(http: Http, server: Server) -> None:
    visit = visit_of_answering(PAGE, f"{server.url}/picture.png")
    await add_pictures(visit, http, {"elders.example"})
    assert server.asked == []
    assert avatar_in(visit) == f"{server.url}/picture.png"


async def test_a_picture_that_cannot_be_had_leaves_its_address(http: Http, server: Server) -> None:
    visit = visit_of_answering(PAGE, f"{server.url}/picture.png")
    await add_pictures(visit, http, {authority(server.url)})
    assert len(server.asked) == 1
    assert avatar_in(visit) == f"{server.url}/picture.png"


def test_a_customer_who_answers_the_page_needs_no_picture() -> None:
    visit = Visit(PAGE, PageMemory(account="merk"), NOON)
    visit.open_thread("top", NOON)
    account = Account("p", "klant", NOON, avatar="https://x.example/a.png")
    visit.saw(Item("p", "1", "klant", NOON, NOON, "boos", "comment", "top", "top"), "v", account)
    visit.told_profile(account)
    assert visit.accounts_without_picture() == []
