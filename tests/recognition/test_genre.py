"""What is no annual report is passed over with a reason; in doubt it is a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gipaudit.documents.model import Cell, Document, Paragraph, Picture, Place, Table
from gipaudit.forms.genre import REASONS, looks_like_report


def document(text: str) -> Document:
    return Document(tuple(Paragraph(line, Place()) for line in text.splitlines() if line.strip()), "text")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("关于清明节放假安排的公告\n各单位放假三天，请做好值班。", "unrelated"),
        ("《云溪市2023年政府信息公开工作年度报告》公布\n本报讯 《报告》显示，主动公开信息100条。", "news"),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知\n各县区人民政府：请于1月20日前报送。", "notice"),
        ("云溪市政府信息公开情况统计报表\n单位名称：\n地区编号：□□□□□□ 单位盖章：", "blank-form"),
    ],
)
def test_what_is_no_report_says_why(text: str, code: str) -> None:
    assert looks_like_report(document(text)) == (False, code)
    assert REASONS[code]


@pytest.mark.parametrize(
    "text",
    [
        "青禾县水利局2022年政府信息公开工作年度报告",
        "一、总体情况\n我局高度重视。",
        "关于公布青禾县水利局2022年政府信息公开工作年度报告的公告\n一、总体情况\n全年公开信息5条。",
        "现将2022年政务公开情况报告如下。",
    ],
)
def test_in_doubt_it_is_a_report(text: str) -> None:
    assert looks_like_report(document(text)) == (True, "")


def test_a_report_of_pictures_only_may_be_a_report() -> None:
    assert looks_like_report(Document((Picture(Place()),), "html")) == (True, "")


def test_the_same_form_is_a_report_once_it_holds_a_figure() -> None:
    heading = Paragraph("一、总体情况", Place())
    empty = Table(((Cell("规章", 0, 0, Place()), Cell("", 0, 1, Place())),), Place())
    filled = Table(((Cell("规章", 0, 0, Place()), Cell("0", 0, 1, Place())),), Place())
    assert looks_like_report(Document((heading, empty), "docx")) == (False, "blank-form")
    assert looks_like_report(Document((heading, filled), "docx")) == (True, "")


def test_hand_labelled_openings(corpus: Path) -> None:
    for line in (corpus / "openings.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        assert looks_like_report(document(case["text"]))[0] == case["is_report"], case["text"][:60]


def test_every_real_report_is_one(corpus: Path) -> None:
    from gipaudit.documents.reading import read

    files = [
        file for suffix in ("txt", "html", "md") for file in corpus.glob(f"*/*.{suffix}") if file.name != "README.md"
    ]
    assert files
    assert all(looks_like_report(read(file))[0] for file in files)
