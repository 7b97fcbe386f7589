"""Findings to tell of: one plausible evening, so that a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from detectors.findings import (
    BlindPage,
    Evidence,
    FakeAccount,
    Finding,
    Hour,
    Kind,
    Severity,
    Storm,
    Subject,
    Threat,
    Topic,
)
from detectors.model import Account, Item

PAGE = "vlieg-bluesky"
NIGHT = datetime(2026, 7, 25, 21, 10, tzinfo=UTC)  # Saturday 23:10 in Amsterdam


def finding(kind: Kind, subject: Subject, **changes: object) -> Finding:
    first = Finding(
        kind=kind,
        page=PAGE,
        key="1",
        at=NIGHT,
        severity=Severity.WARNING,
        confidence=0.97,
        subject=subject,
        evidence=(),
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def hours(start: datetime, counts: list[float | None], expected: float = 30.0, **more: float) -> tuple[Hour, ...]:
    return tuple(
        Hour(start + timedelta(hours=n), 60, count, expected, expected * 1.8, **more) for n, count in enumerate(counts)
    )


def forecast(start: datetime, counts: list[float]) -> tuple[Hour, ...]:
    return tuple(
        Hour(start + timedelta(hours=n), 60, None, count, 54.0, low=count * 0.6, high=count * 1.4)
        for n, count in enumerate(counts)
    )


def storm(**changes: object) -> Storm:
    """Since 21:05 local; the team left at 18:00, as on every Saturday."""
    start = NIGHT - timedelta(hours=2, minutes=5)
    first = Storm(
        started_at=start,
        ended_at=None,
        observed=312,
        expected=41.3,
        upper=77,
        window_minutes=60,
        score=0.98,
        excess=412.4,
        people=201,
        topics=(Topic("dubbele afschrijving", 0.58, ("c1", "c2", "c3")), Topic("app werkt niet", 0.21, ("c4",))),
        posts=(("p1", 143), ("p2", 60)),
        outside_hours_share=1.0,
        planned=None,
        exceeds_plan=False,
        hours=hours(NIGHT - timedelta(hours=2, minutes=10), [180, 310]),
        forecast=forecast(NIGHT, [240, 150, 80, 40, 32, 30]),
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def storm_finding(**changes: object) -> Finding:
    subject = changes.pop("subject", storm())
    evidence = (
        Evidence("times_usual", 7.55),
        Evidence("excess", 412.4),
        Evidence("people", 201.0),
        Evidence("rarity", 2.3, 5.3),
        Evidence("topic", 0.58, 0.0, "dubbele afschrijving"),
    )
    return finding(Kind.STORM, subject, **{"evidence": evidence} | changes)  # type: ignore[arg-type]


def account(**changes: object) -> Account:
    first = Account(
        PAGE, "did:plc:fake", NIGHT, handle="vliegenco-help.example", name="Vlieg & Co Klantenservice",
        url="https://social.example/profile/vliegenco-help.example",
    )  # fmt: skip
    return replace(first, **changes)  # type: ignore[arg-type]


def fake(**changes: object) -> FakeAccount:
    first = FakeAccount(
        account=account(),
        variant="scam",
        suspicion=0.98,
        replies=3,
        customers=("did:plc:anna", "did:plc:bo"),
        items=("f1", "f2", "f3"),
        first_reply_at=NIGHT - timedelta(minutes=40),
        unanswered=("c1", "c2"),
        operators=(),
        graph=(),
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def fake_finding(**changes: object) -> Finding:
    subject = changes.pop("subject", fake())
    evidence = (
        Evidence("brand_service_name", 1.0, 2.6, "Vlieg & Co Klantenservice"),
        Evidence("foreign_contact", 2.0, 2.0, "+44 7700 900123"),
        Evidence("outside_hours", 1.0, 0.8),
    )
    return finding(Kind.FAKE_ACCOUNT, subject, **{"evidence": evidence} | changes)  # type: ignore[arg-type]


def comment(id: str, text: str, author: str = "did:plc:anna", minutes: int = 30, **changes: object) -> Item:
    at = NIGHT - timedelta(minutes=minutes)
    url = f"https://social.example/post/{id}"
    return replace(Item(PAGE, id, author, at, at, text, root="p1", reply_to="p1", url=url), **changes)  # type: ignore[arg-type]


def threat_finding(category: str = "violence", **changes: object) -> Finding:
    item = comment("t1", "Ik weet waar jullie werken, morgen sta ik bij de balie met een mes.", "did:plc:boos")
    subject = Threat(item, Account(PAGE, "did:plc:boos", NIGHT, handle="boos.example", name="Boze Klant"), category)
    evidence = (Evidence("threat_words", 0.93, 0.0, "met een mes"),)
    changes = {"severity": Severity.CRITICAL, "evidence": evidence} | changes
    return finding(Kind.THREAT, subject, **changes)


def blind_finding(**changes: object) -> Finding:
    subject = changes.pop("subject", BlindPage(NIGHT - timedelta(minutes=6), None, 6, "HTTP 401: token has expired"))
    evidence = (Evidence("missed_polls", 6.0, 0.0, subject.error),)  # type: ignore[attr-defined]
    return finding(Kind.BLIND_PAGE, subject, **{"confidence": 0.99, "evidence": evidence} | changes)  # type: ignore[arg-type]
