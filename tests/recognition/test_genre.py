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


def table(*rows: tuple[str, ...]) -> Table:
    cells = (tuple(Cell(text, row, at, Place()) for at, text in enumerate(texts)) for row, texts in enumerate(rows))
    return Table(tuple(cells), Place())


BLANK = table(("信息内容", "本年制发件数"), ("规章", ""), ("行政规范性文件", ""))
FILLED = table(("信息内容", "本年制发件数"), ("规章", "0"), ("行政规范性文件", "3"))
NUMBERED = table(("序号", "统计指标", "统计数"), ("1", "主动公开政府信息数", ""), ("2", "收到申请数", ""))
NOTICE = (
    "云溪市人民政府办公室关于做好2023年政府信息公开工作年度报告编制工作的通知\n各县区人民政府：\n"
    "为做好年度报告编制工作，根据《中华人民共和国政府信息公开条例》有关规定，现将有关事项通知如下，请认真贯彻执行。\n"
    "请于1月20日前将纸质报告2份报送市政府办公室。\n附件：年度报告格式\n一、总体情况\n二、主动公开政府信息情况"
)
ASKS = (
    "（包括主动公开、依申请公开、政府信息管理、平台建设、监督保障等方面的情况，文字简洁明了，原则上不超过一千字。）"
)


@pytest.mark.parametrize(
    ("text", "of", "code"),
    [
        (NOTICE, BLANK, "notice"),
        (NOTICE, NUMBERED, "notice"),
        (f"XX局2023年政府信息公开工作年度报告\n一、总体情况\n{ASKS}", BLANK, "blank-form"),
        (f"云溪市水务局2023年政府信息公开工作年度报告（模板）\n一、总体情况\n{ASKS}", BLANK, "blank-form"),
        (f"（单位名称）2023年政府信息公开工作年度报告\n一、总体情况\n{ASKS[1:-1]}", BLANK, "blank-form"),
        (f"政府信息公开工作年度报告\n一、总体情况\n{ASKS}", BLANK, "blank-form"),
        ("政府信息公开情况统计表\n填报单位：", NUMBERED, "blank-form"),
    ],
)
def test_a_form_to_be_filled_in_is_no_report(text: str, of: Table, code: str) -> None:
    whole = document(text)
    assert looks_like_report(Document((*whole.blocks, of), "docx")) == (False, code)


@pytest.mark.parametrize(
    "text",
    [NOTICE, f"XX局2023年政府信息公开工作年度报告\n一、总体情况\n{ASKS}", "2023年政府信息公开工作年度报告（模板）"],
)
def test_what_holds_figures_is_a_report_whatever_it_calls_itself(text: str) -> None:
    whole = document(text)
    assert looks_like_report(Document((*whole.blocks, FILLED), "docx")) == (True, "")


def test_a_report_sent_out_under_a_notice_is_a_report_by_what_it_tells() -> None:
    told = (
        "关于印发云溪市水务局2016年政府信息公开工作年度报告的通知\n一、概述\n"
        "全年主动公开信息120条，收到申请3件，举办培训2期。\n二、主动公开情况"
    )
    assert looks_like_report(document(told)) == (True, "")


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
