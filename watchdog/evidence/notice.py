"""Writes the notice: the parts of Article 16(2) DSA first, then what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detectors.model import Account
from watchdog.case_file import Words
from watchdog.evidence.blocks import Block, Bullets, Field, Heading, Paragraph, Picture, Quote
from watchdog.evidence.dossier import Dossier, digest_of, is_wiped, one_line
from watchdog.evidence.foreign import visible

_EXAMPLES = 3


def notice_of(
    dossier: Dossier, cards: Sequence[Picture], waterfall: Picture, avatars: Sequence[Picture]
) -> list[Block]:
    """The notice as blocks.

    Args:
        dossier: what it is written from.
        cards: the texts rendered as pictures.
        waterfall: how the suspicion comes about.
        avatars: the profile pictures that were stored, in the order of the looks that have one.
    """
    t = dossier.t
    return [
        Heading(t("title"), 1),
        Paragraph(t("platform", platform=dossier.file.page.platform)),
        Paragraph(f"{t('intro')} {t('state', moment=dossier.when(dossier.as_of))}"),
        *_why(dossier, waterfall),
        *_where(dossier),
        *_notifier(dossier),
        *_faith(dossier),
        *_looks(dossier, avatars),
        *_words(dossier),
        *_customers(dossier),
        *_found(dossier),
        *_unsure(dossier),
        *_pictures(dossier, cards),
    ]


def _why(dossier: Dossier, waterfall: Picture) -> Iterator[Block]:
    t, case, file = dossier.t, dossier.case, dossier.file
    yield Heading(t("part_why"))
    sentences = [t("poses", name=dossier.name, brand=dossier.brand)]
    if file.official:
        sentences.append(t("official", brand=dossier.brand, names=", ".join(map(_called, file.official))))
    if file.replies:
        first, last = (dossier.when(file.replies[place].item.created_at) for place in (0, -1))
        replies = dossier.say.count("replies", case.subject.replies)
        customers = dossier.say.count("customers", len(case.subject.customers))
        sentences.append(t("numbers", first=first, last=last, replies=replies, customers=customers))
    yield Paragraph(" ".join([*sentences, t(case.subject.variant), t("law")]))
    yield Field(t("law_blank"), t("blank"))
    yield Paragraph(t("signals"))
    yield Bullets(dossier.sentences(against=True))
    if favour := dossier.sentences(against=False):
        yield Paragraph(t("favour"))
        yield Bullets(favour)
    yield Paragraph(" ".join(_certainty(dossier)))
    yield waterfall
    if examples := _examples(dossier):
        yield Paragraph(t("examples"))
        yield Bullets(examples)


def _certainty(dossier: Dossier) -> Iterator[str]:
    yield dossier.t("estimate", percent=dossier.say.percent(min(0.99, dossier.case.suspicion)))
    judged = [verdict for verdict in dossier.file.verdicts if verdict.verdict == "fake"]
    if dossier.case.verdict == "fake" and judged:
        yield dossier.t("judged", moment=dossier.when(judged[-1].seen_at))


def _examples(dossier: Dossier) -> tuple[str, ...]:
    told = [one_line(dossier.words(words.item.text), 300) for words in dossier.file.replies if words.item.text]
    return tuple(dict.fromkeys(told))[:_EXAMPLES]


def _where(dossier: Dossier) -> Iterator[Block]:
    t, account = dossier.t, dossier.file.account
    yield Heading(t("part_where"))
    yield Field(t("account"), visible(account.url or t("unknown")))
    yield Field(t("id"), visible(account.id))
    yield Bullets(tuple(_place(dossier, words) for words in dossier.file.replies))


def _place(dossier: Dossier, words: Words) -> str:
    return f"{dossier.when(words.item.created_at)}: {visible(words.item.url or '')} {visible(words.item.id)}"


def _notifier(dossier: Dossier) -> Iterator[Block]:
    t, settings = dossier.t, dossier.settings
    yield Heading(t("part_who"))
    yield Field(t("name"), settings.notifier_name or t("blank"))
    yield Field(t("email"), settings.notifier_email or t("blank"))


def _faith(dossier: Dossier) -> Iterator[Block]:
    yield Heading(dossier.t("part_faith"))
    yield Paragraph(dossier.t("faith"))
    yield Field(dossier.t("faith_blank"), dossier.t("blank"))


def _looks(dossier: Dossier, avatars: Sequence[Picture]) -> Iterator[Block]:
    t, left = dossier.t, list(avatars)
    yield Heading(t("part_looks"))
    before: Account | None = None
    for look in dossier.file.looks:
        if before is not None and _shown(before) == _shown(look):
            continue
        yield Heading(t("since", moment=dossier.when(look.seen_at)), 3)
        yield Field(t("name"), visible(look.name or t("unknown")))
        yield Field(t("handle"), visible(look.handle or t("unknown")))
        yield Field(t("followers"), t("unknown") if look.followers is None else dossier.say.number(look.followers))
        if look.bio:
            yield Field(t("bio"), "")
            yield Quote(dossier.words(look.bio))
        if look.avatar and (before is None or before.avatar != look.avatar):
            yield from _avatar(dossier, look.avatar, left)
        before = look
    for since, until in dossier.file.absences:
        yield Paragraph(t("away", since=dossier.when(since), until=dossier.when(until) if until else t("now")))
    made = dossier.file.account.created_at
    yield Field(t("made"), dossier.when(made) if made else t("unknown"))


def _avatar(dossier: Dossier, avatar: str, left: list[Picture]) -> Iterator[Block]:
    if avatar.startswith("data:"):
        if left:
            yield left.pop(0)
        return
    yield Field(dossier.t("avatar"), dossier.t("avatar_address", address=one_line(visible(avatar), 300)))


def _shown(look: Account) -> tuple[object, ...]:
    return look.name, look.handle, look.bio, look.avatar


def _words(dossier: Dossier) -> Iterator[Block]:
    t = dossier.t
    yield Heading(t("part_words"))
    if not dossier.named:
        yield Paragraph(t("hidden"))
    yield Paragraph(t("letters"))
    for number, words in enumerate(dossier.file.replies, 1):
        yield Heading(f"{number}. {dossier.when(words.item.created_at)}", 3)
        yield Field(t("link"), visible(words.item.url or t("unknown")))
        yield Field(t("id"), visible(words.item.id))
        yield Field(t("seen"), dossier.when(words.item.seen_at))
        yield Field(t("answers"), dossier.pseudonyms.name(words.customer) if words.customer else t("nobody"))
        if words.gone_at:
            yield Paragraph(t("gone", moment=dossier.when(words.gone_at)))
        yield from _text(dossier, words)


def _text(dossier: Dossier, words: Words) -> Iterator[Block]:
    t = dossier.t
    if is_wiped(words):
        yield Paragraph(t("wiped"))
        return
    for item in words.earlier:
        yield Field(t("earlier", moment=dossier.when(item.seen_at)), "")
        yield Quote(dossier.words(item.text))
        yield Field(t("sha"), digest_of(item))
    yield Field(t("text"), "")
    yield Quote(dossier.words(words.item.text))
    yield Field(t("sha"), digest_of(words.item))


def _customers(dossier: Dossier) -> Iterator[Block]:
    t, customers = dossier.t, dossier.file.customers
    yield Heading(t("part_customers"))
    yield Paragraph(
        f"{dossier.say.count('customers', len(customers))}. {t('waiting', sum(bool(c.waiting) for c in customers))}"
    )
    rows = [
        f"{dossier.pseudonyms.name(one.account)}: {dossier.when(one.first_at)}; "
        + t("not_answered" if one.waiting else "answered")
        for one in customers
    ]
    if rows:
        yield Bullets(tuple(rows))


def _found(dossier: Dossier) -> Iterator[Block]:
    t, file = dossier.t, dossier.file
    yield Heading(t("part_found"))
    first = min([file.looks[0].seen_at, *(words.item.seen_at for words in file.words[:1])])
    page = visible(file.page.account or file.page.name)
    said = [
        t("found", version=dossier.version, page=page, platform=file.page.platform, moment=dossier.when(first)),
        *([t("hunted", moment=dossier.when(file.hunted_at))] if file.hunted_at else []),
        *(t("told", moment=dossier.when(told.at)) for told in file.told[:1]),
    ]
    names = {(look.name, look.handle) for look in file.looks}
    if len(names) > 1:
        said.append(t("names", len(names)))
    if file.related:
        said.append(t("related", len(file.related), names=", ".join(map(_called, file.related))))
    yield Paragraph(" ".join(said))


def _unsure(dossier: Dossier) -> Iterator[Block]:
    t, file, account = dossier.t, dossier.file, dossier.file.account
    yield Heading(t("part_unsure"))
    told = {"made": account.created_at, "followers": account.followers, "bio": account.bio, "avatar": account.avatar}
    hidden = [t(field) for field, value in told.items() if value is None]
    gone = sum(words.gone_at is not None for words in file.replies)
    lines = [t("unsure_estimate"), t("unsure_times")]
    lines += [t("unsure_fields", fields=", ".join(hidden))] if hidden else []
    lines += [t("unsure_gone", gone)] if gone else []
    lines += [t("unsure_blind", dossier.failed_polls)] if dossier.failed_polls else []
    lines += [] if dossier.named else [t("unsure_names")]
    yield Bullets(tuple(lines))


def _pictures(dossier: Dossier, cards: Sequence[Picture]) -> Iterator[Block]:
    if cards:
        yield Heading(dossier.t("part_pictures"))
        yield Paragraph(f"{dossier.t('rendered')}. {dossier.t('pictures', len(cards))}")
        yield from cards


def _called(account: Account) -> str:
    name, handle = visible(account.name or account.id), visible(account.handle or "")
    return one_line(f"{name} ({handle})" if handle and handle != name else name, 120)
