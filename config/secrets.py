"""Secrets by reference: `env:NAME` and `credential:NAME` looked up, and never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.faults import ConfigError, Fault
from config.fields import REFERENCE

_MAX_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that shows itself only when asked: printed, logged or formatted it is "***"."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where secrets are looked up.

    Args:
        environment: the process's variables; its values are never shown.
        directory: systemd's $CREDENTIALS_DIRECTORY, None where there is none.
    """

    environment: Mapping[str, str] = field(repr=False)
    directory: Path | None = None

    def resolve(self, reference: str) -> Secret:
        """The secret that a `token` or a channel's `url` refers to; a literal channel URL is its own secret.

        Raises:
            ConfigError: there is no such variable or credential, or it is empty. It names the reference, never a value.
        """
        kind, _, name = reference.partition(":")
        if kind not in {"env", "credential"}:
            return Secret(reference)
        if not REFERENCE.fullmatch(reference):
            raise _missing(kind, "the name after the colon cannot be one", "write letters, digits and _")
        value = self._variable(name) if kind == "env" else self._credential(name)
        if not value.strip():
            raise _missing(f"{kind}:{name}", "it is empty", "give it its value")
        return Secret(value)

    def _variable(self, name: str) -> str:
        if name not in self.environment:
            right = f"set {name} before page-watchdog starts"
            raise _missing(f"env:{name}", "it is not set in the environment", right)
        return self.environment[name].strip()

    def _credential(self, name: str) -> str:
        key = f"credential:{name}"
        if self.directory is None:
            raise _missing(key, "$CREDENTIALS_DIRECTORY is not set", f"add LoadCredential={name}:… to the systemd unit")
        try:
            with (self.directory / name).open("rb") as file:
                content = file.read(_MAX_BYTES + 1)
            text = content.decode()
        except UnicodeDecodeError:
            raise _missing(key, "it is not UTF-8 text", "write it as text") from None
        except OSError as fault:
            wrong = f"it cannot be read from $CREDENTIALS_DIRECTORY: {fault.strerror}"
            raise _missing(key, wrong, f"add LoadCredential={name}:… to the systemd unit") from None
        if len(content) > _MAX_BYTES:
            raise _missing(key, "it is longer than 64 kB", "write only the secret")
        return text.rstrip("\r\n")


def _missing(key: str, wrong: str, right: str) -> ConfigError:
    return ConfigError((Fault("secrets", None, key, wrong, right),))
