"""The ``scoring`` block: what its schema takes, and what is told of names and sums that are wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gipaudit.scoring.checking import problems
from gipaudit.scoring.schema import SCHEMA
from gipaudit.scoring.scheme import read_scheme

RULES = {"balance": "accuracy", "totals": "accuracy", "sections.one": "completeness", "sections.two": "completeness"}
MODELS = ("deduct", "pass-rate", "weighted")
BLOCK: dict[str, Any] = {
    "model": "deduct",
    "full_marks": 100,
    "dimensions": {
        "accuracy": {"title": "数据准确", "marks": 60},
        "completeness": {"title": "内容完整", "marks": 40},
    },
    "rules": {"balance": {"lose": 2, "per": "cause", "at_most": 10}, "totals": {"lose": "all", "weight": 2}},
    "items": {"elements": {"title": "未按要素撰写", "rules": ["sections.*"], "lose": 5, "once": True}},
    "bonus": {"at_most": 3, "rules": {"totals": 1}},
    "veto": [{"rule": "balance", "ceiling": 59}],
    "manual": {"innovation": {"title": "创新", "marks": 5}},
    "not_assessable": "interval",
    "grades": {"优秀": 90, "良好": 80, "合格": 60, "不合格": 0},
}


def told(**changes: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(problem.path, problem.message.zh) for problem in problems({**BLOCK, **changes}, RULES, MODELS)]


def test_the_block_of_the_manual_is_valid_and_nothing_is_wrong_in_it() -> None:
    Draft202012Validator.check_schema(dict(SCHEMA))
    assert list(Draft202012Validator(SCHEMA).iter_errors(BLOCK)) == []
    assert told() == []


@pytest.mark.parametrize(
    "change",
    [
        {"modle": "deduct"},
        {"full_marks": 0},
        {"full_marks": True},
        {"dimensions": {"accuracy": {"title": "数据准确"}}},
        {"rules": {"balance": {"lose": -1}}},
        {"rules": {"balance": {"lose": "everything"}}},
        {"rules": {"balance": {"lose": 1e300}}},
        {"rules": {"balance": {"lose": 1, "per": "row"}}},
        {"rules": {"balance": {"lose": 1, "cap": 3}}},
        {"items": {"elements": {"rules": [], "lose": 5}}},
        {"veto": [{"rule": "balance"}]},
        {"not_assessable": "as-pass"},
        {"grades": {"优秀": "九十"}},
    ],
)
def test_the_schema_refuses_what_is_no_scheme(change: dict[str, Any]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors({**BLOCK, **change}))


def test_every_key_of_the_schema_is_described_in_chinese() -> None:
    def properties(schema: Any) -> list[tuple[str, Any]]:
        if not isinstance(schema, dict):
            return []
        own = list(schema.get("properties", {}).items())
        return (
            own
            + [pair for value in schema.values() for pair in properties(value)]
            + [
                pair
                for value in schema.values()
                if isinstance(value, list)
                for each in value
                for pair in properties(each)
            ]
        )

    found = properties(SCHEMA)
    assert len(found) > 20
    for key, schema in found:
        assert any("一" <= character <= "鿿" for character in schema.get("description", "")), key


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"model": "deduction"}, ("model",), "可用：deduct、pass-rate、weighted"),
        ({"rules": {"balence": {"lose": 1}}}, ("rules", "balence"), "是否为“balance”"),
        ({"rules": {"texts.*": {"lose": 1}}}, ("rules", "texts.*"), "没有规则"),
        ({"bonus": {"rules": {"chart": 1}}}, ("bonus", "rules", "chart"), "没有规则"),
        ({"veto": [{"rule": "privacy", "ceiling": 1}]}, ("veto", 0, "rule"), "没有规则"),
        ({"veto": [{"rule": "balance", "ceiling": 101}]}, ("veto", 0, "ceiling"), "满分"),
        ({"rules": {"balance": {"lose": 1, "dimension": "acuracy"}}}, ("rules", "balance", "dimension"), "accuracy"),
        ({"rules": {"balance": {"lose": 0.00001}}}, ("rules", "balance", "lose"), "四位"),
        ({"dimensions": {"accuracy": {"marks": 70}, "completeness": {"marks": 40}}}, ("dimensions",), "110"),
        ({"dimensions": {"accuracy": {"marks": 50}, "completeness": {"marks": 40}}}, ("dimensions",), "90"),
        ({"items": {"all": {"rules": ["*"], "lose": 1}}}, ("items", "all"), "accuracy、completeness"),
        (
            {"items": {name: {"rules": ["sections.*"], "lose": 1} for name in ("a", "b")}},
            ("items", "b", "rules"),
            "重复扣分",
        ),
    ],
)
def test_a_slip_is_told_where_it_stands(change: dict[str, Any], path: tuple[str | int, ...], words: str) -> None:
    found = told(**change)
    assert path in [where for where, _ in found]
    assert any(words in message for where, message in found if where == path)


def test_a_dimension_that_inherited_rules_need_is_told_once_where_the_dimensions_stand() -> None:
    rules = {**RULES, "balance": "timeliness", "totals": "timeliness"}
    (problem,) = problems(BLOCK, rules, MODELS)
    assert problem.path == ("dimensions",)
    assert "timeliness" in problem.message.zh
    assert "balance" in problem.message.zh
    assert "totals" in problem.message.zh


def test_manual_marks_may_complete_the_full_marks() -> None:
    assert told(dimensions={"accuracy": {"marks": 55}, "completeness": {"marks": 40}}) == []


def test_numbers_are_decimals_as_written_and_grades_fall_from_the_best() -> None:
    scheme = read_scheme({"rules": {"a": {"lose": 0.1, "at_most": 2.50}}, "grades": {"合格": 60, "优秀": 89.5}})
    assert (scheme.rules["a"].lose, scheme.rules["a"].at_most) == (Decimal("0.1"), Decimal("2.5"))
    assert [name for name, _ in scheme.grades] == ["优秀", "合格"]
    assert (scheme.grade(Decimal("89.5")), scheme.grade(Decimal("89.49")), scheme.grade(Decimal(1))) == (
        "优秀",
        "合格",
        None,
    )
