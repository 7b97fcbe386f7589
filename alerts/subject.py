"""The `subject` of an alert in the public format, for each kind of finding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alerts.quoting import without_secrets
from alerts.scene import Scene
from detectors.findings import BlindPage, FakeAccount, Storm, Threat


def subject_of(scene: Scene) -> dict[str, Any]:
    """Plain JSON in the public format's order of fields; times in the page's local time."""
    match scene.finding.subject:
        case Storm() as storm:
            return _storm(scene, storm)
        case FakeAccount() as fake:
            return _fake(scene, fake)
        case Threat() as threat:
            return {"item": threat.item.id, "account": threat.account.id, "category": threat.category}
        case BlindPage() as blind:
            return _blind(scene, blind)


def _storm(scene: Scene, storm: Storm) -> dict[str, Any]:
    share = storm.outside_hours_share
    return {
        "started_at": _time(scene, storm.started_at),
        **_ended(scene, storm.ended_at),
        "observed": round(storm.observed, 2),
        "expected": round(storm.expected, 2),
        "upper": round(storm.upper, 2),
        "window_minutes": storm.window_minutes,
        "topics": [
            {"label": topic.label, "share": round(topic.share, 3), "examples": list(topic.examples)}
            for topic in storm.topics
        ],
        "outside_hours_share": None if share is None else round(share, 3),
        "planned": storm.planned,
    }


def _fake(scene: Scene, fake: FakeAccount) -> dict[str, Any]:
    account = fake.account
    return {
        "account": {"id": account.id, "handle": account.handle, "name": account.name, "url": account.url},
        "variant": fake.variant,
        "replies": fake.replies,
        "customers": list(fake.customers),
        "items": list(fake.items),
        "first_reply_at": _time(scene, fake.first_reply_at),
    }


def _blind(scene: Scene, blind: BlindPage) -> dict[str, Any]:
    return {
        "since": _time(scene, blind.since),
        **_ended(scene, blind.ended_at),
        "missed_polls": blind.missed_polls,
        "error": None if blind.error is None else without_secrets(blind.error),
    }


def _ended(scene: Scene, ended_at: datetime | None) -> dict[str, str]:
    """`ended_at` stands in the closing alert only."""
    if scene.event != "closed":
        return {}
    return {"ended_at": _time(scene, ended_at or scene.finding.at)}


def _time(scene: Scene, at: datetime) -> str:
    return scene.local(at).isoformat(timespec="seconds")
