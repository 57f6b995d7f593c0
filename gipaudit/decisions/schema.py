"""The JSON Schema of a file of decisions, for the editor of those who write it and for reading it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gipaudit.forms.by_hand import FIRST_YEAR, LAST_YEAR

MOST = 20_000
"""Decisions of one kind in one file."""

LONGEST_TEXT, LONGEST_REASON = 200, 2_000

ALL = "*"
"""Any unit."""


def _text(description: str, longest: int = LONGEST_TEXT) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": description}


def _day(description: str) -> dict[str, Any]:
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": 20,
        "description": f"{description}，年-月-日，如 2024-02-01",
    }


def _names(description: str) -> dict[str, Any]:
    item = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
    return {"type": "array", "items": item, "minItems": 1, "maxItems": 500, "description": description}


_YEAR = {
    "type": "integer",
    "minimum": FIRST_YEAR,
    "maximum": LAST_YEAR,
    "description": "报告年度，如 2023 / the year reported on",
}
_UNIT = _text("单位全称，如评分卡所示 / the unit, as the scorecard has it")
_FILE = {
    "file": _text("文件名，如审核结果所示；可只写最后几段 / the file's name in the audit, or its last parts", 1_000),
    "sha256": {
        "type": "string",
        "pattern": "^[0-9a-fA-F]{8,64}$",
        "description": "文件内容的 SHA-256，至少前8位；文件一改动，决定即不再适用 / at least 8 characters",
    },
}
_WHO = {
    "by": _text("谁作出的 / who decided it"),
    "on": _day("何时作出 / when"),
    "reason": _text("理由 / why", LONGEST_REASON),
}
_WHOSE = {**_FILE, "unit": _UNIT, "year": _YEAR}
_ANY_FILE = [{"required": ["file"]}, {"required": ["sha256"]}]
_ANY_REPORT = [*_ANY_FILE, {"required": ["unit", "year"]}]


def _each(description: str, properties: Mapping[str, Any], required: tuple[str, ...], **more: Any) -> dict[str, Any]:
    return {
        "type": "array",
        "description": description,
        "maxItems": MOST,
        "items": {
            "type": "object",
            "properties": dict(properties),
            "required": list(required),
            "additionalProperties": False,
            **more,
        },
    }


SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "gipaudit 人工决定",
    "description": "人工决定：更正读数、指定身份、人工评分、豁免 / what people decide beside the rules",
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "title": _text("这份文件的名称 / what the file is"),
        "identities": _each(
            "指定一个文件是哪个单位、哪一年度的报告，印的是哪种格式 / whose report a file is",
            {
                **_FILE,
                "unit": _text("单位名称 / the unit"),
                "year": _YEAR,
                "level": _text("级别，层级-类别，如 county-department / the level"),
                "form": _text("报告格式，见 gipaudit forms / the form"),
                **_WHO,
            },
            (),
            anyOf=_ANY_FILE,
        ),
        "readings": _each(
            "更正程序读错的单元格 / cells that were read wrongly",
            {
                **_WHOSE,
                "cell": _text("单元格：中文名（本年新收·总计）或地址（applications.new.total） / the cell"),
                "value": {
                    "type": ["string", "array"],
                    "maxLength": 64,
                    "items": {"type": ["number", "null"]},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "原件上印的数；空格写“空”；只能看出范围的写 [最小, 最大]，不知道的一端写 null",
                },
                **_WHO,
            },
            ("cell", "value", "by", "on", "reason"),
            anyOf=_ANY_REPORT,
        ),
        "marks": _each(
            "人工评分 / marks that a person gives",
            {
                **_WHOSE,
                "item": _text("规则集 scoring.manual 中的项 / an item of scoring.manual"),
                "marks": {
                    "type": ["number", "string"],
                    "minimum": 0,
                    "minLength": 1,
                    "maxLength": LONGEST_TEXT,
                    "description": "分数；该项有档次的，也可写档次名 / the marks, or the word for them",
                },
                **_WHO,
            },
            ("item", "marks", "by", "on"),
            anyOf=_ANY_REPORT,
        ),
        "waivers": _each(
            "豁免：问题仍然列出，不扣分 / findings that cost nothing",
            {
                "unit": _text("单位全称；所有单位写 * / the unit, or *"),
                "year": _YEAR,
                "rule": _text("规则编号，可用 * 代表任意字符 / the rule's id, or a pattern"),
                "instances": _names("只豁免这些处，如 natural 或 自然人 / only these instances"),
                "cells": _names("只豁免仅涉及这些单元格的问题 / only what rests on these cells and no others"),
                "authority": _text("批准的机关或文号 / who or what allows it"),
                "expires": _day("最后一天；过后不再豁免 / its last day"),
                **_WHO,
            },
            ("unit", "rule", "reason", "authority"),
            anyOf=[{"required": ["year"]}, {"required": ["expires"]}],
        ),
    },
}
