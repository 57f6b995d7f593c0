"""What recognition did not find may be there; where it saw no ink the cell is blank."""

from __future__ import annotations

from gipaudit.documents.model import Cell, Document, Place, Table
from gipaudit.forms.binding import Binding, bind
from gipaudit.forms.library import forms

HEAD = ("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def bound(confidence: float) -> Binding:
    """A scanned table of two rows, of which one has a blank."""
    rows = (HEAD, ("一、本年新收政府信息公开申请数量", "5", "", *"000", "0", "5"), ("（一）予以公开", *"1000001"))
    made = Table(
        tuple(
            tuple(
                Cell(text, row, column, Place(), confidence=confidence if text else 1.0)
                for column, text in enumerate(texts)
            )
            for row, texts in enumerate(rows)
        ),
        Place(),
    )
    return bind(Document((made,), "pages", lossy=confidence < 1), forms()["2021"])


def test_a_row_that_was_not_recognised_is_not_missing() -> None:
    readings = bound(0.97).readings
    lost = readings["applications.carried_in.natural"]
    assert (lost.state, lost.why) == ("text", "文字由图片识别，该行可能没有认出")
    assert bound(1.0).readings["applications.carried_in.natural"].state == "missing"


def test_a_cell_without_ink_is_blank() -> None:
    assert bound(0.97).readings["applications.new.business"].state == "blank"
    assert bound(0.97).readings["applications.new.natural"].low == 5
