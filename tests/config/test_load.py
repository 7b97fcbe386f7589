from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.faults import ConfigError
from config.load import load, load_from_text
from config.schema import Config

PAGE = """
[[pages]]
name = "vlieg-bluesky"
brand = "Vlieg & Co"
platform = "bluesky"
account = "vliegenco.example"
"""
CONTRACT = """
language = "nl"
timezone = "Europe/Amsterdam"

[[pages]]
name = "vlieg-bluesky"
brand = "Vlieg & Co"
brand_aliases = ["VliegCo", "V&Co"]
platform = "bluesky"
account = "vliegenco.example"
server = "https://public.api.bsky.app"
token = "env:VLIEGENCO_TOKEN"
official_accounts = ["vliegenco.example", "did:plc:…"]
trusted_accounts = []
languages = ["nl", "en"]
opening_hours = "Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00; PH off"
country = "NL"
timezone = "Europe/Amsterdam"
poll_every = "60s"

[[planned_events]]
name = "price rise 1 January"
pages = ["vlieg-bluesky"]
from = "2026-12-27T00:00:00+01:00"
to = "2027-01-05T00:00:00+01:00"

[storm]
sensitivity = 0.5

[fake_accounts]
alert_above = 0.9

[[channels]]
name = "webcare-chat"
url = "env:WEBCARE_CHAT_URL"
kinds = ["storm", "fake_account"]
min_severity = "warning"
pages = []
quiet_hours = "22:00-07:00"
"""


def test_every_key_of_the_contract_is_read() -> None:
    config = load_from_text(CONTRACT)
    assert config.pages[0].poll_every == timedelta(seconds=60)
    assert config.planned_events[0].start == datetime(2026, 12, 26, 23, tzinfo=UTC)
    assert config.channels[0].kinds == ("storm", "fake_account")


def test_a_config_without_channels_is_valid() -> None:
    assert load_from_text(PAGE).channels == ()


def test_a_page_that_sees_a_recording_needs_no_account() -> None:
    text = PAGE.replace("bluesky", "recording").replace('account = "vliegenco.example"\n', "")
    assert load_from_text(text).pages[0].account is None


def test_toml_moments_and_texts_mean_the_same() -> None:
    event = '[[planned_events]]\nname = "x"\nfrom = {}2026-12-27T00:00:00+01:00{}\nto = 2027-01-05T00:00:00Z\n'
    as_text, as_moment = (load_from_text(PAGE + event.format(quote, quote)) for quote in ('"', ""))
    assert as_text.planned_events == as_moment.planned_events


def test_plain_http_is_right_on_loopback() -> None:
    for host in ("127.0.0.1:2582", "localhost:8080", "[::1]:80"):
        assert load_from_text(PAGE + f'server = "http://{host}/"').pages[0].server == f"http://{host}"


def test_official_accounts_twice_do_no_harm() -> None:
    assert load_from_text(PAGE + 'official_accounts = ["a", "a"]').pages[0].official_accounts == ("a", "a")


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("", None, "no settings"),
        ("# only a comment", None, "no settings"),
        ("a = " + "[" * 100_000, None, "nested too deeply"),
        ("\n" + ".".join("a" * 100_000) + " = 1", 2, "too many dots"),
        ("[[pages]\n", 1, "not TOML at column"),
        ('x = """\n', 2, "Unterminated"),
        ("\n\ni = " + "9" * 5000, 3, "out of range"),
        ("a\x00 = 1", 1, "not TOML"),
    ],
)
def test_a_text_that_is_no_config_has_one_clear_fault(text: str, line: int | None, wrong: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_from_text(text)
    assert [fault.line for fault in caught.value.faults if wrong in fault.wrong] == [line]


def test_a_file_is_read_with_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(PAGE, encoding="utf-8-sig")
    assert isinstance(load(path), Config)


def test_files_that_cannot_be_read_have_one_clear_fault_each(tmp_path: Path) -> None:
    (tmp_path / "latin1.toml").write_bytes(b'a = 1\nlanguage = "\xe9"')
    (tmp_path / "huge.toml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "empty.toml").touch()
    told = {
        "": "directory",
        "latin1.toml": "not UTF-8",
        "huge.toml": "1 MB",
        "empty.toml": "no settings",
        "no": "no such",
    }
    for name, wrong in told.items():
        with pytest.raises(ConfigError, match=wrong) as caught:
            load(tmp_path / name)
        assert len(caught.value.faults) == 1


@settings(deadline=None)
@given(st.text(alphabet="ab=[]{}\"'\n#,. \\1pages-:T", max_size=80))
def test_any_text_is_a_config_or_has_faults(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_from_text(text)
    assert caught.value.faults
