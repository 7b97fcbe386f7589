from pathlib import Path

import pytest

from config.faults import ConfigError
from config.secrets import Secret, Secrets


def test_a_variable_is_looked_up_in_the_given_environment() -> None:
    assert Secrets({"CHAT_URL": "slack://a/b/c\n"}).resolve("env:CHAT_URL").reveal() == "slack://a/b/c"


def test_a_credential_is_read_without_its_last_newline(tmp_path: Path) -> None:
    (tmp_path / "chat").write_text("slack://a/b/c\n")
    assert Secrets({}, tmp_path).resolve("credential:chat").reveal() == "slack://a/b/c"


def test_a_channel_url_that_is_written_out_is_its_own_secret() -> None:
    assert Secrets({}).resolve("mailto://user:pw@example.org").reveal() == "mailto://user:pw@example.org"


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"


def test_secrets_do_not_show_the_environment() -> None:
    assert "hunter2" not in repr(Secrets({"A": "hunter2"}))


@pytest.mark.parametrize(
    ("reference", "wrong"),
    [
        ("env:NOT_THERE", "env:NOT_THERE: it is not set"),
        ("env:BLANK", "env:BLANK: it is empty"),
        ("credential:not-there", "credential:not-there: it cannot be read"),
        ("credential:folder", "credential:folder: it cannot be read"),
        ("credential:binary", "credential:binary: it is not UTF-8"),
        ("credential:long", "credential:long: it is longer"),
    ],
)
def test_a_secret_that_is_not_there_is_named(tmp_path: Path, reference: str, wrong: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "long").write_bytes(b"x" * 64_001)
    with pytest.raises(ConfigError, match=wrong):
        Secrets({"BLANK": " "}, tmp_path).resolve(reference)


def test_a_credential_without_a_directory_says_how_to_get_one() -> None:
    with pytest.raises(ConfigError, match="LoadCredential=chat"):
        Secrets({}).resolve("credential:chat")


def test_a_credential_never_leaves_its_directory(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    (tmp_path / "credentials").mkdir()
    for reference in ("credential:../secret", "credential:..", f"credential:{tmp_path}/secret"):
        with pytest.raises(ConfigError, match="cannot be one"):
            Secrets({}, tmp_path / "credentials").resolve(reference)
