"""Whether an account may be alerted at all, however much is suspected: it must pose or serve, and do harm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detectors.findings import Evidence

LEADS = frozenset(
    ("foreign_contact", "hidden_number", "foreign_link", "look_alike_link", "asks_private", "asks_secret", "fixer")
)
"""Evidence that an account leads customers away."""

MOCKS = frozenset(("mocks_customers", "gives_verdict"))
"""Evidence that it plays the brand with its customers."""

HARMS = frozenset((*LEADS - {"asks_private"}, *MOCKS))
"""What a reply shows that harms customers or mocks them."""

_NAMED = frozenset(
    (
        *("same_name", "same_handle", "near_name", "brand_service_name", "brand_in_name", "brand_initials"),
        "generic_service_name",
    )
)
_TELLING = _NAMED - {"brand_in_name", "brand_initials"}
_DISGUISED = frozenset(("same_name", "hidden_letters", "near_name", "called_fake_by_brand"))
_VOICE = frozenset(("speaks_as_company", "gives_verdict", "works_for_brand"))
_CONDUCT = frozenset(("only_complainers", "plays_service"))
_TONES = ("mocking_tone", "luring_tone")
_AGAIN = 3
_TWICE = 2
_CLEAR = 1.0
_MUCH = 3.5
_LIKE = 2.0


def passes(groups: Mapping[Any, float], evidence: Mapping[str, Evidence]) -> bool:
    """Whether it looks like the brand or serves like it, and besides speaks for it, lures or mocks.

    The likeness must lie in the name: a picture or a profile text alone is what dealers and fans have too. A "fixer"
    needs no likeness: it speaks as a fellow customer who was helped. Of an account that was never seen but for its
    words, the words must do. `groups` are the capped sums, `evidence` the pieces by signal.
    """
    if groups["verdict"] > 0 or "fixer" in evidence:
        return True
    if _sends_to_brand(evidence):
        return False
    return _serves(groups, evidence) or _poses(groups, evidence)


def _sends_to_brand(evidence: Mapping[str, Evidence]) -> bool:
    """Whether it speaks of the brand as of somebody else, and neither hides, harms nor mocks."""
    referred = _value(evidence, "refers_to_brand")
    harmless = evidence.keys().isdisjoint(HARMS | _DISGUISED)
    return harmless and (referred >= _TWICE or (referred > 0 and _sound(evidence) < _CLEAR))


def _serves(groups: Mapping[Any, float], evidence: Mapping[str, Evidence]) -> bool:
    """Whether it answers customers as a company and harms them again and again, whatever it is called.

    What customers say of an account never opens the gate alone, for anybody can call anybody a fake.
    """
    if "other_business" in evidence or _VOICE.isdisjoint(evidence):
        return False
    secrets, mocks = _value(evidence, "asks_secret"), _value(evidence, "mocks_customers")
    if groups["claim"] >= 2.0 and max(secrets, mocks) >= _AGAIN:
        return True
    if evidence.keys().isdisjoint(_CONDUCT) or "personal_words" in evidence:
        return False
    sounds = _sound(evidence)
    warned = "called_fake" in evidence and (groups["lure"] >= 2.0 or groups["style"] >= 1.0)
    lures = secrets >= _TWICE or groups["lure"] + sounds >= _MUCH
    return warned or lures or sounds >= _CLEAR


def _poses(groups: Mapping[Any, float], evidence: Mapping[str, Evidence]) -> bool:
    """Whether its name is the brand's or a desk's, and it claims, lures or mocks besides."""
    likeness, lure = groups["identity"], groups["lure"]
    if "unknown_name" in evidence:
        return groups["claim"] >= 1.5 and lure >= 3.0
    named = not _NAMED.isdisjoint(evidence)
    if named and likeness >= 0.8 and "called_fake_by_brand" in evidence:
        return True
    if "other_business" in evidence:
        return False
    if "fake_elsewhere" in evidence and max(groups["claim"], lure) >= 1.5:
        return True
    if _is_tame(evidence):
        return False
    poses = named and (likeness >= _LIKE or (likeness >= 0.8 and max(groups["claim"], lure) >= 1.5))
    return poses and (groups["claim"] >= 0.8 or lure >= 1.5 or groups["style"] >= 1.5)


def _is_tame(evidence: Mapping[str, Evidence]) -> bool:
    """Whether its name only holds the brand's, or its answers are plain and claim nothing, and it does no harm.

    Employees, dealers and users who help each other are found so.
    """
    if not evidence.keys().isdisjoint(HARMS) or _sound(evidence) >= _CLEAR:
        return False
    plain = "plain_desk" in evidence and _VOICE.isdisjoint(evidence)
    return plain or _TELLING.isdisjoint(evidence)


def _sound(evidence: Mapping[str, Evidence]) -> float:
    """How clear the tone is; who asks customers to write privately wants to be taken seriously, and does not mock."""
    tones = _TONES[1:] if "asks_private" in evidence else _TONES
    return max(evidence[tone].weight if tone in evidence else 0.0 for tone in tones)


def _value(evidence: Mapping[str, Evidence], signal: str) -> float:
    return evidence[signal].value if signal in evidence else 0.0
