"""The JSON of an audit may be anybody's: whatever stands in it, it is refused in words or it is compared."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from comparing.made import audit, card, finding, kept, text
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.archive.named import named_audit
from gipaudit.cli.compare import pieces as compare_pieces
from gipaudit.cli.history import pieces as history_pieces
from gipaudit.cli.kept_audits import Format
from gipaudit.cli.rank import pieces as rank_pieces
from gipaudit.comparing.comparison import compare
from gipaudit.comparing.past import history
from gipaudit.comparing.standing import standing
from gipaudit.errors import GipauditError, SourceError
from gipaudit.recorded.reading import parse_audit, parse_pieces, read_audit
from gipaudit.recorded.records import Audit

ONE = audit(
    card("禾丰县水务局", 2023, [finding(), finding("blank", verdict="waived")], 80, 90, group="部门"),
    card("禾丰县民政局", 2022, [finding("contact")], 95),
)
VALUES = json.loads(text(ONE))


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value."""
    yield before
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*before, key))


strange = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["", "NaN", "1e999999999", "-Infinity", "=1+1", "2023", "\x1b[2J", "\U0010ffff", "fail", "x" * 9000]
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)


@settings(max_examples=150)
@given(st.sampled_from(sorted(paths(VALUES), key=str)), strange)
def test_any_change_is_refused_in_words_or_compared(path: tuple[Any, ...], value: Any) -> None:
    changed = copy.deepcopy(VALUES)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    if path:
        inner[path[-1]] = value
    else:
        changed = value
    with suppress(SourceError):
        read = parse_audit(json.dumps(changed).encode(), "a.json")
        hand_on(read)


def hand_on(read: Audit) -> None:
    """Compare, rank and follow it; nothing but an answer to the user may come of it."""
    for form in Format:
        for work in (
            lambda form=form: compare_pieces(compare(read, ONE), form, "-"),
            lambda form=form: rank_pieces(standing(read, previous=ONE), form, "-"),
            lambda form=form: history_pieces(history("禾丰县水务局", [ONE, read]), form, "-"),
        ):
            with suppress(GipauditError):
                "".join(work()).encode()


@pytest.mark.parametrize("cut", range(0, len(text(ONE).encode()), 97))
def test_a_file_cut_short_is_told_with_the_place(cut: int) -> None:
    with pytest.raises(SourceError, match=r"^a.json:1:\d+: 不是有效的 JSON（可能没有写完）$"):
        parse_audit(text(ONE).encode()[:cut], "a.json")


@pytest.mark.parametrize(("bytes_", "told"), [
    (b'{"schema": "\\ud800"}', "不是有效的 JSON"),
    (b'{"schema": "\xff"}', "不是 UTF-8 编码的 JSON"),
    ("﻿[]".encode("utf-16"), "不是有效的 JSON"),
    (text(ONE).replace("80", "8" * 400, 1).encode(), "scorecards"),
    (b"\x00" * 50, "不是有效的 JSON"),
])  # fmt: skip
def test_what_is_no_text_is_told(bytes_: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        parse_audit(bytes_, "a.json")


def test_a_mark_at_the_beginning_is_none_of_the_text() -> None:
    assert parse_audit(b"\xef\xbb\xbf" + text(ONE).encode(), "a.json") == ONE


def test_a_card_of_an_archive_is_held_to_the_same_types() -> None:
    head, tail = text(audit()).split('"scorecards": [', 1)
    broken = json.dumps(VALUES["scorecards"][0] | {"unit": 3})
    with pytest.raises(SourceError, match=r"scorecards\[0\].unit"):
        parse_pieces([head + '"scorecards": [', broken, tail], "a.db#1")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="文件无法打开"):
        read_audit(tmp_path)
    with pytest.raises(SourceError, match="文件无法打开"):
        named_audit(str(tmp_path), lambda message: None)
    file = kept(ONE, tmp_path / "a.json")
    assert named_audit(str(file), lambda message: None).cards == ONE.cards
