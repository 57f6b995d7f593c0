"""``gipaudit ruleset lint``: what is told of rulesets that load, and of which rule and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gipaudit.authoring.linting import LINTS, lint
from gipaudit.cli.main import run
from gipaudit.scoring.rulesets import load_ruleset

HEAD = 'ruleset: own\nforms: ["2021"]\n'
NATIONAL = 'ruleset: own\nforms: ["2021"]\nextends: [national-tables]\n'
KEPT = ", basis: 通知第三条, remedy: 核对, examples: {pass: {}, fail: {}}"


def identity(id: str, formula: str, more: str = "") -> str:
    return f"  {id}: {{title: 标题, check: identity, formula: {formula}{more}{KEPT}}}\n"


def mention(id: str, options: str) -> str:
    return f"  {id}: {{title: 标题, check: mentions, {options}{KEPT}}}\n"


def told(tmp_path: Path, text: str) -> list[tuple[str, str, int, str]]:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    found = lint(load_ruleset(file, recheck=True))
    assert {one.position.file for one in found} <= {file}
    return [(one.code, one.rule, one.position.line, one.message.zh) for one in found]


def codes(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    return [(code, rule) for code, rule, _, _ in told(tmp_path, text)]


def test_a_ruleset_in_order_is_silent(tmp_path: Path) -> None:
    rules = identity("甲", "表三·本年新收·总计 ≥ 表三·结转下年度·总计") + mention(
        "乙", "section: other, any_of: [信息处理费]"
    )
    assert told(tmp_path, NATIONAL + "rules:\n" + rules) == []


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("表三·本年新收·总计 ≥ 0", "never-fails"),
        ("表三·本年新收·总计 + 1 > 0", "never-fails"),
        ("表三·本年新收·总计 < 0", "never-passes"),
        ("表三·本年新收·总计 = 表三·本年新收·总计 + 1", "never-passes"),
        ("如果 表三·本年新收·总计 < 0 则 表三·结转下年度·总计 = 0", "never-fails"),
        ("如果 表三·本年新收·总计 > 3 则 表三·本年新收·总计 > 2", "never-fails"),
        ("最大(表三·本年新收·总计, 表三·结转下年度·总计) ≥ 表三·结转下年度·总计", "never-fails"),
        ("个数(表三·本年新收·总计, 表三·结转下年度·总计) > 2", "never-passes"),
        ("表三·本年新收·总计 ≤ 3 且 表三·本年新收·总计 ≥ 4", "never-passes"),
        ("表三·本年新收·总计 = 0 或 表三·本年新收·总计 ≠ 0", "never-fails"),
    ],
)
def test_what_always_holds_or_never_is_told(formula: str, code: str, tmp_path: Path) -> None:
    assert codes(tmp_path, HEAD + "rules:\n" + identity("甲", f'"{formula}"')) == [(code, "甲")]


@pytest.mark.parametrize(
    "formula",
    [
        "表三·本年新收·总计 ≥ 1",
        "如果 表三·本年新收·总计 > 3 则 表三·结转下年度·总计 > 2",
        "最大(表三·本年新收·总计, 表三·结转下年度·总计) ≤ 表三·结转下年度·总计",
        "个数(表三·本年新收·总计, 表三·结转下年度·总计) > 1",
        "表三·本年新收·总计 × 表三·结转下年度·总计 = 6",
        "表三·本年新收·总计 = 0 当且仅当 表三·结转下年度·总计 = 0",
    ],
)
def test_what_some_reports_meet_and_others_fail_is_not(formula: str, tmp_path: Path) -> None:
    assert codes(tmp_path, HEAD + "rules:\n" + identity("甲", f'"{formula}"')) == []


def test_a_signed_cell_may_be_negative(tmp_path: Path) -> None:
    text = HEAD.replace("2021", "2019") + "rules:\n" + identity("甲", "行政许可·本年增减 ≥ 0")
    assert codes(tmp_path, text) == []


def test_an_identity_written_again_in_other_words_is_a_duplicate(tmp_path: Path) -> None:
    rules = identity("再写", "2 × 办理结果总计 + 2 × 结转下年度 = 2 × (上年结转 + 本年新收)", ", each: 表三.列")
    assert told(tmp_path, NATIONAL + "rules:\n" + rules) == [
        ("duplicate", "再写", 5, "与 applications.balance 查的相同（格式 2021）")
    ]


def test_an_identity_that_follows_from_others_names_them(tmp_path: Path) -> None:
    rules = identity(
        "合并",
        "本年新收 + 上年结转 = 结转下年度 + 予以公开 + 部分公开"
        " + 合计(不予公开) + 合计(无法提供) + 合计(不予处理) + 合计(其他处理)",
        ", each: 表三.列",
    )
    assert told(tmp_path, NATIONAL + "rules:\n" + rules) == [
        ("implied", "合并", 5, "由 applications.column_total、applications.balance 推出（格式 2021）")
    ]


def test_a_bound_that_follows_from_a_sum_names_it(tmp_path: Path) -> None:
    rules = identity("部分", "部分公开 ≤ 办理结果总计", ", each: 表三.列")
    assert told(tmp_path, NATIONAL + "rules:\n" + rules) == [
        ("implied", "部分", 5, "由 applications.column_total 推出（格式 2021）")
    ]


def test_of_two_bounds_the_weaker_is_told_only_where_it_comes_later(tmp_path: Path) -> None:
    weak = identity("弱", "表三·本年新收·总计 ≥ 表三·结转下年度·总计")
    strong = identity("强", "表三·本年新收·总计 ≥ 2 × 表三·结转下年度·总计")
    assert codes(tmp_path, HEAD + "rules:\n" + strong + weak) == [("implied", "弱")]


def test_a_hint_proves_nothing_of_an_error(tmp_path: Path) -> None:
    hint = identity("提示", "表三·本年新收·总计 ≥ 2 × 表三·结转下年度·总计", ", severity: info")
    rule = identity("错误", "表三·本年新收·总计 ≥ 表三·结转下年度·总计", ", severity: error")
    assert codes(tmp_path, HEAD + "rules:\n" + hint + rule) == []


@pytest.mark.parametrize(
    "formula", ["本年新收 + 上年结转 = 办理结果总计 + 结转下年度 + 1", "部分公开 > 办理结果总计"]
)
def test_what_cannot_hold_beside_the_others_is_an_error(formula: str, tmp_path: Path) -> None:
    (finding,) = told(tmp_path, NATIONAL + "rules:\n" + identity("相反", formula, ", each: 表三.列"))
    assert finding[:3] == ("contradictory", "相反", 5)
    assert LINTS["contradictory"].severity == "error"


def test_rules_for_different_reports_are_not_held_against_one_another(tmp_path: Path) -> None:
    one = identity("甲", "表三·本年新收·总计 = 1", ", when: {levels: [city-office]}")
    other = identity("乙", "表三·本年新收·总计 = 2", ", when: {levels: [county-office]}")
    assert codes(tmp_path, HEAD + "rules:\n" + one + other) == []
    same = other.replace("county", "city")
    assert codes(tmp_path, HEAD + "rules:\n" + one + same) == [("contradictory", "乙")]


def test_what_last_year_implies_is_not_implied_without_last_years_report(tmp_path: Path) -> None:
    history = identity("跨年", "行政许可·处理决定数量 = 上年.行政许可·处理决定数量 + 行政处罚·处理决定数量")
    bound = identity("本年", "行政许可·处理决定数量 ≥ 行政处罚·处理决定数量")
    assert codes(tmp_path, HEAD + "rules:\n" + history + bound) == []


@pytest.mark.parametrize("pattern", ["信息\\s处理费", "公开^信息", "处理费$。", "(处\\n理|处\\t理)费", "[\\s\\t]费"])
def test_a_pattern_that_matches_no_folded_text_is_an_error(pattern: str, tmp_path: Path) -> None:
    text = HEAD + "rules:\n" + mention("甲", f"any_of: ['{pattern}']")
    assert codes(tmp_path, text) == [("pattern-never-matches", "甲")]


@pytest.mark.parametrize(
    "pattern",
    ["信息\\s*处理费", "^信息", "处理费[。;]?$", "(处\\n理|处理)费", "[^\\s]费", "费{0}用", "\\(费", "[]a]费"],
)
def test_a_pattern_that_can_match_is_none(pattern: str, tmp_path: Path) -> None:
    found = codes(tmp_path, HEAD + "rules:\n" + mention("甲", f"any_of: ['{pattern}']"))
    assert ("pattern-never-matches", "甲") not in found


def test_a_word_that_the_form_itself_prints_proves_nothing(tmp_path: Path) -> None:
    text = (
        HEAD
        + "rules:\n"
        + mention("甲", "section: applications, any_of: [予以公开]")
        + mention("乙", "none_of: [总体情况]")
    )
    assert codes(tmp_path, text) == [("pattern-matches-template", "甲"), ("against-template", "乙")]


def test_a_word_within_another_pattern_is_needless(tmp_path: Path) -> None:
    text = (
        HEAD
        + "rules:\n"
        + mention("甲", "any_of: [工作考核, 考核, 责任追究]")
        + mention("乙", "all_of: [工作考核, 考核]")
    )
    found = told(tmp_path, text)
    assert [one[:3] for one in found] == [("pattern-contained", "甲", 4)]


def test_a_rule_without_basis_remedy_and_examples_is_told(tmp_path: Path) -> None:
    bare = identity("甲", "表三·本年新收·总计 ≥ 表三·结转下年度·总计").replace(KEPT, "")
    assert codes(tmp_path, HEAD + "rules:\n" + bare) == [
        ("no-basis", "甲"),
        ("no-example", "甲"),
        ("no-remedy", "甲"),
    ]


def test_text_rules_that_ask_the_same_twice_are_told(tmp_path: Path) -> None:
    text = HEAD + "rules:\n" + mention("甲", "any_of: [信息处理费]") + mention("乙", "any_of: [信息处理费]")
    assert codes(tmp_path, text) == [("duplicate", "乙")]


SCORING = """\
scoring:
  full_marks: 10
  dimensions:
    accuracy: {title: 准确, marks: 7}
    quality: {title: 质量, marks: 3}
  rules:
    applications.balance: {lose: 2, per: cause, at_most: 1}
    applications.row_total: {lose: 2, per: report, dimension: accuracy}
"""
OFF = "rules:\n  applications.balance: off\n"


def test_marks_without_effect_are_told_with_their_line(tmp_path: Path) -> None:
    text = HEAD + "extends: [national-tables]\n" + OFF + SCORING
    text = text.replace("extends: [national-tables]", "extends: [small.yaml]")
    (tmp_path / "small.yaml").write_text(
        'ruleset: small\nforms: ["2021"]\nrules:\n'
        + identity("applications.balance", "表三·本年新收·总计 = 表三·办理结果总计·总计", ", dimension: accuracy")
        + identity("applications.row_total", "表三·本年新收·总计 ≥ 表三·结转下年度·总计", ", dimension: accuracy"),
        encoding="utf-8",
    )
    found = told(tmp_path, text)
    assert [one[:3] for one in found] == [
        ("dimension-never-lost", "", 9),
        ("dimension-without-rules", "", 10),
        ("marks-of-no-rule", "", 12),
        ("cap-below-loss", "", 12),
    ]
    assert found[0][3].endswith("最多扣2分")


def test_what_others_wrote_is_not_told_to_an_author(tmp_path: Path) -> None:
    assert told(tmp_path, "ruleset: own\nextends: [national]\n") == []


@pytest.mark.parametrize("id", ["national", "shandong"])
def test_what_ships_has_nothing_to_mend(id: str) -> None:
    found = lint(load_ruleset(id))
    assert [(one.code, one.rule) for one in found if one.severity != "info"] == []


def test_the_command_ends_with_1_for_errors_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(HEAD + "rules:\n" + identity("甲", "表三·本年新收·总计 ≥ 0"), encoding="utf-8")
    assert run(["--lang", "zh", "ruleset", "lint", str(file)]) == 0
    shown = capsys.readouterr().out
    assert f"{file}:4:" in shown
    assert "【警告】甲 任何报告都满足" in shown
    assert shown.endswith("错误 0，警告 1，提示 0。\n")
    file.write_text(HEAD + "rules:\n" + identity("甲", "表三·本年新收·总计 < 0"), encoding="utf-8")
    assert run(["ruleset", "lint", str(file), "--format", "json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["line"], one["severity"]) for one in record["findings"]] == [
        ("never-passes", 4, "error")
    ]
    assert set(record["lints"]) == set(LINTS)


def test_marks_that_only_people_take_off_are_marks_that_can_be_lost(tmp_path: Path) -> None:
    scheme = "scoring:\n  full_marks: 5\n  dimensions: {filing: {title: 备案, marks: 5}}\n"
    by_people = scheme + "  manual: {filed: {title: 未备案, lose: 5, dimension: filing}}\n"
    assert [code for code, _ in codes(tmp_path, HEAD + scheme)] == ["dimension-without-rules"]
    assert codes(tmp_path, HEAD + by_people) == []
