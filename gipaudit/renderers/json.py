"""The contract as JSON, streamed: one piece a scorecard, never the whole."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from gipaudit.renderers import contract
from gipaudit.renderers.numbers import plain
from gipaudit.renderers.renderer import Settings
from gipaudit.scorecard import Audit

_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(value: Any) -> str:
    """Write a plain value as JSON.

    Decimals are written as the numbers they are, not as the nearest binary fraction. A lone surrogate (from a file
    name that is no UTF-8) becomes �, so that the output is always valid UTF-8. What could steer a terminal (control
    characters, marks of direction) is written as an escape.

    Raises:
        ValueError: a number that JSON has not (infinity, NaN).
        TypeError: a value of another kind.
    """
    write = _WRITERS.get(type(value)) or _writer(value)
    return write(value)


def _writer(value: Any) -> Callable[[Any], str]:
    """How a value of a type derived from one of those is written."""
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write
    raise TypeError(f"JSON has no {type(value).__name__}")


def _text(value: str) -> str:
    if value.isprintable():  # as nearly every text is: then nothing in it is unseen, and no surrogate
        return encode_basestring(value)
    written = encode_basestring(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value))
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


_name = lru_cache(maxsize=8192)(_text)
"""Names of members are the same in every scorecard."""


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("JSON has no such number")
    return plain(value)


def _float(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("JSON has no such number")
    return plain(Decimal(repr(value)))


def _mapping(value: Mapping[Any, Any]) -> str:
    return "{" + ",".join([f"{_name(str(key))}:{encode(item)}" for key, item in value.items()]) + "}"


def _sequence(value: Sequence[Any]) -> str:
    return "[" + ",".join([encode(item) for item in value]) + "]"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda value: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    str: _text,
    Decimal: _decimal,
    float: _float,
    dict: _mapping,
    list: _sequence,
    tuple: _sequence,
    Mapping: _mapping,
    Sequence: _sequence,
}
"""What writes a value of each type; of a type derived from several the first."""


def _members(values: Mapping[str, Any]) -> list[str]:
    return [f"{encode(key)}: {encode(value)}" for key, value in values.items()]


def render(audit: Audit, settings: Settings) -> Iterator[str]:
    """Yield the audit as JSON: the head, each scorecard on a line of its own, the tail."""
    yield "{\n" + ",\n".join(_members(contract.head(audit))) + ',\n"scorecards": ['
    for number, card in enumerate(audit.scorecards):
        line = encode(contract.scorecard(card, readings=settings.readings))
        yield ("\n" if number == 0 else ",\n") + line
    yield "\n],\n" + ",\n".join(_members(contract.tail(audit))) + "\n}\n"
