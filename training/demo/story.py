"""The story: a price rise, a scam, a post that everybody laughs about, thunder, a troll, a threat, and good people."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from training.demo.ordinary import Ordinary
from training.demo.page import Page, Written, at
from training.demo.people import Crowd, Person
from training.demo.wording import Wording, load

GROUNDED = at(23, "19:40")
STORM_TOPICS = ("early", "cancelled", "rebook", "hotel", "closed")
WRONG = ("vertraging", "bagage", "bereikbaarheid", "terugbetaling", "site_en_app", "wijzigen", "balie")


class Story:
    """Writes what is out of the ordinary; `people` are the accounts of story.toml by name."""

    def __init__(
        self, page: Page, crowd: Crowd, ordinary: Ordinary, wording: Wording, people: dict[str, Person]
    ) -> None:
        self._page, self._crowd, self._ordinary, self._say, self._people = page, crowd, ordinary, wording, people
        self._rng: Random = page.rng
        self._told, self._thunder = load("story"), load("storm")

    def run(self) -> None:
        """Writes every scene; later scenes answer what earlier ones left."""
        self._price_rise()
        self._viral()
        self._storm()
        self._scam()
        self._troll()
        self._helper()
        self._regional()
        self._parody()
        self._journalist()
        self._threat()

    def _price_rise(self) -> None:
        told = self._told["planned"]
        post = self._official(at(14, "10:02"), told["post"])
        for moment in self._arrivals(at(14, "10:05"), at(14, "23:50"), lambda h: 42 * math.exp(-h / 5)):
            mild = self._rng.random() < 0.12
            person = self._crowd.somebody()
            told_off = self._ordinary.grumble(person, moment, "bagagetarief", told["comments"])
            text = self._say.pick(told["mild"]) if mild else told_off
            about = "mild" if mild else "bagagetarief"
            self._page.write(person, moment, text, about, reply_to=post if self._rng.random() < 0.7 else None)

    def _viral(self) -> None:
        told = self._told["viral"]
        post = self._official(at(17, "16:32"), told["post"])
        post.likes = 4812
        for moment in self._arrivals(at(17, "16:35"), at(18, "23:00"), _laughter):
            person = self._crowd.somebody(returning=0.2)
            text = self._say.pick(told["comments"], vriend=self._crowd.friend())
            self._page.write(person, moment, text, "laughter", reply_to=post)

    def _storm(self) -> None:
        posts = self._thunder["desk_posts"]
        told = [self._official(moment, text) for moment, text in zip(_DESK_POSTS, posts, strict=True)]
        angry = [self._stranded(moment, told[:2]) for moment in self._arrivals(GROUNDED, at(24, "02:40"), _thunder)]
        angry += [self._stranded(moment, told) for moment in self._arrivals(at(24, "06:30"), at(24, "10:30"), _echo)]
        self._ordinary.answers(angry, self._thunder["desk_answers"], 0.3)

    def _stranded(self, moment: datetime, posts: Sequence[Written]) -> Written:
        drawn = self._rng.random()
        posted = [post for post in posts if post.at < moment]
        thread = self._rng.choice(posted) if posted and self._rng.random() < 0.5 else None
        if drawn < 0.07:
            person = self._crowd.somebody()
            return self._page.write(person, moment, self._say.pick(self._thunder["calm"]), "weather", reply_to=thread)
        language = "nl" if drawn < 0.92 else "en" if drawn < 0.97 else "de"
        person = self._crowd.somebody(language, returning=0.25)
        if language != "nl":
            key = {"en": "english", "de": "german"}[language]
            text = self._ordinary.foreign(person, self._thunder[key])
            return self._page.write(person, moment, text, "abroad", reply_to=thread)
        topic = self._rng.choices(STORM_TOPICS, _talk_of(moment))[0] if moment < at(24, "06:00") else "morning"
        text = self._ordinary.grumble(person, moment, topic, self._thunder[topic])
        return self._page.write(person, moment, text, topic, reply_to=thread)

    def _scam(self) -> None:
        told, scam = self._told["scam"], self._people["scam"]
        victims = self._page.between(at(18, "12:00"), at(19, "20:00"), "terugbetaling")[-6:]
        replies = []
        for number, (victim, text) in enumerate(zip(victims, told["replies"], strict=True)):
            moment = at(19, "20:06") + timedelta(minutes=17 * number + self._rng.randrange(12))
            replies.append(self._reply(scam, victim, moment, text))
        for reply, text in zip((replies[0], replies[4]), told["believed"], strict=True):
            self._back(reply, reply.reply_to, text)
        self._back(replies[3], None, told["warned"][0])

    def _troll(self) -> None:
        told, troll = self._told["troll"], self._people["troll"]
        moment, replies = at(23, "22:07"), []
        spared: set[str] = set()
        for word, text in told["replies"][:12]:
            angry = self._page.between(moment - timedelta(minutes=70), moment - timedelta(minutes=2), *STORM_TOPICS)
            replies.append(self._reply(troll, self._about(word, angry, spared), moment, text))
            moment += timedelta(minutes=4 + self._rng.randrange(19))
        old = [w for w in self._page.between(at(15, "08:00"), at(22, "20:00"), *WRONG) if w.reply_to is not None]
        for word, text in told["replies"][12:]:
            late = at(23, "22:31") + timedelta(minutes=self._rng.randrange(170))
            self._reply(troll, self._about(word, old, spared), late, text)
        for reply, text in zip(self._rng.sample(replies, 5), told["believed"], strict=True):
            self._back(reply, reply.reply_to, text)
        for reply, text in zip((replies[5], replies[9], replies[2]), (*told["warned"], *told["laughed"]), strict=True):
            self._back(reply, None, text)

    def _about(self, word: str, angry: Sequence[Written], spared: set[str]) -> Written:
        """Somebody not answered yet whose comment has the word of the joke: a troll reads before it writes."""
        fresh = [entry for entry in angry if entry.author.id not in spared and entry.author.language == "nl"]
        victim = self._rng.choice([entry for entry in fresh if word in entry.text.lower()] or fresh)
        spared.add(victim.author.id)
        return victim

    def _helper(self) -> None:
        told, helper = self._told["helper"], self._people["helper"]
        for day in range(7, 27):
            asked = self._page.between(at(day, "06:00"), at(day, "23:30"), *told["replies"])
            for entry in self._rng.sample([a for a in asked if a.author.language == "nl"], 2):
                moment = entry.at + timedelta(minutes=5 + self._rng.expovariate(1 / 40))
                reply = self._reply(helper, entry, moment, self._rng.choice(told["replies"][entry.about]))
                if self._rng.random() < 0.35:
                    self._back(reply, entry, self._rng.choice(told["thanks"]))

    def _regional(self) -> None:
        told, regional = self._told["regional"], self._people["regional"]
        for entry in self._page.between(at(6, "00:00"), at(26, "23:00"), "traveller", "abroad"):
            moment = entry.at + timedelta(minutes=12 + self._rng.expovariate(1 / 45))
            wanted = entry.author.language == "de" and self._rng.random() < 0.5
            if wanted and moment.weekday() < 5 and 9 <= moment.hour < 18:
                text = next(said for word, said in told["replies"] if word in entry.text.lower())
                self._reply(regional, entry, moment, text)

    def _parody(self) -> None:
        told, parody = self._told["parody"], self._people["parody"]
        for day in range(7, 26, 2):
            entry = self._rng.choice(self._page.between(at(day, "10:00"), at(day, "22:00"), *WRONG))
            moment = entry.at + timedelta(minutes=20 + self._rng.randrange(90))
            self._reply(parody, entry, moment, self._say.pick(told["replies"]))

    def _journalist(self) -> None:
        told, journalist = self._told["journalist"], self._people["journalist"]
        stranded = self._page.between(at(23, "20:30"), at(23, "23:20"), "cancelled", "hotel", "rebook")
        for entry in sorted(self._rng.sample(stranded, 7), key=lambda entry: entry.at):
            moment = entry.at + timedelta(minutes=8 + self._rng.randrange(25))
            self._reply(journalist, entry, moment, self._say.pick(told["replies"], klant=entry.author.called))

    def _threat(self) -> None:
        coffee, angry = self._crowd.somebody(), self._crowd.somebody(returning=0)
        self._page.write(coffee, at(23, "23:21"), self._told["idiom"]["text"], "idiom", story=True)
        self._page.write(angry, at(25, "20:47"), self._told["threat"]["text"], "threat", story=True)

    def _official(self, moment: datetime, text: str) -> Written:
        return self._page.write(self._page.official, moment, text, "post", kind="post", story=True)

    def _reply(self, person: Person, to: Written, moment: datetime, text: str) -> Written:
        said = self._say.fill(text, klant=to.author.called)
        return self._page.write(person, moment, said, "story", reply_to=to, story=True)

    def _back(self, reply: Written, by: Written | None, text: str) -> None:
        """Somebody answers the reply: the one it was written to, or, where `by` is None, a passer-by."""
        person = self._crowd.somebody() if by is None else by.author
        moment = reply.at + timedelta(minutes=3 + self._rng.randrange(14))
        self._page.write(person, moment, text, "reaction", reply_to=reply, story=True)

    def _arrivals(self, start: datetime, end: datetime, rate: Callable[[float], float]) -> list[datetime]:
        """Random moments, in waves; `rate` gives how many an hour from the hours since `start`."""
        moments: list[datetime] = []
        minute = start
        while minute < end:
            wave = self._rng.gammavariate(8, 1 / 8)
            expected = rate((minute - start) / timedelta(hours=1)) * wave / 12
            number = int(expected + self._rng.random())
            moments += [minute + timedelta(minutes=self._rng.randrange(5)) for _ in range(number)]
            minute += timedelta(minutes=5)
        return sorted(moments)


_DESK_POSTS = (at(23, "19:54"), at(23, "21:16"), at(24, "08:06"))


def _laughter(hours: float) -> float:
    """Comments an hour on the viral post: at most at once, a quiet night, a second morning."""
    evening = 95 * math.exp(-hours / 2.6) * min(1.0, hours * 3)
    return evening + (14 if 15.5 < hours < 29 else 0)


def _thunder(hours: float) -> float:
    """Complaints an hour: up in forty minutes, level until the desk has closed, gone by two."""
    if hours < 0.67:
        return 20 + 140 * hours
    return 115.0 if hours < 3.1 else 115 * 0.5 ** ((hours - 3.1) / 0.75)


def _echo(hours: float) -> float:
    """Complaints an hour of the morning after."""
    return 48 * math.exp(-(((hours - 1.2) / 1.3) ** 2))


def _talk_of(moment: datetime) -> tuple[int, ...]:
    """Weights of the storm's topics: what people write about moves on with the evening."""
    if moment < at(23, "20:30"):
        return (60, 25, 12, 3, 0)
    if moment < at(23, "22:00"):
        return (5, 40, 35, 18, 2)
    return (0, 20, 20, 32, 28)
