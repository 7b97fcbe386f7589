"""What to do about each kind of finding, as the public format's actions with their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.model import Advice
from alerts.names import customers_named
from alerts.platform_error import error_in_words
from alerts.scene import Scene
from alerts.storm_advice import storm_advice
from detectors.findings import BlindPage, FakeAccount, Severity, Storm, Threat


def advise(scene: Scene) -> tuple[Advice, ...]:
    """The actions for the scene's finding, most urgent first."""
    match scene.finding.subject:
        case Storm() as storm:
            return tuple(storm_advice(scene, storm))
        case FakeAccount() as fake:
            return tuple(_fake_advice(scene, fake))
        case Threat() as threat:
            return tuple(_threat_advice(scene, threat))
        case BlindPage() as blind:
            return tuple(_blind_advice(scene, blind))


def _fake_advice(scene: Scene, fake: FakeAccount) -> Iterator[Advice]:
    if scene.event != "closed":
        if fake.variant == "troll":
            yield Advice("ignore_fake", scene.say.say("advice.ignore_fake"))
        else:
            yield Advice("report_to_platform", scene.say.say(f"advice.report_{fake.variant}"))
        if fake.variant == "scam":
            yield Advice("warn_customers", scene.say.say("advice.warn_customers", brand=scene.brand))
    if scene.event != "closed" or fake.unanswered:
        yield _answer_customers(scene, fake)


def _answer_customers(scene: Scene, fake: FakeAccount) -> Advice:
    items = [item for id_ in fake.unanswered if (item := scene.look.item(scene.page.name, id_))]
    waiting = tuple(dict.fromkeys(item.author for item in items)) or fake.customers
    key = "advice.answer_customers" if fake.unanswered else "advice.all_answered"
    text = scene.say.say(key, n=len(fake.unanswered), customers=customers_named(scene, waiting))
    return Advice("answer_customers", text, (("items", list(fake.unanswered)),))


def _threat_advice(scene: Scene, threat: Threat) -> Iterator[Advice]:
    if scene.event == "closed":
        return
    if threat.category == "self_harm":
        yield Advice("take_private", scene.say.say("advice.self_harm"))
        return
    critical = scene.finding.severity is Severity.CRITICAL
    yield Advice("escalate_security", scene.say.say("advice.security_now" if critical else "advice.security"))
    yield Advice("take_private", scene.say.say("advice.take_private"))


def _blind_advice(scene: Scene, blind: BlindPage) -> Iterator[Advice]:
    if scene.event != "closed":
        cause = error_in_words(blind.error) if blind.missed_polls else "unwatched"
        yield Advice("prepare", scene.say.say(f"advice.blind_{cause}"))
        yield Advice("prepare", scene.say.say("advice.watch_by_hand"))
