"""The contract as JSON, streamed: one piece a scorecard, never the whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
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
    if value is None:
        return "null"
    if isinstance(value, str):
        written = encode_basestring(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value))
        return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal | float):
        if not math.isfinite(value):
            raise ValueError("JSON has no such number")
        return plain(value) if isinstance(value, Decimal) else plain(Decimal(repr(value)))
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{encode(str(key))}:{encode(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(map(encode, value)) + "]"
    raise TypeError(f"JSON has no {type(value).__name__}")


def _members(values: Mapping[str, Any]) -> list[str]:
    return [f"{encode(key)}: {encode(value)}" for key, value in values.items()]


def render(audit: Audit, settings: Settings) -> Iterator[str]:
    """Yield the audit as JSON: the head, each scorecard on a line of its own, the tail."""
    yield "{\n" + ",\n".join(_members(contract.head(audit))) + ',\n"scorecards": ['
    for number, card in enumerate(audit.scorecards):
        line = encode(contract.scorecard(card, readings=settings.readings))
        yield ("\n" if number == 0 else ",\n") + line
    yield "\n],\n" + ",\n".join(_members(contract.tail(audit))) + "\n}\n"
