"""The rows of one HTML table, without those of tables nested in it, laid on a grid as a browser does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from gipaudit.documents.limits import Meter

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ORDER = {"thead": 0, "tbody": 1, "tfoot": 2}

Row = tuple["LexborNode", int]


def own_rows(table: LexborNode) -> tuple[LexborNode | None, list[Row]]:
    """Return the caption, and each row with the rows left in its group, itself included: spans end with the group."""
    caption: LexborNode | None = None
    groups: list[tuple[int, list[LexborNode]]] = []
    for child in _elements(table):
        if child.tag == "caption" and caption is None:
            caption = child
        elif child.tag in _ORDER:
            groups.append((_ORDER[child.tag], [row for row in _elements(child) if row.tag == "tr"]))
        elif child.tag == "tr":
            groups.append((1, [child]))
    groups.sort(key=lambda group: group[0])
    return caption, [(row, len(rows) - index) for _, rows in groups for index, row in enumerate(rows)]


SPANNING = ", ".join(f"{cell}[{span}]:not([{span}='1'])" for cell in ("td", "th") for span in ("colspan", "rowspan"))
"""The cells that may cover more than one position: the attributes of one element cost as much as its text."""


def spans(
    rows: Sequence[Row], meter: Meter, hidden: Collection[int], spanning: Collection[int]
) -> Iterator[tuple[int, int, int, int, LexborNode]]:
    """Yield row, column, row span, column span (from 0, capped) and element of each cell but the hidden.

    ``hidden`` and ``spanning`` are ids: of elements not shown, and of all that :data:`SPANNING` selects.

    Raises:
        DocumentError: ``too-many-cells``.
    """
    free: dict[int, int] = {}
    for index, (row, remaining) in enumerate(rows):
        column = 0
        cells = _elements(row)
        meter.cell(len(cells), len(cells))
        for cell in cells:
            id = cell.mem_id
            if id in hidden or cell.tag not in ("td", "th"):
                continue
            while free.get(column, 0) > index:
                meter.position()
                column += 1
            across = down = 1
            if id in spanning:
                attributes = cell.attributes
                across = min(max(_span(attributes.get("colspan")), 1), meter.limits.span)
                down = min(_span(attributes.get("rowspan")) or remaining, remaining, meter.limits.span)
                meter.position(across - 1)
            if down > 1:
                for covered in range(column, column + across):
                    free[covered] = max(free.get(covered, 0), index + down)
            yield index, column, down, across, cell
            column += across


def _span(text: str | None) -> int:
    """Return a span as browsers read it: leading digits, else 1. A row span of 0 reaches to the end of the group."""
    if text is None or text == "1":
        return 1
    digits = text.strip().lstrip("+")[:6]
    while digits and not (digits.isascii() and digits.isdigit()):
        digits = digits[:-1]
    return int(digits) if digits else 1


def _elements(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.is_element_node]
