"""Which annex belongs to which report: by unit and year, or by the files' names where an annex prints neither.

Never in doubt: where two reports could own an annex, or two annexes hold one table of a report, none is paired and
all are told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from gipaudit.forms.annex import ANNEX_NAME, Annex, held_tables, tables_on
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report

_NUMBERING = re.compile(
    r"^[\s\-_—.、()（）\[\]【】0-9一二三四五六七八九十]+|[\s\-_—.、:：()（）\[\]【】0-9一二三四五六七八九十]+$"
)
_WORDS = re.compile(
    r"政府信息公开|政务信息公开|政务公开|信息公开|工作|年度报告|年度|年报|报告|正文|情况|定稿|终稿|最终|盖章|扫描件?|版"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])年?")


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A file that was read: its report, the folder (or bundle) it lay in, and its name without suffix."""

    report: Report
    folder: str
    stem: str


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file that could not be read: its name in the audit, its folder, and its name without suffix."""

    source: str
    folder: str
    stem: str


@dataclass(frozen=True, slots=True)
class Unpaired:
    """An annex that belongs to no report: a stable ``code`` and why, in Chinese."""

    annex: Report
    code: str
    why: str


class Paired(NamedTuple):
    """An annex of a report, the form that its tables are laid on, and why the pair is in doubt (or nothing)."""

    annex: Report
    form: Form
    doubt: str


@dataclass
class Pairing:
    """For each report (by source) its annexes; what is left; and why a report's tables may stand elsewhere."""

    annexes: dict[str, list[Paired]] = field(default_factory=dict)
    unpaired: list[Unpaired] = field(default_factory=list)
    doubted: dict[str, str] = field(default_factory=dict)


def pair(
    reports: Sequence[Candidate], annexes: Sequence[tuple[Candidate, Annex]], unopened: Sequence[Unopened] = ()
) -> Pairing:
    """Find the report of every annex. ``unopened`` are files that could not be read, annexes perhaps."""
    result, held = Pairing(), _Held()
    chosen: dict[str, list[Paired]] = {}
    for candidate, annex in annexes:
        related = [report for report in reports if _belongs(candidate, annex, report)]
        nearest = _nearest(candidate, annex, related)
        lacking = [report for report in nearest if _lacks(report.report, candidate.report, annex, held)]
        if len(lacking) == 1 and len({_whose(report) for report in nearest}) == 1:
            chosen.setdefault(lacking[0].report.source, []).append(
                Paired(candidate.report, _laid_on(lacking[0].report, annex), _doubt(annex))
            )
            continue
        result.unpaired.append(_left(candidate, annex, nearest, lacking, reports))
        for report in lacking:
            result.doubted.setdefault(report.report.source, _may_be(candidate.report.source))
    for source, found in chosen.items():
        _settle(source, found, result, held)
    for file in unopened:
        for report in reports if ANNEX_NAME.search(file.stem) else ():
            if _may_hold_tables(file, report) and report.report.source not in result.annexes:
                why = f"表格可能在附件 {file.source} 中，而附件未能读取"
                result.doubted.setdefault(report.report.source, why)
    return result


def _may_be(annex: str) -> str:
    return f"表格可能在附件 {annex} 中，但不能确定那是不是本报告的附件"


def _may_hold_tables(file: Unopened, report: Candidate) -> bool:
    """Whether a file that could not be read may, by name and folder, be the annex of a report that lacks tables."""
    years = {year for year in (_year_in(file.stem), report.report.identity.year) if year}
    if len(years) > 1 or file.folder != report.folder or not _named_alike(file.stem, report.stem):
        return False
    form = report.report.form  # asked last: of thousands of reports it unpacks the few that are named alike
    return form is None or len(held_tables(report.report)) < len(form.tables)


def _whose(candidate: Candidate) -> tuple[str, int | None]:
    """Whose report it is; one without a unit is like no other."""
    identity = candidate.report.identity
    return identity.unit or candidate.report.source, identity.year


def _settle(source: str, found: Sequence[Paired], result: Pairing, tables_of: _Held) -> None:
    """Give a report its annexes, but none of those that hold the same table."""
    held = [tables_of(paired.annex, paired.form) for paired in found]
    for paired, tables in zip(found, held, strict=True):
        rivals = [
            other.annex.source
            for other, theirs in zip(found, held, strict=True)
            if other is not paired and tables & theirs
        ]
        if not rivals:
            result.annexes.setdefault(source, []).append(paired)
            continue
        why = f"报告 {source} 的附件不止一份（另有 {'、'.join(rivals)}），不能确定用哪一份"
        result.unpaired.append(Unpaired(paired.annex, "annex-unpaired", why))
        result.doubted.setdefault(source, _may_be(paired.annex.source))


class _Held:
    """Which of a form's tables an annex holds; asked once for each form, however many reports there are."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str | None], frozenset[str]] = {}

    def __call__(self, annex: Report, form: Form) -> frozenset[str]:
        key = annex.source, form.id, form.variant
        if key not in self._known:
            self._known[key] = frozenset(id for ids in tables_on(annex.document, form).values() for id in ids)
        return self._known[key]


def _laid_on(report: Report, annex: Annex) -> Form:
    """The form on which an annex's tables are laid: the report's where it prints one."""
    return annex.form if report.form is None else report.form.whole or report.form


def _belongs(candidate: Candidate, annex: Annex, report: Candidate) -> bool:
    """Whether an annex may be that report's: the same unit and year; what either does not print, the folder tells."""
    same = _same_year(candidate, annex, report)
    near = candidate.folder == report.folder
    return (same is True or (same is None and near)) and _same_unit(candidate, annex, report)


def _same_unit(candidate: Candidate, annex: Annex, report: Candidate) -> bool:
    unit = report.report.identity.unit
    if annex.unit and unit:
        near = annex.unit.endswith(unit) or unit.endswith(annex.unit)
        return annex.unit == unit or (near and candidate.folder == report.folder)
    return candidate.folder == report.folder and _named_alike(candidate.stem, report.stem)


def _same_year(candidate: Candidate, annex: Annex, report: Candidate) -> bool | None:
    """Whether the years are the same; ``None`` where one of them is not known."""
    mine = annex.year or _year_in(candidate.stem)
    other = report.report.identity.year or _year_in(report.stem)
    return None if mine is None or other is None else mine == other


@lru_cache(maxsize=65_536)
def _year_in(stem: str) -> int | None:
    years = {int(year) for year in _YEAR.findall(stem)}
    return years.pop() if len(years) == 1 else None


def _named_alike(annex: str, report: str) -> bool:
    """Whether what an annex's name says beside 附件, years and numbers is what the report's says, or nothing."""
    mine, other = _core(annex), _core(report)
    return not mine or mine == other or (bool(other) and (mine in other or other in mine))


@lru_cache(maxsize=65_536)
def _core(stem: str) -> str:
    bare = _WORDS.sub("", ANNEX_NAME.sub("", _YEAR.sub("", stem)))
    return _NUMBERING.sub("", bare)


def _lacks(report: Report, document: Report, annex: Annex, held: _Held) -> frozenset[str]:
    """The tables that the annex holds and the report does not; none where they print different forms."""
    if _other_form(report, document):
        return frozenset()
    return held(document, _laid_on(report, annex)) - held_tables(report)


def _other_form(report: Report, annex: Report) -> bool:
    """Whether report and annex print headers of different forms; 表三 and 表四 alone tell none."""
    return (
        report.form is not None
        and annex.form is not None
        and report.form.id != annex.form.id
        and not any(item.what == "form" for item in annex.uncertain)
    )


def _nearest(candidate: Candidate, annex: Annex, related: Sequence[Candidate]) -> Sequence[Candidate]:
    """Of several reports those of just that unit, of just that year, in the same folder, under the same name."""
    tests = (
        lambda report: annex.unit is not None and report.report.identity.unit == annex.unit,
        lambda report: _same_year(candidate, annex, report) is True,
        lambda report: candidate.folder == report.folder,
        lambda report: bool(_core(candidate.stem)) and _core(candidate.stem) == _core(report.stem),
    )
    for test in tests:
        if len(related) > 1:
            related = [report for report in related if test(report)] or related
    return related


def _doubt(annex: Annex) -> str:
    """Why a pair is less than certain."""
    missing = [word for word, value in (("单位", annex.unit), ("年度", annex.year)) if value is None]
    return f"附件没有印{'和'.join(missing)}，按文件名和所在文件夹与报告配对" if missing else ""


def _left(
    candidate: Candidate,
    annex: Annex,
    related: Sequence[Candidate],
    lacking: Sequence[Candidate],
    reports: Sequence[Candidate],
) -> Unpaired:
    """Why an annex has no report."""
    if lacking:
        names = "、".join(report.report.source for report in related[:4]) + ("等" if len(related) > 4 else "")
        why = f"只有表格，没有正文；可与之配对的报告不止一份（{names}），未合并"
        return Unpaired(candidate.report, "annex-unpaired", why)
    if related:
        return _unneeded(candidate.report, related[0].report)
    others = [report for report in reports if _same_unit(candidate, annex, report)]
    mine = annex.year or _year_in(candidate.stem)
    for report in others:
        other = report.report.identity.year or _year_in(report.stem)
        if mine and other and mine != other:
            why = f"只有表格，没有正文；附件是{mine}年度的，报告 {report.report.source} 是{other}年度的，未合并"
            return Unpaired(candidate.report, "annex-unpaired", why)
    whose = f"（{annex.unit}{annex.year or ''}）" if annex.unit else ""
    why = f"只有表格{whose}，没有正文；没有找到同一单位、同一年度的报告，未审核"
    return Unpaired(candidate.report, "annex-unpaired", why)


def _unneeded(annex: Report, report: Report) -> Unpaired:
    if report.form is not None and annex.form is not None and _other_form(report, annex):
        why = f"附件的表格（{annex.form.id} 年格式）与报告 {report.source} 的（{report.form.id} 年格式）不同，未合并"
        return Unpaired(annex, "annex-unpaired", why)
    differing = _differing(annex, report)
    told = f"；有 {differing} 格与报告不同，请核对" if differing else ""
    return Unpaired(annex, "annex-unused", f"报告 {report.source} 中已有这些表格，未采用附件{told}")


def _differing(annex: Report, report: Report) -> int:
    """In how many cells annex and report print different numbers."""

    def values(of: Report) -> Mapping[str, object]:
        return {address: reading.low for address, reading in of.readings.items() if reading.exact}

    mine, other = values(annex), values(report)
    return sum(mine[address] != other[address] for address in mine.keys() & other.keys())
