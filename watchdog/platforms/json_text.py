"""Reading JSON that others wrote: strict, and with text that every later part can store and print."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

_MAYBE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def parse_json(raw: bytes) -> Any:
    r"""The value that `raw` (UTF-8) holds. Halves of surrogate pairs become U+FFFD.

    >>> parse_json(b'{"text": "caf\\u00e9 \\ud83d"}')
    {'text': 'café \ufffd'}

    Raises:
        ValueError: it is no JSON, holds NaN or infinity, a number of thousands of digits, or is nested too deeply.
    """
    try:
        value = _DECODER.decode(raw.decode())
        return _mended(value) if _MAYBE_SURROGATE.search(raw) else value
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except json.JSONDecodeError as fault:
        raise ValueError(f"not JSON: {fault.msg} at column {fault.colno}") from None


def _mended(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_mended(one) for one in value]
        case dict():
            return {_mended(key): _mended(one) for key, one in value.items()}
        case _:
            return value
