"""What the commands on rulesets ask for alike, in the language of this run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import typer

from gipaudit.cli import output
from gipaudit.cli.language import say


class Format(StrEnum):
    """For people, or for other programs."""

    text = "text"
    json = "json"


def ruleset_argument(name: str = "") -> Any:
    """Return the argument for a ruleset; ``name`` tells two of them apart."""
    return typer.Argument(metavar=say("规则集", "RULESET") + name, help=say("规则集编号或文件", "an id or a file"))


def format_option() -> Any:
    """Return the option ``--format``."""
    return typer.Option(
        metavar=say("格式", "FORMAT"),
        help=say("输出格式：text 文字、json 供程序读取", "text for people, json for programs"),
    )


def emit_json(record: Mapping[str, Any]) -> None:
    """Write a record to standard output as JSON."""
    output.emit([json.dumps(record, ensure_ascii=False, indent=2), "\n"])
