"""Kinds of values in a config file, each with its check: places, moments, addresses and references to secrets."""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, datetime
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from rapidfuzz import fuzz

from config.faults import UnfitError, nearest, shown
from config.opening_hours import OpeningHours

REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]{0,127}|credential:(?!\.)[A-Za-z0-9_.-]{1,128}")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)?")
_QUIET = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")
_OTHER_NAMES = {"UK": "GB", "EN": "GB", "SV": "SE", "DA": "DK", "NB": "NO", "NN": "NO"}


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def check_name(value: str) -> str:
    """A name that can stand in alerts, logs and tables."""
    if value != value.strip() or not value.isprintable():
        raise UnfitError(f"{shown(value)} has spaces around it or invisible characters", "write plain text")
    return value


def check_timezone(value: str) -> str:
    """An IANA time zone that this machine knows."""
    if value in _zones():
        return value
    near = nearest(value, _zones(), 80, by=fuzz.WRatio)  # which also finds a city without its continent
    raise UnfitError(
        f"{shown(value)} is no known time zone",
        f'did you mean "{near}"?' if near else 'write an IANA name, e.g. "Europe/Amsterdam"',
    )


def check_country(value: str) -> str:
    """A country whose public holidays are known."""
    try:
        OpeningHours("24/7", "UTC", value)
    except ValueError:
        code = _OTHER_NAMES.get(value.upper(), value.upper())
        near = code != value and re.fullmatch("[A-Z]{2}", code)
        raise UnfitError(
            f"{shown(value)} is no country whose public holidays are known",
            f'did you mean "{code}"?' if near else 'write an ISO 3166 code in capitals, e.g. "NL", or leave it out',
        ) from None
    return value


def check_opening_hours(value: str) -> str:
    """OpenStreetMap opening hours."""
    try:
        OpeningHours(value, "UTC")
    except ValueError as fault:
        raise UnfitError(
            f"{shown(value)} is not opening hours: {fault}", 'write e.g. "Mo-Fr 08:00-22:00; PH off" or "24/7"'
        ) from None
    return value


def check_server(value: str) -> str:
    """An https address without user, query or fragment; plain http only on loopback. Without its last slash."""
    try:
        url = urlsplit(value)
        host, _ = url.hostname, url.port
    except ValueError:
        url, host = urlsplit(""), None
    if not host or url.scheme not in {"https", "http"} or not value.isprintable() or " " in value:
        raise UnfitError("this is no web address", 'write e.g. "https://public.api.bsky.app"')
    if "@" in url.netloc or url.query or url.fragment:
        wrong = "a server has no user, password, query or fragment in it"
        raise UnfitError(wrong, 'give a secret as token = "env:NAME"')
    if url.scheme == "http" and not _is_loopback(host):
        raise UnfitError(f"plain http to {shown(host)} can be read and changed on its way", "write https://")
    return value.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def check_token(value: str) -> str:
    """A reference to a secret, never the secret."""
    if not REFERENCE.fullmatch(value):
        raise UnfitError(
            "a token is never written in the file", 'write "env:NAME" or "credential:NAME", e.g. "env:BRAND_TOKEN"'
        )
    return value


def check_channel_url(value: str) -> str:
    """An Apprise URL or a reference to one."""
    if value.startswith(("env:", "credential:")) and not REFERENCE.fullmatch(value):
        raise UnfitError("the name after env: or credential: cannot be one", 'write e.g. "env:WEBCARE_CHAT_URL"')
    if not REFERENCE.fullmatch(value) and not (_URL.fullmatch(value) and value.isprintable()):
        raise UnfitError("this is no Apprise URL", 'write "env:NAME", "credential:NAME" or a URL such as "mailto://…"')
    return value


def check_quiet_hours(value: str) -> str:
    """A stretch of the day in local time; it may go over midnight."""
    if not _QUIET.fullmatch(value):
        raise UnfitError(f"{shown(value)} is no stretch of the day", 'write e.g. "22:00-07:00" (00:00 to 23:59)')
    if value[:5] == value[6:]:
        raise UnfitError(f"{shown(value)} is the whole day or nothing", 'write e.g. "22:00-07:00"')
    return value


def check_clock(value: str) -> str:
    """A time of the day."""
    if not _CLOCK.fullmatch(value):
        raise UnfitError(f"{shown(value)} is no time of the day", 'write e.g. "08:00" (00:00 to 23:59)')
    return value


def check_email(value: str) -> str:
    """One email address, as far as its form tells."""
    if not (_EMAIL.fullmatch(value) and value.isprintable()):
        raise UnfitError(f"{shown(value)} is no email address", 'write e.g. "webcare@brand.example"')
    return value


def check_topic_word(value: str) -> str:
    """A word or several, the longest with at least three letters; stars stand for letters."""
    if max((sum(map(str.isalnum, part)) for part in value.split()), default=0) < 3:
        raise UnfitError(
            f"{shown(value)} would be found in almost every comment",
            'write three letters and more, e.g. "*staking*" or "work* stop*"',
        )
    return value


def parse_moment(value: object) -> datetime:
    """A TOML date-time or RFC 3339 text with an offset, in UTC."""
    right = 'write e.g. "2026-12-27T00:00:00+01:00"'
    if isinstance(value, str) and _RFC3339.fullmatch(value):
        try:
            value = datetime.fromisoformat(value.upper())
        except ValueError:
            raise UnfitError(f"{shown(value)} is on no calendar", right) from None
    if not isinstance(value, datetime):
        raise UnfitError(f"{shown(value)} is not a moment in RFC 3339", right)
    if value.tzinfo is None:
        raise UnfitError(f"{value.isoformat()} has no offset, so its moment is not certain", right)
    if not 1970 <= value.year < 3000:
        raise UnfitError(f"the year {value.year} is out of range", right)
    return value.astimezone(UTC)


def _as_text(pattern: str) -> dict[str, str]:
    return {"type": "string", "pattern": pattern}


Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(check_name)]
TopicWord = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(check_topic_word)]
TimeZone = Annotated[str, AfterValidator(check_timezone)]
Country = Annotated[str, AfterValidator(check_country)]
OpeningHoursText = Annotated[str, Field(max_length=1000), AfterValidator(check_opening_hours)]
Server = Annotated[str, AfterValidator(check_server)]
TokenReference = Annotated[str, AfterValidator(check_token), WithJsonSchema(_as_text(f"^({REFERENCE.pattern})$"))]
ChannelUrl = Annotated[
    str, AfterValidator(check_channel_url), WithJsonSchema(_as_text(f"^({REFERENCE.pattern}|{_URL.pattern})$"))
]
QuietHours = Annotated[str, AfterValidator(check_quiet_hours), WithJsonSchema(_as_text(f"^{_QUIET.pattern}$"))]
Clock = Annotated[str, AfterValidator(check_clock), WithJsonSchema(_as_text(f"^{_CLOCK.pattern}$"))]
Email = Annotated[str, Field(max_length=254), AfterValidator(check_email)]
Moment = Annotated[datetime, BeforeValidator(parse_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
