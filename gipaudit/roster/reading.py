"""A roster file → a Roster, telling all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.forms.labels import fold
from gipaudit.forms.levels import level_of
from gipaudit.forms.report import TIERS, UNIT_KINDS
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.roster.rows import MOST_UNITS, Row, read_rows
from gipaudit.rules.names import refuse, unknown
from gipaudit.sources import shortened

LONGEST_TEXT = 200

POWERS: Mapping[str, tuple[str, ...]] = {
    "规章": ("制定规章", "政府规章", "regulations"),
    "行政许可": ("许可", "审批", "licensing"),
    "行政处罚": ("处罚", "penalties"),
    "行政强制": ("强制", "coercion"),
    "收费": ("行政事业性收费", "fees"),
}
"""What a unit may do and others may not, and how else it is written."""

NO_POWERS = ("无", "none")

_TIER_WORDS = {
    "province": ("省", "自治区", "直辖市"),
    "city": ("市", "州", "盟", "地区", "设区市", "地级市"),
    "county": ("县", "区", "旗", "区县", "县区", "市区", "县级市", "市辖区"),
    "township": ("乡", "镇", "街道", "乡镇", "乡镇街道", "镇街", "镇街道", "乡镇(街道)"),
    "zone": ("开发区", "园区", "功能区", "新区", "管理区"),
}
_KIND_WORDS = {
    "government": ("政府", "人民政府", "办事处", "管委会", "管理委员会"),
    "department": ("部门", "单位", "机关"),
    "office": ("办公厅", "办公室", "政府办", "政府办公厅", "政府办公室", "政府办公厅(室)"),
}
_DAY = re.compile(r"(20[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_CODE = re.compile(r"(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})")
_BETWEEN = re.compile(r"[、；;|/\n，,]")


def load_roster(file: Path) -> Roster:
    """Read a roster.

    Raises:
        SourceError: it cannot be read, or something in it is wrong; all its problems are told.
    """
    roster, problems = read_roster(file)
    if problems:
        raise SourceError(problems)
    return roster


def read_roster(file: Path) -> tuple[Roster, list[Problem]]:
    """Read a roster as far as it can be read, and tell all that is wrong with it."""
    rows, problems = read_rows(file)
    if len(rows) > MOST_UNITS:
        message = Message(f"单位超过 {MOST_UNITS} 个", f"more than {MOST_UNITS} units")
        return Roster(()), [*problems, Problem(rows[MOST_UNITS].position, message)]
    if not rows and not problems:
        problems.append(Problem(Position(file, 1, 1), Message("名录里没有单位", "there is no unit in it")))
    maker = _Maker(problems)
    units = [unit for unit in map(maker.unit, rows) if unit is not None]
    roster = Roster(units)
    problems.extend(_names_twice(units))
    problems.extend(_parents(roster))
    if not problems:
        problems.extend(_same_units(roster))
    return roster, sorted(problems, key=lambda each: (each.position.line, each.position.column))


@dataclass
class _Maker:
    """Makes units of rows and collects what is wrong in their fields."""

    problems: list[Problem] = field(default_factory=list)

    def unit(self, row: Row) -> RosterUnit | None:
        name = self._text(row, "name")
        if name is None:
            if not any(problem.position.line == row.position.line for problem in self.problems):
                self._tell(row.position, Message("这个单位没有写名称", "this unit has no name"))
            return None
        powers = self._list(row, "powers")
        return RosterUnit(
            name=name,
            other_names=tuple(dict.fromkeys(each for each in self._list(row, "other_names") if each != name)),
            level=self._level(row, name),
            parent=self._text(row, "parent"),
            region=self._region(row),
            group=self._text(row, "group"),
            deadline=self._deadline(row),
            powers=frozenset(filter(None, (self._power(row, each) for each in powers if each not in NO_POWERS))),
            position=row.position,
            powers_told=bool(powers),
        )

    def _tell(self, position: Position, message: Message) -> None:
        self.problems.append(Problem(position, message))

    def _text(self, row: Row, name: str) -> str | None:
        value = row.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            zh, en = (
                f"“{name}”应是一段不超过{LONGEST_TEXT}字的文字",
                f"{name} must be a text of at most {LONGEST_TEXT}",
            )
            self._tell(row.at(name), Message(zh, en))
            return None
        return value.strip() or None

    def _list(self, row: Row, name: str) -> Sequence[str]:
        value = row.values.get(name)
        if isinstance(value, list):
            if all(isinstance(each, str) and len(each) <= LONGEST_TEXT for each in value):
                return [each.strip() for each in value if each.strip()]
            self._tell(row.at(name), Message("这里应是若干名称", "a list of names is asked for here"))
            return ()
        text = self._text(row, name)
        return [each.strip() for each in _BETWEEN.split(text) if each.strip()] if text else ()

    def _level(self, row: Row, name: str) -> str:
        """The level as written; what it leaves open is told from the name."""
        inferred = level_of(name).split("-")
        text = self._text(row, "level")
        if text is None:
            return "-".join(inferred)
        found = _level(text)
        if found is None:
            zh = f"没有“{shortened(text)}”这样的级别"
            known = ("市级政府", "市级部门", "县级政府", "县级部门", "乡镇街道", "开发区", "city-department")
            self._tell(row.at("level"), refuse(zh, f"no level {shortened(text)!r}", text, known))
            return "-".join(inferred)
        return "-".join(part or own for part, own in zip(found, inferred, strict=True))

    def _region(self, row: Row) -> str | None:
        text = self._text(row, "region")
        if text is not None and not _CODE.fullmatch(text):
            zh = f"区划代码应为2、4、6、9或12位数字，而不是“{shortened(text)}”"
            self._tell(row.at("region"), Message(zh, f"{shortened(text)!r} is no code of a region (GB/T 2260)"))
        return text

    def _deadline(self, row: Row) -> date | None:
        text = self._text(row, "deadline")
        if text is None:
            return None
        match = _DAY.fullmatch(text.replace(" ", ""))
        try:
            if match is not None:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        zh = f"期限应写作 年-月-日，如 2024-01-31，而不是“{shortened(text)}”"
        self._tell(
            row.at("deadline"), Message(zh, f"a deadline is a day such as 2024-01-31, not {shortened(text)!r}")
        )
        return None

    def _power(self, row: Row, text: str) -> str | None:
        for power, words in POWERS.items():
            if text == power or text in words:
                return power
        self._tell(row.at("powers"), unknown("权限", "power", text, (*POWERS, "无")))
        return None


def _level(text: str) -> tuple[str, str] | None:
    """Tier and kind of a level in words or as code; a part left open is empty."""
    folded = fold(text)
    tier, dash, kind = folded.partition("-")
    if dash and tier in (*TIERS, "unknown") and kind in (*UNIT_KINDS, "unknown"):
        return tier, kind
    for tier, tier_words in (*_TIER_WORDS.items(), ("", ("",))):
        for word in tier_words:
            for ending in ("", "级", "直", "本级", "直属"):
                rest = folded.removeprefix(word + ending)
                if (rest != folded or not word) and (found := _kind(rest)) is not None and (tier or found):
                    return tier, found
    return None


def _kind(text: str) -> str | None:
    if not text:
        return ""
    return next((kind for kind, words in _KIND_WORDS.items() if text in words), None)


def _names_twice(units: Iterable[RosterUnit]) -> Iterable[Problem]:
    first: dict[str, RosterUnit] = {}
    for unit in units:
        for name in dict.fromkeys(map(fold, unit.names)):
            other = first.setdefault(name, unit)
            if other is not unit and unit.position is not None and other.position is not None:
                line, shown = other.position.line, shortened(name)
                zh = f"“{shown}”重复：第 {line} 行已有；不同的单位请写全称"
                yield Problem(unit.position, Message(zh, f"{shown!r} is listed on line {line} already"))


def _parents(roster: Roster) -> Iterable[Problem]:
    """Parents that nobody knows, and circles; each circle once."""
    told: set[str] = set()
    for unit in roster.units:
        if unit.parent is None or unit.position is None:
            continue
        parent = roster.listed(unit.parent)
        if parent is None:
            known = [each.name for each in roster.units]
            message = refuse(
                f"名录里没有上级“{shortened(unit.parent)}”", f"no unit {shortened(unit.parent)!r}", unit.parent, known
            )
            yield Problem(unit.position, message)
            continue
        above = [unit, *roster.above(unit)]
        if roster.parent(above[-1]) is not None and not told.intersection(each.name for each in above):
            told.update(each.name for each in above)
            names = " → ".join(each.name for each in (*above[:5], above[0]))
            yield Problem(unit.position, Message(f"上级关系成环：{names}", f"a circle of parents: {names}"))


def _same_units(roster: Roster) -> Iterable[Problem]:
    """Units that are one under two names: one of them would always be missing."""
    first: dict[Any, RosterUnit] = {}
    for unit in roster.units:
        for name in dict.fromkeys(roster.full_names(unit)):
            other = first.setdefault(name, unit)
            if other is not unit and unit.position is not None and other.position is not None:
                line = other.position.line
                zh = f"“{unit.name}”与第 {line} 行的“{other.name}”是同一单位：请合并，另一名称写入别名"
                yield Problem(unit.position, Message(zh, f"{unit.name!r} and {other.name!r} (line {line}) are one"))
