"""Odd but honest reports: other digits, other encodings, unusual units. Nobody is accused of an honest oddity."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from defects.draft import Draft, draft
from defects.measuring import TODAY, accusations
from defects.naming import Unit
from defects.printing import SUFFIXES, blocks, write
from support import formats, ooxml

from gipaudit.pipeline import audit
from gipaudit.scorecard import Scorecard

CITY = Unit("禾川市人民政府", "我市", "全市", "city", 3000)
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
WRITTEN = str.maketrans("0123456789", "〇一二三四五六七八九")


def judged(folder: Path, made: Draft, data: bytes | None = None) -> Scorecard:
    path = folder / f"report.{SUFFIXES[made.format]}"
    path.write_bytes(write(made) if data is None else data)
    [card] = audit([path], today=TODAY).scorecards
    return card


def figures(made: Draft, change: Callable[[str], str]) -> Draft:
    made.figures = {address: change(text) for address, text in made.figures.items()}
    return made


@pytest.mark.parametrize("format", ["docx", "html", "tabs"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"{float(text):,.2f}" if "." in text else f"{int(text):,}",
        lambda text: text.translate(FULL_WIDTH),
        lambda text: f"\u3000\u3000{text}\xa0",
    ],
    ids=["thousand separators", "full-width digits", "padding"],
)
def test_honest_figures_are_read_and_accused_of_nothing(
    tmp_path: Path, format: str, change: Callable[[str], str]
) -> None:
    made = draft(3, "2021", format, CITY)
    plain = {address: float(text) for address, text in made.figures.items()}
    card = judged(tmp_path, figures(made, change))
    assert accusations(card) == []
    assert {address: float(card.readings[address].low or 0) for address in plain} == plain


def test_units_in_every_cell_are_one_habit_for_each_table(tmp_path: Path) -> None:
    made = figures(draft(3, "2021", "docx"), lambda text: f"{text}件" if "." not in text else text)
    made.figures["fees.fees.amount"] = "251000元"
    card = judged(tmp_path, made)
    assert {finding.rule for finding in accusations(card)} == {"kind.bare"}
    assert len(accusations(card)) <= len(made.form.tables)
    assert float(card.readings["fees.fees.amount"].low or 0) == 25.1


@pytest.mark.parametrize("format", ["docx", "html", "tabs"])
def test_a_year_in_chinese_numerals_is_a_year(tmp_path: Path, format: str) -> None:
    made = draft(3, "2021", format)
    year = str(made.year)
    made.title = [line.replace(year, year.translate(WRITTEN)) for line in made.title]
    made.preamble = [
        line.replace(year, year.translate(WRITTEN))
        .replace("1月1日", "一月一日")
        .replace("12月31日", "十二月三十一日")
        for line in made.preamble
    ]
    card = judged(tmp_path, made)
    assert (card.year, accusations(card)) == (made.year, [])


@pytest.mark.parametrize(
    ("name", "us", "level"),
    [
        ("青澜新区管理委员会", "我区", "zone-government"),
        ("云溪市高新区管委会", "我区", "zone-government"),
        ("望云彝族自治县人民政府", "我县", "county-government"),
        ("松岭市白鹭区滨河街道办事处", "我街道", "township-government"),
        ("禾川市高新技术产业开发区市场监督管理局", "我局", "county-department"),
        ("国家税务总局禾川市税务局", "我局", "county-department"),
        ("中共云溪市委机构编制委员会办公室", "我办", "county-department"),
        ("云溪市公安局交通警察支队", "我支队", "county-department"),
        ("云溪市档案馆", "我馆", "county-department"),
        ("云溪市残疾人联合会", "我会", "county-department"),
        ("柳湾县石桥镇", "我镇", "township-government"),
        ("云溪布依族苗族自治州人民政府", "我州", "city-government"),
        ("内蒙古自治区云溪旗人民政府", "我旗", "county-government"),
    ],
)
def test_units_of_every_kind_are_named_in_full(tmp_path: Path, name: str, us: str, level: str) -> None:
    card = judged(tmp_path, draft(len(name), "2021", "html", Unit(name, us, "全市", "department", 9)))
    assert (card.unit, card.level) == (name, level)


def test_a_government_is_not_taken_for_the_office_that_writes_for_it(tmp_path: Path) -> None:
    made = draft(5, "2021", "docx", Unit("禾丰县人民政府", "我县", "全县", "county", 100))
    year = made.year
    made.preamble = [
        f"本报告由禾丰县人民政府办公室汇总各乡镇、各部门{year}年政府信息公开工作年度报告编制而成，"
        f"统计期限自{year}年1月1日起至{year}年12月31日止。"
    ]
    made.signature = ["禾丰县人民政府办公室", f"{year + 1}年1月20日"]
    card = judged(tmp_path, made)
    assert (card.unit, card.year, accusations(card)) == ("禾丰县人民政府", year, [])


def test_two_dates_that_differ_are_told_and_held_against_nobody(tmp_path: Path) -> None:
    made = draft(6, "2021", "html")
    made.signature = [made.unit.name, f"{made.year + 1}年1月29日"]
    card = judged(tmp_path, made)
    assert [doubt.what for doubt in card.uncertain] == ["published"]
    assert accusations(card) == []


ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gb18030": lambda data: data.decode().encode("gb18030"),
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "a mark before it": lambda data: b"\xef\xbb\xbf" + data,
    "Windows line ends": lambda data: data.replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("format", ["html", "markdown", "tabs", "lines"])
def test_the_encoding_is_told_by_the_content(tmp_path: Path, format: str, name: str) -> None:
    made = draft(8, "2021", format)
    plain = judged(tmp_path, made)
    data = write(made).replace(b'<meta charset="utf-8">', b"")
    card = judged(tmp_path, made, ENCODINGS[name](data))
    assert (card.unit, card.year, accusations(card)) == (made.unit.name, made.year, [])
    assert {a: r.low for a, r in card.readings.items()} == {a: r.low for a, r in plain.readings.items()}


def test_headings_numbered_by_word_are_headings(tmp_path: Path) -> None:
    made = draft(10, "2021", "docx")
    headings = {part.heading for part in made.parts}
    list_item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = []
    for block in blocks(made):
        if not isinstance(block, str):
            body.append(formats._word_table(block))
        elif block in headings:
            body.append(ooxml.p(escape(re.sub(r"^[（(]?[一二三四五六][、.）)]\s*", "", block)), list_item))
        else:
            body.append(ooxml.p(escape(block)))
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    card = judged(tmp_path, made, ooxml.word("".join(body), numbering=numbering))
    assert accusations(card) == []
    assert [section.state for section in card.sections if section.id != "preamble"] == ["present"] * 6
