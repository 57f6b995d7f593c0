"""The roster that an example needs: 下级 (the units right below and their reports), 名录 (what it says of a unit)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from gipaudit.errors import UsageError
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.rules.absent import Absent

BELOW, ROSTER, RECEIVED, TODAY = "下级", "名录", "收到", "今天"
KEYS = (BELOW, ROSTER, RECEIVED, TODAY)
"""The keys of an example that speak of the roster; ``收到: 否`` with 今天 is a unit that sent nothing."""

NOTHING = "缺"


def roster_of(example: Mapping[str, Any], report: Report) -> Roster | None:
    """The roster of an example: its own unit and those below it, or the names that 名录 lists; else none.

    Raises:
        UsageError: 下级 or 名录 is written wrong.
    """
    if not any(key in example for key in (BELOW, ROSTER, RECEIVED)):
        return None
    told = example.get(ROSTER, {})
    if isinstance(told, list):
        return Roster([RosterUnit(str(name)) for name in told])
    if not isinstance(told, Mapping) or set(told) - {"权限", "期限"}:
        raise UsageError(
            f"示例的“{ROSTER}”应写若干单位名称，或 {{权限: [规章], 期限: 2024-01-31}}", f"bad {ROSTER} in an example"
        )
    own = RosterUnit(
        name=report.identity.unit or "",
        level=report.identity.level,
        powers=frozenset(told.get("权限", ())),
        powers_told="权限" in told,
        deadline=day_of(told.get("期限")),
    )
    units = (
        RosterUnit(name, parent=own.name, level=str((given or {}).get("级别", "unknown-unknown")))
        for name, given in _units_below(example)
    )
    return Roster([own, *units])


def reports_below(
    example: Mapping[str, Any], report: Report, make: Callable[[Mapping[str, Any]], Report]
) -> Iterator[Report]:
    """The reports of the units below, of the same year."""
    for number, (name, given) in enumerate(_units_below(example), 1):
        if given is not None:
            made = make({"单位": name, "年度": report.identity.year, **given})
            yield replace(made, source=f"下级{number}.docx", sha256=f"e{number:063x}")


def _units_below(example: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    given = example.get(BELOW, [])
    for number, each in enumerate(given if isinstance(given, list) else [given], 1):
        if each == NOTHING:
            yield f"示例县第{number}局", None
        elif isinstance(each, Mapping):
            yield str(each.get("单位", f"示例县第{number}局")), each
        else:
            raise UsageError(
                f"示例的“{BELOW}”应写各单位的 {{名称: 值}}，没有报送的写“{NOTHING}”", f"bad {BELOW} in an example"
            )


def absent_unit(example: Mapping[str, Any], report: Report) -> Absent | None:
    """The unit that sent nothing, where an example is of one."""
    roster, year = roster_of(example, report), report.identity.year
    if example.get(RECEIVED) != "否" or roster is None or year is None:
        return None
    return Absent(roster.units[0], year, day_of(example.get(TODAY)))


def day_of(given: Any) -> date | None:
    """Read a day that an example gives.

    Raises:
        UsageError: it is none.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise UsageError(f"示例的日期应写作 年-月-日，不是“{given}”", f"a day is 2024-01-31, not {given!r}") from None
