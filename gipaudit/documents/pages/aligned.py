"""Tables without lines, told by their figures: rows that hold several, each below the one above.

Prose never makes one, so every doubt is decided against: a table left as text costs a reading, prose made a table
costs the sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gipaudit.documents.model import Place
from gipaudit.documents.pages.drawn import VALUE, DrawnCell, DrawnTable
from gipaudit.documents.pages.lines import Line, around
from gipaudit.documents.pages.page import Box, Run
from gipaudit.documents.wrapping import join

_GAP, _FIGURE_GAP = 1.2, 0.6
_EDGE_GAP = 0.3
_NEARER, _CLOSE = 0.7, 1.2
_LINE_GAP = 3.0
_FEWEST_VALUES = 2
_FEWEST_ROWS = 3
_WIDE_ROW = 5
_FILLED = 0.6
_LONGEST = 40
_HEADER_LINES = 4
_LABEL_LINES = 3
_TRIES = 3


@dataclass(frozen=True)
class _Row:
    """A line with its parts, from left to right, and which of them are figures."""

    line: Line
    parts: tuple[Line, ...]
    values: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    right: float


def aligned_tables(lines: Sequence[Line], page: int, tables: Sequence[Box]) -> tuple[list[DrawnTable], list[Line]]:
    """Return the tables without lines among a page's lines of text, and the lines that are none of theirs.

    ``tables`` are the boxes of tables with lines: none goes on across one.
    """
    found: list[DrawnTable] = []
    free: list[Line] = []
    rows = [_row(line) for line in lines]
    index = tried = tries = 0
    while index < len(rows):
        end = _end(rows, index, tables) if _has_figures(rows[index]) else index
        columns = _columns([row for row in rows[index:end] if _has_figures(row)])
        if columns is None:
            # The first rows may be what spoils a table; where later ones do, there is none.
            tries = tries + 1 if end == tried else 0
            after = end if tries == _TRIES and end > index else index + 1
            free += [row.line for row in rows[index:after]]
            index, tried = after, end
            continue
        begin = len(free) - _headers(free, rows[index], columns)
        members = [*(_row(line) for line in free[begin:]), *rows[index:end]]
        table = _table(members, columns, page)
        if table is None:
            free += [row.line for row in rows[index:end]]
        else:
            del free[begin:]
            found.append(table)
        index = end
    return found, free


def _row(line: Line) -> _Row:
    parts = tuple(_parts(line))
    return _Row(line, parts, tuple(part for part in parts if VALUE.fullmatch("".join(part.text.split()))))


def _parts(line: Line) -> Iterator[Line]:
    part: list[Run] = []
    for run in line.runs:
        if not run.text.strip():
            continue
        gap = _FIGURE_GAP if run.text[0].isdigit() else _GAP
        if part and run.box[0] - part[-1].box[2] > gap * line.size:
            yield Line(tuple(part))
            part = []
        part.append(run)
    if part:
        yield Line(tuple(part))


def _has_figures(row: _Row) -> bool:
    return len(row.values) >= _FEWEST_VALUES and all(len(part.text) <= _LONGEST for part in row.parts)


def _end(rows: Sequence[_Row], index: int, tables: Sequence[Box]) -> int:
    """Return where the rows end that begin at an index: behind the last with figures that follows closely."""
    end = last = index
    while last < min(len(rows), end + _LABEL_LINES + 1):
        if not _has_figures(rows[last]) and len(rows[last].parts) > 1:
            break
        if last > index and not _follows(rows[last - 1].line, rows[last].line, tables):
            break
        last += 1
        if _has_figures(rows[last - 1]):
            end = last
    return end


def _follows(before: Line, after: Line, tables: Sequence[Box]) -> bool:
    gap = after.box[1] - before.box[3]
    between = any(before.box[3] <= top and bottom <= after.box[1] for _, top, _, bottom in tables)
    return gap <= _LINE_GAP * max(before.size, after.size) and not between


def _columns(rows: Sequence[_Row]) -> list[_Column] | None:
    """Return the columns that rows of figures stand in, the labels' first; ``None`` where they make no table."""
    if len(rows) < _FEWEST_ROWS and not any(len(row.values) >= _WIDE_ROW for row in rows):
        return None
    values = _gathered([value.box for row in rows for value in row.values])
    filled = sum(len(row.values) for row in rows)
    if len(values) < _FEWEST_VALUES or filled < _FILLED * len(rows) * len(values):
        return None
    first = values[0].left
    words = [part.box for row in rows for part in row.parts if part not in row.values]
    labels = _gathered([box for box in words if box[2] <= first])
    for row in rows:
        taken = [_at([*labels, *values], part.box) for part in row.parts]
        if len(set(taken)) < len(taken):
            return None
    if any(right > first and _at(values, (left, top, right, bottom)) is None for left, top, right, bottom in words):
        return None
    return [*labels, *values] if labels else None


def _gathered(boxes: Sequence[Box]) -> list[_Column]:
    """Return the stretches that boxes lying over each other cover, from left to right."""
    columns: list[_Column] = []
    for left, _, right, _ in sorted(boxes):
        if columns and left < columns[-1].right:
            columns[-1] = _Column(columns[-1].left, max(columns[-1].right, right))
        else:
            columns.append(_Column(left, right))
    return columns


def _at(columns: Sequence[_Column], box: Box) -> int | None:
    """Return the column that a box stands in."""
    middle = (box[0] + box[2]) / 2
    return next((index for index, column in enumerate(columns) if column.left <= middle <= column.right), None)


def _headers(free: Sequence[Line], first: _Row, columns: Sequence[_Column]) -> int:
    """Return how many lines above the first row of figures are the table's header: words over its columns."""
    count, below = 0, first.line
    for line in reversed(free[-_HEADER_LINES:]):
        row = _row(line)
        if not _follows(line, below, ()) or any(len(part.text) > _LONGEST / 2 for part in row.parts):
            break
        if len(row.parts) < 2 and _at(columns[1:], row.line.box) is None:
            break
        count, below = count + 1, line
    return count


def _with_labels(rows: Sequence[_Row], columns: Sequence[_Column]) -> Iterator[Sequence[Line]]:
    """Yield the parts of each row, a label over several lines made one with the figures clearly nearest it."""
    members: dict[int, list[_Row]] = {}
    for index, row in enumerate(rows):
        members.setdefault(_owner(rows, index), []).append(row)
    for index, row in enumerate(rows):
        parts = [part for member in members.get(index, ()) for part in member.parts]
        if len(members.get(index, ())) > 1:
            for column in columns:
                stacked = [part for part in parts if _at([column], part.box) is not None and part not in row.values]
                if len(stacked) > 1:
                    parts = [part for part in parts if part not in stacked]
                    parts.append(Line(tuple(run for part in stacked for run in part.runs)))
        if parts:
            yield sorted(parts, key=lambda part: part.box[0])


def _owner(rows: Sequence[_Row], index: int) -> int:
    """Return the row of figures that a line of words clearly belongs to; any other line is its own."""
    if _has_figures(rows[index]) or len(rows[index].parts) > 1:
        return index
    around_it = range(max(index - _LABEL_LINES, 0), min(index + _LABEL_LINES + 1, len(rows)))
    middle = _middle(rows[index])
    distances = sorted(
        (abs(_middle(rows[other]) - middle), other) for other in around_it if _has_figures(rows[other])
    )
    if not distances or distances[0][0] > _CLOSE * rows[index].line.size:
        return index
    clear = len(distances) == 1 or distances[0][0] < _NEARER * distances[1][0]
    return distances[0][1] if clear else index


def _split(part: Line, edges: Sequence[float]) -> Iterator[Line]:
    """Yield the pieces of a text that has a gap at an edge between columns, or as many gaps as it lies over edges."""
    gaps = [
        (index, before.box[2], after.box[0])
        for index, (before, after) in enumerate(pairwise(part.runs), 1)
        if after.box[0] - before.box[2] > _EDGE_GAP * part.size
    ]
    left, _, right, _ = part.box
    if len(gaps) != sum(left < edge < right for edge in edges):
        gaps = [gap for gap in gaps if any(gap[1] <= edge <= gap[2] for edge in edges)]
    cuts = [0, *(index for index, _, _ in gaps), len(part.runs)]
    for begin, end in pairwise(cuts):
        yield Line(part.runs[begin:end])


def _join_headers(rows: Sequence[list[DrawnCell]]) -> bool:
    """Put together what a header prints over one column in several lines, down to the first row of figures.

    Return whether the lowest words over the figures name one column each: two names run together do not.
    """
    figures = (sum(bool(VALUE.fullmatch(cell.text)) for cell in row) >= _FEWEST_VALUES for row in rows)
    header = rows[: next((index for index, found in enumerate(figures) if found), 0)]
    for upper, lower in reversed(list(pairwise(header))):
        for cell in list(lower):
            above = next((other for other in upper if (other.left, other.right) == (cell.left, cell.right)), None)
            if above is not None:
                lower.remove(cell)
                upper[upper.index(above)] = replace(above, text=join(above.text, cell.text))
    figures_of = rows[len(header)] if header else []
    for cell in figures_of[1:]:
        middle = (cell.left + cell.right) / 2
        over = [name for row in header for name in row if name.left < middle < name.right]
        if over and (over[-1].left, over[-1].right) != (cell.left, cell.right):
            return False
    return True


def _middle(row: _Row) -> float:
    return (row.line.box[1] + row.line.box[3]) / 2


def _table(rows: Sequence[_Row], columns: Sequence[_Column], page: int) -> DrawnTable | None:
    """Return the rows as a table; ``None`` where its header does not tell its columns apart."""
    edges = [
        min(columns[0].left, *(row.line.box[0] for row in rows)) - 1,
        *((one.right + other.left) / 2 for one, other in pairwise(columns)),
        max(columns[-1].right, *(row.line.box[2] for row in rows)) + 1,
    ]
    made = []
    for row in _with_labels(rows, columns):
        cells = []
        for part in (piece for whole in row for piece in _split(whole, edges)):
            covered = [
                index
                for index, column in enumerate(columns)
                if part.box[0] < (column.left + column.right) / 2 < part.box[2]
                or edges[index] <= (part.box[0] + part.box[2]) / 2 < edges[index + 1]
            ]
            place = Place(page=page, box=part.box)
            cells.append(
                DrawnCell(edges[covered[0]], edges[covered[-1] + 1], place, part.text, confidence=part.confidence)
            )
        made.append(cells)
    if not _join_headers(made):
        return None
    made = [cells for cells in made if cells]
    heights = [row.line.size for row in rows]
    return DrawnTable(page, around(row.line.box for row in rows), made, row_heights=heights)
