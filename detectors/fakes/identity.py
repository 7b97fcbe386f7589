"""How much an account looks like the brand: names, handle, profile text, picture, age and reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.schema import Page
from detectors.fakes.avatars import LIKENESS, Picture, apart, picture_of, variants
from detectors.fakes.brand_names import BrandNames, BrandReading
from detectors.fakes.names import bare
from detectors.fakes.scorecard import weigh
from detectors.fakes.service_words import plain, tokens_of
from detectors.findings import Evidence
from detectors.model import Account

REACH = frozenset({"established", "verified"})
"""Relief that anybody can buy: it counts only while an account lures nobody."""

_DESK = frozenset({"service", "department", "official"})
_SUFFIX = frozenset({"team", "official"})
_OTHERS = frozenset({"press", "trade"})
_GRAM = 4
_CHANCE = 0.4
_LONGEST_BIO = 1000


@dataclass(slots=True)
class OfficialProfiles:
    """The official accounts' profiles as seen: what others are compared with."""

    profiles: dict[str, Account] = field(default_factory=dict)
    grams: list[frozenset[str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def add(self, account: Account) -> None:
        """Take in an official account's latest profile."""
        self.profiles[account.id] = account
        self.grams = [g for a in self.profiles.values() if len(g := grams_of(a.bio)) >= 12]
        avatars = {a.avatar for a in self.profiles.values() if a.avatar}
        self.pictures = [p for avatar in sorted(avatars) for p in variants(avatar)]

    @property
    def oldest(self) -> datetime | None:
        """When the brand's oldest account was made, as far as is known."""
        return min((a.created_at for a in self.profiles.values() if a.created_at), default=None)

    @property
    def followers(self) -> int | None:
        """The brand's greatest reach, as far as is known."""
        return max((a.followers for a in self.profiles.values() if a.followers is not None), default=None)


@dataclass(frozen=True, slots=True)
class Look:
    """How an account's name and handle read beside the brand's."""

    name: BrandReading
    handle: BrandReading
    own_words: frozenset[str] = frozenset()
    """Words of a name without the brand's that stand for nobody else."""

    @property
    def main(self) -> BrandReading:
        """What customers read first: the name, unless only the handle tells whose service it is."""
        if self.name.relation != "none" or self.name.generic or self.name.initials:
            return self.name
        told_by_handle = not self.name.kinds or (self.handle.relation != "none" and "service" in self.name.kinds)
        return self.handle if told_by_handle else self.name

    @property
    def suspicious(self) -> bool:
        """Whether the account is worth a closer look for its name alone."""
        readings = (self.name, self.handle)
        return any(r.relation != "none" or r.initials for r in readings) or self.name.generic or self.handle.generic

    @property
    def poses(self) -> bool:
        """Whether it writes under the brand's name or a service desk's and nothing in it says otherwise."""
        main = self.main
        desk = main.relation == "joined" and bool(main.kinds) and main.kinds <= _DESK | _SUFFIX
        piece = main.initials and "service" in main.kinds and main.kinds <= _DESK | _SUFFIX | {"other"}
        return main.relation in {"same", "near"} or desk or piece or main.generic

    @property
    def is_desk(self) -> bool:
        """Whether it is openly called after the brand and a desk, as the brand's own desks are too."""
        main = self.main
        return main.relation == "joined" and self.poses and not main.bent

    @property
    def is_named(self) -> bool:
        """Whether the brand's name stands in name or handle, with words that nobody knows beside it."""
        readings = [r for r in (self.name, self.handle) if r.relation != "none" or r.initials]
        return bool(readings) and all(reading.kinds <= _DESK | _SUFFIX | {"other"} for reading in readings)

    @property
    def is_person(self) -> bool:
        """Whether it writes as somebody of the brand: "Anna from Vlieg", "A. Smit (Vlieg)"."""
        return self.name.relation == "joined" and bool(self.name.kinds) and self.name.kinds <= {"other", "person"}


def read_look(names: BrandNames, name: str | None, handle: str | None) -> Look:
    """How this name and handle read beside the brand's."""
    of_name = names.read(name)
    own = names.own_words(name) if name and of_name.relation == "none" and not of_name.initials else frozenset()
    if not handle:
        return Look(of_name, BrandReading(), own)
    handle = local_part(handle)
    # Most handles only repeat the name ("Noah Archer", noah_archer82): reading them again would tell nothing new.
    same = of_name.relation == "none" and bool(name) and bare(handle).rstrip("0123456789") == bare(name or "")
    return Look(of_name, of_name if same else names.read(handle), own)


def local_part(handle: str) -> str:
    """A handle without the server that it lives on."""
    return handle.removeprefix("@").partition("@")[0].removesuffix(".bsky.social")


def handles_of(page: Page) -> list[str]:
    """The names in the official accounts' handles; ids have none, and a domain as handle begins with its name."""
    names = [local_part(account) for account in page.official_accounts]
    names = [name for name in names if not name.isdigit() and ":" not in name]
    return names + [name.partition(".")[0] for name in names if page.platform == "bluesky" and "." in name]


def name_evidence(look: Look, common_word: bool) -> list[Evidence]:
    """What name and handle show, relief included. `common_word`: the brand is an everyday word or a surname too."""
    found = _relation_evidence(look, common_word)
    hidden = max((r for r in (look.name, look.handle)), key=lambda r: r.bent)
    if hidden.bent and (hidden.relation == "same" or look.poses):
        found.append(weigh("hidden_letters", hidden.bent, 0.5 if hidden.accents_only else 1.0))
    elif any(r.accents_only for r in (look.name, look.handle)) and look.poses:
        found.append(weigh("hidden_letters", 1, 0.5))
    if look.name.badge and look.suspicious:
        found.append(weigh("badge_in_name", 1))
    if look.name.generic or (look.handle.generic and not look.name.kinds):
        found.append(weigh("generic_service_name", 1))
    elif (
        "service" in look.name.kinds
        and "critic" not in look.name.kinds
        and "brand_service_name" not in {e.signal for e in found}
    ):
        found.append(weigh("service_role_in_name", 1))
    return found + _name_relief(look)


def _relation_evidence(look: Look, common_word: bool) -> list[Evidence]:
    name, handle = look.name, look.handle
    usual = _CHANCE if common_word else 1.0
    found = []
    if name.relation == "same":
        found.append(weigh("same_name", 1, usual))
    if handle.relation == "same":
        found.append(weigh("same_handle", 1, usual * (1.0 if name.relation != "none" or not name.kinds else 0.5)))
    near = max((r for r in (name, handle)), key=lambda r: r.similarity if r.relation == "near" else 0.0)
    if near.relation == "near" and not common_word:
        found.append(
            weigh("near_name", near.similarity, near.rarity if near is name or not name.kinds else 0.5 * near.rarity)
        )
    joined = max((_joined_strength(name), _joined_strength(handle) * (0.6 if name.relation == "none" else 1.0)))
    if joined >= 0.5 and name.relation in {"joined", "none"}:
        found.append(weigh("brand_service_name", 1, joined))
    elif "joined" in {name.relation, handle.relation} and not common_word and not found:
        found.append(weigh("brand_in_name", 1))
    if (name.initials or handle.initials) and (name.kinds | handle.kinds) & _DESK:
        found.append(weigh("brand_initials", 1))
    return found


def _joined_strength(reading: BrandReading) -> float:
    if reading.relation != "joined" or not reading.kinds or not reading.kinds <= _DESK | _SUFFIX:
        return 0.0
    return 1.0 if reading.kinds & _DESK else 0.7


def _name_relief(look: Look) -> list[Evidence]:
    found = []
    name, handle = look.name, look.handle
    if "parody" in name.kinds or ("parody" in handle.kinds and not look.poses):
        found.append(weigh("labelled_parody", 1))
    if "critic" in name.kinds | handle.kinds:
        found.append(weigh("critic_name", 1))
    told = name.relation == "none" or handle.relation != "none"
    business = bool((name.kinds | (handle.kinds if told else frozenset())) & _OTHERS)
    strange = name.relation == handle.relation == "none" and not name.initials
    own_name = strange and {"service", "other"} <= name.kinds
    if business or own_name:
        found.append(weigh("other_business", 1))
    return found


def profile_evidence(
    account: Account, look: Look, officials: OfficialProfiles, words: Mapping[str, Collection[str]], at: datetime
) -> list[Evidence]:
    """What bio, picture, age, reach and flags show. Fields that are not known are evidence of nothing."""
    nameless = [weigh("unknown_name", 1)] if account.name is None and account.handle is None else []
    return [
        *nameless,
        *_bio_evidence(account.bio, look, officials.grams, words),
        *_picture_evidence(account.avatar, officials.pictures),
        *_age_evidence(account, look, officials, at),
    ]


def _bio_evidence(
    bio: str | None, look: Look, grams: Sequence[frozenset[str]], words: Mapping[str, Collection[str]]
) -> list[Evidence]:
    if not bio:
        return []
    found = []
    overlap = max((jaccard(grams_of(bio), official) for official in grams), default=0.0)
    if overlap >= 0.6:
        found.append(weigh("copied_bio", overlap))
    tokens = {plain(token) for token in tokens_of(bio[:_LONGEST_BIO])}
    if tokens & set(words["official"]) and look.suspicious and not tokens & set(words["parody"]):
        found.append(weigh("says_official", 1))
    if tokens & set(words["parody"]):
        found.append(weigh("parody_in_bio", 1))
    return found


def _picture_evidence(avatar: str | None, officials: Sequence[Picture]) -> list[Evidence]:
    picture = picture_of(avatar) if avatar and officials else None
    if picture is None:
        return []
    bits = min(apart(picture, official) for official in officials)
    return [weigh("same_picture", bits)] if bits <= LIKENESS else []


def _age_evidence(account: Account, look: Look, officials: OfficialProfiles, at: datetime) -> list[Evidence]:
    found = []
    age = (at - account.created_at).days if account.created_at else None
    oldest, reach = officials.oldest, officials.followers
    if age is not None and age <= 60 and oldest and account.created_at and account.created_at - oldest > timedelta(365):
        found.append(weigh("younger_than_brand", age))
    if account.followers is not None and reach and account.followers < reach / 100:
        found.append(weigh("few_followers", account.followers))
    plain_name = not look.poses
    if plain_name and age is not None and age > 365 and (account.followers or 0) >= 500:
        found.append(weigh("established", age))
    if account.verified and plain_name:
        found.append(weigh("verified", 1))
    return found


def grams_of(text: str | None) -> frozenset[str]:
    """The four-letter pieces of a text in lower case."""
    flat = " ".join((text or "")[:_LONGEST_BIO].casefold().split())
    return frozenset(flat[i : i + _GRAM] for i in range(len(flat) - _GRAM + 1))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared over all pieces, in [0, 1]."""
    return len(one & other) / len(one | other) if one or other else 0.0
