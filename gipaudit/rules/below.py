"""What the units below a government report, added up: what 下级 means in a formula, and what a 汇总 report must hold.

A government's report covers all units below it (条例 art. 49, 50; 年度报告格式), and so does that of each government
below: of a unit whose own report is there nothing further down is added. What is not at hand can only make the sum
larger; it is closed above only where the reports of all units right below are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form, FormCell
from gipaudit.forms.report import STATES, Reading, Report, whole_range
from gipaudit.forms.roster import RosterUnit
from gipaudit.forms.trust import doubtful
from gipaudit.rules.check import ABSENT, NOT_APPLICABLE, Outcomes
from gipaudit.rules.yearly import WHOLE
from gipaudit.scorecard import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Bounds = tuple[Decimal | None, Decimal | None]

NOT_ALL = "下级单位的报告没有收齐"
NO_ROSTER = "没有给出单位名录，不知有哪些下级单位"


@dataclass
class Below:
    """What is known of the units right below one.

    ``units`` are all of them, ``summed`` the reports that were added up, ``missing`` says in Chinese of which units
    there is none to add. ``bounds`` are the sums by address, for every cell of the form that asked: low and high end,
    the latter ``None`` where something is missing or not known. ``quanta`` are the coarsest last digits added.
    """

    units: tuple[RosterUnit, ...]
    summed: list[Report] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    bounds: dict[str, Bounds] = field(default_factory=dict)
    quanta: dict[str, Decimal] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether no report of a unit right below is missing."""
        return not self.missing

    def in_words(self, most: int = 3) -> str:
        """Whose reports were added up, and which are missing."""
        summed = _listed([report.identity.unit or report.source for report in self.summed], most)
        text = f"已汇总{len(self.summed)}个下级单位（{summed}）"
        return text + (f"，缺{len(self.missing)}个（{_listed(self.missing, most)}）" if self.missing else "")


def _listed(names: Sequence[str], most: int) -> str:
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def below(report: Report, context: Context) -> Below | str:
    """Add up the reports of the units below a report's own, or say in Chinese why there is nothing to add."""
    if context.roster is None:
        return NO_ROSTER
    unit = context.rostered(report)
    if unit is None:
        return "名录中没有认出这个单位，不知有哪些下级单位"
    units = context.roster.below(unit)
    if not units:
        return "名录中这个单位没有下级单位"
    year, form = report.identity.year, report.form
    if year is None or form is None:
        return "年度或表格未能识别，无法与下级单位比较"
    if doubt := _doubt(report):
        return f"{doubt}，无法与下级单位比较"
    known = _SUMS.setdefault(context, {})
    key = (report.source, report.sha256)
    if key not in known:
        known[key] = _added(report, units, year, form.whole or form, context)
    found = known[key]
    return found if found.summed else f"没有收到下级单位{year}年度的报告"


_SUMS: WeakKeyDictionary[Context, dict[tuple[str, str], Below]] = WeakKeyDictionary()


def _added(report: Report, units: tuple[RosterUnit, ...], year: int, form: Form, context: Context) -> Below:
    made = Below(units)
    made.summed.extend(_reports(report, units, year, context, made.missing))
    for cell in form.cells.values():
        if cell.kind == "heading":
            continue
        parts = [_contribution(each, cell, form) for each in made.summed]
        made.bounds[cell.address] = _sum(parts, cell, made.complete)
        made.quanta[cell.address] = max((reading.quantum for reading, _ in parts if reading), default=Decimal(1))
    return made


def _reports(
    parent: Report, units: tuple[RosterUnit, ...], year: int, context: Context, missing: list[str]
) -> Iterator[Report]:
    """One report for each unit, or those of the units below it where it has none."""
    roster = context.roster
    for unit in units:
        found = {each.sha256: each for each in context.of_unit(unit, year)}
        if len(found) > 1:
            missing.append(f"{unit.name}（有{len(found)}份不同的报告）")
        for report in list(found.values())[: 1 if len(found) == 1 else 0]:
            if why := _unfit(report, parent):
                missing.append(f"{unit.name}（{why}）")
            else:
                yield report
        if not found:
            missing.append(unit.name)
            if roster is not None and (further := roster.below(unit)):
                yield from _reports(parent, further, year, context, [])


def _unfit(report: Report, parent: Report) -> str:
    """Why a report is not added up; empty where it is."""
    if report.form is None:
        return "没有找到已知格式的表格"
    if doubt := _doubt(report):
        return doubt
    if report.identity.level.endswith("-office") and _same_figures(report, parent):
        return "与汇总报告的数字相同，不重复计算"
    return ""


def _doubt(report: Report) -> str:
    words = {"unit": "单位", "year": "年度"}
    for uncertain in report.uncertain:
        if uncertain.what in words and uncertain.what not in report.identity.by_hand:
            return f"{words[uncertain.what]}存疑"
    return ""


def _same_figures(one: Report, other: Report) -> bool:
    """Whether two reports hold the same numbers: a government's office may file the government's own report."""
    common = one.readings.keys() & other.readings.keys()
    pairs = [(one.readings[each], other.readings[each]) for each in common]
    numbers = [(a.low, b.low) for a, b in pairs if a.exact and b.exact]
    return any(first for first, _ in numbers) and all(first == second for first, second in numbers)


def _contribution(report: Report, cell: FormCell, form: Form) -> tuple[Reading | None, Bounds]:
    """What one report adds to a cell. What is blank may be anything, and so may what its form does not ask."""
    unknown = whole_range(cell.kind)
    if cell.kind == "amount" and cell.unit is None:
        return None, unknown
    reading = report.readings.get(cell.address)
    if reading is not None:
        return reading, unknown if doubtful(reading) else (reading.low, reading.high)
    for whole, parts in form.table(cell.table).alternatives.items():
        addresses = [f"{cell.table}.{part}.{cell.column}" for part in parts]
        if cell.row == whole and all(each in report.readings for each in addresses):
            found = [report.readings[each] for each in addresses]
            if not any(map(doubtful, found)):
                return found[0], _sum([(each, (each.low, each.high)) for each in found], cell, True)
    return None, unknown


def _sum(parts: list[tuple[Reading | None, Bounds]], cell: FormCell, complete: bool) -> Bounds:
    """The ends of a sum; one that is open stays open. More reports can only add to what is never negative."""
    lows, highs = [low for _, (low, _) in parts], [high for _, (_, high) in parts]
    low = sum((each for each in lows if each is not None), Decimal(0))
    high = sum((each for each in highs if each is not None), Decimal(0))
    open_below = None in lows or (cell.kind == "signed" and not complete)
    return (None if open_below else low), (None if None in highs or not complete else high)


class BelowReadings:
    """The sums over the units below many reports of one layout, as arrays (cells × reports): what 下级 reads."""

    def __init__(self, form: Form, sums: list[Below]) -> None:
        import numpy as np

        addresses = [address for address, cell in (form.whole or form).cells.items() if cell.kind != "heading"]
        shape = (len(addresses), len(sums))
        self.index: Mapping[str, int] = {address: row for row, address in enumerate(addresses)}
        self.low: NDArray[np.float64] = np.full(shape, -np.inf)
        self.high: NDArray[np.float64] = np.full(shape, np.inf)
        self.states: NDArray[np.int8] = np.full(shape, STATES.index("number"), np.int8)
        self.quanta: NDArray[np.float64] = np.ones(shape)
        self.unsure: NDArray[np.bool_] = np.zeros(shape, np.bool_)  # what is doubtful is added up as unknown
        for column, each in enumerate(sums):
            for address, row in self.index.items():
                low, high = each.bounds[address]
                if low is not None:
                    self.low[row, column] = float(low)
                if high is not None:
                    self.high[row, column] = float(high)
                self.quanta[row, column] = float(each.quanta[address])


def judged_below(reports: Reports, judge: Callable[[Reports, Sequence[int], BelowReadings], Outcomes]) -> Outcomes:
    """Judge each report with the sums over the units below it: ``judge`` is given the reports that have any, their
    numbers and the sums, aligned. The others are not asked, each with its reason.
    """
    import numpy as np

    found = [below(report, reports.context) for report in reports.reports]
    sums = {number: each for number, each in enumerate(found) if isinstance(each, Below)}
    why = {number: each for number, each in enumerate(found) if isinstance(each, str)}
    numbers = list(sums)
    column = {number: index for index, number in enumerate(numbers)}
    labels: dict[str, str] = {}
    outcomes = Outcomes((), (), np.full((0, 0), ABSENT, np.int8), lambda _, __: Evidence())
    if reports.form is not None and numbers:
        outcomes = judge(reports.only(numbers), numbers, BelowReadings(reports.form, list(sums.values())))
        labels = dict(zip(outcomes.instances, outcomes.labels, strict=True))
    if why:
        labels.setdefault(WHOLE, "")
    keys = list(labels)
    rows = {key: row for row, key in enumerate(outcomes.instances)}
    verdicts = np.full((len(keys), len(found)), ABSENT, np.int8)
    for index, key in enumerate(keys):
        for number in range(len(found)):
            if number in why:
                verdicts[index, number] = NOT_APPLICABLE if key == WHOLE else ABSENT
            elif key in rows:
                verdicts[index, number] = outcomes.verdicts[rows[key], column[number]]

    def evidence(instance: int, report: int) -> Evidence:
        if report in why:
            return Evidence(why=why[report])
        told = outcomes.evidence(rows[keys[instance]], column[report])
        if not told.message:
            return told
        message, summed = told.message, sums[report].in_words()
        if told.why and not sums[report].complete:
            message, told = f"{message.removesuffix(told.why)}{NOT_ALL}", replace(told, why=NOT_ALL)
        return replace(told, message=f"{message}；{summed}")

    return Outcomes(keys, list(labels.values()), verdicts, evidence)
