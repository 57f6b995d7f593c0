"""Aligning a document's lines with the rows of one form table.

Both are sequences; dynamic programming over label similarity finds the pairing with the greatest sum that keeps the
order (Needleman and Wunsch 1970, with free gaps). Neighbours that stay neighbours are preferred a little, so that
of two copies of a table one is taken whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gipaudit.forms.form import Form, FormTable, Row
from gipaudit.forms.headers import Header, is_header, names_over
from gipaudit.forms.labels import compare
from gipaudit.forms.lines import Line

NEIGHBOUR = 0.02
UNDER_HEADER = 0.05
CLEARLY_BETTER = 0.1
"""A row that resembles another row of the form by so much more is not taken for this one."""


@dataclass(frozen=True, slots=True)
class Match:
    """One line taken for one row: how alike their labels are, and where the line's values begin."""

    line: Line
    row: Row
    alike: float
    boundary: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like each row of the whole form a line is: the best similarity by (table, row) and its boundary."""

    by_row: Mapping[tuple[str, str], tuple[float, int]]
    best: float


def resemble(line: Line, form: Form, headers: Mapping[str, Mapping[int, Header]]) -> Likeness:
    """Compare a line's possible labels with every row of the form.

    The values begin behind the last cell of words; or before it, where as many cells as there are columns follow.
    """
    found: dict[tuple[str, str], tuple[float, int]] = {}
    free = _labels(line, None)
    last = max((boundary for _, boundary in free), default=0)
    for table in form.tables:
        header = names_over(headers[table.id], line)
        if header is not None and header.above(line):
            labels = _labels(line, header.first_column)
        else:
            early = len(line.cells) - (len(header.leaves) if header is not None else len(table.columns))
            figures = early >= 0 and any(state != "text" for state in line.states[early:])
            labels = [each for each in free if each[1] == last or (figures and each[1] == early)]
        if line.heading_text and not _under(line.heading_text, table):
            continue
        for label, boundary in labels:
            for index, alike in compare(label, table.row_wordings):
                row = table.rows[index]
                if boundary >= len(line.cells) and row.kind != "heading":
                    continue
                if alike >= found.get((table.id, row.id), (0.0, 0))[0]:
                    found[table.id, row.id] = (alike, boundary)
    return Likeness(found, max((alike for alike, _ in found.values()), default=0.0))


def _labels(line: Line, first_value_column: int | None) -> list[tuple[str, int]]:
    return [
        (label, boundary)
        for boundary in line.boundaries(first_value_column)
        for label in line.labels(boundary)
        if label
    ]


def _under(heading_text: str, table: FormTable) -> bool:
    """Whether a row printed as plain text stands below a line that prints one of the table's column heads."""
    return any(wording in heading_text for column in table.columns for wording in column.label.bare_wordings)


def align(
    lines: Sequence[Line],
    likenesses: Mapping[int, Likeness],
    table: FormTable,
    headers: Mapping[int, Header],
) -> list[Match]:
    """Return the best pairing of lines with the table's rows, in order."""
    keys = [(table.id, row.id) for row in table.rows]
    candidates = [
        line
        for line in lines
        if not likenesses[line.number].by_row.keys().isdisjoint(keys) and not is_header(line, table)
    ]
    if not candidates:
        return []
    places = {key: place for place, key in enumerate(keys)}
    scores = [_scores(line, likenesses[line.number], places, headers) for line in candidates]
    chosen = _best_path(candidates, scores)
    return [Match(candidates[i], table.rows[j], *likenesses[candidates[i].number].by_row[keys[j]]) for i, j in chosen]


def _scores(
    line: Line, likeness: Likeness, places: Mapping[tuple[str, str], int], headers: Mapping[int, Header]
) -> list[float]:
    """What pairing a line with each row is worth, by the rows' places; most are worth nothing."""
    scores = [0.0] * len(places)
    more = UNDER_HEADER if names_over(headers, line) else 0.0
    for key, (alike, _) in likeness.by_row.items():
        if key in places and alike and alike >= likeness.best - CLEARLY_BETTER:
            scores[places[key]] = alike + more
    return scores


def _best_path(lines: Sequence[Line], scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The chain of pairs, rising in both, with the greatest sum."""
    height, width = len(scores), len(scores[0])
    ending: list[list[float]] = [[0.0] * width for _ in range(height)]
    before: list[list[tuple[int, int] | None]] = [[None] * width for _ in range(height)]
    best: list[list[tuple[float, tuple[int, int] | None]]] = [[(0.0, None)] * (width + 1) for _ in range(height + 1)]
    for i in range(height):
        for j in range(width):
            score = scores[i][j]
            if score:
                total, previous = best[i][j]
                if i and j and ending[i - 1][j - 1] and _neighbours(lines[i - 1], lines[i]):
                    near = ending[i - 1][j - 1] + NEIGHBOUR
                    if near >= total:
                        total, previous = near, (i - 1, j - 1)
                ending[i][j], before[i][j] = total + score, previous
            here = best[i][j + 1]
            if best[i + 1][j][0] > here[0]:
                here = best[i + 1][j]
            if score and ending[i][j] > here[0]:
                here = (ending[i][j], (i, j))
            best[i + 1][j + 1] = here
    path: list[tuple[int, int]] = []
    at = best[height][width][1]
    while at is not None:
        path.append(at)
        at = before[at[0]][at[1]]
    return path[::-1]


def _neighbours(one: Line, other: Line) -> bool:
    return other.number == one.number + 1 and other.table == one.table
