"""A ruleset as an official would write it who knows only the README."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gipaudit.errors import SourceError
from gipaudit.pipeline import audit
from gipaudit.scorecard import Finding, Scorecard
from gipaudit.scoring.rulesets import load_ruleset

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"

TEN_LINES = """\
ruleset: qingxi
forms: ["2021"]
extends: [national]
rules:
  report.period: off
  新收与结转:
    title: 本年新收的申请不少于结转下年度的申请
    check: identity
    formula: 表三·本年新收·总计 ≥ 表三·结转下年度·总计
scoring: {rules: {applications.balance: {lose: 6}}}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def _write(text: str) -> Path:
        path = tmp_path / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def example(name: str, ruleset: Path | str) -> Scorecard:
    (path,) = EXAMPLES.glob(f"{name}*")
    (card,) = audit([path], ruleset=str(ruleset)).scorecards
    return card


def failing(card: Scorecard) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in card.findings:
        if finding.verdict == "fail":
            found.setdefault(finding.rule, []).append(finding)
    return found


class TestTenLines:
    def test_it_has_ten_lines(self) -> None:
        assert len(TEN_LINES.splitlines()) == 10

    def test_marks_are_changed(self, write: Callable[[str], Path]) -> None:
        before, after = example("青溪市民政局", "national"), example("青溪市民政局", write(TEN_LINES))
        assert before.score.full - before.score.low == 2
        assert after.score.full - after.score.low == 6

    def test_a_rule_is_turned_off(self, write: Callable[[str], Path]) -> None:
        assert "report.period" in failing(example("青溪市文化广播局", "national"))
        card = example("青溪市文化广播局", write(TEN_LINES))
        assert "report.period" not in {result.id for result in card.rules}

    def test_an_identity_in_chinese_names_is_added(self, write: Callable[[str], Path]) -> None:
        results = {result.id: result for result in example("青溪市水务局", write(TEN_LINES)).rules}
        assert results["新收与结转"].verdict == "pass"
        turned = write(TEN_LINES.replace("≥", "<"))
        (finding,) = failing(example("青溪市水务局", turned))["新收与结转"]
        assert finding.severity == "warning"
        assert {cell.address for cell in finding.cells} == {
            "applications.new.total",
            "applications.carried_out.total",
        }

    def test_a_typo_in_a_cell_name_is_answered_with_line_column_and_the_right_name(
        self, write: Callable[[str], Path]
    ) -> None:
        path = write(TEN_LINES.replace("表三·本年新收·总计", "表三·本年薪收·总计"))
        with pytest.raises(SourceError) as caught:
            load_ruleset(str(path))
        (problem,) = caught.value.problems
        assert (problem.position.file, problem.position.line) == (path, 9)
        line = path.read_text(encoding="utf-8").splitlines()[8]
        assert line[problem.position.column - 1 :].startswith(("表三·本年薪收", "本年薪收"))
        assert "本年新收" in problem.message.zh

    def test_a_rule_that_fits_some_forms_only_is_told_to_name_them(self, write: Callable[[str], Path]) -> None:
        with pytest.raises(SourceError) as caught:
            load_ruleset(str(write(TEN_LINES.replace('forms: ["2021"]\n', ""))))
        (problem,) = caught.value.problems
        assert problem.message.zh.startswith("格式 2014、fujian：不认识“表三”")
        assert 'forms: ["2019", "2021"]' in problem.message.zh

    def test_marks_without_a_dimension_are_asked_for_one(self, write: Callable[[str], Path]) -> None:
        marked = TEN_LINES.replace("{lose: 6}", "{lose: 6}, 新收与结转: {lose: 1}")
        with pytest.raises(SourceError) as caught:
            load_ruleset(str(write(marked)))
        assert "没有写维度" in str(caught.value)


NOT_NEGATIVE = """\
ruleset: not-negative
title: 项目数非负
forms: ["2019"]
extends: [national]
rules:
  项目数非负:
    title: 上一年项目数量加本年增减不为负
    check: identity
    each: [licensing.rows, enforcement.rows, fees.rows]
    formula: 上一年项目数量 + 本年增减 ≥ 0
"""

GOVERNMENT = """\
ruleset: government
title: 政府的报告写明考核、评议、责任追究
forms: ["2021"]
extends: [national]
rules:
  政府三项:
    title: 写明考核、评议和责任追究
    check: mentions
    all_of: [考核, [社会评议, 评议], [责任追究, 追责, 问责]]
    when: {levels: ["*-government"]}
"""

UNPAID = """\
ruleset: unpaid
title: 逾期未缴费
forms: ["2021"]
extends: [national]
rules:
  写明信息处理费:
    title: 有逾期未缴费的，第六部分写明信息处理费
    check: mentions
    section: 其他需要报告的事项
    if: 逾期未缴费·总计 > 0
    all_of: [信息处理费]
"""


class TestLanguage:
    def test_project_numbers_over_several_tables(self, write: Callable[[str], Path]) -> None:
        ruleset = write(NOT_NEGATIVE)
        card = example("青溪市文化广播局", ruleset)
        (finding,) = failing(card)["项目数非负"]
        assert {cell.address for cell in finding.cells} == {
            "licensing.services.previous",
            "licensing.services.change",
        }
        (result,) = (result for result in card.rules if result.id == "项目数非负")
        assert result.instances == 5, "two licensing rows, two enforcement rows, one of fees"

    @pytest.mark.parametrize(
        ("name", "verdict"),
        [("禾丰县人民政府", "fail"), ("禾丰县柳湾镇人民政府", "pass"), ("青溪市民政局", "not_applicable")],
    )
    def test_only_a_government_must_tell_of_appraisal_review_and_accountability(
        self, write: Callable[[str], Path], name: str, verdict: str
    ) -> None:
        results = {result.id: result.verdict for result in example(name, write(GOVERNMENT)).rules}
        assert results["政府三项"] == verdict

    @pytest.mark.parametrize(("name", "verdict"), [("禾丰县人民政府", "fail"), ("青溪市水务局", "not_applicable")])
    def test_only_where_a_fee_lapsed_section_six_must_speak_of_it(
        self, write: Callable[[str], Path], name: str, verdict: str
    ) -> None:
        results = {result.id: result.verdict for result in example(name, write(UNPAID)).rules}
        assert results["写明信息处理费"] == verdict

    def test_section_six_that_speaks_of_the_fee_passes(self, write: Callable[[str], Path], tmp_path: Path) -> None:
        (path,) = EXAMPLES.glob("禾丰县人民政府*")
        mended = tmp_path / "mended.html"
        text = path.read_text(encoding="utf-8")
        assert "10件民生实事" in text
        mended.write_text(text.replace("10件民生实事", "收取信息处理费200元，10件民生实事"), encoding="utf-8")
        (card,) = audit([mended], ruleset=str(write(UNPAID))).scorecards
        assert {result.id: result.verdict for result in card.rules}["写明信息处理费"] == "pass"
