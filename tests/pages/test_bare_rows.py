"""A row that says nothing but its name is a row still, also where it stands alone on the next page."""

from __future__ import annotations

from random import Random

import pytest
from pages.printing import Manner, Printed, printed

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Paragraph, Table
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.pages.page import Page

ROWS = (("项目", "数量"), ("行政许可", "7"), ("行政处罚", "8"), ("行政事业性收费", ""))


def pages(rows: tuple[tuple[str, ...], ...], breaks: list[int]) -> list[Page]:
    cells = [Printed(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return printed(cells, [120.0, 80.0], breaks, Manner(), Random(1))


def test_a_last_row_without_a_figure_stays_in_its_table() -> None:
    [table] = compose(pages(ROWS, [3]), Meter(Limits()))
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [list(row) for row in ROWS]
    assert table.rows[3][1].place.page == 2


@pytest.mark.parametrize("text", ["第二部分", "云溪市水务局"])
def test_a_ruled_heading_is_text(text: str) -> None:
    """Two boxes, one of them empty, that go on from no page before."""
    [found] = compose(pages(((text, ""),), []), Meter(Limits()))
    assert isinstance(found, Paragraph)
    assert found.text == text
