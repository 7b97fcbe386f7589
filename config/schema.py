"""The settings, each with its default, unit, range and meaning; reference page and JSON Schema are made from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from config.duration import Duration
from config.fields import (
    ChannelUrl,
    Clock,
    Country,
    Email,
    Moment,
    Name,
    OpeningHoursText,
    QuietHours,
    Server,
    TimeZone,
    TokenReference,
    TopicWord,
)

Language = Literal["nl", "sv", "da", "no", "en", "de"]
Platform = Literal[
    "bluesky",
    "mastodon",
    "facebook",
    "instagram",
    "x",
    "youtube",
    "reddit",
    "trustpilot",
    "discourse",
    "wordpress",
    "feed",
    "recording",
]
AlertKind = Literal["storm", "fake_account", "threat", "blind_page", "digest"]
SeverityName = Literal["info", "warning", "critical"]
Share = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Label = Annotated[str, Field(min_length=1, max_length=40)]


class Settings(BaseModel):
    """A table of the config file: unknown keys are faults, values do not change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)


class Page(Settings):
    """One watched page of one brand."""

    name: Name = Field(description="Unique; used everywhere.", examples=["brand-bluesky"])
    brand: Name = Field(description="The brand's name as customers write it.", examples=["Vlieg & Co"])
    brand_aliases: tuple[Text, ...] = Field(
        (), description="Other names that customers use for the brand.", examples=[["VliegCo", "V&Co"]]
    )
    brand_is_common_word: bool | None = Field(
        None,
        strict=True,
        description="Whether the brand is also an everyday word, a place or a surname; left out: inferred.",
    )
    insults: tuple[Text, ...] = Field((), description="Puns on the brand's name that count as offensive.")
    platform: Platform = Field(description="Where the page lives.", examples=["bluesky"])
    account: Text | None = Field(
        None,
        description="The watched page, in the platform's own words. Needed by all platforms but recording.",
        examples=["brand.example"],
    )
    server: Server | None = Field(
        None,
        description="Where the API lives, for platforms with many servers. Plain http only on loopback.",
        examples=["https://public.api.bsky.app"],
    )
    token: TokenReference | None = Field(
        None,
        description="Optional or needed, as the platform says: env:NAME or credential:NAME, never the secret.",
        examples=["env:BRAND_TOKEN"],
    )
    official_accounts: tuple[Text, ...] = Field(
        (), description="Ids or handles that speak for the brand.", examples=[["brand.example"]]
    )
    trusted_accounts: tuple[Text, ...] = Field(
        (), description="Ids or handles never suspected: partners, staff, regional pages."
    )
    contacts: tuple[Text, ...] = Field(
        (), description="The brand's own phone numbers, mail addresses and domains; others in a reply count as a lure."
    )
    languages: tuple[Language, ...] = Field(
        (), description="Languages customers write in, most frequent first.", examples=[["nl", "en"]]
    )
    opening_hours: OpeningHoursText = Field(
        "24/7",
        description="When the team answers, in OpenStreetMap opening_hours syntax.",
        examples=["Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00; PH off"],
    )
    country: Country | None = Field(
        None, description="ISO 3166 code: whose national public holidays PH means.", examples=["NL"]
    )
    timezone: TimeZone | None = Field(
        None, description="IANA name; left out: the file's timezone.", examples=["Europe/Amsterdam"]
    )
    poll_every: Duration = Field(
        timedelta(seconds=60), ge=timedelta(seconds=1), le=timedelta(hours=24), description="How often to look."
    )


class PlannedEvent(Settings):
    """A price rise, strike or maintenance: a storm is expected."""

    name: Name = Field(description="Shown in alerts.", examples=["price rise 1 January"])
    pages: tuple[Text, ...] = Field((), description="Names of pages; left out: all.", examples=[["brand-bluesky"]])
    start: Moment = Field(
        alias="from", description="Begin, RFC 3339 with an offset.", examples=["2026-12-27T00:00:00+01:00"]
    )
    end: Moment = Field(alias="to", description="End, RFC 3339 with an offset.", examples=["2027-01-05T00:00:00+01:00"])
    topics: tuple[Text, ...] = Field(
        (),
        description="Names of topics (shipped or yours) it is about; another is told loudly. Left out: from its name.",
        examples=[["price_rise"]],
    )
    times_usual: float = Field(
        5.0,
        ge=1,
        le=100,
        strict=True,
        allow_inf_nan=False,
        description="A storm beyond so many times the usual is told louder.",
    )


class KnownTopic(Settings):
    """What a storm may be about: names it, beside the twenty or so topics that ship."""

    name: Name = Field(
        description="Unique. That of a shipped topic (docs/reference/topics.md) changes it: other languages stay.",
        examples=["strike"],
    )
    label: dict[Language, Label] = Field(
        {},
        description="What alerts call it, by language of the page; left out: the name.",
        examples=[{"nl": "staking"}],
    )
    words: dict[Language, tuple[TopicWord, ...]] = Field(
        description="What tells it, by language of the page; * stands for letters, several words stand close by.",
        examples=[{"nl": ["*staking*", "legt werk neer"]}],
    )
    pages: tuple[Text, ...] = Field((), description="Names of pages; left out: all.", examples=[["brand-bluesky"]])


class StormSettings(Settings):
    """How storms are told from ordinary days."""

    sensitivity: Share = Field(
        0.5,
        description="0 (only disasters) to 1 (every ripple), the one knob: about 0.02, 0.1, 0.3, 1 and 3 false storms "
        "a page and 30 days at 0, 0.25, 0.5, 0.75 and 1.",
    )


class FakeAccountSettings(Settings):
    """How accounts that pose as the brand are told from others."""

    alert_above: Share = Field(0.9, description="Suspicion from which an account is alerted.")
    review_above: Share = Field(
        0.6,
        description="Suspicion from which an account is worth a look: it is told in the daily digest, never at once."
        " Below alert_above.",
    )


class HuntSettings(Settings):
    """Looking for accounts that look like the brand before they speak, where the platform can search accounts."""

    enabled: bool = Field(False, strict=True, description="Whether to look. Found ones are told in the daily digest.")
    every: Duration = Field(
        timedelta(hours=6), ge=timedelta(minutes=15), le=timedelta(days=7), description="How often to look."
    )
    pages: tuple[Text, ...] = Field((), description="Names of pages; left out: all.", examples=[["brand-bluesky"]])


class DigestSettings(Settings):
    """What can wait is told once a day."""

    at: Clock = Field(
        "08:00", description="When, in the file's timezone; a channel with quiet hours gets it when these end."
    )


class EvidenceSettings(Settings):
    """Who reports accounts to platforms; what is left out stays blank in the notice, to be filled in by hand."""

    notifier_name: Text | None = Field(
        None, description="A person's or the organisation's name.", examples=["Brand NV"]
    )
    notifier_email: Email | None = Field(
        None, description="Where the platform can answer.", examples=["webcare@brand.example"]
    )


class ThreatSettings(Settings):
    """How threats to staff are told from anger."""

    alert_above: Share = Field(0.7, description="Probability from which a text is alerted as a threat.")


class Channel(Settings):
    """Where alerts go."""

    name: Name = Field(description="Unique.", examples=["webcare-chat"])
    url: ChannelUrl = Field(
        repr=False, description="An Apprise URL, or env:NAME, or credential:NAME.", examples=["env:WEBCARE_CHAT_URL"]
    )
    kinds: tuple[AlertKind, ...] = Field(
        ("storm", "fake_account", "threat", "blind_page", "digest"), description="Kinds of alert to send."
    )
    min_severity: SeverityName = Field("warning", description="The least severe alert to send.")
    pages: tuple[Text, ...] = Field((), description="Names of pages; left out: all.", examples=[["brand-bluesky"]])
    quiet_hours: QuietHours | None = Field(
        None,
        description="The page's local time in which only critical alerts are sent; the rest waits for the digest.",
        examples=["22:00-07:00"],
    )


class StoreSettings(Settings):
    """What is kept, where and for how long."""

    path: Text = Field("page-watchdog.sqlite3", description="The database; relative to the state directory.")
    keep: Duration = Field(
        timedelta(days=90), ge=timedelta(days=7), le=timedelta(days=730), description="Older items and accounts go."
    )


class Config(Settings):
    """The whole config file."""

    language: Language = Field("en", description="Of alerts.")
    timezone: TimeZone = Field("UTC", description="IANA name; default for pages.", examples=["Europe/Amsterdam"])
    pages: tuple[Page, ...] = Field(min_length=1, description="The watched pages.")
    planned_events: tuple[PlannedEvent, ...] = Field((), description="When a storm is expected.")
    topics: tuple[KnownTopic, ...] = Field((), description="Topics that storms may be about.")
    storm: StormSettings = StormSettings()
    fake_accounts: FakeAccountSettings = FakeAccountSettings()
    hunt: HuntSettings = HuntSettings()
    digest: DigestSettings = DigestSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    threats: ThreatSettings = ThreatSettings()
    channels: tuple[Channel, ...] = Field((), description="Without any, nobody is told.")
    store: StoreSettings = StoreSettings()

    def zone_of(self, page: Page) -> str:
        """The page's IANA time zone."""
        return page.timezone or self.timezone
