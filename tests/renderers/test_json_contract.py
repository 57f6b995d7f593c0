"""The JSON output is the contract: valid against the published schema, exact in its numbers, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.records import AUDIT, CARD, CRASH, EMPTY_AUDIT, FAILED, FINDINGS

from gipaudit.documents.model import Place
from gipaudit.forms.report import Attached
from gipaudit.renderers.json import encode, render
from gipaudit.renderers.renderer import Settings
from gipaudit.resources import rulesets_folder
from gipaudit.scorecard import Audit

SCHEMA = json.loads((rulesets_folder() / "schema" / "audit.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def rendered(audit: Audit, **settings: Any) -> Any:
    return json.loads("".join(render(audit, Settings(**settings))), parse_float=Decimal)


FULL = replace(AUDIT, crashes=(CRASH,), failed_plugins=(FAILED,), audit_findings=(FINDINGS[0],))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("audit", [FULL, EMPTY_AUDIT], ids=["full", "empty"])
@pytest.mark.parametrize("readings", [True, False])
def test_output_keeps_the_contract(audit: Audit, readings: bool) -> None:
    values = json.loads("".join(render(audit, Settings(readings=readings))))
    assert [error.message for error in VALIDATOR.iter_errors(values)] == []


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every object in the output, one per shape: of a list only the first item."""
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list) and value:
        yield from paths(value[0], (*path, 0))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


MAPPINGS = {("forms",), ("rules",), ("scorecards", 0, "readings")}
VALUES = json.loads("".join(render(FULL, Settings())))
KEYS = [
    (path, key)
    for path in paths(VALUES)
    if path not in MAPPINGS
    for key in at(VALUES, path)
    if (path, key) != (("scorecards", 0), "readings")  # left out under --no-readings
]


@pytest.mark.parametrize(("path", "key"), KEYS, ids=lambda value: str(value))
def test_the_schema_refuses_a_removed_and_a_renamed_key(path: tuple[str | int, ...], key: str) -> None:
    removed, renamed = deepcopy(VALUES), deepcopy(VALUES)
    del at(removed, path)[key]
    at(renamed, path)[key + "_renamed"] = at(renamed, path).pop(key)
    assert not VALIDATOR.is_valid(removed)
    assert not VALIDATOR.is_valid(renamed)


def test_a_place_tells_paragraph_and_box_where_the_format_does() -> None:
    box = (72.0, 100.5, 90.25, 112.0)
    found = replace(CARD.sections[0], place=Place(page=2, paragraph=5, box=box))
    values = json.loads("".join(render(replace(AUDIT, scorecards=(replace(CARD, sections=(found,)),)), Settings())))
    assert values["scorecards"][0]["sections"][0]["place"] == {
        **dict.fromkeys(("table", "row", "column", "line")),
        "page": 2,
        "paragraph": 5,
        "box": list(box),
    }
    assert VALIDATOR.is_valid(values)


def test_a_place_names_the_file_only_where_it_is_an_annex() -> None:
    annexed = replace(
        CARD,
        annexes=(Attached("附件.docx", "f" * 64),),
        sections=(replace(CARD.sections[0], place=Place(table=1, source="附件.docx")), *CARD.sections[1:]),
    )
    values = json.loads("".join(render(replace(AUDIT, scorecards=(annexed,)), Settings())))
    card = values["scorecards"][0]
    assert card["annexes"] == [{"source": "附件.docx", "sha256": "f" * 64}]
    assert card["sections"][0]["place"]["source"] == "附件.docx"
    assert "source" not in card["sections"][1]["place"]
    assert VALIDATOR.is_valid(values)


def test_keys_may_be_added() -> None:
    added = deepcopy(VALUES)
    for path in paths(VALUES):
        if path not in MAPPINGS:
            at(added, path)["x_added"] = 1
    assert VALIDATOR.is_valid(added)


def test_readings_are_left_out_when_not_wanted() -> None:
    assert "readings" in rendered(AUDIT)["scorecards"][0]
    assert "readings" not in rendered(AUDIT, readings=False)["scorecards"][0]


def test_open_bounds_are_null_and_marks_have_no_binary_noise() -> None:
    card = rendered(AUDIT)["scorecards"][0]
    assert card["readings"]["applications.new.legal"]["high"] is None
    assert card["readings"]["fees.fees.amount"]["low"] == Decimal("12.5")
    assert card["score"] | {"low": Decimal("94.5"), "high": Decimal("97.5"), "full": 100} == card["score"]


def test_a_card_is_one_piece() -> None:
    pieces = list(render(AUDIT, Settings()))
    assert len(pieces) == len(AUDIT.scorecards) + 2
    for piece, card in zip(pieces[1:-1], AUDIT.scorecards, strict=True):
        assert json.loads(piece.lstrip(",\n"))["source"] == card.source


def test_equal_audits_give_equal_bytes() -> None:
    assert "".join(render(AUDIT, Settings())) == "".join(render(replace(AUDIT), Settings()))


def test_a_file_name_that_is_no_text_leaves_valid_utf8() -> None:
    audit = replace(AUDIT, scorecards=(replace(CARD, source="bad\udce9.docx"),))
    text = "".join(render(audit, Settings()))
    text.encode("utf-8")
    assert json.loads(text)["scorecards"][0]["source"] == "bad�.docx"


def test_the_summary_counts_reports() -> None:
    assert rendered(AUDIT)["summary"] == {
        "reports": 3,
        "clean": 1,
        "with_errors": 1,
        "with_warnings": 1,
        "uncertain": 2,
        "unreadable": 1,
        "skipped": 1,
        "unassessed": 1,
        "missing": 0,
        "awaited": 0,
        "excused": 0,
    }


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_decimals_are_written_exactly(number: Decimal) -> None:
    assert Decimal(encode(number)) == number


@given(st.floats(0, 1))
def test_floats_are_written_so_that_they_read_back(number: float) -> None:
    assert float(encode(number)) == number


@given(st.text(st.characters()))
def test_any_text_is_valid_json_in_utf8(text: str) -> None:
    encoded = encode(text)
    encoded.encode("utf-8")
    assert len(json.loads(encoded)) == len(text)


@pytest.mark.parametrize("number", [Decimal("Infinity"), Decimal("NaN"), float("nan"), float("inf")])
def test_numbers_that_json_has_not_are_refused(number: Any) -> None:
    with pytest.raises(ValueError, match="no such number"):
        encode(number)


def test_integers_are_written_as_integers() -> None:
    assert [encode(Decimal(text)) for text in ("84.0", "1E+3", "-0.0", "0.50")] == ["84", "1000", "0", "0.5"]
