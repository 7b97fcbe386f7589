"""Takes in what is written on a page: the brand's answers, customers' comments, and what others answer them."""

from __future__ import annotations

from config.schema import Page
from detectors.fakes.acquaintances import Acquaintances
from detectors.fakes.dossier import Dossier, Reply
from detectors.fakes.identity import Look
from detectors.fakes.official import is_trusted
from detectors.fakes.official_side import OfficialSide
from detectors.fakes.replies import ReplyReader, acts_as_service, sent_on
from detectors.fakes.service_words import tokens_of
from detectors.fakes.timing import Clock
from detectors.fakes.voice import Voice
from detectors.model import Comment, Item


class Listening:
    """Sorts a page's comments into what is known of its accounts.

    Args:
        page: the page.
        side: what the brand's own accounts do.
        people: everybody else.
        reader: reads replies.
        voice: how the brand's answers sound.
        clock: when customers write.
    """

    def __init__(
        self, page: Page, side: OfficialSide, people: Acquaintances, reader: ReplyReader, voice: Voice, clock: Clock
    ) -> None:
        self._page, self._side, self._people = page, side, people
        self._reader, self._voice, self._clock = reader, voice, clock

    def hear_official(self, comment: Comment) -> None:
        """Take in what the brand wrote; its profile is learnt before."""
        item, parent = comment.item, comment.parent
        self._people.pass_by(item.author, int(item.created_at.timestamp()), reply=item.reply_to is not None)
        warns = self._reader.warns(item.text)
        self._side.take(comment, warns)
        if item.reply_to is not None and self._voice.wants("brand"):
            self._voice.learn("brand", tokens_of(item.text))
        if parent is not None and self._people.wrote_reply(parent):
            self._people.touch(parent.author, Dossier.warn if warns else Dossier.answer)
        if not warns:
            for account in list(self._people.named_in(item.text)):
                self._people.touch(account, Dossier.name)
                self._people.vouch(item.author, account)

    def hear(self, comment: Comment) -> None:
        """Take in what anybody else wrote."""
        author, item = comment.author, comment.item
        at = int(item.created_at.timestamp())
        self._clock.count(at)
        if comment.edited:
            return
        self._react(comment)
        trusted = bool(self._page.trusted_accounts) and is_trusted(self._page, author.id, author.handle)
        answered = None if trusted else self._answered_by(comment)
        look = self._people.look(author)
        if trusted or (author.id not in self._people.dossiers and not look.suspicious and answered is None):
            self._people.pass_by(author.id, at, reply=item.reply_to is not None)
            if not trusted:
                self._learn_customer(tokens_of(item.text))
            return
        dossier = self._people.open(author, at)
        if answered is None:
            dossier.write_own(known=comment.item.reply_to is None or comment.parent is not None)
            self._people.note_bearer(dossier)
        else:
            self._reply(dossier, comment, look, answered)
        dossier.seen = max(dossier.seen, at)
        if look.suspicious or dossier.suspected:
            self._people.suspect(dossier)
            self._mention(comment)

    def _learn_customer(self, tokens: list[str]) -> None:
        self._people.word.take(tokens)
        if self._voice.wants("customer"):
            self._voice.learn("customer", tokens)

    def _mention(self, comment: Comment) -> None:
        """A suspect speaks of others: what that is worth is for who trusts the speaker."""
        if "@" in comment.item.text and not self._reader.warns(comment.item.text):
            for account in list(self._people.named_in(comment.item.text)):
                self._people.vouch(comment.author.id, account)

    def _answered_by(self, comment: Comment) -> tuple[str, str, Item | None] | None:
        """The customer's item that a comment answers, the customer, and the item itself where it is known."""
        parent = comment.parent
        if parent is None or parent.author == comment.item.author:
            return None
        if not comment.parent_official:
            return parent.id, parent.author, parent
        target = self._side.answers.get(parent.id)
        return None if target is None or target[1] == comment.item.author else (*target, None)

    def _reply(self, dossier: Dossier, comment: Comment, look: Look, answered: tuple[str, str, Item | None]) -> None:
        to, customer, target = answered
        at = int(comment.item.created_at.timestamp())
        age = at - int((target or comment.parent or comment.item).created_at.timestamp())
        complaint = comment.parent_reading.complaint if comment.parent_reading and target else None
        reply = Reply(comment.item.id, to, customer, at, max(0, age), complaint, comment.parent_official)
        self._reader.read(reply, comment, look)
        dossier.add(reply)
        dossier.suspected = (
            dossier.suspected
            or look.suspicious
            or self._reader.alarming(reply)
            or sent_on(dossier) >= 2
            or acts_as_service(dossier)
        )

    def _react(self, comment: Comment) -> None:
        """What people say to a suspect: they believe it, or warn of it."""
        parent, person = comment.parent, comment.author.id
        dossier = self._people.dossiers.get(parent.author) if parent else None
        if parent is None or dossier is None or not dossier.suspected or parent.author == person:
            return
        if not self._people.wrote_reply(parent):
            return
        if self._reader.warns(comment.item.text):
            self._people.touch(dossier.account, lambda d: d.react(person, accuses=True))
        elif any(reply.customer == person for reply in dossier.replies):
            self._people.touch(dossier.account, lambda d: d.react(person, accuses=False))
