"""What each signal of a fake account is worth: capped, explainable log-odds with written priors, a gate and levels.

The sum of capped weights is a Fellegi-Sunter match weight (a "scorecard"); the caps keep correlated cues of one kind
from being counted twice. The weights are written priors, not fits, so that an expert can read and dispute each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from types import MappingProxyType
from typing import Literal

from detectors.fakes.gate import LEADS, MOCKS, passes
from detectors.findings import Evidence, Variant

Group = Literal["identity", "claim", "reactions", "style", "graph", "timing", "lure", "relief", "verdict"]

INTERCEPT = -7.0
"""Log-odds of an account that replies on a page before anything is known of it: about one in a thousand."""

LIMITS: Mapping[Group, tuple[float, float]] = MappingProxyType(
    {
        "identity": (0.0, 6.0),
        "claim": (0.0, 3.5),
        "reactions": (0.0, 3.5),
        "style": (-1.0, 4.0),
        "graph": (-4.0, 3.0),
        "timing": (-0.5, 2.0),
        "lure": (0.0, 8.5),
        "relief": (-6.0, 0.0),
        "verdict": (-20.0, 20.0),
    }
)
"""Lowest and highest sum of a group."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of evidence: its prior weight (natural log-odds at full strength) and what its value counts."""

    name: str
    group: Group
    weight: float
    value: str
    meaning: str


SIGNALS: tuple[Signal, ...] = (
    # Identity: does it look like the brand?
    Signal("unknown_name", "identity", 0.0, "1", "its name is not known, so nothing is said of its looks"),
    Signal("same_name", "identity", 4.5, "similarity 0-1", "display name reads like the brand's own name"),
    Signal("same_handle", "identity", 3.4, "similarity 0-1", "handle reads like the brand's own handle"),
    Signal("near_name", "identity", 3.2, "similarity 0-1", "name or handle is a letter or two off the brand's"),
    Signal("brand_service_name", "identity", 3.2, "1", "name joins the brand and a word for service or help"),
    Signal("brand_in_name", "identity", 1.0, "1", "name holds the brand and something else"),
    Signal(
        "brand_initials", "identity", 2.2, "1", "name joins the initials or a piece of the brand and a service word"
    ),
    Signal("generic_service_name", "identity", 4.0, "1", "is called customer service, without any brand"),
    Signal("hidden_letters", "identity", 3.0, "letters", "look-alike, invisible or decorated letters hide in the name"),
    Signal("same_picture", "identity", 1.5, "bits apart", "profile picture is the brand's or a variant of it"),
    Signal("copied_bio", "identity", 2.0, "overlap 0-1", "profile text is copied from the brand's"),
    Signal("badge_in_name", "identity", 1.5, "1", "a tick or badge is drawn in the name"),
    Signal("says_official", "identity", 1.0, "1", "calls itself official in name or profile"),
    Signal("younger_than_brand", "identity", 0.9, "days old", "account is young, the brand's is old"),
    Signal("few_followers", "identity", 0.3, "followers", "has under a hundredth of the brand's followers"),
    Signal("renamed", "identity", 1.5, "renames", "took its brand-like name only after it was first seen"),
    # Claim: does it speak for the brand?
    Signal("service_role_in_name", "claim", 0.8, "1", "a word for service or help is part of the name"),
    Signal("works_for_brand", "claim", 2.0, "1", "says that it works for the brand or its service"),
    Signal("speaks_as_company", "claim", 1.5, "replies", "answers customers as 'we', the company"),
    Signal("gives_verdict", "claim", 1.5, "replies", "decides cases: tickets closed, requests refused"),
    Signal("answers_in_brand_name", "claim", 3.0, "replies", "answers customers under the brand's or a desk's name"),
    Signal("plays_service", "claim", 2.0, "replies", "serves customers as a company, in a tone that mocks or lures"),
    Signal("sign_off", "claim", 0.5, "replies", "signs like an agent or a team"),
    Signal("agent_sign_off", "claim", 0.8, "replies", "signs with a name or mark that the brand's agents use"),
    Signal("answers_complaints", "claim", 0.3, "replies", "answers complaining customers directly"),
    Signal("believed", "reactions", 0.5, "customers", "customers answer it as if it were the brand"),
    Signal("called_fake", "reactions", 1.5, "people", "people warn that it is fake"),
    Signal("called_fake_by_brand", "reactions", 3.5, "warnings", "the brand says that it is not theirs"),
    # Style: does it sound like it, or mock?
    Signal("brand_voice", "style", 0.5, "likeness 0-1", "writes like this brand's own answers"),
    Signal("off_voice", "style", 1.2, "likeness 0-1", "writes under the brand's name, not as its agents do"),
    Signal("mocks_customers", "style", 1.5, "replies", "polite frame with an insult, refusal or sarcasm inside"),
    Signal("mocking_tone", "style", 2.5, "replies", "has the tone of service answers that mock"),
    Signal("luring_tone", "style", 2.0, "replies", "has the tone of answers that lead customers away"),
    Signal("pressure_wording", "style", 0.4, "replies", "stiff or machine-translated wording of scams"),
    # Account graph: whom does it answer, who vouches for it?
    Signal("only_complainers", "graph", 2.0, "customers", "answers only customers of the brand, one after another"),
    Signal("same_text", "graph", 0.6, "customers", "sends nearly the same text to several customers"),
    Signal("shared_contact", "graph", 1.2, "accounts", "same number, link or handle as other suspects"),
    Signal("shared_with_fake", "graph", 3.0, "accounts", "same number, link or handle as a confirmed fake"),
    Signal("fake_elsewhere", "graph", 3.0, "pages", "the team confirmed it as fake on another page"),
    Signal("serves_several_brands", "graph", 2.0, "other brands", "answers as a service on pages of unrelated brands"),
    Signal("shared_text", "graph", 1.0, "accounts", "sends nearly the same texts as other suspects"),
    Signal("same_targets", "graph", 0.6, "customers", "answers the same customers as another suspect"),
    Signal("campaign", "graph", 0.0, "accounts", "seems to be one of several accounts of one campaign"),
    Signal("near_fakes", "graph", 1.0, "likeness 0-1", "confirmed fakes name or follow it"),
    Signal("vouched_for", "graph", -1.5, "likeness 0-1", "accounts that the brand vouches for vouch for it"),
    Signal(
        "not_followed_by_brand", "graph", 1.2, "accounts followed", "the brand shows whom it follows, and not this one"
    ),
    Signal("followed_by_brand", "graph", -4.0, "1", "an official account follows it"),
    Signal("named_by_brand", "graph", -3.0, "times", "an official account names or recommends it"),
    Signal("answered_by_brand", "graph", -1.0, "replies", "an official account answers it without warning"),
    # Timing: when does it answer?
    Signal(
        "outside_hours", "timing", 1.5, "share 0-1", "answers when the team is away, more than customers write then"
    ),
    Signal("old_posts", "timing", 0.7, "days, median", "answers posts that are long cold"),
    Signal("burst", "timing", 0.6, "replies in 10 min", "answers many customers within minutes"),
    Signal("new_here", "timing", 0.3, "days", "its first act on the page is such a reply"),
    # Lure: where does it lead customers?
    Signal("foreign_contact", "lure", 2.0, "replies", "gives a number, address or messenger that is not the brand's"),
    Signal("foreign_prefix", "lure", 0.8, "replies", "gives a number of another country"),
    Signal("hidden_number", "lure", 1.0, "replies", "writes a number so that filters miss it"),
    Signal("foreign_link", "lure", 1.0, "replies", "links to a site that is not the brand's"),
    Signal("look_alike_link", "lure", 2.0, "replies", "links to a site whose name imitates the brand"),
    Signal("asks_private", "lure", 0.6, "replies", "asks customers to write in private"),
    Signal("asks_secret", "lure", 3.6, "replies", "asks for cards, codes, identity numbers or log-ins"),
    Signal("money_bait", "lure", 0.9, "replies", "promises refunds or prizes, or asks a fee"),
    Signal(
        "pays_elsewhere", "lure", 2.0, "replies", "bears the brand's name and promises money in a place not the brand's"
    ),
    Signal("urgency", "lure", 0.3, "replies", "presses for haste"),
    Signal("fixer", "lure", 6.0, "replies", "sends customers to a third person who gets money back"),
    # Relief: what speaks for it?
    Signal("labelled_parody", "relief", -2.5, "1", "says in its name that it is parody, satire or fans"),
    Signal("parody_in_bio", "relief", -1.5, "1", "says in its profile that it is parody, satire or unofficial"),
    Signal("critic_name", "relief", -2.5, "1", "its name criticises the brand"),
    Signal("other_business", "relief", -3.0, "1", "carries its own, different name beside the brand or service word"),
    Signal("refers_to_brand", "relief", -2.5, "replies", "sends customers to the brand's own account or site"),
    Signal("addresses_brand", "relief", -2.5, "items", "writes to the brand or as its customer"),
    Signal(
        "personal_words", "relief", -1.5, "replies", "speaks for itself: private opinion, not employed there, press"
    ),
    Signal("established", "relief", -1.2, "days old", "an old account with reach and a steady name"),
    Signal("official_elsewhere", "relief", -4.0, "pages", "is another watched brand's own account"),
    Signal("plain_desk", "relief", -2.0, "replies", "answers as a desk would and leads nobody away from the brand"),
    Signal("verified", "relief", -0.8, "1", "verified by the platform"),
    # Verdicts of the team
    Signal("confirmed_fake", "verdict", 20.0, "1", "the team said that it is fake"),
    Signal("confirmed_legit", "verdict", -20.0, "1", "the team said that it is harmless"),
)

BY_NAME: Mapping[str, Signal] = MappingProxyType({signal.name: signal for signal in SIGNALS})


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of an account's evidence: capped log-odds per group, and what follows.

    `suspicion` is a probability in [0, 1]. `gate` says whether the account both looks or claims to be the brand and
    does something to customers; without it nothing is alerted however high the sum.
    """

    groups: Mapping[Group, float]
    log_odds: float
    suspicion: float
    gate: bool
    variant: Variant


def weigh(name: str, value: float, strength: float = 1.0, detail: str | None = None) -> Evidence:
    """Evidence of a signal at a strength in [0, 1] of its prior weight."""
    return Evidence(name, round(value, 4), round(BY_NAME[name].weight * strength, 4), detail)


def total(
    evidence: Sequence[Evidence], replies: int, shift: float = 0.0, calibration: tuple[float, float] = (1.0, 0.0)
) -> Score:
    """The score of an account with so many replies, each group within its limits.

    `shift` is the page's own; `calibration` scales and moves the log-odds before they become a probability.
    """
    signals = {piece.signal for piece in evidence}
    groups: dict[Group, float] = dict.fromkeys(LIMITS, 0.0)
    for piece in evidence:
        groups[BY_NAME[piece.signal].group] += piece.weight
    for group, (low, high) in LIMITS.items():
        groups[group] = min(high, max(low, groups[group]))
    log_odds = INTERCEPT + shift + sum(groups.values())
    gate = passes(groups, {piece.signal: piece for piece in evidence})
    suspicion = logistic(calibration[0] * log_odds + calibration[1])
    return Score(groups, log_odds, suspicion if gate else min(suspicion, 0.8), gate, variant_of(signals, replies))


def variant_of(signals: Collection[str], replies: int) -> Variant:
    """What it is after: a scam leads customers somewhere, a troll speaks for the brand and leads nowhere.

    Three replies that lead nowhere make a troll: scams that begin harmless come to the point by then.
    """
    if not LEADS.isdisjoint(signals):
        return "scam"
    return "troll" if replies >= 3 or not MOCKS.isdisjoint(signals) else "unclear"


def logistic(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + exp(-log_odds)) if log_odds >= 0 else exp(log_odds) / (1 + exp(log_odds))
