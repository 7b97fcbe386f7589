"""The few words in the pictures, in the six languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.schema import Language


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `summary` takes count, minutes, expected, upper and people; `days` begin on Monday."""

    comma: str
    days: tuple[str, ...]
    complaints: str
    above: str
    expected: str
    normal: str
    unobserved: str
    closed: str
    forecast: str
    start: str
    now: str
    end: str
    per_hour: str
    per_minutes: str
    summary: str
    poses: str
    suspicion: str
    official: str
    unanswered: str
    answered: str
    operators: str
    replied: str
    warned: str
    shared: str
    more: str


_WORDS: dict[Language, Words] = {
    "nl": Words(
        comma=",",
        days=("ma", "di", "wo", "do", "vr", "za", "zo"),
        complaints="klachten",
        above="meer dan normaal",
        expected="verwacht",
        normal="nog normaal",
        unobserved="niet (helemaal) gezien",
        closed="team gesloten",
        forecast="vooruitzicht",
        start="begin",
        now="nu",
        end="einde",
        per_hour="klachten per uur",
        per_minutes="klachten per {minutes} minuten",
        summary="{count} klachten in {minutes} minuten · verwacht {expected}, normaal tot {upper} · {people} mensen",
        poses="Doet zich voor als klantenservice",
        suspicion="verdenking {percent} %",
        official="Officieel account",
        unanswered="Klant, nog niet door ons beantwoord",
        answered="Klant, door ons beantwoord",
        operators="Vermoedelijk dezelfde hand",
        replied="antwoordt",
        warned="waarschuwt",
        shared="gedeeld contact",
        more="en nog {count}",
    ),
    "sv": Words(
        comma=",",
        days=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
        complaints="klagomål",
        above="mer än normalt",
        expected="förväntat",
        normal="ännu normalt",
        unobserved="inte (helt) sett",
        closed="teamet stängt",
        forecast="prognos",
        start="start",
        now="nu",
        end="slut",
        per_hour="klagomål per timme",
        per_minutes="klagomål per {minutes} minuter",
        summary="{count} klagomål på {minutes} minuter · väntat {expected}, normalt till {upper} · {people} personer",
        poses="Utger sig för att vara kundtjänst",
        suspicion="misstanke {percent} %",
        official="Officiellt konto",
        unanswered="Kund, ännu inte besvarad av oss",
        answered="Kund, besvarad av oss",
        operators="Troligen samma person bakom",
        replied="svarar",
        warned="varnar",
        shared="gemensam kontakt",
        more="och {count} till",
    ),
    "da": Words(
        comma=",",
        days=("man", "tir", "ons", "tor", "fre", "lør", "søn"),
        complaints="klager",
        above="mere end normalt",
        expected="forventet",
        normal="stadig normalt",
        unobserved="ikke (helt) set",
        closed="teamet lukket",
        forecast="prognose",
        start="start",
        now="nu",
        end="slut",
        per_hour="klager pr. time",
        per_minutes="klager pr. {minutes} minutter",
        summary="{count} klager på {minutes} minutter · ventet {expected}, normalt op til {upper} · {people} personer",
        poses="Udgiver sig for at være kundeservice",
        suspicion="mistanke {percent} %",
        official="Officiel konto",
        unanswered="Kunde, endnu ikke besvaret af os",
        answered="Kunde, besvaret af os",
        operators="Formentlig samme person bag",
        replied="svarer",
        warned="advarer",
        shared="fælles kontakt",
        more="og {count} til",
    ),
    "no": Words(
        comma=",",
        days=("man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn."),
        complaints="klager",
        above="mer enn normalt",
        expected="forventet",
        normal="fortsatt normalt",
        unobserved="ikke (helt) sett",
        closed="teamet stengt",
        forecast="prognose",
        start="start",
        now="nå",
        end="slutt",
        per_hour="klager per time",
        per_minutes="klager per {minutes} minutter",
        summary="{count} klager på {minutes} minutter · ventet {expected}, normalt opptil {upper} · {people} personer",
        poses="Utgir seg for å være kundeservice",
        suspicion="mistanke {percent} %",
        official="Offisiell konto",
        unanswered="Kunde, ennå ikke besvart av oss",
        answered="Kunde, besvart av oss",
        operators="Trolig samme person bak",
        replied="svarer",
        warned="advarer",
        shared="felles kontakt",
        more="og {count} til",
    ),
    "en": Words(
        comma=".",
        days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        complaints="complaints",
        above="more than normal",
        expected="expected",
        normal="still normal",
        unobserved="not (fully) seen",
        closed="team closed",
        forecast="forecast",
        start="start",
        now="now",
        end="end",
        per_hour="complaints per hour",
        per_minutes="complaints per {minutes} minutes",
        summary="{count} complaints in {minutes} minutes · expected {expected}, normal up to {upper} · {people} people",
        poses="Poses as customer service",
        suspicion="suspicion {percent}%",
        official="Official account",
        unanswered="Customer, not yet answered by us",
        answered="Customer, answered by us",
        operators="Probably the same hand",
        replied="replies",
        warned="warns",
        shared="shared contact",
        more="and {count} more",
    ),
    "de": Words(
        comma=",",
        days=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
        complaints="Beschwerden",
        above="mehr als normal",
        expected="erwartet",
        normal="noch normal",
        unobserved="nicht (ganz) gesehen",
        closed="Team geschlossen",
        forecast="Prognose",
        start="Beginn",
        now="jetzt",
        end="Ende",
        per_hour="Beschwerden pro Stunde",
        per_minutes="Beschwerden pro {minutes} Minuten",
        summary="{count} Beschwerden in {minutes} Min. · erwartet {expected}, normal bis {upper} · {people} Personen",
        poses="Gibt sich als Kundenservice aus",
        suspicion="Verdacht {percent} %",
        official="Offizielles Konto",
        unanswered="Kunde, von uns noch nicht beantwortet",
        answered="Kunde, von uns beantwortet",
        operators="Vermutlich dieselbe Hand",
        replied="antwortet",
        warned="warnt",
        shared="gemeinsamer Kontakt",
        more="und {count} weitere",
    ),
}


def words_in(language: Language) -> Words:
    """The words of one language."""
    return _WORDS[language]


def number(value: float, words: Words) -> str:
    """A count as a reader wants it: whole from ten on, else with one decimal where it has one."""
    text = f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
    return text.replace(".", words.comma)
