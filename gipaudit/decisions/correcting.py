"""Readings that people correct: after a report is bound to its form, before any rule sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gipaudit.decisions.cells import Said, address_of, said
from gipaudit.decisions.contradictions import contradicting
from gipaudit.decisions.matching import Desk, Log
from gipaudit.decisions.records import ReadingDecision
from gipaudit.errors import Message, Problem, SourceError
from gipaudit.forms.report import Correction, Reading, Report
from gipaudit.rules.formula.errors import FormulaError
from gipaudit.rules.masking import mask
from gipaudit.scorecard import Decided


def corrected(
    decisions: Sequence[ReadingDecision], desk: Desk, log: Log
) -> tuple[dict[str, Report], dict[str, tuple[Decided, ...]]]:
    """The reports that are corrected, and what was decided of each, by the SHA-256 of the file.

    A decision that fits two files corrects neither, for which of them it was made of is not known.

    Raises:
        SourceError: two decisions that mean one cell of one report contradict each other, or a value cannot stand
            in the cell that this report prints.
    """
    wanted: dict[str, dict[str, list[ReadingDecision]]] = {}
    reports = {report.sha256: report for report in desk.reports}
    for decision in decisions:
        meant = desk.meant(decision.whose)
        if not meant:
            log.tell(decision, *desk.why_none(decision.whose))
        elif len(meant) > 1:
            names = "、".join(report.source for report in meant[:3])
            log.tell(decision, "ambiguous", f"有{len(meant)}份报告都可能是它：{names}；请写明 file 或 sha256")
        elif (address := _address(decision, meant[0], log)) is not None:
            wanted.setdefault(meant[0].sha256, {}).setdefault(address, []).append(decision)
    changed: dict[str, Report] = {}
    decided: dict[str, tuple[Decided, ...]] = {}
    for sha256, cells in wanted.items():
        found = {address: _settled(reports[sha256], address, several, log) for address, several in cells.items()}
        readings = {address: reading for address, reading in found.items() if reading is not None}
        if readings:
            report = reports[sha256]
            changed[sha256] = replace(report, readings={**report.readings, **readings})
            decided[sha256] = tuple(_decided(report, *item) for item in readings.items())
    return changed, decided


def _address(decision: ReadingDecision, report: Report, log: Log) -> str | None:
    if report.form is None:
        log.tell(decision, "unmatched", f"{report.source} 中没有找到已知格式的表格；可先用 identities 指定 form")
        return None
    try:
        return address_of(decision.cell, report.form)
    except FormulaError as error:
        log.tell(decision, "unmatched", f"{report.source} 所印的表格没有这一格：{error.message.zh}")
        return None


def _settled(report: Report, address: str, several: Sequence[ReadingDecision], log: Log) -> Reading | None:
    """The reading that people put in, or ``None`` where it says what was read anyway."""
    if problem := contradicting(several):
        raise SourceError([problem])
    decision, form = several[-1], report.form
    if form is None:
        raise ValueError("a report without a form has no cell to correct")
    value = said(decision.value, form.cells[address])
    if isinstance(value, Message):
        raise SourceError([Problem(decision.made.at("value"), value)])
    printed = report.readings.get(address, Reading("missing", None, None))
    if value.same(printed):
        for each in several:
            log.tell(each, "unneeded", f"{form.cells[address].name} 读出的就是“{_shown(printed)}”，不需要更正")
        return None
    return _reading(value, printed, decision)


def _reading(value: Said, printed: Reading, decision: ReadingDecision) -> Reading:
    made = decision.made
    if made.on is None:
        raise ValueError("a correction without a day")
    low, high = value.low, value.high
    return Reading(
        state=value.state,
        low=low,
        high=high,
        text=value.text,
        place=printed.place,
        by="hand",
        quantum=value.quantum,
        unit=value.unit,
        converted=value.converted,
        correction=Correction(
            replace(printed, text=mask(printed.text), why=mask(printed.why)),
            made.by,
            made.on,
            mask(made.reason),
            made.place,
        ),
    )


def _decided(report: Report, address: str, reading: Reading) -> Decided:
    correction = reading.correction
    if correction is None or report.form is None:
        raise ValueError("not a corrected reading")
    return Decided(
        kind="reading",
        what=address,
        name=report.form.cells[address].name,
        value=_shown(reading),
        place=correction.place,
        before=_shown(correction.printed),
        by=correction.by,
        on=correction.on,
        reason=correction.reason,
    )


_STATES = {"blank": "空", "missing": "缺少", "text": "未能读出"}


def _shown(reading: Reading) -> str:
    return reading.text.strip() or _STATES.get(reading.state, "")
