import pytest

from config.cautions import cautions
from config.load import load_from_text

PAGE = """
[[pages]]
name = "a"
brand = "A"
platform = "bluesky"
account = "a"
official_accounts = ["a"]
opening_hours = "Mo-Fr 08:00-22:00"
"""
CHANNEL = """
[[channels]]
name = "chat"
url = "env:CHAT"
"""


def test_a_config_in_which_all_is_as_it_should_be_raises_no_caution() -> None:
    assert cautions(load_from_text(PAGE + CHANNEL), {"bluesky"}) == ()


@pytest.mark.parametrize(
    ("text", "caution"),
    [
        (PAGE, "no channels: nobody will be told"),
        (PAGE.replace("bluesky", "facebook") + CHANNEL, "cannot watch facebook"),
        (PAGE.replace('official_accounts = ["a"]', "") + CHANNEL, "no official_accounts"),
        (
            PAGE.replace('official_accounts = ["a"]', 'official_accounts = ["b"]') + CHANNEL,
            "the watched account itself",
        ),
        (PAGE.replace("bluesky", "mastodon") + CHANNEL, "mastodon needs server"),
        (PAGE.replace('opening_hours = "Mo-Fr 08:00-22:00"', "") + CHANNEL, "day and night"),
        (PAGE.replace("22:00", "22:00; PH off") + CHANNEL, "without a country"),
        (PAGE + 'poll_every = "20s"' + CHANNEL, "poll_every = 20s is often"),
        (PAGE + CHANNEL.replace("env:CHAT", "slack://secret"), "chat: whoever reads this file"),
        (PAGE + CHANNEL + 'kinds = ["storm", "threat", "blind_page"]', "a: no channel is told of fake_account"),
    ],
)
def test_what_may_not_be_meant_is_named(text: str, caution: str) -> None:
    (found,) = cautions(load_from_text(text), {"bluesky", "mastodon"})
    assert caution in found
    assert "secret" not in found


@pytest.mark.parametrize(
    ("text", "caution"),
    [
        (PAGE + CHANNEL + 'kinds = ["fake_account"]\n', "what is found shows in `accounts` only"),
        (PAGE.replace("bluesky", "mastodon") + CHANNEL, "without a token (read:search)"),
    ],
)
def test_what_a_hunt_lacks_is_named_if_there_is_one(text: str, caution: str) -> None:
    hunting, resting = (load_from_text(f"{text}[hunt]\nenabled = {on}\n") for on in ("true", "false"))
    assert caution in " ".join(cautions(hunting, {"bluesky", "mastodon"}))
    assert caution not in " ".join(cautions(resting, {"bluesky", "mastodon"}))
