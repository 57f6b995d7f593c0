"""A rule's examples are run as they are written, in the names that its formula uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.reports import SMALL

from gipaudit.authoring.examples import example_report, run_examples
from gipaudit.errors import GipauditError, UsageError
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.checks import complete, form, mentions, period, sections
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.scorecard import Evidence, Outcome


def _balanced(rule: Rule, report: Report) -> Iterator[Outcome]:
    """Stands for an identity: 本年新收 = 办理结果总计, in each column."""
    for column in ("natural", "total"):
        new, done = (report.readings[f"requests.{row}.{column}"] for row in ("new", "done"))
        known = new.exact and done.exact
        verdict = "not_assessable" if not known else "pass" if new.low == done.low else "fail"
        yield Outcome(column, column, verdict, Evidence(message="不平"))


CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        complete.CHECK,
        form.CHECK,
        mentions.CHECK,
        period.CHECK,
        sections.CHECK,
        Check("balanced", complete.CHECK.title, {}, per_report(_balanced)),
    )
}

FORMULA = {"each": "表三.列", "formula": "本年新收 = 办理结果总计"}


def run(check: str, options: Mapping[str, Any] | None = None, **examples: Any) -> list[str]:
    rule = Rule(
        id="r",
        title="r",
        check=check,
        forms=("small",),
        options=options or {},
        examples={name: tuple(example) for name, example in examples.items()},
    )
    ruleset = Ruleset("s", "s", "1", ("small",), {"r": rule}, {}, "", (Path("s.yaml"),))
    return [str(failure) for failure in run_examples(ruleset, {"small": SMALL}, CHECKS)]


def built(example: Mapping[str, Any], **options: Any) -> Report:
    return example_report(Rule("r", "r", "balanced", ("small",), options), SMALL, example)


def test_examples_that_come_out_as_they_say_are_silent() -> None:
    examples = {
        "pass": [{"本年新收": 3, "办理结果总计": 3}, {}],
        "fail": [{"本年新收": 3}],
        "not_assessable": [{"本年新收": None}],
    }
    assert run("balanced", FORMULA, **examples) == []


def test_an_example_that_comes_out_otherwise_is_told_with_what_the_rule_said() -> None:
    examples = {"pass": [{}, {"本年新收": 3}], "fail": [{"本年新收": 1}]}
    assert run("balanced", FORMULA, **examples) == ["r: pass[2]（small）: 结果是 fail：不平"]


def test_a_rule_without_examples_is_told() -> None:
    assert run("balanced", FORMULA) == ["r: pass: 没有 pass 示例", "r: fail: 没有 fail 示例"]


def test_a_name_that_nobody_knows_is_told() -> None:
    (failure,) = run("balanced", FORMULA, **{"pass": [{"本年新手": 1}], "fail": [{"本年新收": 1}]})
    assert failure.startswith("r: pass[1]: ")
    assert "本年新收" in failure


def test_a_name_under_each_fills_every_instance() -> None:
    report = built({"本年新收": 3}, **FORMULA)
    assert [str(report.readings[f"requests.new.{column}"].low) for column in ("natural", "total")] == ["3", "3"]
    assert str(report.readings["requests.done.total"].low) == "0"


def test_names_without_each_and_addresses_are_single_cells() -> None:
    report = built({"表三·本年新收·自然人": "约30", "requests.done.total": "空", "收费金额": "251000元"})
    assert report.readings["requests.new.natural"].state == "number"
    assert report.readings["requests.done.total"].state == "blank"
    assert str(report.readings["fees.fees.amount"].low) == "25.1"


def test_an_undivided_row_given_by_address_is_printed_instead_of_its_parts() -> None:
    report = built({"requests.other.total": 2})
    assert "requests.other.total" in report.readings
    assert "requests.other.fee.total" not in report.readings


def test_sections_are_given_by_text_and_by_state() -> None:
    report = built({"总体情况": "加强公开。", "problems": "空", "其他需要报告的事项": "缺", "requests": None})
    states = {id: section.state for id, section in report.sections.items()}
    assert states == {"overview": "present", "requests": "unknown", "problems": "empty", "other": "missing"}
    assert report.sections["overview"].text == "加强公开。"


def test_text_rules_run_on_texts() -> None:
    options = {"section": "other", "all_of": ["信息处理费"]}
    examples = {
        "pass": [{"其他需要报告的事项": "未收取信息处理费。"}],
        "fail": [{"other": "无。"}],
        "not_assessable": [{"other": None}],
    }
    assert run("mentions", options, **examples) == []
    headed = {"pass": [{}], "fail": [{"overview": {"标题": "一、推进情况", "正文": "略。"}}]}
    assert run("sections", {"asks": ["title"]}, **headed) == []
    ordered = {"pass": [{}], "fail": [{"次序": ["overview", "problems", "requests"]}]}
    assert run("sections", {"asks": ["order"]}, **ordered) == []


def test_a_section_without_its_tables_leaves_their_cells_missing() -> None:
    report = built({"requests": {"图片": 1, "表格": False}, "收费金额": 1})
    assert report.readings["requests.new.natural"].state == "missing"
    assert report.readings["fees.fees.amount"].state == "number"
    pictured = {"requests": {"图片": 1, "表格": False}}
    assert run("sections", {"asks": ["tables"]}, **{"pass": [{}], "fail": [pictured]}) == []


def test_year_preamble_and_form_can_be_set() -> None:
    statement = "统计期限为2023年1月1日至12月31日。"
    examples = {"pass": [{"年度": 2023, "引言": statement}], "fail": [{"年度": 2022, "引言": statement}]}
    assert run("period", **examples) == []
    assert run("form", **{"pass": [{"格式": "small"}], "fail": [{"年度": 2025}]}) == []


@pytest.mark.parametrize("example", [{"年度": "2023年"}, {"次序": ["尾声"]}, {"overview": {"图": 1}}])
def test_a_slip_in_an_example_is_a_message_not_a_crash(example: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        built(example)


def test_an_example_for_a_variant_runs_on_the_variant() -> None:
    table = SMALL.tables[1]
    extra = replace(table.rows[0], id="extra", label=replace(table.rows[0].label, title="罚没", name="罚没"))
    variant = replace(SMALL, variant="v", tables=(SMALL.tables[0], replace(table, rows=(*table.rows, extra))))
    rule = Rule("r", "r", "complete", ("small",), {}, examples={"fail": ({"罚没·收费金额": "空"},), "pass": ({},)})
    ruleset = Ruleset("s", "s", "1", ("small",), {"r": rule}, {}, "", (Path("s.yaml"),))
    assert run_examples(ruleset, {"small": SMALL, "small/v": variant}, CHECKS) == []


def test_an_ambiguous_name_is_refused() -> None:
    with pytest.raises(GipauditError, match="自然人"):
        built({"自然人": 1})


def test_if_and_when_are_part_of_the_example() -> None:
    from gipaudit.rules.rule import When

    examples = {
        "pass": ({"逾期未缴费": 1, "other": "未收取信息处理费。"},),
        "fail": ({"逾期未缴费": 1, "other": "无。"},),
        "not_applicable": ({"other": "无。"}, {"逾期未缴费": 1, "other": "无。", "级别": "county-office"}),
    }
    rule = Rule(
        id="r",
        title="r",
        check="mentions",
        forms=("small",),
        options={"section": "other", "all_of": ["信息处理费"]},
        when=When(levels=("city-*", "province-*"), years=(2022, None)),
        condition="逾期未缴费·总计 > 0",
        examples={
            name: tuple(
                {f"{key}·总计" if key == "逾期未缴费" else key: value for key, value in each.items()}
                for each in those
            )
            for name, those in examples.items()
        },
    )
    ruleset = Ruleset("s", "s", "1", ("small",), {"r": rule}, {}, "", (Path("s.yaml"),))
    assert [str(failure) for failure in run_examples(ruleset, {"small": SMALL}, CHECKS)] == []
