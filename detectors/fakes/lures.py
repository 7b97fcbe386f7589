"""Where a reply leads a customer: phone numbers, links, messengers, secrets asked, money promised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from detectors.fakes.names import key_of
from detectors.fakes.service_words import LONGEST

_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|00)?(?:(?:nul|noll|zero|null) ?)?[\d(][\d ().·/-]{6,34}\d(?!\w)", re.IGNORECASE)
_ZERO = re.compile(r"(?<=[\d+])[oO]{1,4}(?=[\d .-])|(?<!\w)[oO]{1,2}(?=\d)")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,4}[a-zA-Z]{2,18})")
_LINK = re.compile(r"(?<![\w@.-])(https?://)?((?:[\w-]{1,63}\.){1,5}[a-zA-Z]{2,18})(?![\w.]*@)(/[^\s]{0,200})?")
_HANDLE = re.compile(r"(?<![\w@./])@(\w[\w.-]{1,60})")
_ADDRESSED = re.compile(r"^\s*(?:@[\w.@-]{1,80}[\s,:]*){1,10}")
_HIDDEN = re.compile(r"(?:\d[ .]){5,}\d|\d[oO]|[oO]\d|\d \. \d|^(?:nul|noll|zero)", re.IGNORECASE)
_TLDS = frozenset(
    [
        "com",
        "net",
        "org",
        "info",
        "biz",
        "nl",
        "be",
        "se",
        "dk",
        "no",
        "de",
        "at",
        "ch",
        "uk",
        "eu",
        "ie",
        "fr",
        "es",
        "it",
        "io",
        "co",
        "me",
        "app",
        "shop",
        "site",
        "online",
        "xyz",
        "top",
        "click",
        "link",
        "ly",
        "to",
        "gl",
        "gg",
        "cc",
        "help",
        "support",
        "care",
        "live",
        "example",
    ]
)
_SHORT = frozenset(
    [
        "bit.ly",
        "tinyurl.com",
        "t.co",
        "goo.gl",
        "is.gd",
        "ow.ly",
        "cutt.ly",
        "rb.gy",
        "t.ly",
        "rebrand.ly",
        "shorturl.at",
        "tiny.cc",
    ]
)
_FORMS = frozenset(
    ["forms.gle", "docs.google.com", "forms.office.com", "typeform.com", "jotform.com", "surveymonkey.com"]
)
_MESSENGERS = frozenset(
    ["wa.me", "t.me", "m.me", "api.whatsapp.com", "chat.whatsapp.com", "signal.me", "line.me", "telegram.me"]
)
_ANYBODYS = frozenset(
    ["youtube.com", "youtu.be", "facebook.com", "instagram.com", "twitter.com", "x.com", "google.com"]
)
_OPEN = _SHORT | _FORMS | _MESSENGERS | _ANYBODYS
_CALLING_CODES: Mapping[str, str] = MappingProxyType(
    {"NL": "31", "BE": "32", "SE": "46", "DK": "45", "NO": "47", "GB": "44", "IE": "353", "US": "1", "CA": "1"}
    | {"DE": "49", "AT": "43", "CH": "41", "FI": "358", "FR": "33"}
)

_MOST_OWN = 2000

ContactKind = Literal["phone", "mail", "link", "handle"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A place to turn to: `key` compares (last digits of a number, host, lower-case handle)."""

    kind: ContactKind
    key: str
    shown: str
    hidden: bool = False
    prefix: str = ""


def contacts_in(text: str) -> list[Contact]:
    """All numbers, mail addresses, links and handles in the part of a text that is read."""
    text = text[:LONGEST]
    found: list[Contact] = []
    if _DIGIT.search(text):
        found += _phones(text)
    if "." in text:
        found += [Contact("mail", m[1].lower(), m[0]) for m in _MAIL.finditer(text)]
        found += _links(text)
    if "@" in text:
        found += [Contact("handle", m[1].lower().rstrip(".-"), m[0]) for m in _HANDLE.finditer(text)]
    return found


def without_address(text: str) -> str:
    """A text without the handles that it begins with: those are whom it answers."""
    return _ADDRESSED.sub("", text[:LONGEST])


def _phones(text: str) -> Iterable[Contact]:
    plain = _ZERO.sub(lambda zeros: "0" * len(zeros[0]), text)
    for match in _PHONE.finditer(plain):
        shown = text[match.start() : match.end()].strip()
        digits = re.sub(r"\D", "", re.sub(r"(?i)nul|noll|zero|null", "0", match[0]))
        dialled = match[0][0] in "+0(NnZz" or " " in match[0]
        if 8 <= len(digits) <= 15 and dialled and not _DATE.match(match[0]):
            prefix = digits.removeprefix("00") if digits.startswith("00") or shown.startswith("+") else ""
            yield Contact("phone", digits[-8:], shown, bool(_HIDDEN.search(shown)), prefix)


def _links(text: str) -> Iterable[Contact]:
    for scheme, host, _ in _LINK.findall(text):
        name = host.lower().removeprefix("www.")
        if scheme or name.rsplit(".", 1)[-1] in _TLDS:
            yield Contact("link", name, f"{scheme}{host}")


@dataclass(slots=True)
class OwnContacts:
    """The brand's own contacts: those of the config and those that its official accounts give."""

    country: str | None
    keys: set[str] = field(default_factory=set)

    def add(self, text: str, *, handles: bool = True) -> None:
        """Take every contact in a text as the brand's own; hosts that anybody can use are not.

        `handles` says whether handles count too: in an answer they are mostly the customer's.
        """
        for contact in contacts_in(text):
            if contact.key not in _OPEN and (handles or contact.kind != "handle") and len(self.keys) < _MOST_OWN:
                self.keys.add(contact.key)

    def own(self, contact: Contact) -> bool:
        """Whether the contact is the brand's, a subdomain of its site included."""
        if contact.key in self.keys:
            return True
        labels = contact.key.split(".")
        return contact.kind in {"link", "mail"} and any(
            ".".join(labels[i:]) in self.keys for i in range(1, len(labels))
        )

    def abroad(self, contact: Contact) -> bool:
        """Whether a number carries the prefix of another country."""
        home = _CALLING_CODES.get(self.country or "")
        return bool(home and contact.prefix and not contact.prefix.startswith(home))


def lures_in(
    contacts: Iterable[Contact],
    words: Mapping[str, int],
    own: OwnContacts,
    brand_keys: Iterable[str],
    handle: str | None,
) -> dict[str, str | None]:
    """The lure signals of one reply, each with what it shows.

    `words` are the hits of the text categories, `handle` the writer's own handle, which is no contact.
    """
    found: dict[str, str | None] = {}
    foreign = [c for c in contacts if not own.own(c) and c.key != (handle or "").lower()]
    for contact in foreign:
        if contact.kind in {"phone", "mail"}:
            found["foreign_contact"] = contact.shown
            if contact.hidden:
                found["hidden_number"] = contact.shown
            if own.abroad(contact):
                found["foreign_prefix"] = contact.shown
        elif contact.kind == "link":
            found |= _link_lures(contact, brand_keys)
    other = next((c.shown for c in foreign if c.kind == "handle"), None)
    if other:
        found["third_party"] = other
    if other and (words.get("platform") or words.get("recovered")):
        found["fixer" if words.get("recovered") else "foreign_contact"] = other
    return found | dict.fromkeys(_asked(words))


def _asked(words: Mapping[str, int]) -> Iterable[str]:
    """What a reply asks or promises; secrets count only where it speaks to somebody or for a company."""
    if words.get("secret") and (words.get("you") or words.get("we")):
        yield "asks_secret"
    if words.get("private") or words.get("messenger"):
        yield "asks_private"
    yield from (signal for signal, category in (("money_bait", "money"), ("urgency", "urgency")) if words.get(category))


def _link_lures(contact: Contact, brand_keys: Iterable[str]) -> dict[str, str | None]:
    host_key = key_of(contact.key.rsplit(".", 1)[0])
    if any(brand in host_key for brand in brand_keys):
        return {"look_alike_link": contact.shown}
    if contact.key in _MESSENGERS:
        return {"foreign_contact": contact.shown}
    return {"foreign_link": contact.shown}
