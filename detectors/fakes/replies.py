"""Reads what an account writes to customers and turns it into evidence: claims, lures, mockery, relief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from config.schema import Page
from detectors.fakes.brand_names import BrandNames
from detectors.fakes.claims import claims_in, speaks_about, speaks_for
from detectors.fakes.dossier import Dossier, Reply, sketch_of
from detectors.fakes.gate import HARMS
from detectors.fakes.identity import Look
from detectors.fakes.lures import contacts_in, lures_in, without_address
from detectors.fakes.official_side import OfficialSide
from detectors.fakes.relief import is_quotation, relief_in
from detectors.fakes.scorecard import weigh
from detectors.fakes.service_words import Lexicon, tokens_of
from detectors.fakes.style import is_company, is_mocking, tone_evidence, voice_evidence
from detectors.fakes.tone import load_tone
from detectors.fakes.voice import Voice
from detectors.findings import Evidence
from detectors.model import Comment

_ALARMING = frozenset({"asks_secret", "fixer", "foreign_contact", "look_alike_link", "works_for_brand", "foreign_link"})
LURED = _ALARMING - {"works_for_brand"}
"""Signals of replies that lead customers away."""

_FEW = 2
_OFTEN = 3
_SOUNDS = 1.0
_FULL = 1.6
_COMPLAINS = 0.5
_SPEAKS = frozenset({"speaks_as_company", "gives_verdict", "works_for_brand", "agent_sign_off", "mocks_customers"})
_PRIVATE = frozenset({"personal_words", "addresses_brand", "warns", "own_name"})
_AWAY = ("foreign_contact", "foreign_link", "look_alike_link")
_ONCE = ("gives_verdict", "works_for_brand", "agent_sign_off", "speaks_as_company", "sign_off")
_LURES = (
    *("foreign_contact", "foreign_prefix", "hidden_number", "foreign_link", "look_alike_link", "asks_private"),
    *("asks_secret", "money_bait", "urgency"),
)


class ReplyReader:
    """Reads replies of one page.

    Args:
        page: the page, for its brand's names.
        words: text categories and their phrases.
        names: the brand's names.
        side: what is known of the official accounts.
        voice: how the brand's answers sound.
    """

    def __init__(
        self, page: Page, words: Mapping[str, Sequence[str]], names: BrandNames, side: OfficialSide, voice: Voice
    ) -> None:
        self._lexicon = Lexicon(words)
        self._desks = frozenset(w.casefold() for w in words["customer_service"])
        self._names, self._side, self._voice = names, side, voice
        spoken = (page.brand, *page.brand_aliases, *(a.removeprefix("@") for a in page.official_accounts))
        self._brand = frozenset(name.casefold() for name in spoken if not name.isdigit())
        firsts = (next(iter(tokens_of(name)), "") for name in spoken)
        self._first_words = frozenset(word for word in firsts if len(word) >= 3)
        self._vocatives = self._brand | self._desks

    def warns(self, text: str) -> bool:
        """Whether a text warns of a fake or a scam."""
        return "warning" in self._lexicon.hits(tokens_of(text))

    def read(self, reply: Reply, comment: Comment, look: Look) -> None:
        """Note in `reply` what its text shows."""
        text, handle = comment.item.text[:3000], comment.author.handle
        tokens = tokens_of(text)
        words = self._lexicon.hits(tokens)
        contacts = contacts_in(without_address(text))
        signals = self._relief(text, tokens, look) | relief_in(
            text, tokens, words, self._vocatives, lambda: any(self._side.contacts.own(c) for c in contacts_in(text))
        )
        if look.suspicious or (reply.complaint or 0.0) >= _COMPLAINS:
            mocks, lures = load_tone().odds(tokens)
            reply.tones = round(mocks, 3), round(lures, 3)
        if not ({"warns", "addresses_brand"} & signals.keys() or is_quotation(text)):
            closing = self._closes(tokens)
            brand = "customer_service" in words or any(name in text.casefold() for name in self._brand)
            signals |= claims_in(text, tokens, words, self._side.agents, closing=closing, brand=brand)
            if is_company(words, reply.tones):
                signals["speaks_as_company"] = None
            signals |= lures_in(contacts, words, self._side.contacts, self._names.keys, handle)
            if speaks_for(tokens, self._first_words) and not words.get("personal"):
                signals["works_for_brand"] = None
            if is_mocking(words, comment.reading):
                signals["mocks_customers"] = None
            if words.get("pressure"):
                signals["pressure_wording"] = None
            foreign = [c for c in contacts if not self._side.contacts.own(c)]
            reply.contacts = tuple(
                sorted(
                    {
                        f"{c.kind}:{c.shown.lower() if c.kind == 'mail' else c.key}"
                        for c in foreign
                        if c.kind != "handle" or "third_party" in signals
                    }
                )
            )
        reply.signals = signals
        if look.suspicious or self.alarming(reply):
            reply.sketch = sketch_of(tokens)
            reply.voice = self._voice.likeness(tokens)

    def _relief(self, text: str, tokens: Sequence[str], look: Look) -> dict[str, str | None]:
        """What speaks for a writer whose name is his own: he says it, or he speaks of the brand as of somebody else."""
        if look.own_words and speaks_for(tokens, look.own_words):
            return {"own_name": None}
        aside = look.is_desk and speaks_about(tokens, self._first_words)
        return {"tells_of_brand": None} if aside else {}

    def alarming(self, reply: Reply) -> bool:
        """Whether a reply alone makes its writer worth a closer look."""
        return not _ALARMING.isdisjoint(reply.signals)

    def _closes(self, tokens: Sequence[str]) -> bool:
        end = " ".join(tokens[-4:])
        return len(tokens) > 5 and any(end.endswith(name) for name in self._vocatives)


def sent_on(dossier: Dossier) -> int:
    """To how many customers the account named the same third party, if it does so in most of its replies."""
    named: dict[str, set[str]] = {}
    for reply in dossier.replies:
        if third := reply.signals.get("third_party"):
            named.setdefault(third.casefold(), set()).add(reply.customer)
    most = max(map(len, named.values()), default=0)
    return most if most >= 2 and most >= 0.4 * len(dossier.replies) else 0


def acts_as_service(dossier: Dossier) -> bool:
    """Whether it answers at least three complaining customers as a company, or in a tone that mocks or lures."""
    answered = {reply.customer for reply in dossier.replies if (reply.complaint or 0.0) >= _COMPLAINS}
    if len(answered) < _OFTEN:
        return False
    speaks = any(not _SPEAKS.isdisjoint(reply.signals) for reply in dossier.replies)
    return speaks or bool(tone_evidence(tones_of(dossier)))


def tones_of(dossier: Dossier) -> list[tuple[float, float]]:
    """The tones of its replies, but for those that warn."""
    return [reply.tones for reply in dossier.replies if reply.tones is not None and "warns" not in reply.signals]


def behaviour_evidence(
    dossier: Dossier, look: Look, common_word: bool, *, shows_follows: bool = False
) -> list[Evidence]:
    """What an account's replies to customers add up to; each kind counts once, however often it shows.

    `common_word`: the brand is an everyday word or a surname, so that its name is not always a claim.
    `shows_follows`: the brand is seen to follow accounts, its own desks as a rule.
    """
    found: list[Evidence] = []
    counts, replies = dossier.counts(), len(dossier.replies)
    third = sent_on(dossier)
    found += [
        weigh(signal, counts[signal], _strength(signal, counts[signal]), dossier.shown(signal))
        for signal in (*_ONCE, *_LURES, "mocks_customers", "pressure_wording")
        if counts.get(signal)
    ]
    if counts.get("fixer") or third:
        named = max(counts.get("fixer", 0), third)
        alone = _serves(dossier, counts) and third >= 0.6 * replies and not counts.get("refers_to_brand")
        strength = _fixer_strength(counts.get("fixer", 0), third, alone=alone)
        found.append(weigh("fixer", named, strength, dossier.shown("fixer") or dossier.shown("third_party")))
    if replies:
        found += _conduct(dossier, look, counts, 0.5 if common_word else 1.0)
    found += voice_evidence([r.voice for r in dossier.replies if r.voice is not None], look.poses)
    found += tone_evidence(tones_of(dossier))
    found += _reactions(dossier)
    return found + _relief(dossier, look, counts, 0.4 if shows_follows else 1.0)


def wants_money(dossier: Dossier) -> bool:
    """Whether it asks for secrets again and again, or talks of money and leads away: no honest business does."""
    secrets = sum("asks_secret" in reply.signals for reply in dossier.replies)
    pays = sum("money_bait" in r.signals and not LURED.isdisjoint(r.signals) for r in dossier.replies)
    return max(secrets, pays) >= _FEW


def _paid(counts: Mapping[str, int]) -> int:
    return min(counts.get("money_bait", 0), sum(counts.get(signal, 0) for signal in _AWAY))


def refers_to_brand(counts: Mapping[str, int], replies: int) -> int:
    """In how many replies it sends customers to the brand; only to tell of it counts in half of all replies or more."""
    told = counts.get("tells_of_brand", 0)
    return max(counts.get("refers_to_brand", 0), told if 2 * told >= replies else 0)


def _strength(signal: str, count: int) -> float:
    """How much of a signal's weight so many replies with it are worth.

    A customer may once tell of a secret that was asked; whoever repeats it does so for gain.
    """
    return min(1.3, 0.4 + 0.3 * count) if signal == "asks_secret" else min(1.0, 0.7 + 0.15 * count)


def _fixer_strength(told: int, named: int, *, alone: bool) -> float:
    """How much it is worth that `told` replies praise a third person and that `named` customers were sent to one.

    A customer may once tell of somebody who helped; whoever sends one customer after the other to him, and does nothing
    else here (`alone`), does so for gain.
    """
    if alone and named >= _OFTEN:
        return 1.4
    return min(1.2, 0.25 + 0.25 * (told + 0.6 * max(0, named - 1)))


def _conduct(dossier: Dossier, look: Look, counts: Mapping[str, int], claim: float) -> list[Evidence]:
    found = []
    as_customer = counts.get("addresses_brand", 0) + counts.get("warns", 0)
    sound = sum(piece.weight for piece in tone_evidence(tones_of(dossier)))
    serves = not (look.poses or look.is_named) and _serves(dossier, counts)
    if serves and sound >= _SOUNDS and not counts.get("refers_to_brand") and _voiced(dossier):
        found.append(weigh("plays_service", len(dossier.replies), min(1.0, sound / _FULL)))
    if look.poses and as_customer < len(dossier.replies):
        answers = len(dossier.replies) - as_customer
        found.append(weigh("answers_in_brand_name", answers, claim * min(1.0, 0.7 + 0.1 * answers)))
    elif look.is_named and _serves(dossier, counts):
        sharp = min(1.0, sound / 2)
        found.append(weigh("answers_in_brand_name", len(dossier.replies), (0.5 + 0.5 * sharp) * claim))
    paid = _paid(counts)
    if look.is_named and paid:
        found.append(weigh("pays_elsewhere", paid, min(1.0, 0.6 + 0.2 * paid)))
    if look.is_person and counts.get("asks_secret") and not counts.get("works_for_brand"):
        found.append(weigh("works_for_brand", counts["asks_secret"]))
    complaints = [r.complaint for r in dossier.replies if r.complaint is not None]
    if complaints and max(complaints) >= 0.5:
        found.append(weigh("answers_complaints", sum(c >= 0.5 for c in complaints)))
    return found


def _serves(dossier: Dossier, counts: Mapping[str, int]) -> bool:
    """Whether it does nothing but answer customers, and never as a customer, a private person or another business."""
    private = dossier.own_items or not _PRIVATE.isdisjoint(counts)
    trades = (
        counts.get("foreign_contact")
        and not counts.get("third_party")
        and not (counts.get("money_bait") or counts.get("asks_secret"))
    )
    return len(dossier.replies) >= _OFTEN and not private and not trades


def _voiced(dossier: Dossier) -> bool:
    """Whether it speaks as a company in a third of its replies or more, to several customers."""
    voiced = [reply for reply in dossier.replies if not _SPEAKS.isdisjoint(reply.signals)]
    return 3 * len(voiced) >= len(dossier.replies) and len({reply.customer for reply in voiced}) >= _FEW


def _reactions(dossier: Dossier) -> list[Evidence]:
    found = []
    if dossier.believers:
        found.append(weigh("believed", len(dossier.believers), min(1.0, 0.5 + 0.25 * len(dossier.believers))))
    if dossier.accusers:
        found.append(weigh("called_fake", len(dossier.accusers)))
    if dossier.brand_warnings:
        found.append(weigh("called_fake_by_brand", dossier.brand_warnings))
    return found


def _plain_desk(dossier: Dossier, counts: Mapping[str, int]) -> float:
    """How much it is like a desk of the brand's that nobody told us of: it harms nobody and sounds like the brand.

    One reply says little; a fake that means harm comes to the point within four.
    """
    if not counts.keys().isdisjoint(HARMS) or len(dossier.replies) < _FEW:
        return 0.0
    voices = [reply.voice for reply in dossier.replies if reply.voice is not None]
    alike = sum(voices) / len(voices) if voices else 0.5
    return min(1.0, len(dossier.replies) / 4) * min(1.0, max(0.0, (alike - 0.4) / 0.3))


def _relief(dossier: Dossier, look: Look, counts: Mapping[str, int], desk: float) -> list[Evidence]:
    found = []
    items = len(dossier.replies) + dossier.own_items
    as_customer = counts.get("addresses_brand", 0) + counts.get("warns", 0) + dossier.own_items
    if as_customer:
        found.append(weigh("addresses_brand", as_customer, min(1.0, 2 * as_customer / items)))
    lured = any(counts.get(signal) for signal in LURED)
    if not lured and (refers := refers_to_brand(counts, len(dossier.replies))):
        found.append(weigh("refers_to_brand", refers, min(1.0, 0.5 + refers / len(dossier.replies))))
    if look.is_desk and (plain := _plain_desk(dossier, counts)):
        found.append(weigh("plain_desk", len(dossier.replies), desk * plain))
    if counts.get("personal_words") and not counts.get("fixer"):
        share = counts["personal_words"] / len(dossier.replies)
        found.append(weigh("personal_words", counts["personal_words"], min(1.0, 0.3 + 2 * share)))
    return found
