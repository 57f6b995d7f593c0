"""The JSON Schema that editors use is the one that loading uses, and it is up to date."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from support.rulesets import CHECKS

from gipaudit.resources import rulesets_folder
from gipaudit.rules import builtin
from gipaudit.rules.check import Check
from gipaudit.rules.rule import COMMON_KEYS
from gipaudit.rules.schema import COMMON, ruleset_schema
from gipaudit.scoring.schema import SCHEMA


def shipped() -> dict[str, Any]:
    checks: list[Check] = []
    builtin.register_checks(checks.append)
    return ruleset_schema(checks, SCHEMA)


def test_the_shipped_schema_is_fresh() -> None:
    """After a change of options, where no plugin is installed: gipaudit ruleset schema > this file."""
    file = rulesets_folder() / "schema" / "ruleset.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(json.dumps(shipped()))


def test_it_is_a_json_schema_whose_references_lead_somewhere() -> None:
    schema = shipped()
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}:
        assert reference in schema["$defs"]


def test_every_key_is_explained_in_chinese() -> None:
    assert tuple(COMMON) == COMMON_KEYS
    for schema in (*COMMON.values(), *shipped()["properties"].values()):
        schema = shipped()["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
        assert any("\u4e00" <= character <= "\u9fff" for character in schema["description"])


def test_no_check_takes_a_common_key() -> None:
    checks: list[Check] = []
    builtin.register_checks(checks.append)
    for check in checks:
        assert not set(check.options.get("properties", {})) & set(COMMON_KEYS)


@pytest.mark.parametrize(
    ("rule", "valid"),
    [
        ({"title": "甲", "check": "words", "all_of": ["一"]}, True),
        ({"severity": "info"}, True),
        ({"formula": "甲 = 乙"}, True),
        ("off", True),
        ({"title": "甲", "check": "words", "formula": "甲"}, False),
        ({"title": "甲", "check": "words", "all_of": "一"}, False),
        ({"colour": 1}, False),
        ("关", False),
        (None, False),
    ],
)
def test_it_tells_good_rules_from_bad_ones(rule: object, valid: bool) -> None:
    validator = jsonschema.Draft202012Validator(ruleset_schema(CHECKS, SCHEMA))
    assert validator.is_valid({"ruleset": "试", "rules": {"a": rule}}) is valid


def test_a_file_may_give_part_of_a_scoring_entry() -> None:
    validator = jsonschema.Draft202012Validator(ruleset_schema(CHECKS, SCHEMA))
    assert validator.is_valid({"ruleset": "试", "scoring": {"rules": {"a": {"at_most": 3}}}})
    assert not validator.is_valid({"ruleset": "试", "scoring": {"rules": {"a": {"at_mots": 3}}}})


@pytest.mark.parametrize(
    ("scoring", "valid"),
    [
        ({"rules": "off"}, True),
        ({"rules": {"a": "off"}}, True),
        ({"grades": {"良好": "off"}}, True),
        ({"manual": {"filed": "off"}}, True),
        ({"rules": "none"}, False),
        ({"grades": {"良好": "none"}}, False),
        ({"rules": {"a": {"lose": "off"}}}, False),
    ],
)
def test_parts_and_entries_of_an_inherited_scheme_may_be_turned_off(scoring: object, valid: bool) -> None:
    validator = jsonschema.Draft202012Validator(ruleset_schema(CHECKS, SCHEMA))
    assert validator.is_valid({"ruleset": "试", "scoring": scoring}) is valid
