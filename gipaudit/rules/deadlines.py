"""By when a report must be public: the days that a ruleset sets by level, as an option of checks that ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.report import TIERS, UNIT_KINDS
from gipaudit.rules.check import OptionProblem

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": rf"^({'|'.join(TIERS)}|\*)-({'|'.join(UNIT_KINDS)}|\*)$"},
    "additionalProperties": {"type": "string"},
    "description": "各级单位次年的发布期限，月-日，如 {city-department: 01-31}；层级可用 * 代替",
}
"""JSON Schema of the option ``deadlines``."""

_DAY = re.compile(r"(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])")


def deadlines(days: Mapping[str, str], level: str, year: int) -> set[date | None]:
    """The days that may bind a unit: several where its level is not wholly known, ``None`` where none may."""
    tier, _, kind = level.partition("-")
    found: set[date | None] = set()
    for possible_tier in TIERS if tier == "unknown" else (tier,):
        for possible_kind in UNIT_KINDS if kind == "unknown" else (kind,):
            found.add(_deadline(days, possible_tier, possible_kind, year))
    return found


def _deadline(days: Mapping[str, str], tier: str, kind: str, year: int) -> date | None:
    """The deadline of one level: the pattern that says most goes first."""
    for pattern in (f"{tier}-{kind}", f"*-{kind}", f"{tier}-*", "*-*"):
        if pattern in days:
            month, _, day = days[pattern].partition("-")
            return date(year + 1, int(month), int(day))
    return None


def problems(days: Mapping[str, str]) -> Iterator[OptionProblem]:
    """A problem for each deadline that is no day of a year."""
    for pattern, day in days.items():
        match = _DAY.fullmatch(day)
        try:
            if match is not None:
                date(2023, int(match["month"]), int(match["day"]))
                continue
        except ValueError:
            pass
        message = Message(
            f"期限应写作 月-日，如 01-31，不是“{day}”", f"a deadline is a day such as 01-31, not {day!r}"
        )
        yield OptionProblem(("deadlines", pattern), message)


def said(day: date) -> str:
    """A day as it is told."""
    return f"{day.year}年{day.month}月{day.day}日"
