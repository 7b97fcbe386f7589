"""Three ordinary weeks on the page: a weekly rhythm, good and bad days, and a desk that answers while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from training.demo.page import END, START, Page, Written, desk_open
from training.demo.people import Crowd, Person
from training.demo.wording import Style, Wording, load

PER_DAY = 300
WEEKDAY = (3, 2, 1, 1, 2, 5, 12, 20, 24, 24, 23, 22, 24, 23, 22, 22, 24, 27, 30, 34, 38, 36, 26, 11)
WEEKEND = (6, 4, 2, 1, 2, 4, 8, 12, 18, 24, 28, 28, 27, 26, 25, 25, 26, 28, 30, 32, 34, 30, 22, 13)
DAY_OF_WEEK = (1.1, 1.0, 0.95, 1.0, 1.1, 0.9, 0.95)
PLACES_ABROAD = ("Faro", "Alicante", "Palma", "Ibiza", "Split", "Bergen", "Oslo", "Dublin", "Antalya", "Porto")
ON_THE_WAY = (
    "vertraging",
    "bagage",
    "stoelen",
    "aan_boord",
    "balie",
    "early",
    "cancelled",
    "hotel",
    "closed",
    "morning",
)
TOPICS = {
    "vertraging": 20,
    "bagage": 15,
    "bereikbaarheid": 14,
    "terugbetaling": 14,
    "site_en_app": 12,
    "stoelen": 6,
    "aan_boord": 7,
    "balie": 8,
    "wijzigen": 8,
    "sarcasme": 6,
}


class Ordinary:
    """Writes the ordinary part of the page."""

    def __init__(self, page: Page, crowd: Crowd, wording: Wording, rng: Random) -> None:
        self._page, self._crowd, self._say, self._rng = page, crowd, wording, rng
        self._wrong, self._rest, self._desk = load("complaints"), load("ordinary"), load("desk")
        self._posts: list[Written] = []
        self._unposted: list[str] = self._rng.sample(self._desk["posts"], len(self._desk["posts"]))

    def run(self) -> None:
        """Writes every day."""
        day = START
        while day < END:
            self._post(day)
            mood = self._rng.gammavariate(25, 1 / 25) * DAY_OF_WEEK[day.weekday()]
            rhythm = WEEKEND if day.weekday() >= 5 else WEEKDAY
            for hour, weight in enumerate(rhythm):
                expected = PER_DAY * mood * weight / sum(rhythm) * self._rng.gammavariate(12, 1 / 12)
                for _ in range(round(expected + self._rng.random() - 0.5)):
                    self._comment(day + timedelta(hours=hour, minutes=self._rng.randrange(60)))
            day += timedelta(days=1)

    def _post(self, day: datetime) -> None:
        for hour in (9, 13, 17) if day.weekday() < 5 else (10, 15):
            if self._unposted and self._rng.random() < 0.7:
                text = self._say.fill(self._unposted.pop())
                moment = day + timedelta(hours=hour, minutes=self._rng.randrange(50))
                likes = self._rng.randrange(8, 90)
                self._posts.append(
                    self._page.write(self._page.official, moment, text, "post", kind="post", likes=likes)
                )

    def _comment(self, moment: datetime) -> None:
        drawn = self._rng.random()
        if drawn < 0.62:
            self._complaint(moment)
        elif drawn < 0.74:
            self._other(moment, "question")
        elif drawn < 0.86:
            self._other(moment, "praise")
        else:
            self._other(moment, "chat")

    def _complaint(self, moment: datetime) -> None:
        language = self._rng.choices(("nl", "en", "de"), (91, 6, 3))[0]
        person = self._crowd.somebody(language)
        if language == "nl":
            topic = self._rng.choices(tuple(TOPICS), tuple(TOPICS.values()))[0]
            text = self.grumble(person, moment, topic, self._wrong["topics"][topic])
        else:
            topic = "abroad"
            text = self.foreign(person, self._wrong["abroad"][language])
        entry = self._page.write(person, moment, text, topic, reply_to=self._thread(moment))
        self._answer(entry, 0.3)
        self._join(entry)

    def grumble(self, person: Person, moment: datetime, topic: str, cores: Sequence[str]) -> str:
        """A complaint in Dutch: perhaps an opening, what went wrong, perhaps more, perhaps an ending."""
        rng, say = self._rng, self._say
        ago = moment - timedelta(minutes=rng.randrange(50, 200))
        clock = f"{ago.hour}{rng.choice(':.')}{ago.minute // 5 * 5:02d}"
        parts = [say.pick(cores, tijd=clock)]
        if topic != "sarcasme":
            if rng.random() < 0.4:
                parts.insert(0, say.pick([o for o in self._wrong["opener"] if _fits(o, moment)]))
            more = self._wrong["more"]["trip" if topic in ON_THE_WAY else "desk"] + self._wrong["more"]["any"]
            parts += [say.pick(more) for chance in (0.5, 0.18) if rng.random() < chance]
            if rng.random() < 0.3:
                parts.append(say.pick(self._wrong["tail"], ik=person.called))
        return say.typed(" ".join(dict.fromkeys(parts)), person.style)

    def foreign(self, person: Person, phrases: Sequence[str]) -> str:
        """A complaint by a traveller who writes no Dutch."""
        return self._say.typed(self._say.pick(phrases, **self._abroad(person.language)), person.style)

    def _abroad(self, language: str) -> dict[str, str]:
        """Figures instead of Dutch number words, and places that are called the same elsewhere."""
        if language == "nl":
            return {}
        return {key: str(self._rng.randrange(2, 9)) for key in ("uur", "dagen", "weken")} | {
            "plaats": self._rng.choice(PLACES_ABROAD)
        }

    def _other(self, moment: datetime, about: str) -> None:
        language = self._rng.choices(("nl", "en", "de"), (94, 4, 2))[0]
        person = self._crowd.somebody(language)
        text = self._friendly(person, about)
        thread = self._thread(moment, always=about == "chat")
        kind = about if language == "nl" else "traveller"
        entry = self._page.write(person, moment, self._say.typed(text, _cheerful(person)), kind, reply_to=thread)
        self._answer(entry, {"question": 0.5, "praise": 0.25}.get(about, 0.0))

    def _friendly(self, person: Person, about: str) -> str:
        """A question, a compliment or chat, with a greeting or a closing now and then."""
        rng, say, rest = self._rng, self._say, self._rest
        if person.language != "nl":
            known = self._abroad(person.language)
            return say.pick(rest[{"en": "english", "de": "german"}[person.language]], **known)
        text = say.pick(rest[about], vriend=self._crowd.friend())
        if about == "chat":
            return text
        if rng.random() < 0.3:
            text = f"{say.pick(rest['hello'])} {text}"
        if rng.random() < 0.4:
            text = f"{text} {say.pick(rest[f'{about}_more'], ik=person.called)}"
        return text

    def _thread(self, moment: datetime, *, always: bool = False) -> Written | None:
        """The post under which somebody writes, or None: they call on the page by name."""
        recent = [post for post in self._posts[-5:] if post.at < moment]
        if not recent or (not always and self._rng.random() < 0.55):
            return None
        return self._rng.choice(recent)

    def _answer(self, entry: Written, chance: float) -> None:
        """The desk answers, while it is open; the customer may answer back."""
        moment = entry.at + timedelta(minutes=4 + self._rng.expovariate(1 / 22))
        if self._rng.random() >= chance or not desk_open(moment):
            return
        answers: dict[str, list[str]] = self._desk["answers"]
        said = answers[entry.about] if entry.about in answers and self._rng.random() < 0.7 else self._desk["general"]
        if entry.author.language != "nl":
            said = answers[{"en": "english", "de": "german"}[entry.author.language]]
        answer = self.desk(entry, moment, self._say.pick(said, klant=entry.author.called, agent=self._agent()))
        if entry.author.language == "nl" and self._rng.random() < 0.3:
            helped = self._rng.random() < 0.5 or entry.about in ("question", "praise")
            reply = self._say.pick(self._desk["customers"]["thanks" if helped else "not_helped"])
            later = answer.at + timedelta(minutes=2 + self._rng.expovariate(1 / 25))
            about = "thanks" if helped else "not_helped"
            self._page.write(entry.author, later, self._say.typed(reply, entry.author.style), about, reply_to=answer)

    def desk(self, entry: Written, moment: datetime, text: str) -> Written:
        """The airline answers a comment."""
        entry.answered = True
        return self._page.write(self._page.official, moment, text, "answer", reply_to=entry)

    def _agent(self) -> str:
        return self._rng.choice(str(self._desk["agents"]).split())

    def _join(self, entry: Written) -> None:
        """Other customers chime in, some to calm down."""
        drawn = self._rng.random()
        key = "agree" if drawn < 0.09 else "calm" if drawn < 0.14 else None
        if key is None or entry.author.language != "nl":
            return
        person = self._crowd.somebody()
        later = entry.at + timedelta(minutes=3 + self._rng.expovariate(1 / 50))
        self._page.write(
            person, later, self._say.typed(self._say.pick(self._rest[key]), person.style), key, reply_to=entry
        )

    def answers(self, entries: Sequence[Written], phrases: Sequence[str], chance: float) -> None:
        """The desk answers some of these with these phrases, while it is open."""
        for entry in entries:
            moment = entry.at + timedelta(minutes=6 + self._rng.expovariate(1 / 15))
            if self._rng.random() < chance and desk_open(moment):
                self.desk(entry, moment, self._say.pick(phrases, klant=entry.author.called, agent=self._agent()))


def _cheerful(person: Person) -> Style:
    """Capitals and angry emoji belong to complaints."""
    return replace(person.style, loud=False, emoji=0.0)


def _fits(opener: str, moment: datetime) -> bool:
    """Nobody says good morning at night."""
    return not ("morgen" in opener and moment.hour > 11) and not ("avond" in opener and moment.hour < 18)
