"""Load a config file; every fault in it is told at once."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from config.crosscheck import crosscheck
from config.document import Document, parse, read_text
from config.explain import explain, worth_telling
from config.faults import ConfigError, Fault
from config.schema import Config


def load(path: Path) -> Config:
    """Read and check a config file. No secret is looked up.

    Raises:
        ConfigError: with every fault of the file.
    """
    return load_from_text(read_text(path), str(path))


def load_from_text(text: str, file: str = "config.toml") -> Config:
    """Check the text of a config file; `file` is its name in messages.

    Raises:
        ConfigError: with every fault of the text.
    """
    document = parse(text, file)
    if not document.values and not document.faults:
        empty = Fault(file, None, "", "it has no settings in it", "`page-watchdog init` writes one to start from")
        raise ConfigError((empty,))
    config, found = _validate(document)
    faults = (*document.faults, *found, *crosscheck(document))
    if config is None or faults:
        raise ConfigError(tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.line or 0)))
    return config


def _validate(document: Document) -> tuple[Config | None, tuple[Fault, ...]]:
    try:
        return Config.model_validate(document.values, by_alias=True, by_name=False), ()
    except ValidationError as error:
        found = error.errors(include_url=False)
    return None, tuple(explain(detail, document) for detail in found if worth_telling(detail, document))
