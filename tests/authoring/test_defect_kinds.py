"""Every kind of defect that inspecting offices report has a rule of ``national``, with examples of both sorts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from gipaudit.rules.rule import Ruleset
from gipaudit.rules.ruleset import load_ruleset

KINDS: Mapping[str, tuple[str, ...]] = {
    "发布不及时或没有发布": ("deadline.published", "deadline.published_old", "report.present"),
    "与往年雷同": ("copies.previous", "copies.unchanged", "copies.figures"),
    "与其他单位雷同": ("copies.others", "copies.figures"),
    "敷衍、笼统，没有具体问题": ("problems.named", "problems.definite", "quality.said"),
    "没有改进措施": ("problems.measures",),
    "内容不准确": ("applications.balance", "applications.column_total", "disputes.total", "statistics.requests"),
    "未反映全貌，汇总漏了单位": ("hierarchy.at_least", "hierarchy.at_least_other", "report.present"),
    "发布后有变动、各平台不一": ("report.versions",),
    "未按要素撰写": ("overview.strands", "overview.accountability", "other.processing_fee"),
    "沿用旧格式、旧条例": ("report.form", "overview.old_text", "text.old_law", "text.old_format"),
    "空格代替零": ("complete.blank",),
    "总计缺失或矛盾": ("applications.row_total", "applications.column_total", "complete.missing"),
    "文字与表格矛盾": ("narrative.new", "narrative.received", "narrative.processed"),
    "标题不规范": ("report.title",),
    "缺少章节、改了标题": ("sections.present", "sections.filled", "sections.title"),
    "表格只有图片": ("sections.tables",),
    "没有统计期限或年份不对": ("report.period",),
    "个人信息未处理": ("privacy.identity_number", "privacy.mobile", "privacy.bank_card", "privacy.home_address"),
    "错别字、表述错误": ("wording.names", "wording.spelling"),
    "断开的链接和引用": ("text.broken_links",),
    "不真实：数字照抄、突变": ("copies.figures", "history.jump"),
    "单元格带单位、符号不对": ("kind.bare", "kind.number"),
    "引用不公开文件的标题、文号": ("text.restricted",),
    "归错年度": ("report.filed",),
}
"""The kinds of defect in notices, rubrics and evaluations, in their own words, and the rules that find them."""


@pytest.fixture(scope="module")
def national() -> Ruleset:
    return load_ruleset("national")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_defect_has_rules_with_an_example_that_fails_and_one_that_passes(
    kind: str, national: Ruleset
) -> None:
    """That the examples come out as they say is tested with all others."""
    for id in KINDS[kind]:
        assert id in national.rules, f"{kind}: no rule {id}"
        examples = national.rules[id].examples
        assert examples.get("fail"), f"{kind}: {id} has no failing example"
        assert examples.get("pass"), f"{kind}: {id} has no passing example"


def test_no_hint_is_the_only_rule_for_a_kind(national: Ruleset) -> None:
    """A kind that inspectors report is at least a warning."""
    for kind, ids in KINDS.items():
        assert {national.rules[id].severity for id in ids} & {"error", "warning"}, kind
