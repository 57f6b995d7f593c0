"""A file that holds nothing but a report's tables: the annex (附件：统计表) that offices hand in beside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gipaudit.documents.model import Document
from gipaudit.forms.binding import bind
from gipaudit.forms.dates import valid_year
from gipaudit.forms.form import Form
from gipaudit.forms.opening import Opening
from gipaudit.forms.organisations import unit_name
from gipaudit.forms.phrases import find_phrases, trimmed_name
from gipaudit.forms.report import Report

ANNEX_NAME = re.compile(r"附件|附表|附录|统计(?:报)?表|情况表|数据表|报表")
"""What the name of an annex's file says."""

_MARK = re.compile(r"^附(?:件|表|录)?\s?[一二三四五六七八九十0-9]{0,2}\s?(?:[:.、]|$)")
_TITLE = re.compile(
    r"^(?:附(?:件|表)\s?[一二三四五六七八九十0-9]{0,2}\s?[:.、]?\s?)?(?P<whose>.{0,60}?)(?:政府信息公开|政务信息公开|政务公开|信息公开)"
    r".{0,16}?(?:统计(?:报)?表|情况(?:统计)?表|一览表|汇总表|附表|报表|表格)(?:\s?\(.{0,20}\))?$"
)
_FILLED_BY = re.compile(
    r"(?:填报|填表|报送|编制|填制)(?:单位|机关|部门)(?:\s?\([^()]{0,8}\))?\s?[:|]?\s?([^\s|,。:()]{3,40})"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年度?(?!\s?[0-9]{1,2}月)")
_NOTE = re.compile(r"^\(?(?:注|备注|说明|填表说明|填报说明|指标解释|统计口径)\s?(?:[:.、)]|[0-9]|$)")
_SENTENCE = 20
_MOST_CELLS = 5_000


@dataclass(frozen=True, slots=True)
class Annex:
    """Whose annex it says to be (``None`` where it prints nothing of it), and a form that its tables belong to."""

    unit: str | None
    year: int | None
    form: Form


def annex_of(report: Report, stem: str, forms: Mapping[str, Form]) -> Annex | None:
    """Return what an annex says of itself; ``None`` for a file that is a report, or may be one.

    An annex holds tables of a form, no sentence and no chapter of a report's text, and calls itself an annex or a
    table: in its first line, in its title, or in the name of its file (``stem``).
    """
    if _has_text(report) or sum(len(row) for table in report.document.tables for row in table.rows) > _MOST_CELLS:
        return None
    opening = Opening(report.document)
    lines = [line.text for line in opening.prose]
    marked = bool(lines and _MARK.match(lines[0])) or bool(ANNEX_NAME.search(stem))
    heads = [text for text, _ in opening.heads]
    titles = [match for head in heads if (match := _TITLE.match(head))]
    is_report = any(phrase.whole for head in heads for phrase in find_phrases(head))
    if not marked and (is_report or not titles):
        return None
    year = _year(report, opening, titles)
    form = _form(report, forms, year)
    return Annex(_unit(report, opening, titles), year, form) if form is not None else None


def held_tables(report: Report) -> frozenset[str]:
    """The form's tables that a report prints, whatever stands in their cells."""
    return frozenset(
        address.partition(".")[0]
        for address, reading in report.readings.items()
        if reading.state != "missing" and reading.place.table is not None
    )


def tables_on(document: Document, form: Form) -> Mapping[int, frozenset[str]]:
    """For each of a document's tables (counted from 0) the form's tables of which it prints half the rows or more."""
    binding = bind(document, form)
    found: dict[int, set[str]] = {}
    for id, numbers in binding.tables.items():
        printed = {
            address.rpartition(".")[0]
            for address, reading in binding.readings.items()
            if address.partition(".")[0] == id and reading.state != "missing" and reading.place.table is not None
        }
        if 2 * len(printed) >= len(binding.form.table(id).rows):
            for number in numbers:
                found.setdefault(number, set()).add(id)
    return {number: frozenset(ids) for number, ids in found.items()}


def _form(report: Report, forms: Mapping[str, Form], year: int | None) -> Form | None:
    """The form that the tables belong to; where no header tells, as beside 表四 alone, one that has such tables."""
    if report.form is not None and held_tables(report):
        return report.form.whole or report.form
    mains = [form for form in forms.values() if form.variant is None]
    held = [(sum(map(len, tables_on(report.document, form).values())), form) for form in mains]
    able = [(count, year is not None and form.covers(year), form.id, form) for count, form in held if count]
    return max(able, key=lambda each: each[:3])[3] if able else None


def _has_text(report: Report) -> bool:
    outline = report.outline
    textual = {section.id for section in outline.sections if not section.tables} if outline else set()
    if any(report.sections[id].title for id in textual & report.sections.keys()):
        return True
    return any("。" in line and len(line) > _SENTENCE for line in _before_notes(report))


def _before_notes(report: Report) -> Iterator[str]:
    """The lines of the text up to the notes below the tables, which explain how to fill them in."""
    for line in Opening(report.document).prose:
        if _NOTE.match(line.text):
            return
        yield line.text


def _unit(report: Report, opening: Opening, titles: list[re.Match[str]]) -> str | None:
    for title in titles:
        # 某某镇人民政府信息公开…: the name and the matter share 政府.
        whose = title["whose"] + ("政府" if title["whose"].endswith("人民") else "")
        before, _, behind = _parted(whose)
        for part in (behind, before):
            if name := trimmed_name(part.strip().removeprefix("度")):
                return name
    for line in opening.lines:
        if (filled := _FILLED_BY.search(line.text)) and (name := unit_name(filled[1])):
            return name
    return report.identity.unit


def _parted(whose: str) -> tuple[str, str, str]:
    match = _YEAR.search(whose)
    return (whose[: match.start()], match[1], whose[match.end() :]) if match else (whose, "", "")


def _year(report: Report, opening: Opening, titles: list[re.Match[str]]) -> int | None:
    """The year in the title, or the only one printed at all; a date tells none."""
    for title in titles:
        if year := valid_year(_parted(title["whose"])[1] or "0"):
            return year
    doubted = any(item.what == "year" for item in report.uncertain)
    if report.identity.year is not None and not doubted:
        return report.identity.year
    printed = {year for line in opening.lines[:12] for year in map(valid_year, _YEAR.findall(line.text)) if year}
    return printed.pop() if len(printed) == 1 else None
