"""A case file as plain JSON, for other programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alerts.evidence import evidence_row, reasoned
from alerts.wording.phrases import Phrases
from detectors.findings import Case
from detectors.model import Account, Item
from watchdog.case_file import CaseFile, Customer, Words
from watchdog.output import rfc3339


def as_json(file: CaseFile, say: Phrases) -> dict[str, Any]:
    """All of it; times in UTC."""
    case = file.case
    return {
        "page": file.page.name,
        "brand": file.page.brand,
        "account": account_row(file.account),
        "looks": [account_row(look) for look in file.looks],
        "absences": [{"from": rfc3339(since), "until": _time(until)} for since, until in file.absences],
        "hunted_at": _time(file.hunted_at),
        "suspicion": None if case is None else round(case.suspicion, 6),
        "highest_suspicion": None if case is None else round(case.highest, 6),
        "variant": None if case is None else case.subject.variant,
        "alerted": case is not None and case.told,
        "evidence": None if case is None else case_row(case, say),
        "replies": [words_row(words) for words in file.replies],
        "customers": [customer_row(customer) for customer in file.customers],
        "verdicts": [{"at": rfc3339(v.seen_at), "verdict": v.verdict, "by": v.by} for v in file.verdicts],
        "related": [account_row(one) for one in file.related],
        "told": [{"id": told.id, "at": rfc3339(told.at), "title": told.title} for told in file.told],
    }


def account_row(account: Account) -> dict[str, Any]:
    """A profile with the time since which it is known so."""
    return {
        "id": account.id,
        "seen_at": rfc3339(account.seen_at),
        "handle": account.handle,
        "name": account.name,
        "bio": account.bio,
        "url": account.url,
        "created_at": _time(account.created_at),
        "followers": account.followers,
        "verified": account.verified,
    }


def case_row(case: Case, say: Phrases) -> dict[str, Any]:
    """The waterfall: prior, each group with its evidence, and the sum, in natural log-odds."""
    groups = [
        {
            "group": share.group,
            "summed": round(share.summed, 4),
            "counted": round(share.counted, 4),
            "evidence": [evidence_row(one) for one in reasoned(share.evidence, say)],
        }
        for share in case.shares
    ]
    return {"prior": round(case.prior, 4), "groups": groups, "log_odds": round(case.log_odds, 4), "gate": case.gate}


def words_row(words: Words) -> dict[str, Any]:
    """One thing that it wrote."""
    return {
        "item": words.item.id,
        "created_at": rfc3339(words.item.created_at),
        "seen_at": rfc3339(words.item.seen_at),
        "url": words.item.url,
        "text": words.item.text,
        "earlier_texts": [item.text for item in words.earlier],
        "gone_at": _time(words.gone_at),
        "to": words.customer.id if words.customer else None,
        "answers": words.asked.id if words.asked else words.item.reply_to,
    }


def customer_row(customer: Customer) -> dict[str, Any]:
    """Somebody whom it answered."""
    return {
        "account": customer.account.id,
        "name": customer.account.name or customer.account.handle,
        "first_answered_at": rfc3339(customer.first_at),
        "waiting": [_item_row(item) for item in customer.waiting],
    }


def _item_row(item: Item) -> dict[str, Any]:
    return {"item": item.id, "created_at": rfc3339(item.created_at), "url": item.url, "text": item.text}


def _time(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None
