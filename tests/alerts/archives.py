"""What was stored of one evening on a page, for composing alerts in tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from config.opening_hours import OpeningHours
from config.schema import Page
from detectors.model import Account, Item
from tests.alerts.findings import NIGHT, PAGE, comment

HOURS = OpeningHours("Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00; PH off", "Europe/Amsterdam", "NL")
VLIEG = Page(name=PAGE, brand="Vlieg & Co", platform="bluesky", opening_hours=HOURS.text, timezone="Europe/Amsterdam")


@dataclass
class Evening:
    items: dict[str, Item] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def item(self, page: str, id_: str, /) -> Item | None:
        return self.items.get(id_) if page == PAGE else None

    def account(self, page: str, id_: str, /) -> Account | None:
        return self.accounts.get(id_) if page == PAGE else None

    def answered(self, page: str, id_: str, /) -> bool:
        return page == PAGE and id_ in self.done


def an_evening() -> Evening:
    items = [
        comment(
            "p1", "Zomer in Lissabon: boek nu je stoel vanaf € 49.", "did:plc:vlieg", 300, root=None, reply_to=None
        ),
        comment("p2", "Onze app is vernieuwd!", "did:plc:vlieg", 200, root=None),
        comment("c1", "Waarom is er twee keer € 189 afgeschreven? Ik wil mijn geld terug!", "did:plc:anna", 60),
        comment("c2", "Hier ook dubbel betaald.\nNiemand neemt op 😡", "did:plc:bo", 50),
        comment("c3", "Zelfde verhaal, twee afschrijvingen en geen bevestiging.", "did:plc:cem", 40),
        comment("c4", "App geeft alleen een foutmelding.", "did:plc:dee", 35),
        comment("f1", "Beste Anna, wij lossen dit op. App ons op +44 7700 900123", "did:plc:fake", 40, reply_to="c1"),
        comment("f2", "Beste Bo, klik hier: https://vliegenco-refund.example/claim", "did:plc:fake", 30, reply_to="c2"),
        comment("f3", "@cem vul je kaartnummer in op vliegenco-refund.example", "did:plc:fake", 20, reply_to="c3"),
    ]
    names = {"anna": "Anna de Wit", "bo": "Bo", "cem": "Cem Y.", "dee": "dee_85", "vlieg": "Vlieg & Co"}
    accounts = [
        Account(PAGE, f"did:plc:{key}", NIGHT, handle=f"{key}.example", name=name) for key, name in names.items()
    ]
    return Evening({i.id: i for i in items}, {a.id: a for a in accounts}, {"c4"})
