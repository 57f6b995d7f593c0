"""Whether figures stand where the unit has the power for them: 规章, 许可, 处罚, 强制, 收费.

Basis: 立法法 art. 91, 93 (规章 are made by provinces, by cities with districts and by autonomous prefectures); the
other powers are those that the roster lists for a unit. Whose level or powers are not known is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import TIERS, UNIT_KINDS, Report
from gipaudit.forms.roster import RosterUnit
from gipaudit.forms.trust import doubtful
from gipaudit.rules.applies import level_fits
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.names import unknown
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Verdict

_LEVEL = rf"^({'|'.join(TIERS)}|\*)-({'|'.join(UNIT_KINDS)}|\*)$"


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    context = reports.context

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        yield _figures(rule, report, context.rostered(report))

    return per_report(one)(rule, reports)


def _figures(rule: Rule, report: Report, unit: RosterUnit | None) -> Outcome:
    power: str = rule.options["power"]
    able = _able(rule, report, unit)
    if able is not False:
        return _outcome(power, "not_applicable", "这个单位有此权限" if able else "不知这个单位有无此权限")
    addresses = [each for each in _addresses(rule, report.form) if each in report.readings]
    if not addresses:
        return _outcome(power, "not_applicable", "本表式没有规则所查的单元格")
    readings = {address: report.readings[address] for address in addresses}
    guilty = [each for each, r in readings.items() if r.low is not None and r.low > 0 and not doubtful(r)]
    if guilty:
        return Outcome(power, power, "fail", _evidence(report, power, guilty))
    if all(each.state in ("blank", "dash") or each.high == 0 for each in readings.values()):
        return _outcome(power, "pass")
    return _outcome(power, "not_assessable", "有单元格未能可靠读出")


def _able(rule: Rule, report: Report, unit: RosterUnit | None) -> bool | None:
    """Whether the unit has the power; ``None`` where nobody says. What the roster says goes before the level."""
    power, levels = rule.options["power"], rule.options.get("levels")
    if unit is not None and power in unit.powers:
        return True
    if levels is None:
        return False if unit is not None and unit.powers_told else None
    answers = [level_fits(level, report.identity.level) for level in levels]
    return True if True in answers else None if None in answers else False


def _addresses(rule: Rule, form: Form | None) -> Sequence[str]:
    """The cells of the rows that the rule asks of, in this form."""
    if form is None:
        return ()
    rows = rule.options["rows"]
    return [
        cell.address
        for table in form.tables
        for cell in table.cells
        if cell.kind != "heading" and (cell.row in rows or table.row(cell.row).label.name in rows)
        if cell.column not in rule.options.get("except", ())
    ]


def _evidence(report: Report, power: str, guilty: Sequence[str]) -> Evidence:
    form = report.form
    names = [form.cells[address].name if form else address for address in guilty]
    shown = "、".join(
        f"{name}“{report.readings[address].text.strip()[:20]}”"
        for name, address in zip(names[:3], guilty[:3], strict=True)
    )
    return Evidence(
        values={"cell": "、".join(names[:3]), "found": shown, "count": str(len(guilty))},
        message=f"没有“{power}”权限的单位填了数：{shown}{'等' if len(guilty) > 3 else ''}",
        cells=tuple(guilty),
    )


def _outcome(power: str, verdict: Verdict, why: str = "") -> Outcome:
    return Outcome(power, power, verdict, Evidence(why=why))


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    known = {row.id: row.label.name for form in forms.values() for table in form.tables for row in table.rows}
    for index, name in enumerate(rule.options["rows"]):
        if name not in known and name not in known.values():
            yield OptionProblem(("rows", index), unknown("行", "row", name, [*known.values()]))


def _explain(rule: Rule, form: Form | None) -> str:
    rows, power = "、".join(rule.options["rows"]), rule.options["power"]
    levels = rule.options.get("levels")
    able = (
        f"级别为{'、'.join(levels)}的单位，以及名录中权限写有“{power}”的单位"
        if levels
        else f"名录中权限写有“{power}”的单位"
    )
    return f"只有{able}可以在“{rows}”各格填写大于0的数；不知级别或权限的不查。"


CHECK = Check(
    name="powers",
    title=Message("所填是否在单位权限之内", "Whether figures stand where the unit has the power for them"),
    options={
        "type": "object",
        "required": ["power", "rows"],
        "properties": {
            "power": {
                "type": "string",
                "minLength": 1,
                "maxLength": 20,
                "description": "权限，名录中的写法，如 规章",
            },
            "rows": {
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "minItems": 1,
                "maxItems": 20,
                "uniqueItems": True,
                "description": "查哪些行（行的代号或名称）",
            },
            "except": {
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "minItems": 1,
                "uniqueItems": True,
                "description": "不查哪些列（列的代号）",
            },
            "levels": {
                "type": "array",
                "items": {"type": "string", "pattern": _LEVEL},
                "minItems": 1,
                "uniqueItems": True,
                "description": "哪些级别的单位有此权限，如 province-government；不写则只看名录",
            },
        },
        "additionalProperties": False,
    },
    judge=_judge,
    validate=_validate,
    explain=_explain,
)
