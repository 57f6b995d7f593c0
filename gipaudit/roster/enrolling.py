"""Laying reports beside the roster: whose each is, and what the roster knows better than the report's name tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gipaudit.forms.report import Report, Uncertain
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.rules.engine import Judgement
from gipaudit.scorecard import Scorecard

_TIERS = {"province": "省级", "city": "市级", "county": "县级", "township": "乡级", "zone": "开发区"}
_KINDS = {"government": "政府", "department": "部门", "office": "政府办公厅（室）"}


def enrolled(report: Report, roster: Roster) -> Report:
    """The report with its unit's level as the roster has it; a name that may be two units' is told as uncertain.

    A level that a person set by hand stays.
    """
    if report.identity.unit is None:
        return report
    match = roster.match(report.identity.unit)
    if match.candidates:
        names = "、".join(unit.name for unit in match.candidates[:3])
        why = f"名录中有{len(match.candidates)}个单位可能是它：{names}"
        return replace(report, uncertain=(*report.uncertain, Uncertain("unit", report.identity.unit, why)))
    if match.unit is None or "level" in report.identity.by_hand:
        return report
    identity = replace(report.identity, level=match.unit.level)
    known = "unknown" not in match.unit.level
    uncertain = tuple(each for each in report.uncertain if not (known and each.what == "level"))
    return replace(report, identity=identity, uncertain=uncertain)


def under_its_name(judgement: Judgement, roster: Roster) -> Judgement:
    """The judgement of a report under its unit's name in the roster, however the report prints it."""
    report, printed = judgement.report, judgement.report.identity.unit
    unit = roster.find(printed) if printed else None
    if unit is None or unit.name == printed:
        return judgement
    return replace(judgement, report=replace(report, identity=replace(report.identity, unit=unit.name)))


def placed(
    card: Scorecard, printed: str | None, inferred: str, roster: Roster, groups: Mapping[str, str]
) -> Scorecard:
    """The scorecard in its group, with notes of what was taken from the roster.

    ``printed`` and ``inferred`` are the unit's name and level as the report has them.
    """
    unit = roster.find(card.unit) if card.unit else None
    if unit is None:
        return card
    notes = []
    if printed and not roster.is_main_name(unit, printed):
        notes.append(f"单位名称取自名录，报告中写作“{printed}”")
    if card.level != inferred:
        notes.append("级别取自名录")
    return replace(card, group=groups.get(unit.name), notes=(*card.notes, *notes))


def groups_of(roster: Roster) -> Mapping[str, str]:
    """The group of each unit by its name: the roster's own, or where it has none at all, those of its levels."""
    own = any(unit.group for unit in roster.units)
    made = {unit.name: unit.group if own else _level(unit) for unit in roster.units}
    return {name: group for name, group in made.items() if group}


def _level(unit: RosterUnit) -> str:
    tier, _, kind = unit.level.partition("-")
    return _TIERS.get(tier, "") + _KINDS.get(kind, "")
