"""What is wrong in a file of decisions is told with file, line and column, all at once, before any file is read."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gipaudit.decisions.marking import check_marks
from gipaudit.decisions.reading import LARGEST_FILE, load_decisions
from gipaudit.decisions.records import Decisions
from gipaudit.decisions.schema import SCHEMA
from gipaudit.errors import SourceError
from gipaudit.forms.library import forms
from gipaudit.resources import rulesets_folder
from gipaudit.scoring.scheme import Manual, Scheme, read_scheme

WHO = "by: 李四, on: 2024-02-03, reason: 对照原件"
UNIT = "unit: 禾丰县水务局, year: 2023"


def load(folder: Path, *texts: str) -> Decisions:
    files = []
    for number, text in enumerate(texts, 1):
        files.append(folder / f"{number}.yaml")
        files[-1].write_text(text, encoding="utf-8")
    return load_decisions(files, forms())


def problems(folder: Path, *texts: str) -> list[str]:
    """What is wrong, in Chinese, with ``file:line:column`` before it."""
    with pytest.raises(SourceError) as told:
        load(folder, *texts)
    return [each.say("zh").removeprefix(f"{folder}/") for each in told.value.problems]


def test_the_published_schema_is_fresh() -> None:
    """After a change, write gipaudit.decisions.schema.SCHEMA to this file."""
    file = rulesets_folder() / "schema" / "decisions.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)


def test_all_parts_are_read(tmp_path: Path) -> None:
    made = load(
        tmp_path,
        f"""title: 2023年度
identities:
  - {{file: 扫描件.pdf, unit: 禾丰县水务局, year: 2023, level: county-department, form: 2021, {WHO}}}
readings:
  - {{{UNIT}, cell: 本年新收·总计, value: 12, {WHO}}}
  - {{sha256: 0123ABCDEF, cell: fees.fees.amount, value: 0.50, {WHO}}}
  - {{{UNIT}, cell: 本年新收·自然人, value: [3, null], {WHO}}}
""",
        f"""marks:
  - {{{UNIT}, item: innovation, marks: 3.5, by: 王五, on: 2024-02-05}}
waivers:
  - {{unit: 禾丰县水务局, rule: "a.*", cells: [本年新收·总计], reason: 试行, authority: 县政办, expires: 2024-12-31}}
""",
    )
    assert made.identities[0].hand.given() == {"unit", "year", "level", "form"}
    assert [each.value for each in made.readings] == ["12", "0.50", (Decimal(3), None)]
    assert made.readings[0].addresses == {"applications.new.total"}
    assert made.readings[1].whose.sha256 == "0123abcdef"
    assert made.marks[0].marks == Decimal("3.5")
    assert made.waivers[0].cells == {"本年新收·总计": {"applications.new.total"}}
    assert made.waivers[0].made.place == f"{tmp_path / '2.yaml'}:4"


NEAREST = "没有单元格“本年新受·总计”，是不是“表三 本年新收·总计”？"
WRONG = {
    "§- 一": "决定文件应写作",
    "§readngs: []": "没有设置项“readngs”，是不是“readings”？",
    f"readings:\n- {{{UNIT}, §cell: 本年新受·总计, value: 1, {WHO}}}": NEAREST,
    f"readings:\n  - {{{UNIT}, §cell: 自然人, value: 1, {WHO}}}": "“自然人”不止一个意思",
    f"readings:\n  - {{{UNIT}, cell: 本年新收·总计, §value: 若干, {WHO}}}": "“表三 本年新收·总计”不能填“若干”",
    f"readings:\n  - {{{UNIT}, cell: 本年新收·总计, §value: -1, {WHO}}}": "“表三 本年新收·总计”不能是负数",
    f"readings:\n  - {{{UNIT}, cell: 本年新收·总计, §value: 1.5, {WHO}}}": "“表三 本年新收·总计”应是整数",
    f"readings:\n  - {{{UNIT}, cell: 本年新收·总计, §value: [4, 2], {WHO}}}": "范围的下限大于上限",
    f"readings:\n  - §{{{UNIT}, cell: 本年新收·总计, value: 1}}": "缺少“by”",
    f"readings:\n  - §{{unit: 甲局, cell: 本年新收·总计, value: 1, {WHO}}}": "要写明是哪份报告",
    f"readings:\n  - {{sha256: §abc, cell: 本年新收·总计, value: 1, {WHO}}}": "“abc”不能用作“sha256”",
    f"readings:\n- {{{UNIT}, cell: 规章·制发件数, value: 1, by: 李四, §on: 2月, reason: 一}}": "“on”应写作 年-月-日",
    "identities:\n  - §{unit: 甲局}": "要写明是哪个文件",
    "identities:\n  - §{file: a.pdf}": "要写明指定什么",
    "identities:\n  - {file: a.pdf, §level: 县级}": "指定的级别应写作",
    "identities:\n  - {file: a.pdf, §form: 2020}": "没有格式“2020”",
    f"marks:\n  - {{{UNIT}, item: 创新, marks: §-1, by: 王五, on: 2024-02-05}}": "“marks”不能小于 0",
    "waivers:\n  - §{unit: 甲局, rule: a, reason: 一, authority: 二}": "豁免要有期限",
    'waivers:\n  - §{unit: "*", rule: "*", reason: 一, authority: 二, year: 2023}': "不能豁免所有单位的所有规则",
    "waivers:\n  - §{unit: 甲局, rule: a, reason: 一, year: 2023}": "缺少“authority”",
}
"""Files that are wrong, each with § where the trouble is told to begin."""


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_what_is_wrong_is_told_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    before = text.partition("§")[0]
    place = f"1.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    found = problems(tmp_path, text.replace("§", ""))
    assert any(each.startswith(f"{place}: {told}") for each in found), (place, found)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "identities:\n- {file: a.pdf}\n- {unit: 甲局}\nwaivers:\n- {unit: 甲, rule: a, reason: 一, authority: 二}\n"
    )
    assert [each.split(":")[1] for each in problems(tmp_path, text)] == ["2", "3", "5"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"readings: [{{{UNIT}, cell: 本年新收·总计, value: 1, {WHO}}}]",
         f"readings: [{{{UNIT}, cell: applications.new.total, value: 2, {WHO}}}]"),
        (f"readings: [{{sha256: 0123abcd, cell: 本年新收·总计, value: 1, {WHO}}}]",
         f"readings: [{{sha256: 0123abcdef, cell: 本年新收·总计, value: 2, {WHO}}}]"),
        ("identities: [{file: 甲/a.pdf, year: 2022}]", "identities: [{file: a.pdf, year: 2023}]"),
        (f"marks: [{{{UNIT}, item: 创新, marks: 1, by: 王五, on: 2024-02-05}}]",
         f"marks: [{{{UNIT}, item: 创新, marks: 2, by: 赵六, on: 2024-02-06}}]"),
    ],
)  # fmt: skip
def test_contradicting_decisions_are_refused_with_both_places(first: str, second: str, tmp_path: Path) -> None:
    (told,) = problems(tmp_path, first, second)
    assert told.startswith("2.yaml:1:")
    assert f"与 {tmp_path / '1.yaml'}:1 的决定矛盾" in told


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"readings: [{{{UNIT}, cell: 本年新收·总计, value: 1, {WHO}}}]",
         f"readings: [{{{UNIT}, cell: 本年新收·自然人, value: 2, {WHO}}}]"),
        (f"readings: [{{sha256: 0123abcd, cell: 本年新收·总计, value: 1, {WHO}}}]",
         f"readings: [{{sha256: 0123abce, cell: 本年新收·总计, value: 2, {WHO}}}]"),
        ("identities: [{file: 甲/a.pdf, year: 2022}]", "identities: [{file: 乙/a.pdf, year: 2023}]"),
        ("identities: [{file: a.pdf, year: 2022}]", "identities: [{file: a.pdf, unit: 甲局}]"),
        (f"marks: [{{{UNIT}, item: 创新, marks: 1, by: 王五, on: 2024-02-05}}]",
         f"marks: [{{{UNIT}, item: 创新, marks: 1, by: 赵六, on: 2024-02-06}}]"),
    ],
)  # fmt: skip
def test_decisions_of_different_matters_stand_side_by_side(first: str, second: str, tmp_path: Path) -> None:
    made = load(tmp_path, first, second)
    assert len((*made.identities, *made.readings, *made.marks)) == 2


def test_marks_above_the_items_are_refused(tmp_path: Path) -> None:
    made = load(tmp_path, f"marks:\n  - {{{UNIT}, item: innovation, marks: 5.5, by: 王五, on: 2024-02-05}}")
    scheme = read_scheme({"manual": {"innovation": {"title": "创新", "marks": 5}}})
    with pytest.raises(SourceError) as told:
        check_marks(made.marks, scheme)
    assert "1.yaml:2:50: “innovation”最多5分，而不是5.5" in str(told.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("优", ""),
        ("4", ""),
        ("尤", "没有“尤”这一档；可用：优、良"),
        ("3", "只能是优（5分）、良（4分），而不是3分"),
        ("6", "最多5分，而不是6"),
    ],
)
def test_an_item_with_choices_takes_only_these(given: str, told: str, tmp_path: Path) -> None:
    made = load(tmp_path, f"marks:\n  - {{{UNIT}, item: review, marks: {given}, by: 王五, on: 2024-02-05}}")
    choices = {"优": Decimal(5), "良": Decimal(4)}
    scheme = Scheme(manual=(Manual("review", "评议", Decimal(5), choices=choices),))
    if not told:
        check_marks(made.marks, scheme)
        return
    with pytest.raises(SourceError) as refused:
        check_marks(made.marks, scheme)
    assert told in str(refused.value)


def test_a_word_is_no_mark_where_there_is_nothing_to_choose_from(tmp_path: Path) -> None:
    made = load(tmp_path, f"marks:\n  - {{{UNIT}, item: review, marks: 优, by: 王五, on: 2024-02-05}}")
    with pytest.raises(SourceError, match="“review”要写分数"):
        check_marks(made.marks, Scheme(manual=(Manual("review", "评议", Decimal(5)),)))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "1.yaml"
    with file.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    with pytest.raises(SourceError, match="文件超过 16 MB"):
        load_decisions([file], forms())


def test_many_decisions_of_one_unit_are_read_as_fast_as_they_are_many(tmp_path: Path) -> None:
    """Contradictions are looked for without comparing each with each."""
    entry = f"  - {{{UNIT}, cell: 本年新收·总计, value: 1, {WHO}}}\n"
    assert len(load(tmp_path, "readings:\n" + entry * 3000).readings) == 3000


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_told(text: str) -> None:
    with TemporaryDirectory() as folder, suppress(SourceError):
        file = Path(folder) / "1.yaml"
        file.write_text(text, encoding="utf-8", errors="replace")
        load_decisions([file], forms())
