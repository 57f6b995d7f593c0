"""A row that the end of a page cuts in two is one row: its halves name it together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from gipaudit.documents.model import Cell, Document, Place, Table
from gipaudit.forms.binding import Binding, bind
from gipaudit.forms.library import forms

HEAD = ("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NEW = ("一、本年新收政府信息公开申请数量", "5", "0", "0", "0", "0", "0", "5")
LAST = ("四、结转下年度继续办理", "2", "0", "0", "0", "0", "0", "2")


def bound(first_page: Sequence[Sequence[str]], second_page: Sequence[Sequence[str]]) -> Binding:
    """One table over two pages."""
    rows = [*((1, row) for row in first_page), *((2, row) for row in second_page)]
    table = Table(
        tuple(
            tuple(Cell(text, number, column, Place(page=page)) for column, text in enumerate(texts))
            for number, (page, texts) in enumerate(rows)
        ),
        Place(page=1),
    )
    return bind(Document((table,), "pages"), forms()["2021"])


def read(binding: Binding, row: str) -> list[str | Decimal | None]:
    columns = ("natural", "business", "research", "welfare", "legal", "other", "total")
    readings = [binding.readings[f"applications.{row}.{column}"] for column in columns]
    return [each.low if each.state == "number" else each.state for each in readings]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("（一）", "予以公开"),
        ("（一）予", "以公开"),
        ("（一）予以公开", "（按实际办理情况填写）"),
        ("3.危及“三安", "全一稳定”"),
    ],
)
def test_a_name_in_two_halves_is_one_row_and_a_figure_in_two_is_none(upper: str, lower: str) -> None:
    binding = bound(
        [HEAD, NEW, (upper, "41", "3", "", "0", "0", "0", "44")], [(lower, "4", "", "", "", "", "", ""), LAST]
    )
    row = "refused.stability" if "三安" in upper else "granted"
    assert read(binding, row) == ["text", 3, "blank", 0, 0, 0, 44]
    assert read(binding, "carried_out") == [2, 0, 0, 0, 0, 0, 2]


def test_figures_below_the_break_alone_are_the_rows() -> None:
    binding = bound([HEAD, NEW, ("（一）予以", *[""] * 7)], [("公开", *"1234560"), LAST])
    assert read(binding, "granted") == [1, 2, 3, 4, 5, 6, 0]


@pytest.mark.parametrize("upper", ["（一）予以公开", "其中：网络申请", "另行统计", ""])
def test_two_rows_stay_two(upper: str) -> None:
    """A page that ends between two rows joins neither the names nor the figures of both."""
    binding = bound([HEAD, NEW, (upper, *"1111117")], [("1.属于国家秘密", *"2222224"), LAST])
    assert read(binding, "refused.secret") == [2, 2, 2, 2, 2, 2, 4]
    assert read(binding, "new")[0] == 5
    if upper.endswith("公开"):
        assert read(binding, "granted") == [1, 1, 1, 1, 1, 1, 7]


def test_halves_on_one_page_are_two_rows() -> None:
    binding = bound([HEAD, NEW, ("（一）", *"1111117"), ("予以公开", *"2222224"), LAST], [])
    assert read(binding, "granted") == [2, 2, 2, 2, 2, 2, 4]
