"""What the check says of numbered points, as an auditor reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from gipaudit_shandong.enumeration import CHECK
from gipaudit_shandong.markers import STYLES, Style, numeral
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.authoring.specimen import Draft, Specimen, make_report
from gipaudit.documents.model import Document, Paragraph, Place
from gipaudit.forms.arrays import Reports
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.rules.passages import Prose
from gipaudit.rules.rule import Rule
from gipaudit.rules.wording import fold
from gipaudit.scorecard import Outcome

FORM = forms()["2021"]


def report(text: str, section: str = "problems", *, pictures: int = 0, lossy: bool = False) -> Report:
    return make_report(FORM, Specimen(sections={section: Draft(text, pictures=pictures)}, lossy=lossy))


def judge(made: Report, **options: object) -> list[Outcome]:
    rule = Rule("text.enumeration", "编号连续", CHECK.name, ("2021",), options)
    return list(CHECK.judge(rule, Reports([made])).of(0))


def verdicts(text: str) -> Mapping[str, str]:
    return {outcome.instance: outcome.verdict for outcome in judge(report(text))}


def failures(text: str) -> list[str]:
    return [outcome.evidence.message for outcome in judge(report(text)) if outcome.verdict == "fail"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("主要问题：一是人手不足；三是平台老旧。", "一是、三是：缺二是"),
        ("一是人手不足；三是平台老旧；三是形式单一。", "一是、三是、三是：缺二是，三是重复"),
        ("一是人手不足；二是平台老旧；二是形式单一；三是更新慢。", "一是、二是、二是、三是：二是重复"),
        ("一是人手不足；五是平台老旧。", "一是、五是：缺二是、三是、四是"),
        ("存在不足：二是平台老旧；三是形式单一。", "二是、三是：缺一是"),
        ("（一）主动公开。\n（三）监督保障。", "（一）、（三）：缺（二）"),
        ("1.人手不足。\n2.平台老旧。\n4.形式单一。", "1.、2.、4.：缺3."),
        ("1、人手不足。\n3、平台老旧。", "1.、3.：缺2."),
        ("（1）人手不足。\n（3）平台老旧。", "（1）、（3）：缺（2）"),
        ("第一，人手不足。第三，平台老旧。", "第一、第三：缺第二"),
        ("一是人手不足；\n二是平台老旧；\n四是形式单一。", "一是、二是、四是：缺三是"),
        (
            "十是人手不足；十二是平台老旧。一是无。",
            "十是、十二是：缺一是、二是、三是、四是、五是、六是、七是、八是、九是、十一是",
        ),
    ],
)
def test_what_is_skipped_or_repeated_is_named(text: str, told: str) -> None:
    assert failures(text) == [f"“存在的主要问题及改进情况”列举的编号依次为{told}"]


@pytest.mark.parametrize(
    "text",
    [
        "一是人手不足；二是平台老旧；三是形式单一。",
        "存在的问题有一是人手不足；二是平台老旧；三是形式单一。",  # no stop before 一是
        "一是人手不足；二是平台老旧。措施：一是增加人手；二是更新平台；三是加强培训。",  # begins anew
        "首先是人手不足，二是平台老旧，三是形式单一。",
        "一要增加人手，二是更新平台，三是加强培训。",
        "一是人手不足；其次，平台老旧；三是形式单一。",
        "一是人手不足；二要更新平台；三是形式单一。",
        "一是人手不足，平台老旧是其二；（2）形式单一；三是更新慢。",
        "一是两个方面：一是甲；二是乙。二是丙；三是丁。",  # a list in a list
        "（一）甲：一是子；二是丑。\n（二）乙：一是子；二是丑；三是寅。",
        "（一）甲\n1.子\n2.丑\n（二）乙\n1.子\n2.丑",
        "1.甲\n（一）子\n（二）丑\n2.乙\n（一）子\n（二）丑",  # an unusual order of styles is no skipping
        "2023年共办理。\n2024年继续。",
        "1.2万件\n3.5万件",
        "3、4月份集中培训。\n5、6月份开展评议。",
        "五项指标之一是公开率，之三是满意度。",
        "统一是前提；三是关键。",
        "全省第一，全市第三，再创佳绩。",
        "一是人手不足。",
    ],
)
def test_what_follows_or_may_follow_accuses_nobody(text: str) -> None:
    assert failures(text) == []


def test_the_second_list_in_a_new_paragraph_is_not_taken_for_the_first_going_on() -> None:
    text = "问题：一是人手不足；二是平台老旧。\n措施：一是增加人手；三是更新平台。"
    assert verdicts(text) == {"problems:一是:1": "pass", "problems:一是:2": "fail"}


def test_each_list_is_one_instance_and_passes_are_counted() -> None:
    text = "（一）甲：一是子；二是丑。\n（二）乙：一是子；二是丑。"
    assert verdicts(text) == {"problems:（一）:1": "pass", "problems:一是:1": "pass", "problems:一是:2": "pass"}


def test_the_passages_show_both_sides_of_the_break_with_their_places() -> None:
    (outcome,) = judge(report("一是人手不足；\n二是平台老旧；\n四是形式单一。"))
    assert [passage.text for passage in outcome.evidence.passages] == ["二是平台老旧；", "四是形式单一。"]
    first, second = (passage.place.paragraph for passage in outcome.evidence.passages)
    assert first is not None
    assert second == first + 1
    assert {passage.section for passage in outcome.evidence.passages} == {"problems"}


def test_telephone_numbers_beside_a_break_are_masked() -> None:
    (outcome,) = judge(report("一是拨打13912345678；三是来访。"))
    assert "13912345678" not in "".join(passage.text for passage in outcome.evidence.passages)


def test_a_document_that_lost_text_accuses_nobody() -> None:
    (outcome,) = judge(report("一是人手不足；三是平台老旧。", lossy=True))
    assert outcome.verdict == "not_assessable"
    assert "缺二是" in outcome.evidence.why


def test_a_picture_between_two_points_may_hold_the_third() -> None:
    made = report("一是人手不足；", pictures=1)
    after = report("三是平台老旧。").sections["problems"].blocks
    section = made.sections["problems"]
    made = replace(made, sections={"problems": replace(section, blocks=(*section.blocks, *after))})
    (outcome,) = judge(made)
    assert outcome.verdict == "not_assessable"
    assert "表格或图片" in outcome.evidence.why


def test_a_document_without_text_is_not_assessable_and_one_without_lists_does_not_matter() -> None:
    empty = replace(report(""), document=Document((), "specimen"))
    assert [outcome.verdict for outcome in judge(empty)] == ["not_assessable"]
    assert [outcome.verdict for outcome in judge(report("本年度各项工作正常开展。"))] == ["not_applicable"]


def test_styles_and_sections_can_be_chosen() -> None:
    made = make_report(
        FORM,
        Specimen(
            preamble="一是甲；三是乙。",
            sections={"overview": Draft("（一）甲\n（三）乙"), "problems": Draft("一是甲；三是乙。")},
        ),
    )
    everything = [outcome.instance for outcome in judge(made)]
    assert everything == ["preamble:一是:1", "overview:（一）:1", "problems:一是:1"]
    assert [outcome.instance for outcome in judge(made, styles=["（一）"])] == ["overview:（一）:1"]
    assert [outcome.instance for outcome in judge(made, sections=["总体情况"])] == ["overview:（一）:1"]
    assert [outcome.instance for outcome in judge(made, sections=["preamble"])] == ["preamble:一是:1"]


def test_a_report_of_unknown_form_is_read_as_a_whole() -> None:
    made = replace(report("一是甲；三是乙。"), form=None, outline=None)
    assert [outcome.instance for outcome in judge(made)] == ["report:一是:1"]


def test_a_section_that_no_form_has_is_answered_with_the_known_ones() -> None:
    rule = Rule("text.enumeration", "编号连续", CHECK.name, ("2021",), {"sections": ["problem"]})
    (problem,) = CHECK.validate(rule, {"2021": FORM})
    assert problem.path == ("sections", 0)
    assert "problems" in problem.message.zh


@given(length=st.integers(2, 30), style=st.sampled_from(STYLES), data=st.data())
def test_a_whole_list_passes_and_a_number_taken_out_is_named(length: int, style: Style, data: st.DataObject) -> None:
    points = [f"{style.show(number)}{'，' if style.name == '第一' else ''}事项" for number in range(1, length + 1)]
    text = "；\n".join(points)
    assert failures(text) == []
    if length > 2:
        gone = data.draw(st.integers(2, length - 1))
        (told,) = failures("；\n".join(points[: gone - 1] + points[gone:]))
        assert told.endswith(f"：缺{style.show(gone)}")


@given(st.text(alphabet="一二三是要第（）()1234.、，。；：其次\n甲乙", max_size=200))
def test_any_text_gets_a_verdict_and_each_accusation_names_a_number(text: str) -> None:
    outcomes = judge(report(text))
    assert len({outcome.instance for outcome in outcomes}) == len(outcomes)
    for outcome in outcomes:
        if outcome.verdict == "fail":
            assert "缺" in outcome.evidence.message or "重复" in outcome.evidence.message
            assert outcome.evidence.passages


@given(st.lists(st.text(max_size=30), max_size=6))
def test_the_places_of_numbers_are_those_of_the_text_that_passages_are_cut_from(texts: list[str]) -> None:
    paragraphs = [Paragraph(text, Place(paragraph=number)) for number, text in enumerate(texts, 1)]
    assert Prose([("problems", paragraphs)]).text == "".join(map(fold, texts))


@pytest.mark.parametrize(
    "text",
    ["二是；三是；" * 40_000, "一是；" * 80_000, "三是；" * 80_000, "一是；二是；" * 40_000, "一是；三是；" * 40_000],
    ids=["no first", "only first", "repeated", "whole", "skipped"],
)
def test_a_hostile_text_is_answered_and_briefly(text: str) -> None:
    outcomes = judge(report(text))
    assert len(outcomes) == 1
    assert len(outcomes[0].evidence.message + outcomes[0].label) < 500


def test_of_a_long_list_the_numbers_around_the_fault_are_shown() -> None:
    numbers = [number for number in range(1, 26) if number != 15]
    (told,) = failures("；".join(f"{numeral(number)}是事项" for number in numbers))
    assert told.endswith("：缺十五是")
    assert "依次为……、九是、十是、" in told
    assert "、十四是、十六是、" in told
    assert "一是、二是" not in told


def test_numerals() -> None:
    assert [numeral(number) for number in (1, 9, 10, 11, 20, 21, 30)] == [*"一九十", "十一", "二十", "二十一", "三十"]
