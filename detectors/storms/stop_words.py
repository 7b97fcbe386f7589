"""Words that never name a topic, by language."""

from __future__ import annotations

from detectors.storms.moments import MOMENTS

_TEXT = {
    "nl": """
        aan aangezien al alle alleen alles als altijd ander andere beetje ben bent bij binnen daar dacht dan dat
        de denk denkt deze die dit doe doen door dus echt echte een eens elk elke en er erg ermee ervan even ga
        gaan gaat ge geen geweest gewoon goed haar had hadden heb hebben hebt heeft heel helaas hele hem hen het
        hier hierop hij hoe hoelang hoor hun iemand iets ik in ineens is ja je jij jou jouw jullie kan keer kon
        kreeg krijg krijgt kunnen kunt laat lijkt maar mag maken me mee meer meest men met mij mijn moest moet
        moeten na naar net niemand niet niets niks nodig nog nooit nu of om omdat onder ons onze ook op over paar
        pas per sinds snap staat steeds stond te tegen ter tijd toch toe toevallig tot u uit uw van vandaag veel
        vind volgens voor vooral waar waarom wanneer want waren was wat we weer weet weg wel werd weten wie wij
        wil word worden wordt zal ze zeer zei zelf zich zie ziet zij zijn zo zonder zou zouden""",
    "sv": """
        alla allt alltid andra att av bara behöver bli blir blivit bra bättre de dem den denna deras dess det
        detta dig din dina dit ditt du där då efter ej eller en er era ert ett finns fler flera folk fram från få
        får fått för före ge genom ger gjort gå gång gånger går gör göra ha hade han har hela helt henne hennes
        hon honom hur här i idag igen in inga ingen inget innan inte ja jag ju kan kanske kom kommer kunde lite
        man med mellan men mer mest mig min mina mitt mot mycket måste ni nog nu när någon något några nån och ock
        också om oss på redan rätt sa samma sedan sen ser sig sin sina sitt ska skall skulle som står säger sätt
        så ta tar till tills tror två tycker under upp ur ut utan vad var vara varför vem verkligen vet vi vid
        vilka vilken vill väl vår våra vårt än ännu är även över""",
    "da": """
        ad aldrig alle alligevel alt altid anden at bare blev blive bliver burde både da de dem den denne der
        deres derfor det dette dig din dine dit du efter eller en end endnu er et for fra få fået får før gang
        gange ganske ger gjort god godt går gør gøre ham han har havde hele helt hende her hos hun hvad hvem hver
        hvis hvor hvordan hvorfor i igen igennem ikke ind ingen intet ja jeg jer jeres jo kan kom kommer kun kunne
        lad lidt lige man mange med meget mellem men mens mere mest mig min mine mit mod må måske nej nogen noget
        nogle nu når og også om op os over på sagde samme selv ser siden sig siger sin sine sit skal skulle som
        stadig står så sådan tager til tilbage to tror ud uden under var ved vel vi vil ville vor vores være været""",
    "no": """
        aldri alle alltid alt andre at av bare ble bli blir blitt bra både da de deg dem den denne der dere deres
        det dette din dine ditt du eller en er et ett etter for fordi fra få får fått før gang ganger ganske gjort
        gjør gjøre god godt gå går ha hadde han har hele helt henne her hos hun hva hvem hver hvis hvor hvordan
        hvorfor i igjen ikke ingen inn ja jeg kan kanskje kom kommer kun kunne litt man mange med meg meget mellom
        men mens mer mest min mine mitt mot mye må måtte nei noe noen nok nå når og også om opp oss over på samme
        seg selv ser si siden sier sin sine sitt skal skulle slik som står så til tilbake to tror under ut uten
        var ved veldig vet vi vil ville vår våre være vært""",
    "en": """
        about after again all also always am an and another any anyone are aren as at back be because been before
        being both but by can can't cannot come could couldn did didn didn't do does doesn doesn't doing don don't
        done down each even ever every few for from get gets getting give go going gone good got had has hasn have
        haven haven't having he her here him his how i i'm i've if in into is isn isn't it it's its just keep know
        last let like long look made make many may maybe me more most much must my need never new no nor not
        nothing now of off ok on one only or other our out over own people please put really same say saying says
        see seems she should since so some still such take than thank thanks that that's the their them then there
        these they thing think thinks this those though through till time times to today told too try trying two
        under until up us use used very want was wasn way we well went were what when where which while who why
        will with won won't would yes yet you you're your yours""",
    "de": """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bald bei beim bekommen bin
        bis bist bitte da dabei dafür damit danach dann daran darauf darf das dass davon dazu dein deine dem den
        denn der deren des deshalb die dies diese diesem diesen dieser dieses doch dort du durch eben ein eine
        einem einen einer eines einfach er es etwas euch euer eure für ganz gar gegen geht gerade gibt glaube gut
        gute hab habe haben hat hatte hier hin hätte ich ihm ihn ihr ihre ihren im immer in ins ist ja jede jeden
        jeder jetzt kann kein keine keinen kommt können könnte lange leider läuft mal man mehr mein meine meinem
        meinen meiner mich mir mit muss müssen nach nicht nichts nie niemand noch nochmal nun nur ob oder ohne
        sagt schon sehe sehr sein seine seit selbst sich sie sieht sind so soll sollte sondern sonst steht um und
        uns unser unsere unter viel vielleicht vom von vor wann war waren warum was weg weil weiter weiß welche
        wenn wer werden wie wieder will wir wird wo wohl wollen wurde würde zu zum zur zwei über""",
}
# How long, how much and how angry: said in every storm, and the subject of none.
_TEMPER = {
    "nl": """
        absurd afgelopen avond bedankt belachelijk dag dagen diep eerste euro geld gezeik half jaar jaren klant klanten
        klantenservice kwart lekker maand maanden middag minuten morgen nacht ochtend ongelofelijk ongelooflijk prima
        schandalig schandalige schandelijk serieus service slecht slechte slechtste super triest tweede uren uur uurtje
        vanavond vanmiddag vanmorgen verschrikkelijk vorige waardeloos waardeloze week weken zeker zielig""",
    "sv": """
        absurt andra bedrövligt bästa dag dagar dagen dålig dåligt eftermiddag fruktansvärt förra första hemskt igår
        ikväll imorgon kass katastrof katastrofalt klockan kronor kund kunder kundservice kundtjänst kväll löjligt
        minuter morgon månad månaden månader natt nästa otroligt pengar pengarna pinsamt seriöst service skandal skäms
        sämre sämsta tack tid timmar timme tredje uselt vecka veckan veckor vidrigt år åren året""",
    "da": """
        absurd aften aftenen anden bedste dag dage dagen dårlig dårlige dårligt elendig elendigt formiddag forrige
        frygteligt første gerne horribelt ked klokken kroner kunde kunder kundeservice latterlig latterligt minutter
        morgen måned måneden måneder nat penge pengene ringe seriøs seriøst service sidste skam skandale skuffende
        skuffet tak time timer tredje uge ugen uger urimeligt utroligt vanvittigt virkelig værste år årene året""",
    "no": """
        absurd andre beste dag dagen dager dårlig dårlige dårligst elendig elendige flaut forferdelig forrige første
        gjerne grusomt håpløs håpløst katastrofe klokka klokken kroner kunde kunder kundeservice kveld latterlig like
        minutter morgen måned måneden måneder natt neste pengene penger seriøst service siste skam skandale skuffende
        skuffet takk time timer tredje uka uke uken uker urimelig utrolig utrolige verst virkelig år årene året""",
    "en": """
        absolute absolutely absurd actually appalling awful bad best better customer customers day days disappointed
        disappointing disgrace disgraceful disgusting evening first five four half hello hour hours joke later least lol
        love minute minutes money month months morning night pathetic pounds ridiculous second serious seriously service
        shambles shame shameful shocking sorry terrible three tomorrow tonight unacceptable unbelievable useless week
        weeks worse worst wtf year years yesterday""",
    "de": """
        abend absolut absurd besser beste danke drei dreist erste ersten euro frech frechheit furchtbar geld gestern
        halbe heute jahr jahre jahren katastrophe kunde kunden kundendienst kundenservice letzte letzten lächerlich
        minuten mittag monat monate monaten morgen nacht peinlich saftladen sauerei schade schlecht schlechte schlechter
        schlimm service skandal stunde stunden tag tage tagen traurig unfassbar unglaublich unmöglich unverschämt
        unverschämtheit vier woche wochen zwei""",
}
_ANY_LANGUAGE = ("amp", "com", "http", "https", "rt", "via", "www")
STOP_WORDS = {
    language: frozenset((*text.split(), *_TEMPER[language].split(), *_ANY_LANGUAGE)) | MOMENTS[language]
    for language, text in _TEXT.items()
}


def stop_words(language: str) -> frozenset[str]:
    """The language's stop words with those of no language; English ones for a language that is not known."""
    return STOP_WORDS.get(language, STOP_WORDS["en"])
