"""The evidence as JSON: everything that the notice says, for programs."""

from __future__ import annotations

from typing import Any

from alerts.evidence import evidence_row, reasoned
from detectors.model import Account, Item
from watchdog.case_file import Words
from watchdog.evidence.dossier import Dossier, digest_of
from watchdog.output import rfc3339


def record_of(dossier: Dossier) -> dict[str, Any]:
    """Plain JSON; times in UTC. Customers by numbers unless they may be named."""
    file, case = dossier.file, dossier.case
    return {
        "format": "page-watchdog-evidence-1",
        "program": f"page-watchdog {dossier.version}",
        "as_of": rfc3339(dossier.as_of),
        "sent": False,
        "basis": "Regulation (EU) 2022/2065, Article 16(2)",
        "notifier": {"name": dossier.settings.notifier_name, "email": dossier.settings.notifier_email},
        "good_faith": {"statement": dossier.t("faith"), "confirmed_by": None},
        "platform": file.page.platform,
        "page": file.page.name,
        "brand": file.page.brand,
        "official_accounts": [{"id": one.id, "handle": one.handle, "name": one.name} for one in file.official],
        "account": {"id": file.account.id, "url": file.account.url},
        "looks": [_look(look) for look in file.looks],
        "absences": [[rfc3339(since), rfc3339(until) if until else None] for since, until in file.absences],
        "hunted_at": rfc3339(file.hunted_at) if file.hunted_at else None,
        "variant": case.subject.variant,
        "suspicion": round(case.suspicion, 6),
        "log_odds": round(case.log_odds, 4),
        "prior": round(case.prior, 4),
        "evidence": [_group(dossier, share.group) for share in case.shares],
        "items": [_item(dossier, words) for words in file.replies],
        "customers": {
            "count": len(file.customers),
            "not_answered_by_brand": sum(bool(one.waiting) for one in file.customers),
            "accounts": [
                {"customer": dossier.pseudonyms.name(one.account), "first_answered_at": rfc3339(one.first_at)}
                for one in file.customers
            ],
        },
        "related": [{"id": one.id, "handle": one.handle, "name": one.name} for one in file.related],
        "told_at": [rfc3339(told.at) for told in file.told],
        "verdicts": [{"at": rfc3339(one.seen_at), "verdict": one.verdict} for one in file.verdicts],
        "failed_polls": dossier.failed_polls,
    }


def _look(look: Account) -> dict[str, Any]:
    return {
        "since": rfc3339(look.seen_at),
        "name": look.name,
        "handle": look.handle,
        "bio": look.bio,
        "avatar": look.avatar,
        "created_at": rfc3339(look.created_at) if look.created_at else None,
        "followers": look.followers,
        "following": look.following,
        "posts": look.posts,
        "verified": look.verified,
    }


def _group(dossier: Dossier, group: str) -> dict[str, Any]:
    share = next(one for one in dossier.case.shares if one.group == group)
    rows = [evidence_row(one) for one in reasoned(share.evidence, dossier.say)]
    return {
        "group": group,
        "summed": round(share.summed, 4),
        "counted": round(share.counted, 4),
        "evidence": [row | {"text": dossier.pseudonyms.text(row["text"])} for row in rows],
    }


def _item(dossier: Dossier, words: Words) -> dict[str, Any]:
    return {
        "id": words.item.id,
        "url": words.item.url,
        "created_at": rfc3339(words.item.created_at),
        "answers": dossier.pseudonyms.name(words.customer) if words.customer else None,
        "gone_at": rfc3339(words.gone_at) if words.gone_at else None,
        "texts": [_text(dossier, item) for item in (*words.earlier, words.item)],
    }


def _text(dossier: Dossier, item: Item) -> dict[str, Any]:
    return {
        "seen_at": rfc3339(item.seen_at),
        "sha256": digest_of(item),
        "text": dossier.pseudonyms.text(item.text),
        "names_replaced": dossier.pseudonyms.text(item.text) != item.text,
    }
