"""Rows that the end of a page cuts in two, told by their names: only the form knows that 一、本 is no row.

Pages are put together by what they show, and leave two rows where a label breaks off before its line is full. Read as
two, the lower half would give the rest of a broken figure as the figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gipaudit.documents.model import Cell
from gipaudit.forms.form import Form
from gipaudit.forms.labels import CORE, bare, compare, fold
from gipaudit.forms.lines import Line, value_state


def whole_rows(lines: Sequence[Line], form: Form) -> tuple[Line, ...]:
    """The lines, numbered anew, where two lines with a page's end between them are one row: as one.

    A figure in both halves stays in two lines, for nobody knows that it is one: it will be read as no number.
    """
    result: list[Line] = []
    for line in lines:
        if result and _parted_by_page(result[-1], line) and _is_one_row(result[-1], line, form):
            line = _joined(result.pop(), line)
        result.append(replace(line, number=len(result)))
    return tuple(result)


def _parted_by_page(upper: Line, lower: Line) -> bool:
    if upper.table != lower.table or upper.table < 0:
        return False
    above = [cell.place.page for cell in _own(upper)]
    below = [cell.place.page for cell in _own(lower)]
    return bool(above and below) and max(page or 0 for page in above) < min(page or 0 for page in below)


def _own(line: Line) -> list[Cell]:
    return [cell for cell, own in zip(line.cells, line.own, strict=True) if own]


def _is_one_row(upper: Line, lower: Line, form: Form) -> bool:
    """Whether the two labels together name a row that the lower one alone, or the upper, does not."""
    filled = [cell for cell in _own(lower) if fold(cell.text)]
    pairs = [(above, cell) for cell in filled for above in _over(cell, upper)]
    labels = [
        (above.text, cell.text)
        for above, cell in pairs
        if value_state(above.text) == value_state(cell.text) == "text"
    ]
    if not labels or len(pairs) < len(filled):
        return False
    first, rest = labels[-1]
    together, alone = _alike(first + rest, form), _alike(rest, form)
    if together < CORE:
        return False
    return not alone or (not _alike(first, form) and (together > alone or _is_number(first)))


def _over(cell: Cell, upper: Line) -> list[Cell]:
    """The cell above the page's end that has the same columns, if there is one."""
    spans = (cell.column, cell.column_span)
    return [above for above in _own(upper) if (above.column, above.column_span) == spans][:1]


def _alike(label: str, form: Form) -> float:
    """How like a label is to the row of the form that it is most like (0–1)."""
    printed = bare(label)
    found = (alike for table in form.tables for _, alike in compare(printed, table.row_wordings))
    return max(found, default=0.0)


def _is_number(label: str) -> bool:
    """Whether a label is nothing but the number before a name: （一）."""
    return bare(f"{label}名") == "名"


def _joined(upper: Line, lower: Line) -> Line:
    cells = [
        next((_as_one(above, cell) for above in _over(cell, upper) if own), cell)
        for cell, own in zip(lower.cells, lower.own, strict=True)
    ]
    return replace(lower, cells=tuple(cells), captions=upper.captions)


def _as_one(upper: Cell, lower: Cell) -> Cell:
    above, below = upper.text.strip(), lower.text.strip()
    between = "\n" if re.search(r"[\d０-９]$", above) and re.match(r"[\d０-９.,，．]", below) else ""
    text = f"{above}{between if above and below else ''}{below}"
    place = upper.place if above else lower.place
    return replace(lower, text=text, place=place, confidence=min(upper.confidence, lower.confidence))
