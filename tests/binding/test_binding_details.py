"""Single traps of real tables: what is read, what is left unread, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from support.figures import figures
from support.formats import FORMATS, Block, document, to_html
from support.sheets import ISSUED, Style, banded, issued, long_table
from support.word import Table

from gipaudit.documents.reading import read_bytes
from gipaudit.forms.assembly import assemble
from gipaudit.forms.binding import Binding, bind
from gipaudit.forms.library import forms
from gipaudit.forms.report import Reading


def table(*rows: str) -> Table:
    """A table of single cells, parted by bars."""
    return [[(text.strip(), 1, 1) for text in row.split("|")] for row in rows]


def bound(*blocks: Block, form: str = "2021", format: str = "html", year: int | None = 2023) -> Binding:
    return bind(document(["云溪市水务局2023年政府信息公开工作年度报告", *blocks], format), forms()[form], year)


def numbers(binding: Binding) -> dict[str, int]:
    return {a: int(r.low) for a, r in binding.readings.items() if r.state == "number" and r.low is not None}


def reading(binding: Binding, address: str) -> Reading:
    return binding.readings[address]


DOCUMENTS = "信息内容|本年制发件数|本年废止件数|现行有效件数"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("form", ["2014", "2014/2014-library", "2019", "2021"])
def test_the_forms_as_issued_are_read_whole(form: str, format: str) -> None:
    data = figures(forms()[form].standard, Random(7))
    binding = bind(document(issued(forms()[form].standard, data), format), forms()[form], 2023)
    assert {address: binding.readings[address].low for address in data} == {a: Decimal(v) for a, v in data.items()}
    assert {binding.readings[address].confidence for address in data} == {1.0}
    assert not binding.unbound
    assert not binding.uncertain


@pytest.mark.parametrize(("first", "second"), [("5", "7"), ("7", "7")])
def test_two_figures_under_one_head_are_not_guessed(first: str, second: str) -> None:
    head = [("信息内容", 1, 1), ("本年处理决定数量", 1, 2)]
    read = reading(bound([head, [("行政许可", 1, 1), (first, 1, 1), (second, 1, 1)]]), "licensing.licences.decisions")
    assert read.state == "text"
    assert read.why == "一列之下有多个数，无法确定取哪一个"


def test_of_a_form_only_what_could_be_read_counts_as_read() -> None:
    data = figures(forms()["2021"].standard, Random(3))
    whole = assemble(document(issued(forms()["2021"].standard, data), "html"), forms())
    assert whole.share_read == 1.0
    asked = [cell.address for cell in forms()["2021"].standard.countable]
    for state, share in (("text", 0.9), ("missing", 0.9), ("blank", 1.0), ("dash", 1.0)):
        some = {a: replace(whole.readings[a], state=state) for a in asked[: len(asked) // 10]}
        assert replace(whole, readings={**whole.readings, **some}).share_read == pytest.approx(share)


def test_the_columns_go_by_their_heads() -> None:
    binding = bound(table("信息内容|现行有效件数|本年制发件数|本年废止件数", "规章|9|3|1", "行政规范性文件|8|2|0"))
    assert numbers(binding) == {
        "documents.rules.issued": 3,
        "documents.rules.repealed": 1,
        "documents.rules.in_force": 9,
        "documents.normative.issued": 2,
        "documents.normative.repealed": 0,
        "documents.normative.in_force": 8,
    }


def test_a_head_that_names_another_thing_is_no_column_of_the_form() -> None:
    binding = bound(table("信息内容|本年制发件数|本年修改件数|现行有效件数", "规章|3|1|9", "行政规范性文件|2|0|8"))
    assert reading(binding, "documents.rules.repealed").state == "text"
    assert reading(binding, "documents.rules.in_force").low == 9
    assert any("1" in item.text and item.why == "格式中没有这一列" for item in binding.unbound)


def test_heads_of_the_old_form_are_no_heads_of_the_new() -> None:
    binding = bound(table("信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|3|1|9", "规范性文件|2|0|8"))
    assert {r.state for a, r in binding.readings.items() if a.startswith("documents")} == {"text"}


@pytest.mark.parametrize(("year", "taken"), [(2023, 7), (2022, 5)])
def test_of_two_years_side_by_side_the_reports_year_is_taken(year: int, taken: int) -> None:
    binding = bound(table("信息内容|2022年处理决定数量|2023年处理决定数量", "行政许可|5|7"), year=year)
    assert reading(binding, "licensing.licences.decisions").low == taken


def test_two_columns_of_one_name_are_not_guessed() -> None:
    binding = bound(table("信息内容|本年处理决定数量|本年处理决定数量", "行政许可|5|7"))
    assert reading(binding, "licensing.licences.decisions").state == "text"


def test_two_columns_of_one_name_that_agree_are_one() -> None:
    binding = bound(table("信息内容|本年处理决定数量|本年处理决定数量", "行政许可|7|7"))
    assert reading(binding, "licensing.licences.decisions").low == 7


@pytest.mark.parametrize(
    ("head", "printed", "value"),
    [
        ("本年收费金额（单位：万元）", "1.5", "1.5"),
        ("本年收费金额", "1.5", "1.5"),
        ("本年收费金额（单位：元）", "15000", "1.5"),
        ("本年收费金额（元）", "15000", "1.5"),
        ("本年收费金额（单位：亿元）", "0.2", "2000"),
        ("本年收费金额（单位：元）", "1.5万元", "1.5"),
        ("本年收费金额（单位：元）", "0", "0"),
    ],
)
def test_the_unit_in_the_head_is_the_unit_of_the_figure(head: str, printed: str, value: str) -> None:
    read = reading(bound(table(f"信息内容|{head}", f"行政事业性收费|{printed}")), "fees.fees.amount")
    assert read.low == read.high == Decimal(value)
    assert read.text == printed


def test_the_unit_beside_the_row_is_the_unit_of_the_figure() -> None:
    rows = table(
        "统计指标|单位|统计数", "（一）收到申请数|万件|2", "1.当面申请数|件|2", "（四）政府信息公开专项经费|元|35000"
    )
    binding = bound(rows, form="2014")
    assert reading(binding, "statistics.8.4.count").low == Decimal("3.5")
    assert reading(binding, "statistics.3.1.count").low == 20000
    assert reading(binding, "statistics.3.1.1.count").low == 2


@pytest.mark.parametrize("printed", ["/", "—", "无", "-"])
def test_dashes_are_dashes(printed: str) -> None:
    assert reading(bound(table(DOCUMENTS, f"规章|{printed}|0|9")), "documents.rules.issued").state == "dash"


@pytest.mark.parametrize("printed", ["见附件", "3/4", "约", "12 15", "3\n4"])
def test_what_is_no_number_is_no_number(printed: str) -> None:
    binding = bound(table(DOCUMENTS, f"规章|{printed}|0|9"))
    assert reading(binding, "documents.rules.issued").state == "text"
    assert reading(binding, "documents.rules.in_force").low == 9


def test_one_figure_over_two_rows_belongs_to_neither() -> None:
    rows = [*table(DOCUMENTS), [("规章", 1, 1), ("5", 2, 1), ("0", 1, 1), ("9", 1, 1)]]
    binding = bound([*rows, *table("行政规范性文件|1|8")])
    assert reading(binding, "documents.rules.issued").state == "text"
    assert reading(binding, "documents.normative.issued").state == "text"
    assert reading(binding, "documents.normative.in_force").low == 8


@pytest.mark.parametrize(
    "name", ["行政强制措施", "行政强制执行", "行政处罚（含简易程序）类案件结案率", "行政处罚裁量基准"]
)
def test_a_longer_name_may_be_another_thing(name: str) -> None:
    binding = bound(table("信息内容|本年处理决定数量", f"{name}|5"))
    assert not numbers(binding)


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("3.政务抖音公开政府信息数", "1.2.3"),
        ("2.不同意公开答复数", "3.3.2"),
        ("1.专职人员数", "8.3.2"),
        ("（二）未按时办结数", "3.2.1"),
        ("（一）电子文件数", "7.1"),
    ],
)
def test_a_name_of_one_character_more_or_less_may_be_another_thing(printed: str, row: str) -> None:
    binding = bound(table("统计指标|单位|统计数", f"{printed}|条|5"), form="2014/2014-library")
    assert f"statistics.{row}.count" not in numbers(binding)


@pytest.mark.parametrize("name", ["政务微博公開政府信息数", "3.政务微博公开政府信息的数量", "政务微博公开政府信息"])
def test_small_misprints_and_particles_change_no_name(name: str) -> None:
    binding = bound(table("统计指标|单位|统计数", f"{name}|条|5"), form="2014")
    assert numbers(binding) == {"statistics.1.2.3.count": 5}


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("2.其他法律行政止公开", True),
        ("2.其他法律法规禁止公开", True),
        ("2.其他公开", False),
        ("没有现成需要另行制作", False),
    ],
)
def test_a_name_with_a_few_characters_left_out_is_known(printed: str, known: bool) -> None:
    rows = ("|自然人|总计", f"{printed}|5|5")
    assert bool(numbers(bound(table(*rows), form="2021"))) is known


def test_a_misprinted_name_takes_from_the_confidence() -> None:
    binding = bound(table("统计指标|单位|统计数", "政务微博公開政府信息数|条|5"), form="2014")
    assert reading(binding, "statistics.1.2.3.count").confidence < 1


def test_a_table_in_two_halves_side_by_side() -> None:
    form = forms()["2014"]
    data = figures(form, Random(3))
    header, *rows = long_table(form.tables[0], data)[0]
    middle = (len(rows) + 1) // 2
    left, right = rows[:middle], [*rows[middle:], [("", 1, 1)] * 3]
    halves = [[*header, *header], *([*one, *other] for one, other in zip(left, right, strict=False))]
    binding = bound(halves, form="2014")
    assert {address: reading(binding, address).low for address in data} == {a: Decimal(v) for a, v in data.items()}


def test_unlabelled_rows_between_known_ones_are_laid_in_order_and_doubted() -> None:
    form = forms()["2021"].standard
    data = figures(form, Random(11))
    rows = [list(row) for row in long_table(form.table("applications"), data)[0]]
    at = next(index for index, row in enumerate(rows) if any("属于行政执法案卷" in text for text, _, _ in row))
    rows[at] = [("", *rows[at][0][1:]), *rows[at][1:]]
    binding = bound(rows)
    for column in form.table("applications").columns:
        read = reading(binding, f"applications.refused.enforcement.{column.id}")
        assert (read.by, read.confidence) == ("order", 0.7)
        assert read.low == Decimal(data[f"applications.refused.enforcement.{column.id}"])


def test_an_undivided_row_stands_for_its_parts() -> None:
    form = forms()["2021"].layout(frozenset(f"applications.{part}" for part in PARTS))
    data = figures(form, Random(2))
    binding = bound(*long_table(form.table("applications"), data))
    assert binding.form.omitted == {f"applications.{part}" for part in PARTS}
    assert reading(binding, "applications.other.total").low == Decimal(data["applications.other.total"])


def test_a_divided_row_is_never_taken_for_the_whole() -> None:
    rows = Style(label=lambda text: f"另行统计{len(text)}" if text[:2] in ("1.", "2.", "3.") else text)
    form = forms()["2021"].standard
    binding = bound(*long_table(form.table("applications"), figures(form, Random(4)), rows))
    assert not any(address.startswith("applications.other") for address in numbers(binding))


PARTS = ("other.not_corrected", "other.unpaid", "other.other")


def test_a_row_out_of_its_order_is_not_called_missing() -> None:
    binding = bound(
        table("统计指标|单位|统计数", "（二）举办各类培训班数|次|2", "1.当面申请数|件|2", "2.传真申请数|件|3"),
        form="2014",
    )
    assert reading(binding, "statistics.9.2.count").state == "text"


def test_columns_laid_by_their_number_are_taken_back_where_the_sums_speak_against_it() -> None:
    form = forms()["2021"].standard
    data = figures(form, Random(9))
    columns = [column.id for column in form.table("applications").columns]
    turned = Style(header="none", columns=(*columns[1:], columns[0]))
    binding = bound(*long_table(form.table("applications"), data, turned))
    assert not [address for address in numbers(binding) if address.startswith("applications")]


def test_columns_laid_by_their_number_are_less_sure() -> None:
    form = forms()["2021"].standard
    data = figures(form, Random(9))
    binding = bound(*long_table(form.table("applications"), data, Style(header="none")))
    read = reading(binding, "applications.new.total")
    assert (read.by, read.confidence) == ("position", 0.9)


def test_nothing_is_missing_where_the_names_stand_in_the_text_only() -> None:
    text = "规章 行政规范性文件 行政许可 行政处罚 行政强制 行政事业性收费 本年制发件数本年废止件数现行有效件数"
    binding = bound(text)
    assert reading(binding, "documents.normative.issued").state == "text"
    assert reading(binding, "applications.new.total").state == "missing"


def test_the_official_tables_leave_nothing_unbound() -> None:
    form = forms()["2021"].standard
    blocks = issued(form, figures(form, Random(1)))
    styled = Style(numbered=True, header="halved")
    blocks += long_table(form.table("applications"), figures(form, Random(1)), styled)
    assert bind(document(blocks, "html"), forms()["2021"], 2023).unbound == ()


def test_the_style_of_the_tests_is_the_form_as_issued() -> None:
    [printed] = long_table(
        forms()["2021"].standard.table("applications"), figures(forms()["2021"], Random(1)), ISSUED
    )
    assert [text for text, _, _ in printed[1]] == ["自然人", "法人或其他组织", "总计"]
    assert sum(across for _, _, across in printed[-1]) == 3 + 7


def test_a_table_printed_as_a_picture_is_not_called_missing() -> None:
    form = forms()["2021"].standard
    html = to_html(issued(form, figures(form, Random(6)))).decode()
    start, end = html.index("<table", html.index("三、收到")), html.index("<p>四、")
    pictured = f'{html[:start]}<p><img src="t3.png" width="600" height="800"></p>{html[end:]}'
    report = assemble(read_bytes(pictured.encode()), forms())
    assert {reading.state for a, reading in report.readings.items() if a.startswith("applications.")} == {"text"}
    assert report.readings["documents.rules.issued"].state == "number"


def test_very_wide_and_very_long_tables_are_bound_in_little_time() -> None:
    wide = [[(DOCUMENTS.split("|")[index % 4], 1, 1) for index in range(1500)]]
    long = [[("规章", 1, 1), *((str(number), 1, 1) for number in range(3))] for _ in range(1500)]
    binding = bound(wide, [*table(DOCUMENTS), *long])
    assert reading(binding, "documents.rules.in_force").low == 2


@pytest.mark.parametrize("cells", ["<tr><td>{all}</td></tr>", "{each}"])
def test_a_report_laid_out_in_one_big_table(cells: str) -> None:
    form = forms()["2021"].standard
    data = figures(form, Random(8))
    parts = [to_html([block]).decode().split("<div>")[1].split("</div>")[0] for block in issued(form, data)]
    inner = cells.format(all="".join(parts), each="".join(f"<tr><td>{part}</td></tr>" for part in parts))
    report = assemble(read_bytes(f"<html><body><table>{inner}</table></body></html>".encode()), forms())
    assert {address: report.readings[address].low for address in data} == {a: Decimal(v) for a, v in data.items()}
    assert {section.state for id, section in report.sections.items() if id != "preamble"} == {"present"}


def test_a_report_with_heads_of_two_forms_says_so() -> None:
    new, old = forms()["2021"].standard, forms()["2019"]
    blocks = issued(new, figures(new, Random(8)))
    blocks[5:5] = ["附：原格式", *banded(old, figures(old, Random(9)))]
    report = assemble(document(blocks, "html"), forms())
    assert any(item.what == "form" and "2019" in item.why and "2021" in item.why for item in report.uncertain)
