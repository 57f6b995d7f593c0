"""Sections that repeat last year's report or another unit's are suspected, with the share and both passages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from history.years import UNIT, outcomes, report, verdicts
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reports import problems, rule

from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.report import Report
from gipaudit.rules.checks.copies import CHECK
from gipaudit.rules.likeness import Likeness, Text
from gipaudit.rules.shelves import MOST_COMPARED
from gipaudit.scorecard import Outcome

PROBLEMS = (
    "一是灌区用水信息公布偏晚，农户往往在放水以后才看到轮灌安排。二是河道采砂许可的公开栏目与审批系统没有对接，需要人工抄录。"
    "下一步，一是把轮灌安排的公布时间提前到放水前七日；二是年内完成栏目与审批系统的数据接口，取消人工抄录。"
)
OTHER = (
    "（一）存在的不足。水质监测数据以图片形式发布，无法检索和下载；村级供水工程的水费标准公示不全。"
    "（二）改进打算。水质数据改用表格发布并保留五年；会同物价部门核对各村水费标准，逐村补齐公示牌。"
)


def found(
    judged: Report, others: Sequence[Report] = (), earlier: Sequence[Report] = (), **options: object
) -> Outcome:
    """The outcome on the section on problems."""
    context = Context(reports=(judged, *others), earlier=tuple(earlier))
    asked: dict[str, Any] = {"sections": ["problems"], "against": ["others" if others else "previous"], **options}
    (outcome,) = CHECK.judge(rule("copies", **asked), Reports([judged], context)).of(0)
    return outcome


def wrote(text: str, year: int = 2024, unit: str = UNIT) -> Report:
    return report(year, texts={"problems": text}, unit=unit)


def test_last_years_section_with_the_years_changed_is_a_copy() -> None:
    last = "2023年以来，我局公开工作还有差距。" + PROBLEMS
    now = "2024年以来，我局公开工作还有差距。" + PROBLEMS
    outcome = found(wrote(now), earlier=[wrote(last, 2023)])
    assert outcome.verdict == "fail"
    assert "100%" in outcome.evidence.message
    assert "2023年度报告" in outcome.evidence.message
    own, theirs = outcome.evidence.passages
    assert (own.role, own.unit) == ("found", None)
    assert (theirs.role, theirs.unit, theirs.year, theirs.place.source) == (
        "compared",
        UNIT,
        2023,
        f"{UNIT}2023.docx",
    )
    assert own.text[:30] == theirs.text[:30].replace("2023", "2024")


def test_new_figures_in_an_old_sentence_are_no_copy_of_last_year() -> None:
    text = (
        "全年收到灌溉用水方面的申请{0}件，比重最大的是轮灌安排，占{1}%。河道采砂许可办理{2}件，全部在承诺时限内办结。"
        * 2
    )
    last, now = text.format(12, 40, 18), text.format(15, 35, 22)
    assert found(wrote(now), earlier=[wrote(last, 2023)]).verdict == "pass"
    assert found(wrote(last), earlier=[wrote(last, 2023)]).verdict == "fail"
    assert found(wrote(now), others=[wrote(last, 2024, "兰江市水务局")]).verdict == "fail"


def test_another_units_text_is_a_copy_whatever_names_stand_in_it() -> None:
    text = f"{{0}}的公开工作还有薄弱之处，{{0}}内部衔接不够。{PROBLEMS}"
    judged, other = wrote(text.format(UNIT)), wrote(text.format("兰江市水务局"), unit="兰江市水务局")
    outcome = found(judged, others=[other])
    assert outcome.verdict == "fail"
    assert "兰江市水务局2024年度报告" in outcome.evidence.message
    assert "不能断定" in outcome.evidence.message
    assert outcome.evidence.passages[1].unit == "兰江市水务局"


def test_own_words_are_no_copy() -> None:
    assert found(wrote(OTHER), earlier=[wrote(PROBLEMS, 2023)]).verdict == "pass"
    assert found(wrote(OTHER), others=[wrote(PROBLEMS, unit="兰江市水务局")]).verdict == "pass"


def test_half_of_a_text_is_none_unless_the_rule_says_so() -> None:
    now, last = wrote(PROBLEMS + OTHER), [wrote(PROBLEMS, 2023)]
    assert found(now, earlier=last).verdict == "pass"
    assert found(now, earlier=last, at_least=0.4).verdict == "fail"


def test_the_order_of_sentences_and_their_numbers_do_not_matter() -> None:
    first, second, third = (
        "灌区用水信息公布偏晚，农户看得太迟",
        "采砂许可栏目没有与审批系统对接",
        "供水水质数据不能检索下载和比较",
    )
    last = f"一是{first}。二是{second}。三是{third}。以上三个方面的问题都有待在今后解决，我们将逐项列出办法。"
    now = f"（1）{third}；（2）{first}；（3）{second}。以上三个方面的问题都有待在今后解决，我们将逐项列出办法。"
    assert found(wrote(now), earlier=[wrote(last, 2023)], characters=30).verdict == "fail"


def test_what_the_law_makes_everybody_write_is_no_copy() -> None:
    formulae = (
        "根据《中华人民共和国政府信息公开条例》第五十条的规定，结合本局实际编制本报告。"
        "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。如对本报告有疑问，请与局办公室联系，电话0000-5550100。"
    )
    outcome = found(wrote(formulae), earlier=[wrote(formulae, 2023)], characters=10)
    assert outcome.verdict == "not_applicable"


def test_a_short_section_is_not_compared() -> None:
    outcome = found(wrote("公开渠道还不够多，需要拓展。"), earlier=[wrote("公开渠道还不够多，需要拓展。", 2023)])
    assert (outcome.verdict, "不足60字" in outcome.evidence.why) == ("not_applicable", True)


def test_what_most_units_of_a_run_write_is_custom() -> None:
    units = [f"云溪市{name}局" for name in ("财政", "审计", "统计", "民政", "司法")]
    same = [wrote(PROBLEMS, unit=unit) for unit in units]
    assert found(same[0], others=same[1:]).verdict == "not_applicable"
    two = [
        *same[:2],
        *(wrote(text, unit=unit) for text, unit in zip((OTHER, OTHER[::-1], ""), units[2:], strict=True)),
    ]
    assert found(two[0], others=two[1:]).verdict == "fail"


def test_a_government_and_its_office_may_share_their_text() -> None:
    office, other = wrote(PROBLEMS, unit="松岭区人民政府办公室"), wrote(PROBLEMS, unit="松岭区人民政府")
    assert found(office, others=[other]).verdict == "pass"


def test_a_report_of_a_later_year_is_not_what_was_copied() -> None:
    later = wrote(PROBLEMS, 2025, "兰江市水务局")
    assert found(wrote(PROBLEMS, 2024), others=[later]).verdict == "pass"
    assert found(later, others=[wrote(PROBLEMS, 2024)]).verdict == "fail"


def test_without_other_reports_there_is_nothing_to_compare() -> None:
    said = outcomes(wrote(PROBLEMS))
    assert verdicts(said, "copies.previous") == verdicts(said, "copies.others") == {"not_applicable"}
    assert "没有其他单位" in next(o for o in said["copies.others"] if o.instance.startswith("problems")).evidence.why


@pytest.mark.parametrize(("same", "verdict"), [(1, "pass"), (2, "fail"), (3, "fail")])
def test_a_section_unchanged_for_years_is_told_with_their_number(same: int, verdict: str) -> None:
    earlier = [wrote(PROBLEMS if number <= same else OTHER, 2024 - number) for number in range(1, 5)]
    outcome = found(wrote(PROBLEMS), earlier=earlier, years=2)
    assert outcome.verdict == verdict
    if verdict == "fail":
        assert f"已连续{same + 1}年相同" in outcome.evidence.message


def test_a_gap_in_the_years_is_said() -> None:
    outcome = found(wrote(PROBLEMS), earlier=[wrote(PROBLEMS, 2023)], years=2)
    assert (outcome.verdict, outcome.evidence.why) == ("not_applicable", "没有2022年度的报告，未与上年比较")


def test_personal_data_is_masked_in_both_passages() -> None:
    text = f"经办同志电话13800001234，可随时询问轮灌安排。{PROBLEMS}"
    outcome = found(wrote(text), earlier=[wrote(text, 2023)])
    assert outcome.verdict == "fail"
    assert all("13800001234" not in passage.text for passage in outcome.evidence.passages)


def test_wrong_options_are_told() -> None:
    assert problems(CHECK, sections=["问题部份"])
    assert problems(CHECK, against=["others"], years=2) == ["years: years 只用于与上年报告比较"]
    assert problems(CHECK, sections=["problems"], against=["previous"], years=2) == []


WORDS = (
    *("灌区", "河道", "水库", "泵站", "堤防", "轮灌", "采砂", "水费", "供水", "水质", "村级", "栏目", "接口"),
    *("公示", "台账", "窗口", "热线", "检索", "附件", "时限", "图表", "问答", "督查", "回访", "培训"),
)
ACTS = (
    *("公布", "核对", "更新", "补齐", "归档", "抄录", "对接", "检查", "通报", "修订"),
    *("答复", "登记", "说明", "清理", "合并", "拆分", "上传", "校验", "汇总", "转办"),
)


def prose(seed: int, sentences: int = 8) -> str:
    pick = random.Random(seed)
    return "".join(
        "，".join("".join(pick.choice(WORDS) + pick.choice(ACTS) for _ in range(3)) for _ in range(3)) + "。"
        for _ in range(sentences)
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_a_copy_with_a_character_changed_in_each_sentence_is_found_among_many(seed: int, pick: random.Random) -> None:
    original = prose(seed)
    changed = []
    for sentence in original.split("。")[:-1]:
        place = pick.randrange(len(sentence))
        changed.append(sentence[:place] + "等" + sentence[place + 1 :])
    others = [wrote(prose(seed + number), unit=f"云溪市第{number}水管站") for number in range(1, 12)]
    others.append(wrote(original, unit="兰江市水务局"))
    assert found(wrote("。".join(changed) + "。"), others=others).verdict == "fail"
    assert found(wrote(prose(seed + 99)), others=others).verdict == "pass"


def test_each_report_is_compared_in_full_with_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many reports share their text: what is compared grows with their number, not with its square."""
    compared: list[Text] = []
    likeness = Text.likeness

    def counted(text: Text, *given: Any, **rest: Any) -> Likeness | None:
        compared.append(text)
        return likeness(text, *given, **rest)

    monkeypatch.setattr(Text, "likeness", counted)
    copied = [wrote(prose(number % 4 * 1000), unit=f"云溪市第{number}水管站") for number in range(80)]
    own = [wrote(prose(number), unit=f"兰江市第{number}水管站") for number in range(1, 81)]
    reports = Reports([*copied, *own], Context(reports=(*copied, *own)))
    asked = rule("copies", sections=["problems"], against=["others"])
    verdicts = [[outcome.verdict for outcome in CHECK.judge(asked, reports).of(n)] for n in (0, 79, 80, 159)]
    assert verdicts == [["fail"], ["fail"], ["pass"], ["pass"]]
    assert len(compared) <= 4 * len(reports) * MOST_COMPARED


def test_equal_reports_give_equal_findings_in_any_order() -> None:
    reports = [wrote(PROBLEMS, unit=unit) for unit in ("云溪市财政局", "云溪市审计局", "云溪市统计局")]
    said = {found(reports[0], others=others).evidence.message for others in (reports[1:], reports[:0:-1])}
    assert len(said) == 1
