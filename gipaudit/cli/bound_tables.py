"""The tables of one report as they were laid onto its form: every cell with what is printed there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gipaudit.cli import output
from gipaudit.cli.language import current, say
from gipaudit.renderers import words
from gipaudit.renderers.layout import block, columns, shortened, table
from gipaudit.renderers.numbers import between

if TYPE_CHECKING:
    from gipaudit.forms.form import FormTable
    from gipaudit.forms.report import Reading, Report

LONGEST_TEXT = 16
"""What stands in a cell instead of a number is cut at so many columns: it may be a whole row."""

LONGEST_NAME = 24
"""Rows' names of more columns than this are wrapped."""


def bound_tables(report: Report) -> Iterator[str]:
    """Yield each table of the form with its cells, and notes on the cells that are not simply numbers."""
    if report.form is None:
        return
    for item in report.form.tables:
        readings = {
            cell.address: report.readings[cell.address] for cell in item.cells if cell.address in report.readings
        }
        yield from block(words.table_title(item), output.width())
        if all(reading.state == "missing" for reading in readings.values()):
            yield say("（报告中没有这张表）", "(the report does not have this table)")
        else:
            yield from _grid(item, readings)
            yield from _notes(item, readings)
        yield ""


def _grid(item: FormTable, readings: Mapping[str, Reading]) -> Iterator[str]:
    def shown(row: str, column: str) -> str:
        reading = readings.get(f"{item.id}.{row}.{column}")
        return "" if reading is None else _cell(reading)

    headers = ["", *(column.label.name for column in item.columns)]
    rows = [[row.label.name, *(shown(row.id, column.id) for column in item.columns)] for row in item.rows]
    count = len(headers)
    # The headers of numbers are wrapped before the rows' names, which are read far more often.
    long = max(columns(row.label.name) for row in item.rows) > LONGEST_NAME
    flexible = range(0 if long else 1, count)
    yield from table(headers, rows, output.width(), right=range(1, count), flexible=flexible)


def _cell(reading: Reading) -> str:
    """What is printed, with a mark where it is no number or was not found by its header."""
    text = reading.text.strip()
    mark = "*" if reading.by != "header" or reading.confidence < 1 else ""
    if reading.state == "number":
        return (text if reading.exact and text == between((reading.low, reading.high)) else f"{text}^") + mark
    if reading.state == "text":
        return f"?{shortened(text, LONGEST_TEXT)}" + mark
    return words.aside(words.word(words.STATES, reading.state, current()), current()).strip() + mark


def _notes(item: FormTable, readings: Mapping[str, Reading]) -> Iterator[str]:
    names = {cell.address: cell.name for cell in item.cells}
    told: dict[str, list[str]] = {}
    for address, reading in readings.items():
        note = _note(reading)
        if note:
            told.setdefault(note, []).append(names[address])
    for note, cells in told.items():
        first = say("、", ", ").join(cells[:3])
        more = say(f"等{len(cells)}格", f" and others, {len(cells)} cells") if len(cells) > 3 else ""
        yield from block(f"{first}{more}{say('：', ': ')}{note}", output.width(), "  ", "    ")


def _note(reading: Reading) -> str:
    language, parts = current(), []
    text = reading.text.strip()
    if reading.state == "number" and text != between((reading.low, reading.high)):
        parts.append(say(f"^ “{text}”读作 ", f"^ “{text}” is read as ") + between((reading.low, reading.high)))
    if reading.state == "text":
        parts.append(say("? 未能读出", "? not read"))
    if reading.state != "missing" and (reading.by != "header" or reading.confidence < 1):
        by = words.word(words.BOUND_BY, reading.by, language)
        parts.append(
            say(f"* {by}对位，把握 {reading.confidence:.0%}", f"* found {by}, {reading.confidence:.0%} sure")
        )
    if reading.why:
        parts.append(reading.why)
    return say("；", "; ").join(parts)
