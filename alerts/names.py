"""What to call people and accounts in an alert: as they call themselves, made safe to read."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.quoting import quotable
from alerts.scene import Scene
from detectors.findings import FakeAccount, Threat
from detectors.model import Account

_NAMED = 8


def account_name(account: Account, limit: int = 40) -> str:
    """The display name, or the handle, or the id: the first that shows anything."""
    names = (quotable(name or "", limit, defang=True) for name in (account.name, account.handle, account.id))
    return next((name for name in names if name), "?")


def full_name(account: Account) -> str:
    """Name and handle: "Vlieg & Co Help (vliegenco-help.example)"."""
    name, handle = account_name(account, 50), quotable(account.handle or "", 60, defang=True)
    return f"{name} ({handle})" if handle and handle != name else name


def known_name(scene: Scene, account: str) -> str:
    """The name of an account by its id, the id where no more is known."""
    subject = scene.finding.subject
    if isinstance(subject, FakeAccount | Threat) and subject.account.id == account:
        return account_name(subject.account)
    return account_name(scene.look.account(scene.page.name, account) or _unknown(scene, account))


def customers_named(scene: Scene, customers: Sequence[str]) -> str:
    """Customers' names in order; beyond eight only how many more."""
    named = [known_name(scene, customer) for customer in customers[:_NAMED]]
    if len(customers) > _NAMED:
        named.append(scene.say.say("words.more", n=len(customers) - _NAMED))
    return scene.say.listed(named)


def _unknown(scene: Scene, account: str) -> Account:
    return Account(scene.page.name, account, scene.finding.at)
