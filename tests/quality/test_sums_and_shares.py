"""Lists and shares made by chance: what is right is never accused, what is put wrong is found."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import cn2an
from hypothesis import assume, given
from hypothesis import strategies as st
from support.reports import judge, report

from gipaudit.rules.checks import numbering, percentages, sums
from gipaudit.rules.ordinals import numeral

LABELS = ("机构职能类", "规划计划类", "行政许可类", "财政预决算类", "应急管理类", "其他类")
PARTS = st.lists(st.integers(0, 9_999), min_size=2, max_size=6)


def written(number: int, way: str) -> str:
    return (
        str(cn2an.an2cn(number, "low"))
        if way == "characters"
        else f"{number:,}"
        if way == "thousands"
        else str(number)
    )


def told(parts: list[int], whole: int, form: str, way: str) -> str:
    labels = (*LABELS[: len(parts) - 1], LABELS[-1])
    items = [f"{label}{written(part, way)}条" for label, part in zip(labels, parts, strict=True)]
    head = f"全年公开政府信息{written(whole, way)}条"
    return {
        "among": f"{head}，其中{'、'.join(items)}。",
        "commas": f"{head}，其中：{'，'.join(items)}。",
        "semicolons": f"{head}，其中{'；'.join(items)}。",
        "bracket": f"{head}（{'、'.join(items)}）。",
        "total": f"公开{'、'.join(items)}，共{written(whole, way)}条。",
    }[form]


FORMS = st.sampled_from(["among", "commas", "semicolons", "bracket", "total"])
WAYS = st.sampled_from(["digits", "thousands", "characters"])


def verdicts(text: str) -> set[str]:
    return {outcome.verdict for outcome in judge(sums.CHECK, report(sections={"overview": text})).values()}


@given(PARTS, FORMS, WAYS)
def test_a_list_that_adds_up_is_in_order(parts: list[int], form: str, way: str) -> None:
    assert verdicts(told(parts, sum(parts), form, way)) == {"pass"}


@given(PARTS, FORMS, WAYS, st.integers(1, 500), st.booleans())
def test_a_list_that_does_not_add_up_is_found(parts: list[int], form: str, way: str, error: int, more: bool) -> None:
    positive = [part + 1 for part in parts]
    whole = sum(positive) + (error if more else -min(error, positive[-1]))
    assume(way != "characters" or all(number % 10 for number in (whole, *positive)))  # 一万条 may be rounded
    beginnings = {sum(positive[:end]) for end in range(1, len(positive))}
    suffixes = {sum(positive[begin:]) for begin in range(len(positive) - 1)}
    assume(whole not in beginnings | suffixes)  # the list may end there, or begin later
    assert verdicts(told(positive, whole, form, way)) == {"fail"}


@given(PARTS, st.integers(1, 10_000))
def test_a_list_that_says_so_may_leave_parts_out(parts: list[int], left_out: int) -> None:
    text = told(parts, sum(parts) + left_out, "among", "digits").replace("。", "等。")
    assert verdicts(text) == {"pass"}


@given(st.integers(1, 99_999), st.data(), st.sampled_from([0, 1, 2]), st.sampled_from([ROUND_HALF_UP, ROUND_DOWN]))
def test_a_share_is_right_rounded_or_cut_off(whole: int, data: st.DataObject, digits: int, rounding: str) -> None:
    part = data.draw(st.integers(0, whole))
    share = (Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-digits), rounding)
    text = f"全年办结申请{whole}件，其中予以公开{part}件，占{share}%。"
    outcomes = judge(percentages.CHECK, report(sections={"overview": text}))
    assert {outcome.verdict for outcome in outcomes.values()} == {"pass"}


@given(st.integers(1, 99_999), st.data(), st.integers(2, 40))
def test_a_share_that_is_off_is_found(whole: int, data: st.DataObject, off: int) -> None:
    part = data.draw(st.integers(0, whole))
    share = Decimal(part) * 100 / whole + off
    text = f"全年办结申请{whole}件，其中予以公开{part}件，占{share:.1f}%。"
    (outcome,) = judge(percentages.CHECK, report(sections={"overview": text})).values()
    assert outcome.verdict == "fail"
    assert f"{whole}件" in outcome.evidence.message


@given(st.integers(2, 15), st.data(), st.sampled_from(["{}是办好第{}事；", "（{}）第{}事。办好。"]))
def test_numbering_goes_on_or_is_told(count: int, data: st.DataObject, written_as: str) -> None:
    items = [written_as.format(numeral(number), number) for number in range(1, count + 1)]
    whole = judge(numbering.CHECK, report(sections={"overview": "".join(items)}))
    assert whole["overview"].verdict == "pass"
    if count < 3:
        return
    gone = data.draw(st.integers(1, count - 2))
    lacking = judge(numbering.CHECK, report(sections={"overview": "".join(items[:gone] + items[gone + 1 :])}))
    assert lacking["overview"].verdict == "fail"
    assert numeral(gone + 1) in lacking["overview"].evidence.message


@given(st.text("0123456789,，、；。：（）()一二三其中共分别为占等条件%余约第年", max_size=60))
def test_any_text_is_judged(text: str) -> None:
    made = report(sections={"overview": text})
    for check in (sums.CHECK, percentages.CHECK, numbering.CHECK):
        assert judge(check, made)
