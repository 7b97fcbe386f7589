"""Evidence in the team's language: one sentence with its number per signal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, tzinfo
from typing import Any

from alerts.model import Reasoned
from alerts.quoting import quotable, without_secrets
from alerts.wording.phrases import Phrases
from detectors.findings import Evidence, Suspicion

LONGEST_LOOK = 24.0  # months


def reasoned(evidence: Iterable[Evidence], say: Phrases) -> tuple[Reasoned, ...]:
    """Each piece of evidence with its sentence; a signal without one is named as it is."""
    return tuple(Reasoned(e.signal, round(e.value, 4), round(e.weight, 4), sentence(e, say)) for e in evidence)


def sentence(evidence: Evidence, say: Phrases) -> str:
    """The sentence for one piece of evidence, with its detail quoted behind it."""
    text = _rarity(evidence.value, say) if evidence.signal == "rarity" else _plain(evidence, say)
    detail = quotable(without_secrets(evidence.detail or ""), 80, defang=True)
    return f"{text}: {say.quote(detail)}" if detail else text


def _plain(evidence: Evidence, say: Phrases) -> str:
    key = f"evidence.{evidence.signal}"
    if not say.has(key):
        signal = quotable(evidence.signal.replace("_", " "), 60)
        return say.say("evidence.unknown_signal", n=evidence.value, signal=signal)
    return say.say(key, n=evidence.value, share=say.percent(min(1.0, max(0.0, evidence.value))))


def _rarity(value: float, say: Phrases) -> str:
    """How often ordinary days bring this, for a value in powers of ten of a month; nobody looks further back."""
    if value < 0:
        return say.say("evidence.rarity_common", n=round(10 ** min(2.0, -value)))
    months = min(LONGEST_LOOK, 10 ** min(3.0, value))
    period = say.count("years", round(months / 12)) if months >= 24 else say.count("months", round(months))
    return say.say("evidence.rarity", period=period)


def accounts_row(suspicion: Suspicion, say: Phrases, zone: tzinfo = UTC) -> dict[str, Any]:
    """A line of the accounts file, in the public format's order of fields; times in `zone`."""
    first = suspicion.first_alert_at
    return {
        "page": suspicion.page,
        "account": suspicion.account,
        "suspicion": round(suspicion.suspicion, 6),
        "variant": suspicion.variant,
        "first_alert_at": first.astimezone(zone).isoformat(timespec="seconds") if first else None,
        "replies": suspicion.replies,
        "evidence": [evidence_row(e) for e in reasoned(suspicion.evidence, say)],
    }


def evidence_row(evidence: Reasoned) -> dict[str, Any]:
    """A piece of evidence in the public format's order of fields."""
    return {"signal": evidence.signal, "value": evidence.value, "weight": evidence.weight, "text": evidence.text}
