import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.compose import as_json, compose
from alerts.incidents import judge
from alerts.model import Alert, Incident
from config.schema import Language
from detectors.findings import BlindPage, Evidence, Finding, Severity, Topic
from tests.alerts.archives import HOURS, VLIEG, Evening, an_evening
from tests.alerts.findings import (
    NIGHT,
    account,
    blind_finding,
    fake,
    fake_finding,
    forecast,
    hours,
    storm,
    storm_finding,
    threat_finding,
)

LANGUAGES: tuple[Language, ...] = get_args(Language)
LATER = NIGHT + timedelta(hours=1)


def told(finding: Finding, *before: Finding, language: Language = "en", look: Evening | None = None) -> Alert:
    """The alert about a finding after others of its incident."""
    known: Incident | None = None
    for earlier in before:
        known, _, _ = judge(known, earlier)
    incident, event, reason = judge(known, finding)
    assert event, reason
    return compose(finding, incident, event, reason, VLIEG, language, look or an_evening(), HOURS)


def lives(first: Finding, news: str = "new", **end: Any) -> dict[str, tuple[Finding, ...]]:
    """One incident told in each of its events: the last finding of each tuple is the one told."""
    return {
        "opened": (first,),
        "escalated": (first, replace(first, at=LATER, level=first.level + 1)),
        "updated": (first, replace(first, at=LATER, novelty=news)),
        "closed": (first, replace(first, at=LATER, over=True, **end)),
    }


STORM_OVER = storm(ended_at=LATER, forecast=())
CASES: dict[str, tuple[Finding, ...]] = {
    f"{kind}-{event}": findings
    for kind, life in {
        "storm": lives(storm_finding(), "app werkt niet", subject=STORM_OVER),
        "scam": lives(fake_finding(severity=Severity.CRITICAL)),
        "threat": lives(threat_finding()),
        "blind": lives(blind_finding(), subject=BlindPage(NIGHT, LATER, 60, None)),
    }.items()
    for event, findings in life.items()
} | {
    "storm-critical": (storm_finding(severity=Severity.CRITICAL),),
    "storm-planned": (storm_finding(severity=Severity.INFO, subject=storm(planned="prijsverhoging 1 januari")),),
    "storm-back": (storm_finding(), storm_finding(over=True), storm_finding(at=LATER)),
    "troll-opened": (fake_finding(subject=fake(variant="troll", unanswered=("c1",))),),
    "unclear-opened": (fake_finding(subject=fake(variant="unclear", unanswered=())),),
    "self_harm-opened": (threat_finding("self_harm"),),
}


def as_text(alert: Alert) -> str:
    return f"{alert.title}\n\n{alert.body}\n"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("case", CASES)
def test_each_kind_and_event_reads_as_a_person_approved_it(
    case: str, language: Language, golden: Callable[[str, str], None]
) -> None:
    *before, last = CASES[case]
    golden(f"alerts/{language}-{case}.txt", as_text(told(last, *before, language=language)))


@pytest.mark.parametrize("language", ["sv", "da", "no", "de"])
def test_a_storm_reads_as_a_person_approved_it_in_every_language(
    language: Language, golden: Callable[[str, str], None]
) -> None:
    golden(f"alerts/{language}-storm-opened.txt", as_text(told(storm_finding(), language=language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_alert_can_be_told_in_every_language_within_a_title_of_80_characters(
    case: str, language: Language
) -> None:
    *before, last = CASES[case]
    alert = told(last, *before, language=language)
    assert 0 < len(alert.title) <= 80
    assert not set("{}") & set(alert.title + alert.body)


def test_the_public_format_has_its_fields_in_order() -> None:
    row = as_json(told(storm_finding()))
    assert list(row) == [
        "id", "incident", "kind", "event", "page", "brand", "at", "severity", "confidence", "subject", "evidence",
        "advice", "title", "body", "language",
    ]  # fmt: skip
    assert list(row["subject"]) == [
        "started_at", "observed", "expected", "upper", "window_minutes", "topics", "outside_hours_share", "planned",
    ]  # fmt: skip
    assert list(row["evidence"][0]) == ["signal", "value", "weight", "text"]
    assert list(row["advice"][0]) == ["action", "text", "until", "days", "coverage"]
    assert json.loads(json.dumps(row)) == row


def test_times_carry_the_offset_of_the_page() -> None:
    row = as_json(told(storm_finding()))
    assert (row["at"], row["subject"]["started_at"]) == ("2026-07-25T23:10:00+02:00", "2026-07-25T21:05:00+02:00")


def test_a_storm_says_when_it_ended_only_when_it_is_over() -> None:
    *before, last = CASES["storm-closed"]
    assert as_json(told(last, *before))["subject"]["ended_at"] == "2026-07-26T00:10:00+02:00"


def test_a_fake_account_has_the_fields_of_the_public_format() -> None:
    subject = as_json(told(fake_finding()))["subject"]
    assert list(subject) == ["account", "variant", "replies", "customers", "items", "first_reply_at"]
    assert list(subject["account"]) == ["id", "handle", "name", "url"]


def test_a_threat_and_a_blind_page_name_what_they_are_about() -> None:
    threat = as_json(told(threat_finding()))["subject"]
    blind = as_json(told(blind_finding()))["subject"]
    assert threat == {"item": "t1", "account": "did:plc:boos", "category": "violence"}
    assert list(blind) == ["since", "missed_polls", "error"]


@pytest.mark.parametrize(
    ("case", "actions"),
    [
        ("storm-opened", ["extend_opening_hours", "communicate", "answer_customers", "prepare"]),
        (
            "storm-critical",
            ["escalate_communications", "extend_opening_hours", "communicate", "answer_customers", "prepare"],
        ),
        ("storm-planned", ["prepare", "extend_opening_hours", "answer_customers", "prepare"]),
        ("storm-closed", ["answer_customers", "prepare"]),
        ("scam-opened", ["report_to_platform", "warn_customers", "answer_customers"]),
        ("troll-opened", ["ignore_fake", "answer_customers"]),
        ("unclear-opened", ["report_to_platform", "answer_customers"]),
        ("threat-opened", ["escalate_security", "take_private"]),
        ("threat-closed", []),
        ("self_harm-opened", ["take_private"]),
        ("blind-opened", ["prepare", "prepare"]),
    ],
)
def test_each_finding_has_its_advice(case: str, actions: list[str]) -> None:
    *before, last = CASES[case]
    assert [advice.action for advice in told(last, *before).advice] == actions


def test_the_advice_to_stay_names_clock_days_and_coverage() -> None:
    row = next(a for a in as_json(told(storm_finding()))["advice"] if a["action"] == "extend_opening_hours")
    assert (row["until"], row["days"]) == ("00:30", ["2026-07-25"])
    assert row["coverage"] == pytest.approx(0.719, abs=0.001)


def test_an_update_speaks_of_the_topic_that_is_new() -> None:
    alert = told(*reversed(CASES["storm-updated"]))
    assert alert.title.endswith(": app werkt niet")
    assert "a new topic, “app werkt niet”." in alert.body
    assert [dict(a.numbers) for a in alert.advice if a.action == "communicate"] == [{"topic": "app werkt niet"}]


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("2026-07-24T20:00", "Stay tonight until 00:00 instead of 22:00."),
        ("2026-07-24T22:10", "Stay tonight until 00:30 instead of 22:00."),
        ("2026-07-24T22:40", "Bring the team back tonight, until 01:00 (closed since 22:00)."),
        ("2026-04-27T11:00", "Call the team in today, until 13:30: it would be off."),
        ("2026-04-27T19:00", "Call the team in tonight, until 21:30: it would be off."),
        ("2026-07-25T16:30", "Stay tonight until 20:00 instead of 18:00."),
    ],
)
def test_the_advice_to_stay_knows_whether_the_team_is_there(clock: str, words: str) -> None:
    at = datetime.fromisoformat(clock).replace(tzinfo=HOURS.zone).astimezone(UTC)
    now = storm(started_at=at - timedelta(hours=2), hours=hours(at - timedelta(hours=2), [80, 120]),
                forecast=forecast(at, [100, 90, 40, 10, 5]))  # fmt: skip
    [stay] = [a for a in told(storm_finding(at=at, subject=now)).advice if a.action == "extend_opening_hours"]
    assert stay.text.startswith(words)


def test_a_storm_inside_opening_hours_says_nothing_of_staying() -> None:
    noon = datetime.fromisoformat("2026-07-23T10:00:00+00:00")
    busy = storm(started_at=noon - timedelta(hours=1), hours=(), forecast=(), outside_hours_share=0.0)
    alert = told(storm_finding(at=noon, subject=busy))
    assert "extend_opening_hours" not in [a.action for a in alert.advice]
    assert "outside" not in alert.body


def test_only_complaints_without_an_official_answer_are_listed_oldest_first() -> None:
    [answer] = [a for a in told(storm_finding()).advice if a.action == "answer_customers"]
    assert dict(answer.numbers) == {"items": ["c1", "c2", "c3"]}


def test_what_is_not_stored_any_more_is_left_out_and_nothing_breaks() -> None:
    alert = told(storm_finding(), look=Evening())
    assert "Examples" not in alert.body
    assert "Answer the oldest complaints first." in alert.body


def test_a_storm_without_a_usual_number_claims_no_factor() -> None:
    quiet = storm_finding(subject=storm(observed=14, expected=0.2, upper=2.0))
    assert "times the usual" not in told(quiet).body
    assert "hardly any" in told(quiet).body


def test_a_slow_storm_does_not_call_a_normal_hour_unusual() -> None:
    slow = storm_finding(subject=storm(observed=60, upper=77, excess=412.4))
    body = told(slow).body
    assert "times the usual" not in body
    assert "But since 21:05 it adds up to 412 complaints more than normal." in body


def test_singular_and_plural_are_right() -> None:
    alone = fake_finding(subject=fake(replies=1, customers=("did:plc:anna",), unanswered=("c1",)))
    body = told(alone).body
    assert "it wrote 1 reply to 1 customer: Anna de Wit." in body
    assert "1 item is still unanswered (Anna de Wit)" in body


def test_many_customers_are_counted_and_not_listed_to_the_end() -> None:
    many = fake(customers=tuple(f"id{n}" for n in range(300)))
    assert "id7 and 292 more." in told(fake_finding(subject=many)).body


def test_an_unknown_signal_is_shown_as_it_is() -> None:
    alert = told(fake_finding(evidence=(Evidence("brand_new_signal", 3.0, 1.0),)))
    assert alert.evidence[0].text == "brand new signal: 3"


def test_nothing_of_a_suspected_scam_can_be_clicked() -> None:
    body = told(fake_finding()).body
    assert "hxxps://vliegenco-refund[.]example/claim" in body
    assert "https://vliegenco-refund.example" not in body


def test_a_token_in_an_error_message_is_not_repeated() -> None:
    error = "GET https://graph.example/me?access_token=EAAB-SECRET: 401 expired"
    blind = blind_finding(subject=BlindPage(NIGHT, None, 6, error))
    assert "EAAB-SECRET" not in json.dumps(as_json(told(blind)))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("HTTP 401: token has expired", "access token"),
        ("HTTP 403 Forbidden", "refuses access"),
        ("HTTP 404 not found", "gone, renamed or blocked"),
        ("HTTP 429 Too Many Requests", "limit is reached"),
        ("HTTP 502: <html>", "fault of its own"),
        ("Cannot connect to host", "cannot be reached"),
        ("something new", "check --online"),
        (None, "check --online"),
    ],
)
def test_a_blind_page_says_what_to_put_right(error: str | None, words: str) -> None:
    blind = blind_finding(subject=BlindPage(NIGHT - timedelta(minutes=6), None, 6, error))
    assert words in told(blind).advice[0].text


def test_the_same_telling_has_the_same_id_and_each_event_its_own() -> None:
    ids = {told(*reversed(findings)).id if len(findings) == 1 else told(findings[-1], *findings[:-1]).id
           for findings in lives(storm_finding()).values()}  # fmt: skip
    assert len(ids) == 4
    assert told(storm_finding()) == told(storm_finding())


def test_a_critical_incident_stays_critical_in_title_and_severity() -> None:
    worst = storm_finding(severity=Severity.CRITICAL)
    later = storm_finding(severity=Severity.WARNING, level=9, at=worst.at + timedelta(hours=1))

    alert = told(later, worst)

    assert alert.severity is Severity.CRITICAL
    assert alert.title.startswith("CRITICAL")


def test_the_end_of_a_fake_or_a_threat_calls_nobody() -> None:
    assert told(*reversed(CASES["threat-closed"])).severity is Severity.INFO
    assert told(*reversed(CASES["scam-closed"])).severity is Severity.INFO
    assert told(*reversed(CASES["storm-closed"])).severity is Severity.WARNING


hostile = st.text(max_size=300) | st.sampled_from(
    [
        "{title}",
        "%s%n",
        "{{7*7}}",
        "{% raw %}",
        "\ud800",
        "@everyone",
        "<!channel>",
        "\u202eevil",
        "a\nb",
        "",
        "x" * 5000,
    ]
)


@given(hostile, hostile, hostile)
def test_no_text_from_outside_breaks_an_alert_out_of_its_lines(name: str, text: str, label: str) -> None:
    evening = an_evening()
    for id_ in ("f1", "c1"):
        evening.items[id_] = replace(evening.items[id_], text=text)
    impostor = fake(account=account(name=name, handle=text, url=text))
    findings = [fake_finding(subject=impostor), storm_finding(subject=storm(topics=(Topic(label, 0.5, ("c1",)),)))]
    for finding, ordinary in zip(findings, [fake_finding(), storm_finding()], strict=True):
        alert = told(finding, look=evening)
        assert len(alert.title) <= 80
        assert "\n" not in alert.title
        assert "@everyone" not in alert.body
        assert alert.body.isprintable() or set(alert.body) - {"\n"} == set(alert.body.replace("\n", ""))
        assert alert.body.count("\n") <= told(ordinary).body.count("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_storm_on_a_page_that_is_still_learning_says_so(language: Language) -> None:
    learning = told(storm_finding(subject=storm(learning_day=3)), language=language).body
    known = told(storm_finding(subject=storm()), language=language).body
    (line,) = set(learning.splitlines()) - set(known.splitlines())
    assert "3" in line
    assert "21" in line
