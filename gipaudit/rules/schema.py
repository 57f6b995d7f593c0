"""The JSON Schema of a ruleset file, put together from the options of all checks.

Editors use it to complete and to explain while one types; loading uses it to find what is wrong. It describes one
file, which may give only what differs from the file it extends: what must be there at all is asked once all files
are merged (:func:`options_schema`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gipaudit.rules.check import Check
from gipaudit.rules.rule import COMMON_KEYS
from gipaudit.scorecard import SEVERITIES

Schema = dict[str, Any]

STATUSES = ("experimental", "stable", "deprecated")
OUTCOMES = ("pass", "fail", "not_assessable")
ID = r"^[^\s*?\[\]{}:：#,，\"']{1,100}$"


def _text(title: str, description: str, **more: Any) -> Schema:
    return {"type": "string", "title": title, "description": description, **more}


def _texts(title: str, description: str) -> Schema:
    items = {"type": "string", "minLength": 1}
    return {
        "type": ["string", "array"],
        "items": items,
        "minItems": 1,
        "minLength": 1,
        "title": title,
        "description": description,
    }


_CASE: Schema = {"type": "object", "properties": {"格式": {"type": "string"}}}
_EXAMPLE: Schema = {
    **_CASE,
    "type": ["object", "array"],
    "items": _CASE,
    "description": "一个或一列例子。数字类：{单元格名: 数值}，未写的为 0，“空”为空格，~ 为无法识读；"
    "文字类：{部分: 文字}",
}

COMMON: Mapping[str, Schema] = {
    "title": _text("标题", "一句话说明本规则要求什么", minLength=1),
    "title_en": _text("英文标题", "可不写"),
    "check": _text("检查方式", "用哪一种检查；其余选项随检查方式而定"),
    "forms": {
        "type": ["string", "array"],
        "items": {"type": "string"},
        "minItems": 1,
        "title": "适用格式",
        "description": "报告格式的年代，如 [2021]；不写时取本文件的 forms",
    },
    "when": {
        "type": ["object", "string"],
        "title": "适用对象",
        "description": "哪些单位、哪些年度适用；不符合的不适用。写 off 取消继承来的条件",
        "properties": {
            "levels": _texts("层级", "如 city-government、*-department；层级-类别"),
            "years": {
                "type": ["string", "integer"],
                "title": "年度",
                "description": "如 2021、2021-、2019-2020、-2018",
            },
            "units": _texts("单位", "单位名称"),
        },
        "additionalProperties": False,
        "if": {"type": "string"},
        "then": {"const": "off"},
    },
    "if": _text("前提", "公式；成立时才检查本规则。写 off 取消继承来的前提"),
    "severity": {"enum": list(SEVERITIES), "title": "严重程度", "description": "error 错误、warning 警告、info 提示"},
    "dimension": _text("维度", "scoring.dimensions 中的名称"),
    "basis": _text("依据", "法规、文件的名称和条款"),
    "message": _text("提示语", "可用 {unit} {year} {row} {column} {cell} {left} {right} {difference} 等占位"),
    "remedy": _text("整改建议", "告诉填报单位怎样改正"),
    "examples": {
        "type": "object",
        "title": "例子",
        "description": "本规则应当通过（pass）和应当不通过（fail）的例子",
        "properties": dict.fromkeys(OUTCOMES, _EXAMPLE),
        "additionalProperties": False,
    },
    "status": {
        "enum": list(STATUSES),
        "title": "状态",
        "description": "stable 正式；experimental 试行：照常检查并注明，scoring 里没有写它的编号就不扣分；"
        "deprecated 将停用：用到时提醒",
    },
}
"""The keys that every rule may have, in the order of :data:`COMMON_KEYS`."""


def ruleset_schema(checks: Iterable[Check], scoring: Mapping[str, Any] | None = None) -> Schema:
    """Return the schema of one ruleset file.

    Args:
        checks: all kinds of check, each with the schema of its options.
        scoring: the schema of the ``scoring`` block, or ``None`` to take any mapping.
    """
    known = sorted(checks, key=lambda check: check.name)
    definitions: Schema = {f"common.{key}": schema for key, schema in COMMON.items()}
    if scoring is not None:
        definitions.update(_definitions("scoring", scoring))
        definitions["scoring"] = _with_off(relaxed(_renamed("scoring", scoring)))
    branches = []
    for check in known:
        definitions.update(_definitions(check.name, check.options))
        definitions[f"check.{check.name}"] = _branch(check)
        asked = {"required": ["check"], "properties": {"check": {"const": check.name}}}
        branches.append({"if": asked, "then": {"$ref": f"#/$defs/check.{check.name}"}})
    definitions["rule"] = _rule(known, branches)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "gipaudit 审核规则",
        "description": "政府信息公开工作年度报告的审核规则和评分办法",
        "type": "object",
        "required": ["ruleset"],
        "properties": {
            "ruleset": _text("编号", "规则集的编号，可用中文", pattern=ID),
            "title": _text("名称", "规则集的名称"),
            "title_en": _text("英文名称", "可不写"),
            "description": _text("说明", "规则集的说明"),
            "version": _text("版本", "如 1.0.0"),
            "forms": {**COMMON["forms"], "description": "本文件各规则适用的报告格式，如 [2021]"},
            "extends": _texts("继承", "以哪些规则集为基础：编号，或相对本文件的路径"),
            "rules": {
                "type": "object",
                "title": "规则",
                "description": "规则编号: 内容；写 off 停用继承来的规则",
                "propertyNames": {"pattern": ID},
                "additionalProperties": {"$ref": "#/$defs/rule"},
            },
            "renamed": {
                "type": "object",
                "title": "改名",
                "description": "规则改名后，旧编号: 新编号；继承本文件的规则集仍可用旧编号，会提醒",
                "propertyNames": {"pattern": ID},
                "additionalProperties": {"type": "string", "pattern": ID},
            },
            "scoring": {"$ref": "#/$defs/scoring"} if scoring is not None else {"type": "object"},
        },
        "additionalProperties": False,
        "$defs": definitions,
    }


def options_schema(check: Check) -> Schema:
    """The schema of a check's options as a whole rule must meet them once it is merged."""
    properties = {**dict.fromkeys(COMMON_KEYS, True), **check.options.get("properties", {})}
    return {"type": "object", **check.options, "properties": properties, "additionalProperties": False}


def split(schema: Mapping[str, Any]) -> tuple[Schema, Mapping[str, Schema]]:
    """The schema of a file without the options of checks, and the schema of a rule by its check.

    They say the same as the whole, but need not try every check on every rule: three times as fast.
    """
    whole = _inlined(schema, schema["$defs"], ())
    rule = whole["properties"]["rules"]["additionalProperties"]
    *branches, override = rule["else"]["allOf"]
    rule["else"]["allOf"] = [override]
    checks = {branch["if"]["properties"]["check"]["const"]: branch["then"] for branch in branches}
    definitions = {"$defs": schema["$defs"]}
    return {**whole, **definitions}, {name: {**branch, **definitions} for name, branch in checks.items()}


def _inlined(schema: Any, definitions: Schema, within: tuple[str, ...]) -> Any:
    """A schema with its references replaced by what they lead to, all but those that lead back into themselves."""
    if isinstance(schema, list | tuple):
        return [_inlined(value, definitions, within) for value in schema]
    if not isinstance(schema, Mapping):
        return schema
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    if name in definitions and name not in within:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return _inlined({**definitions[name], **rest}, definitions, (*within, name))
    return {key: _inlined(value, definitions, within) for key, value in schema.items() if key != "$defs"}


def _rule(known: list[Check], branches: list[Schema]) -> Schema:
    properties: Schema = {key: {"$ref": f"#/$defs/common.{key}"} for key in COMMON_KEYS}
    names = [check.name for check in known]
    options = dict.fromkeys(option for check in known for option in check.options.get("properties", {}))
    listed = "、".join(f"{check.name} {check.title.zh}" for check in known)
    properties["check"] = {
        **COMMON["check"],
        "enum": names,
        "description": f"{COMMON['check']['description']}：{listed}",
    }
    override = {"properties": {**properties, **dict.fromkeys(options, True)}, "additionalProperties": False}
    mapping: Schema = {
        "properties": properties,
        "allOf": [*branches, {"if": {"required": ["check"]}, "else": override}],
    }
    return {
        "type": ["object", "string"],
        "title": "规则",
        "if": {"type": "string"},
        "then": {"enum": ["off", "on"]},
        "else": mapping,
    }


def _branch(check: Check) -> Schema:
    properties = dict.fromkeys(COMMON_KEYS, True)
    options = _renamed(check.name, check.options).get("properties", {})
    return {"title": check.title.zh, "properties": {**properties, **options}, "additionalProperties": False}


def _definitions(owner: str, schema: Mapping[str, Any]) -> Schema:
    """A schema's own definitions under names of their own."""
    return {f"{owner}.{name}": _renamed(owner, below) for name, below in schema.get("$defs", {}).items()}


def _renamed(owner: str, schema: Any) -> Any:
    """A schema whose references lead to :func:`_definitions`."""
    if isinstance(schema, Mapping):
        return {
            key: f"#/$defs/{owner}.{value.removeprefix('#/$defs/')}"
            if key == "$ref" and isinstance(value, str)
            else _renamed(owner, value)
            for key, value in schema.items()
            if key not in ("$defs", "$schema", "$id")
        }
    return [_renamed(owner, value) for value in schema] if isinstance(schema, list | tuple) else schema


def _with_off(block: Schema) -> Schema:
    """A block whose parts, and whose entries by name, may each be turned off in a file that inherits them."""
    parts = {key: _or_off(_entries_or_off(part)) for key, part in block.get("properties", {}).items()}
    return {**block, "properties": parts}


def _entries_or_off(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    below = {key: _entries_or_off(each) for key, each in part.get("properties", {}).items()}
    mended = {**part, "properties": below} if below else dict(part)
    if isinstance(part.get("additionalProperties"), Mapping):
        mended["additionalProperties"] = _or_off(part["additionalProperties"])
    return mended


def _or_off(schema: Mapping[str, Any]) -> Schema:
    return {"description": schema.get("description", ""), "if": {"const": "off"}, "else": schema}


def relaxed(schema: Any, names: bool = False) -> Any:
    """A schema that asks for no key to be there, for a file may give only what differs.

    ``names`` tells that the keys of this mapping are names, not words of JSON Schema.
    """
    if isinstance(schema, Mapping):
        return {
            key: relaxed(value, not names and key in _NAMES)
            for key, value in schema.items()
            if names or key not in _DEMANDS
        }
    return [relaxed(value) for value in schema] if isinstance(schema, list | tuple) else schema


_NAMES = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
_DEMANDS = frozenset({"required", "dependentRequired", "minProperties", "not"})
