"""Whose report it is, told only from what the document prints. All units here are invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.documents.model import Cell, Document, Paragraph, Place, Table
from gipaudit.forms.recognise import recognise
from gipaudit.forms.report import Identity, Uncertain


def document(text: str, **metadata: str) -> Document:
    lines = [line for line in text.splitlines() if line.strip()]
    blocks = tuple(Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1))
    return Document(blocks, "text", metadata)


def identity(text: str, **metadata: str) -> Identity:
    return recognise(document(text, **metadata))[0]


def doubts(text: str, what: str, **metadata: str) -> list[Uncertain]:
    return [doubt for doubt in recognise(document(text, **metadata))[1] if doubt.what == what]


@pytest.mark.parametrize(
    ("text", "unit", "year"),
    [
        ("云溪市应急管理局2022年政府信息公开工作年度报告\n一、总体情况", "云溪市应急管理局", 2022),
        ("2022年云溪市政府信息公开工作年度报告\n电子版见云溪市人民政府网站。", "云溪市人民政府", 2022),
        ("白沙镇人民政府\n2019年政府信息公开工作年度报告\n本年度报告根据要求编制", "白沙镇人民政府", 2019),
        ("东山县审计局2022年政府信息\n公开工作年度报告", "东山县审计局", 2022),
        ("东山县审计局政府信息公开工作年度报告\n（2022年度）\n一、总体情况", "东山县审计局", 2022),
        ("政府信息公开工作年度报告（2022年）\n东山县审计局\n2023年1月", "东山县审计局", 2022),
        ("关于公布南岭县自然资源局2021年政府信息公开工作年度报告的公告", "南岭县自然资源局", 2021),
        ("现将青禾县水利局2021年度政府信息公开工作年度报告公布如下：", "青禾县水利局", 2021),
        ("现向社会公布2021年度石湖镇人民政府信息公开工作年度报告。", "石湖镇人民政府", 2021),
        (
            "现公布云溪市人民政府办公室（以下简称市府办）2022年政府信息公开工作年度报告。",
            "云溪市人民政府办公室",
            2022,
        ),
        ("由明河区人民政府办公室综合各部门年度报告编制，统计期限自2014年1月1日至12月31日", "明河区人民政府", 2014),
        ("本报告由明河区人民政府办公室编制，统计期限自2019年1月1日起至12月31日止", "明河区人民政府办公室", 2019),
        ("一、总体情况\n2020年，松岭区教育局坚持以人民为中心", "松岭区教育局", 2020),
        (
            "结合松岭区卫生健康委员会政府信息公开工作实际，编制2023年政府信息公开工作年度报告",
            "松岭区卫生健康委员会",
            2023,
        ),
        (
            "按照《石门市人民政府办公室关于编制2019年政府信息公开工作年度报告的通知》，石门市林业局编制了2019年政府信息公开工作年度报告",
            "石门市林业局",
            2019,
        ),
        (
            "结合我局实际编制2014年度政府信息公开年度报告。如有疑问，请与松岭区财政局办公室联系（电话：1）",
            "松岭区财政局",
            2014,
        ),
        ("汇总云溪综合实验区各有关单位情况编制2022年政府信息公开工作年度报告", "云溪综合实验区", 2022),
        ("临海新区管理委员会二〇二〇年政府信息公开工作年度报告", "临海新区管理委员会", 2020),
        ("凤鳴縣人民政府2012年政府信息公開工作年度報告", "凤鸣县人民政府", 2012),
        (
            "双塘区凤鸣街道２０２０年政府信息公开工作年度报告\n2020年度凤鸣街道政府信息公开工作情况报告如下",
            "双塘区凤鸣街道",
            2020,
        ),
        (
            "凤鸣街道办事处2020年政府信息公开工作年度报告\n双塘区凤鸣街道办事处\n2021年1月5日",
            "双塘区凤鸣街道办事处",
            2020,
        ),
    ],
)
def test_the_unit_is_the_longest_name_printed(text: str, unit: str, year: int) -> None:
    found = identity(text)
    assert (found.unit, found.year) == (unit, year)


@pytest.mark.parametrize(
    "text",
    [
        "2022年，市政府办公室坚持以人民为中心\n一、总体情况",
        "市财政局2021年政府信息公开工作年度报告",
        "一、总体情况\n我局高度重视政府信息公开工作。",
        "根据《云溪市人民政府办公室关于做好2020年政府信息公开工作年度报告编制工作的通知》要求，编制本报告。",
        "根据云溪市人民政府办公室关于做好2020年政府信息公开工作年度报告的通知，编制本报告。",
        "我局按照要求编制本报告。如有疑问，请与云溪市人民政府办公室联系（电话：1）。",
        "参加由云溪市教育局组织的培训，结合云溪市人民政府办公室政务公开工作要点，编制本报告。",
        "888bet(中国)官方网站 2024年政府信息公开工作年度报告",
        "2020年，金沙娱乐平台官网区人民政府凤鸣街道办事处认真贯彻落实《条例》",
    ],
)
def test_where_no_name_is_printed_none_is_given_and_told(text: str) -> None:
    assert identity(text).unit is None
    assert [doubt.value for doubt in doubts(text, "unit")] == [None]


def test_a_name_is_never_lengthened_by_its_office() -> None:
    text = "沙洲县2022年政府信息公开工作年度报告\n联系单位：沙洲县人民政府办公室\n沙洲县人民政府办公室"
    assert identity(text).unit == "沙洲县人民政府"


def test_a_county_report_signed_by_its_office_is_the_governments() -> None:
    text = "现将我县2022年政府信息公开工作年度报告公布如下\n沙洲县人民政府办公室\n2023年1月30日"
    assert identity(text).unit == "沙洲县人民政府"
    assert doubts(text, "unit")


def test_title_against_period_takes_the_period_and_tells_both() -> None:
    text = "白沙镇2020年政府信息公开工作年度报告\n统计期限自2021年1月1日起至2021年12月31日止"
    assert identity(text).year == 2021
    (doubt,) = doubts(text, "year")
    assert "2020" in doubt.why
    assert "2021" in doubt.why


@pytest.mark.parametrize(
    "text",
    [
        "2015年3月13日\n引言\n本年报由青禾县水利局编制",
        "国办公开办函〔2021〕30号",
        "中华人民共和国国务院令2019年第711号",
        "发布日期：2021-01-20",
        "2016年13月1日",
    ],
)
def test_dates_and_document_numbers_are_no_report_year(text: str) -> None:
    assert identity(text).year is None
    assert [doubt.value for doubt in doubts(text, "year")] == [None]


@pytest.mark.parametrize(
    ("text", "metadata", "published"),
    [
        ("发布时间：2022-01-18 09:30", {}, date(2022, 1, 18)),
        ("更新日期:2022/1/18 来源:某网", {}, date(2022, 1, 18)),
        ("索 引 号 | 1/2022-04736 |\n发布机构 | 市政府办 | 发文日期 | 2022-02-28 |", {}, date(2022, 2, 28)),
        ("正文", {"pubdate": "2022-01-20 10:00"}, date(2022, 1, 20)),
        ("一、总体情况\n青禾县水利局\n二〇二二年一月二十日", {}, date(2022, 1, 20)),
        ("青禾县水利局2021年政府信息公开工作年度报告\n(2022年1月23日)\n一、总体情况", {}, date(2022, 1, 23)),
        ("2022年13月1日", {}, None),
    ],
)
def test_the_date_of_publication(text: str, metadata: dict[str, str], published: date | None) -> None:
    assert identity(text, **metadata).published == published


def test_the_index_table_above_the_text_is_read() -> None:
    row = [
        Cell(text, 0, column, Place())
        for column, text in enumerate(["发布机构", "市政府办", "发文日期", "2022-02-28"])
    ]
    table = Table((tuple(row),), Place())
    assert recognise(Document((table,), "html"))[0].published == date(2022, 2, 28)


@pytest.mark.parametrize(
    ("text", "metadata"),
    [
        ("发布时间：2022-01-18", {"PubDate": "2022-02-18"}),
        ("发布时间：2022-01-18\n一、总体情况\n青禾县水利局\n2022年1月20日", {}),
        ("青禾县水利局2022年政府信息公开工作年度报告\n发布时间：2022-01-18", {}),
    ],
)
def test_contradictory_dates_are_told(text: str, metadata: dict[str, str]) -> None:
    (doubt,) = doubts(text, "published", **metadata)
    assert doubt.value is not None


@pytest.mark.parametrize("text", ["一、总体情况", "一、总体情况\n青禾县水利局\n二〇二二年一月二十日"])
def test_a_report_without_a_date_or_with_a_signature_only_is_not_doubted(text: str) -> None:
    assert doubts(f"青禾县水利局2021年政府信息公开工作年度报告\n{text}", "published") == []


@given(st.text(max_size=300))
def test_no_text_whatsoever_breaks_recognition(text: str) -> None:
    found, uncertain = recognise(document(text))
    assert found.level.count("-") == 1
    assert found.unit is not None or any(doubt.what == "unit" for doubt in uncertain)


@given(
    st.sampled_from(["云溪市", "青禾县", "松岭区", "云溪市松岭区", "南岭省", "白沙镇", "凤鸣街道"]),
    st.integers(2008, 2030),
    st.sampled_from(
        [
            "{unit}{year}年政府信息公开工作年度报告",
            "{year}年度{unit}政府信息公开年度报告",
            "现公布{unit}{year}年政务公开工作年度报告。",
        ]
    ),
    st.sampled_from(
        ["教育局", "卫生健康委员会", "市场监督管理局", "人民政府办公室", "政务服务中心", "农业农村和水务局"]
    ),
)
def test_titles_are_read_back(region: str, year: int, pattern: str, body: str) -> None:
    found = identity(pattern.format(unit=region + body, year=year))
    assert (found.unit, found.year) == (region + body, year)


def test_hand_labelled_openings(corpus: Path) -> None:
    cases = [json.loads(line) for line in (corpus / "openings.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [identity(case["text"]) for case in cases]
    pairs = [(identity.unit, case["unit_printed"]) for identity, case in zip(found, cases, strict=True)]
    years = [(identity.year, case["year"]) for identity, case in zip(found, cases, strict=True)]
    asserted = [given == expected for given, expected in pairs if given]
    answerable = [given == expected for given, expected in pairs if expected]
    assert sum(asserted) >= 0.97 * len(asserted)
    assert sum(answerable) >= 0.95 * len(answerable)
    told = [given == expected for given, expected in years if given]
    assert sum(told) >= 0.97 * len(told)
    assert sum(told) >= 28, "two of the thirty openings with a known year do not print it"


CASES = (
    "jining_rfb_2020",
    "ptczj_2018",
    "ptczj_2021",
    "shandong_rfb_2018",
    "shbgt_2025",
    "pingtan_2019",
    "pingtan_2023",
)


@pytest.mark.parametrize("case", CASES)
def test_real_reports(corpus: Path, truth: Any, case: str) -> None:
    from gipaudit.documents.reading import read

    files = [file for file in (corpus / case).iterdir() if file.suffix in (".txt", ".html", ".md")]
    assert files
    for file in files:
        found, _ = recognise(read(file))
        assert (found.unit, found.year) == (truth(case)["unit"], truth(case)["year"])
