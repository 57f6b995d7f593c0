"""The JSON Schema of a ruleset's ``scoring`` block, written for the editor of those who write rulesets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_MARKS = 10_000
"""No number of a scheme is greater: a slip of the keyboard is told, and arithmetic stays exact."""

_MARKS = {"type": "number", "minimum": 0, "maximum": MOST_MARKS}
_LOSE = {"anyOf": [_MARKS, {"const": "all"}], "description": "每处扣几分；all 表示扣完该维度全部分值"}
_AT_MOST = {**_MARKS, "description": "最多扣几分"}
_DIMENSION = {"type": "string", "minLength": 1, "description": "扣哪个维度的分；不写则用规则自己的维度"}
_TITLE = {"type": "string", "minLength": 1, "description": "中文名称"}


def _object(description: str, properties: Mapping[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _mapping(description: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "propertyNames": {"minLength": 1, "maxLength": 200},
        "additionalProperties": dict(entry),
        "maxProperties": 1000,
    }


_PATTERNS = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": 200},
    "minItems": 1,
    "maxItems": 1000,
    "description": "规则名称，可用 * 代表任意字符，如 sections.*",
}

SCHEMA: Mapping[str, Any] = _object(
    "评分办法",
    {
        "model": {
            "type": "string",
            "description": "评分模型：deduct 扣分制，weighted 加权平均，pass-rate 通过率，或插件提供的模型",
        },
        "full_marks": {**_MARKS, "exclusiveMinimum": 0, "description": "满分，不写为100"},
        "dimensions": _mapping(
            "评分维度及其满分；一个维度的扣分以其满分为限（扣完为止）",
            _object("一个维度", {"title": _TITLE, "marks": {**_MARKS, "description": "该维度满分"}}, ("marks",)),
        ),
        "rules": _mapping(
            "各规则的分值；名称可用 * 代表任意字符，最具体的一条生效",
            _object(
                "一条规则的分值",
                {
                    "lose": _LOSE,
                    "per": {
                        "enum": ["report", "finding", "cell", "cause"],
                        "description": "按什么扣：report 每份报告一次，finding 每个问题一次，cell 每个单元格一次，"
                        "cause 每个错误根源一次（勾稽关系默认），其余默认 finding",
                    },
                    "at_most": _AT_MOST,
                    "dimension": _DIMENSION,
                    "weight": {**_MARKS, "description": "加权平均模型中的权重，不写为1"},
                },
            ),
        ),
        "items": _mapping(
            "评分细则中的一条对应几条规则时写在这里；列入的规则只在此处扣分",
            _object(
                "一条细则",
                {
                    "title": _TITLE,
                    "rules": _PATTERNS,
                    "lose": _LOSE,
                    "once": {
                        "type": "boolean",
                        "description": "true：不论几条规则不合格只扣一次；否则每条规则扣一次",
                    },
                    "at_most": _AT_MOST,
                    "dimension": _DIMENSION,
                },
                ("rules", "lose"),
            ),
        ),
        "bonus": _object(
            "加分：所列规则合格时加分，总分不超过满分",
            {
                "at_most": {**_MARKS, "description": "最多加几分"},
                "rules": _mapping("规则名称：加几分", {**_MARKS, "description": "加几分"}),
            },
        ),
        "veto": {
            "type": "array",
            "maxItems": 1000,
            "description": "一票否决：所列规则不合格时，总分不得高于上限",
            "items": _object(
                "一条否决规则",
                {
                    "rule": {"type": "string", "minLength": 1, "maxLength": 200, "description": "规则名称，可用 *"},
                    "ceiling": {**_MARKS, "description": "总分上限"},
                },
                ("rule", "ceiling"),
            ),
        },
        "manual": _mapping(
            "由人工评定的项目：marks 为给分（从0分到所列分值），lose 为扣分；未评定时总分为区间",
            {
                **_object(
                    "一项人工评定",
                    {
                        "title": _TITLE,
                        "marks": {**_MARKS, "description": "最多给几分"},
                        "lose": {**_MARKS, "description": "最多扣几分，在所属维度内扣完为止；登记的是扣的分数"},
                        "dimension": _DIMENSION,
                        "rules": {
                            **_PATTERNS,
                            "description": "为这项扣分提供线索的规则：都通过时不扣，有未通过的由人工认定；"
                            "列入的规则自己不再扣分",
                        },
                        "default": {**_MARKS, "description": "没有登记时按几分计；不写则为区间"},
                        "choices": _mapping(
                            "只能评定为其中一档，如 优: 10", {**_MARKS, "description": "这一档的分数"}
                        ),
                    },
                ),
                "anyOf": [{"required": ["marks"]}, {"required": ["lose"]}],
            },
        ),
        "absent": {**_LOSE, "description": "没有报送年度报告的单位扣几分；不写则得0分"},
        "not_assessable": {
            "enum": ["interval", "as_pass", "as_fail", "drop"],
            "description": "无法评定的怎样计分：interval 给出区间，as_pass 按合格，as_fail 按不合格，drop 不计",
        },
        "grades": _mapping("等次及其最低分，如 优秀: 90", {**_MARKS, "description": "最低分"}),
    },
)
