"""A row that is shifted against its header is not read as numbers of the next column."""

from __future__ import annotations

from pathlib import Path

from support.word import write_docx

from gipaudit.documents.reading import read
from gipaudit.forms.binding import bind
from gipaudit.forms.library import forms

HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def test_a_label_that_reaches_under_the_first_head_leaves_its_row_unread(tmp_path: Path) -> None:
    straight = [("一、本年新收政府信息公开申请数量", 1, 2), *((text, 1, 1) for text in "6200008"), ("", 1, 1)]
    shifted = [("4.保护第三方合法权益", 1, 3), *((text, 1, 1) for text in "0100001")]
    header = [("", 1, 2), *((head, 1, 1) for head in HEADS), ("", 1, 1)]
    path = write_docx(tmp_path / "report.docx", [[header, straight, shifted]])
    readings = bind(read(path), forms()["2021"], 2023).readings
    assert readings["applications.new.natural"].low == 6
    assert readings["applications.new.total"].low == 8
    row = [
        reading for address, reading in readings.items() if address.startswith("applications.refused.third_party.")
    ]
    assert {reading.state for reading in row} == {"text"}
    assert all("表头" in reading.why for reading in row)


def test_numbers_right_of_the_last_head_leave_their_row_unread(tmp_path: Path) -> None:
    header = [("", 1, 1), *((head, 1, 1) for head in HEADS)]
    shifted = [("一、本年新收政府信息公开申请数量", 1, 1), ("", 1, 1), *((text, 1, 1) for text in "6200008")]
    path = write_docx(tmp_path / "report.docx", [[header, shifted]])
    readings = bind(read(path), forms()["2021"], 2023).readings
    assert {readings[f"applications.new.{column}"].state for column in ("natural", "business", "total")} == {"text"}
