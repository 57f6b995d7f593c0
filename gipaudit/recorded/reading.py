"""The JSON of an audit → its records. A file is nobody's friend: size, depth, types and numbers are held to limits.

Only what is needed is made into records; readings, places and the like, nine tenths of a file, are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.recorded.records import Audit, Card, Plugin, Result, Rule, Ruleset
from gipaudit.scorecard import CONTRACT
from gipaudit.sources import shortened

LARGEST_FILE = 1 << 30
"""Bytes. A thousand reports take some 100 MB, 25 MB without readings."""

MOST_DIGITS = 20
"""Of marks, before and behind the point."""

_BOM = b"\xef\xbb\xbf"
_BYTE = re.compile(r"\(byte (\d+)\)$")
_PLACE = re.compile(r"`\$\.?(.*)`$")
_MISSING = re.compile("required field `(.+?)`")
_Kind = TypeVar("_Kind")


class _Named(msgspec.Struct):
    schema: str | None = None


class _Whole(msgspec.Struct):
    """An audit whose scorecards are not yet looked into."""

    schema: str
    today: date
    ruleset: Ruleset
    rules: dict[str, Rule]
    scorecards: list[msgspec.Raw]
    gipaudit: str = ""
    plugins: tuple[Plugin, ...] = ()


_WHOLE = msgspec.json.Decoder(_Whole)
_CARD = msgspec.json.Decoder(Card)


def read_audit(file: Path) -> Audit:
    """Read an audit from the file that ``gipaudit audit --format json`` wrote.

    Raises:
        SourceError: it cannot be read, is too large, or is no audit of this contract.
    """
    return parse_audit(_data(file), str(file))


def parse_audit(data: bytes, name: str) -> Audit:
    """Read an audit from its JSON; ``name`` is where it comes from, for messages.

    Raises:
        SourceError: it is no audit of this contract.
    """
    data = data.removeprefix(_BOM)
    whole = _decoded(_WHOLE, data, name)
    return _audit(whole, whole.scorecards, name)


def parse_pieces(pieces: Iterable[str], name: str) -> Audit:
    """Read an audit from its JSON in pieces, as it is written: the head, one piece a scorecard, the tail.

    Only one piece is held at a time.

    Raises:
        SourceError: it is no audit of this contract.
    """
    cards = (piece.strip().removeprefix(",").encode() for piece in pieces)
    head = next(cards) + b"]}"
    return _audit(_decoded(_WHOLE, head, name), (card for card in cards if not card.startswith(b"]")), name)


def parse_card(text: str, name: str) -> Card:
    """Read one scorecard from its JSON.

    Raises:
        SourceError: it is none.
    """
    return _card(text.encode(), 0, name)


def _audit(whole: _Whole, cards: Iterable[bytes | msgspec.Raw], name: str) -> Audit:
    if whole.schema != CONTRACT:
        _refuse_schema(name, whole.schema)
    # Of a hundred rules a report most come out as in other reports: each way is kept once.
    known: dict[Result, Result] = {}
    return Audit(
        name=name,
        version=whole.gipaudit,
        today=whole.today,
        ruleset=whole.ruleset,
        plugins=whole.plugins,
        rules=whole.rules,
        cards=tuple(
            msgspec.structs.replace(card, rules=tuple(known.setdefault(each, each) for each in card.rules))
            for card in (_card(raw, number, name) for number, raw in enumerate(cards))
        ),
    )


def _data(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1) if file.stat().st_size <= LARGEST_FILE else None
    except FileNotFoundError:
        _refuse(str(file), "文件不存在", "no such file")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _refuse(str(file), f"文件无法打开（{reason}）", f"cannot be opened ({reason})")
    if data is None or len(data) > LARGEST_FILE:
        limit = LARGEST_FILE >> 20
        _refuse(
            str(file),
            f"文件超过 {limit} MB；请用 --no-readings 重新输出审核结果",
            f"larger than {limit} MB: write the audit with --no-readings",
        )
    return data


def _card(raw: bytes | msgspec.Raw, number: int, name: str) -> Card:
    card = _decoded(_CARD, raw, name, f"scorecards[{number}].")
    for marks in (card.score.low, card.score.high, card.score.full):
        if not _is_marks(marks):
            _refuse_content(name, f"scorecards[{number}].score")
    return card


def _is_marks(marks: Decimal) -> bool:
    """Whether these are marks that can be reckoned with and printed."""
    _, digits, exponent = marks.as_tuple()
    return isinstance(exponent, int) and -MOST_DIGITS <= exponent <= 0 and len(digits) <= MOST_DIGITS


def _decoded(decoder: msgspec.json.Decoder[_Kind], part: bytes | msgspec.Raw, name: str, inside: str = "") -> _Kind:
    """One part of the JSON as records; ``inside`` is where the part stands."""
    try:
        return decoder.decode(part)
    except msgspec.ValidationError as error:
        if not inside:
            _refuse_other_schema(bytes(part), name)
        _refuse_content(name, inside + _place(str(error)))
    except msgspec.DecodeError as error:
        _refuse_json(bytes(part), name, error)
    except UnicodeDecodeError:
        _refuse(name, "不是 UTF-8 编码的 JSON", "no JSON in UTF-8")
    except RecursionError:
        _refuse(name, "不是审核结果的 JSON（层次太深）", "not the JSON of an audit (too deep)")


def _place(problem: str) -> str:
    """The keys that lead to what the decoder found wrong."""
    place, missing = _PLACE.search(problem), _MISSING.search(problem)
    return ".".join(filter(None, (place and place[1], missing and missing[1])))


def _refuse_other_schema(data: bytes, name: str) -> None:
    """Refuse JSON that is no audit at all, or one of another version."""
    try:
        schema = msgspec.json.decode(data, type=_Named).schema
    except msgspec.ValidationError:
        schema = None
    if schema is None:
        _refuse(
            name,
            "不是审核结果：请用 gipaudit audit --format json 的输出",
            "no audit: give what audit --format json wrote",
        )
    if schema != CONTRACT:
        _refuse_schema(name, schema)


def _refuse_schema(name: str, schema: str) -> NoReturn:
    shown = shortened(schema)
    _refuse(
        name,
        f"格式是“{shown}”，本版本只认“{CONTRACT}”；请用本版本重新审核一次",
        f"its schema is {shown!r}, this version knows {CONTRACT!r}: audit anew",
    )


def _refuse_content(name: str, place: str) -> NoReturn:
    shown = shortened(place)
    _refuse(
        name,
        f"内容不完整或被改动过（{shown}）；请重新审核一次",
        f"incomplete or changed ({shown}): audit anew",
    )


def _refuse_json(data: bytes, name: str, error: Exception) -> NoReturn:
    """Say where the text stops being JSON: at the end, where it was cut short."""
    match = _BYTE.search(str(error))
    end = min(int(match[1]), len(data)) if match else len(data)
    line_start = data.rfind(b"\n", 0, end) + 1
    column = len(data[line_start:end][:10_000].decode("utf-8", "replace")) + 1
    position = Position(Path(name), data.count(b"\n", 0, end) + 1, column)
    message = Message("不是有效的 JSON（可能没有写完）", "no valid JSON (perhaps cut short)")
    raise SourceError([Problem(position, message)]) from None


def _refuse(name: str, zh: str, en: str) -> NoReturn:
    raise SourceError([Problem(Position(Path(name), 1, 1), Message(zh, en))]) from None
