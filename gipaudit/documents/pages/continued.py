"""Tables that go on over a page break: one table again, the row the break cut in two made whole, headers told once.

A table that is wrongly left in two costs little, for forms are bound row by row; two tables wrongly made one cost
more. So in doubt they stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from gipaudit.documents.pages.drawn import VALUE, DrawnCell, DrawnTable
from gipaudit.documents.wrapping import BEGINS, join

_SAME_EDGE = 6.0
_SLACK = 40.0
_NUMBERED = re.compile(r"[（(]\d{1,2}[)）]|[①-⑳]|其中")
_MOST_HEADERS = 4
_NEAR = 100
"""Rows this far from a page break tell nothing of it."""

Rows = list[list[DrawnCell]]


def goes_on_in(table: DrawnTable, after: DrawnTable, foot: float) -> bool:
    """Whether a table, the last thing on its page, goes on in the one that is the first on the next page.

    It must have the same outer edges and no other columns, and have left no room for the next row above ``foot``,
    where pages end.
    """
    if after.page != table.last_page + 1:
        return False
    if any(abs(table.box[side] - after.box[side]) > _SAME_EDGE for side in (0, 2)):
        return False
    if _has_more_edges(table, after) and _has_more_edges(after, table):
        return False
    return table.bottom_open or after.top_open or table.bottom + after.row_heights[0] + _SLACK >= foot


def _has_more_edges(table: DrawnTable, other: DrawnTable) -> bool:
    """Whether a table has an edge between columns that the other has not."""
    edges, others = (
        {round(cell.left, 1) for row in rows for cell in row} for rows in (table.rows[-_NEAR:], other.rows[:_NEAR])
    )
    return any(all(abs(edge - known) > _SAME_EDGE for known in others) for edge in edges)


def stitched(table: DrawnTable, after: DrawnTable) -> DrawnTable:
    """Return a table with its rows of the next page; the table given is used up."""
    rows, below = table.rows, after.rows
    repeated = _repeated(rows, below)
    below = below[repeated:]
    value = _first_value([*rows[-_NEAR:], *below[:_NEAR]])
    # Where the outer lines are missing at the break alone, and on both pages, the break goes through the row.
    unclosed = table.bottom_open and after.top_open and not table.top_open
    if below and not repeated and (unclosed or _is_cut(rows, below[0], value)):
        _mend(rows, below.pop(0))
    elif below:
        _open_merges(rows, below[0], value)
    rows += below
    return replace(table, last_page=after.last_page, bottom=after.bottom, bottom_open=after.bottom_open)


def _repeated(rows: Rows, below: Rows) -> int:
    """Return how many rows the next page begins with that repeat the table's header."""
    count = 0
    for row, again in zip(rows[:_MOST_HEADERS], below, strict=False):
        texts = _words(row)
        if texts != _words(again) or not any(texts) or any(VALUE.fullmatch(text) for text in texts):
            break
        count += 1
    reach = max((index + cell.row_span for index in range(count) for cell in below[index]), default=0)
    return count if reach <= count else 0


def _words(row: Sequence[DrawnCell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _first_value(rows: Rows) -> float:
    """Return where the columns of values begin: most rows end in values and blanks from there on."""
    begins = []
    for row in rows:
        begin, found = None, False
        for cell in reversed(row):
            text = "".join(cell.text.split())
            if text and not VALUE.fullmatch(text):
                break
            begin, found = cell.left, found or bool(text)
        if begin is not None and found:
            begins.append(begin)
    return median(begins) if begins else float("inf")


def _covering(rows: Rows) -> Iterator[DrawnCell]:
    """Yield the cells that reach down to the last row."""
    first = max(len(rows) - _NEAR, 0)
    for index, row in enumerate(rows[first:], first):
        for cell in row:
            if index + cell.row_span >= len(rows):
                yield cell


def _is_cut(rows: Rows, below: Sequence[DrawnCell], value: float) -> bool:
    """Whether a row is the rest of the one above the page break.

    It has the same cells, and no label of its own: its label goes on from a full line, or is blank where the row
    above has one. Figures stand in one of the two, or break off at the end of a full line.
    """
    pairs = [(_above(rows, cell), cell) for cell in below]
    labels = [(upper, cell) for upper, cell in pairs if cell.left <= value - _SAME_EDGE]
    values = [(upper, cell) for upper, cell in pairs if cell.left > value - _SAME_EDGE]
    if not values or any(upper is None for upper, _ in pairs) or not any(cell.text.strip() for _, cell in pairs):
        return False
    if not labels:
        return _break_off(values)
    named = [(upper, cell) for upper, cell in labels if cell.text.strip()]
    if not named:
        upper = labels[-1][0]
        return upper is not None and bool(upper.text.strip())
    both = [(upper, cell) for upper, cell in values if upper and upper.text.strip() and cell.text.strip()]
    if _break_off(values) and not any(_begins(cell.text) for _, cell in named):
        return True
    if not all(_continues(upper, cell) for upper, cell in (*named, *both)):
        return False
    figures = any(cell.text.strip() or (upper and upper.text.strip()) for upper, cell in values)
    return figures and 2 * len(both) <= len(values)


def _break_off(values: Sequence[tuple[DrawnCell | None, DrawnCell]]) -> bool:
    """Whether figures go on below the page break wherever the line above it is full, and only there.

    Two must, and one must not: nothing of it is chance then.
    """
    below = [upper for upper, cell in values if cell.text.strip()]
    ended = [upper for upper, cell in values if upper and upper.text.strip() and not cell.text.strip()]
    if any(upper is None or not upper.text.strip() or not upper.full for upper in below):
        return False
    return len(below) > 1 and any(not upper.full for upper in ended)


def _begins(text: str) -> bool:
    """Whether a label has a number of its own."""
    return bool(BEGINS.match(text.strip()) or _NUMBERED.match(text.strip()))


def _continues(upper: DrawnCell | None, lower: DrawnCell) -> bool:
    """Whether a label goes on in the one below the page break."""
    if upper is None or not upper.text.strip():
        return False
    return upper.full and not _begins(lower.text)


def _above(rows: Rows, cell: DrawnCell) -> DrawnCell | None:
    """Return the cell of the same column that reaches down to the last row."""
    for upper in _covering(rows):
        if abs(upper.left - cell.left) <= _SAME_EDGE and abs(upper.right - cell.right) <= _SAME_EDGE:
            return upper
    return None


def _mend(rows: Rows, below: Sequence[DrawnCell]) -> None:
    """Add what the rest of a row says to the cells above the break."""
    for cell in below:
        upper = _above(rows, cell)
        if upper is None:
            rows[-1].append(cell)
        else:
            _add(upper, cell, cell.row_span - 1)


def _add(upper: DrawnCell, lower: DrawnCell, more_rows: int) -> None:
    """Make two parts of a cell one; it stands where its text begins."""
    text = lower.text.strip()
    if text and not upper.text.strip():
        upper.text, upper.place = lower.text, lower.place
    elif text and "".join(text.split()) != "".join(upper.text.split()):
        broken = upper.full or not (upper.text.rstrip()[-1].isdigit() and text[0].isdigit())
        upper.text = join(upper.text.rstrip(), text) if broken else f"{upper.text.rstrip()}\n{text}"
    upper.full = lower.full
    upper.row_span += more_rows
    upper.confidence = min(upper.confidence, lower.confidence)


def _open_merges(rows: Rows, below: list[DrawnCell], value: float) -> None:
    """Carry labels merged over several rows on over the page break: there they stand empty, or say the rest."""
    labels = [cell for cell in below if cell.left <= value - _SAME_EDGE]
    for cell in labels:
        upper = _above(rows, cell)
        if upper is None:
            continue
        text = "".join(cell.text.split())
        merged = upper.row_span > 1 or cell.row_span > 1
        named = any(other.text.strip() for other in labels if other.left > cell.left)
        if (not text and (merged or named)) or (
            text and merged and (text == "".join(upper.text.split()) or _continues(upper, cell))
        ):
            below.remove(cell)
            _add(upper, cell, cell.row_span)
