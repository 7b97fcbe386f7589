"""Words for moments (yesterday evening, Monday, March, noon), by language: said in every storm, the topic of none."""

from __future__ import annotations

from itertools import product

_PARTS = {
    "nl": "ochtend ochtends voormiddag middag middags namiddag avond avonds nacht nachts morgen morgens",
    "sv": "morgon morgonen morse förmiddag förmiddags förmiddagen eftermiddag eftermiddags eftermiddagen kväll "
    "kvällen kvällar natt natten nattens lunch",
    "da": "morgen morgenen morges formiddag formiddags formiddagen eftermiddag eftermiddags eftermiddagen aften "
    "aftenen aftes nat natten",
    "no": "morgen morgenen morges formiddag formiddagen ettermiddag ettermiddagen kveld kvelden natt natten aften",
    "en": "morning mornings noon midday afternoon afternoons evening evenings night nights midnight overnight",
    "de": "morgen morgens früh vormittag vormittags mittag mittags nachmittag nachmittags abend abends nacht nachts",
}
_WEEKDAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "no": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
}
_ENDINGS = {
    "nl": " s en",
    "sv": " en s ens ar arna",
    "da": " en s ens e ene",
    "no": " en s ens er ene",
    "en": " s",
    "de": " s e en",
}
# What stands before a part of the day in one word: gister-avond, Monday's evening as måndag-s-kväll.
_BEFORE = {"nl": "van gister gisteren eergister eergisteren morgen", "de": "gestern vorgestern heute"}
_LINKS = {"nl": ("",), "sv": ("s",), "da": ("", "s"), "no": ("", "s"), "en": (), "de": ("",)}
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "january february march april june july august september october november december",
    "de": "januar jänner februar märz april mai juni juli august september oktober november dezember",
}
_OTHERS = {
    "nl": "gister gisteren eergisteren vandaag vannacht vanavond vanmiddag vanmorgen vanochtend overmorgen straks "
    "daarnet zojuist weekend weekeinde eergister middernacht kwartier halfuur seconde seconden vorig komende "
    "tegenwoordig vroeger eerder",
    "sv": "igår ikväll idag imorgon imorse inatt förrgår övermorgon nyss helg helgen midnatt kvart "
    "halvtimme halvtimmen sekund sekunder kvällens dagens morgonens nyligen tidigare",
    "da": "igår iaftes idag imorgen imorges inat iaften forgårs overmorgen nyligt weekend weekenden "
    "midnat kvarter halvtime sekund sekunder dagens aftenens tidligere gårsdagens",
    "no": "igår ikveld idag imorgen imorges inatt forgårs overmorgen nettopp helg helga helgen midnatt "
    "kvarter halvtime halvtimen sekund sekunder dagens kveldens tidligere gårsdagens",
    "en": "yesterday today tonight tomorrow earlier lately weekend weekends lunchtime dinnertime bedtime "
    "teatime quarter o'clock second seconds previous recently",
    "de": "gestern heute vorgestern übermorgen vorhin soeben früh früher neulich wochenende mitternacht "
    "viertelstunde halbe sekunde sekunden heutige heutigen gestrige gestrigen letztens uhr",
}  # fmt: skip


def _moments(language: str) -> frozenset[str]:
    parts, days = _PARTS[language].split(), _WEEKDAYS[language].split()
    inflected = [day + ending for day, ending in product(days, _ENDINGS[language].split(" "))]
    joined = [before + part for before, part in product(_BEFORE.get(language, "").split(), parts)]
    linked = [day + link + part for day, link, part in product(days, _LINKS[language], parts)]
    return frozenset((*parts, *inflected, *joined, *linked, *_MONTHS[language].split(), *_OTHERS[language].split()))


MOMENTS = {language: _moments(language) for language in _PARTS}
