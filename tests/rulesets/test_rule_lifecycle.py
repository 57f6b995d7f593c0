"""Rules come on trial, become stable, are given up or renamed; whoever relies on them is told and not broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.rulesets import load, write

from gipaudit.authoring.linting import lint
from gipaudit.cli.main import run
from gipaudit.errors import SourceError
from gipaudit.rules.rule import Ruleset
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import scheme_of
from gipaudit.scoring.scorers import has_marks

RULE = "{title: 标题, check: equation, formula: a = b, forms: ['2021']}"
BASE = f"""\
ruleset: base
rules:
  new.one: {RULE}
  new.two: {RULE}
renamed: {{old.one: new.one, older.one: old.one, old.two: new.two}}
scoring:
  rules: {{new.one: {{lose: 1}}}}
"""


def extended(folder: Path, text: str) -> Ruleset:
    return load(folder, {"own.yaml": f"ruleset: own\nextends: [base]\n{text}", "base.yaml": BASE})


def told(ruleset: Ruleset) -> list[tuple[int, str]]:
    return [(note.position.line, note.message.zh) for note in ruleset.notes]


def test_a_rule_is_changed_by_its_old_id_and_the_author_is_told(tmp_path: Path) -> None:
    ruleset = extended(tmp_path, "rules:\n  old.one: {severity: error}\n  old.two: off\n")
    assert ruleset.rules["new.one"].severity == "error"
    assert list(ruleset.off) == ["new.two"]
    assert told(ruleset) == [
        (4, "规则“old.one”已改名为“new.one”，请改用新名称"),
        (5, "规则“old.two”已改名为“new.two”，请改用新名称"),
    ]


def test_a_rule_renamed_twice_is_found_by_its_oldest_id(tmp_path: Path) -> None:
    assert extended(tmp_path, "rules:\n  older.one: {severity: error}\n").rules["new.one"].severity == "error"


def test_marks_by_an_old_id_count_for_the_rule(tmp_path: Path) -> None:
    scoring = """\
scoring:
  rules: {old.one: {lose: 7}}
  items: {both: {title: 两条, rules: [old.one, new.two], lose: 3}}
  bonus: {rules: {old.two: 1}}
  veto: [{rule: old.two, ceiling: 50}]
"""
    marks = extended(tmp_path, scoring).scoring
    assert marks["rules"] == {"new.one": {"lose": 7}}
    assert marks["items"]["both"]["rules"] == ["new.one", "new.two"]
    assert marks["bonus"]["rules"] == {"new.two": 1}
    assert marks["veto"] == [{"rule": "new.two", "ceiling": 50}]


def test_of_a_rule_called_by_both_ids_the_new_one_counts(tmp_path: Path) -> None:
    ruleset = extended(tmp_path, "rules:\n  new.one: {severity: info}\n  old.one: {severity: error}\n")
    assert ruleset.rules["new.one"].severity == "info"
    assert len(ruleset.notes) == 1


def test_a_file_without_old_ids_is_told_nothing(tmp_path: Path) -> None:
    assert told(extended(tmp_path, "rules:\n  new.one: {severity: error}\n")) == []


@pytest.mark.parametrize(
    ("renamed", "line"), [("{z: c}", "没有规则“c”"), ("{b: a}", "“b”仍是一条规则"), ("{c: d, d: c}", "没有规则“d”")]
)
def test_a_redirect_that_leads_nowhere_is_an_error(renamed: str, line: str, tmp_path: Path) -> None:
    text = f"ruleset: base\nrules:\n  a: {RULE}\n  b: {RULE}\nrenamed: {renamed}\n"
    with pytest.raises(SourceError) as error:
        load(tmp_path, {"base.yaml": text})
    assert line in error.value.problems[0].message.zh


NATIONAL = """\
ruleset: own
forms: ["2021"]
extends: [national]
rules:
  试一试:
    title: 本年新收的申请不少于结转下年度的申请
    check: identity
    formula: 表三·本年新收·总计 ≥ 表三·结转下年度·总计
    dimension: accuracy
    status: STATUS
scoring:
  SCORING
"""


def own(folder: Path, status: str, scoring: str) -> Ruleset:
    return load_ruleset(write(folder, {"own.yaml": NATIONAL.replace("STATUS", status).replace("SCORING", scoring)}))


@pytest.mark.parametrize(
    ("status", "scoring", "costs"),
    [
        ("stable", "rules: {'试*': {lose: 1}}", True),
        ("experimental", "rules: {'试*': {lose: 1}}", False),
        ("experimental", "rules: {试一试: {lose: 1}}", True),
        ("experimental", "items: {x: {title: 甲, rules: ['试*'], lose: 1, dimension: accuracy}}", False),
        ("experimental", "items: {x: {title: 甲, rules: [试一试], lose: 1, dimension: accuracy}}", True),
        ("experimental", "veto: [{rule: '试*', ceiling: 59}]", False),
        ("stable", "model: weighted", True),
        ("experimental", "model: weighted", False),
        ("experimental", "{model: weighted, rules: {试一试: {weight: 2}}}", True),
        ("stable", "model: pass-rate", True),
        ("experimental", "model: pass-rate", False),
    ],
)
def test_a_rule_on_trial_costs_marks_only_where_it_is_named(
    status: str, scoring: str, costs: bool, tmp_path: Path
) -> None:
    text = scoring if not scoring.startswith("{") else "\n  ".join(scoring[1:-1].split(", ", 1))
    assert has_marks(scheme_of(own(tmp_path, status, text)), "试一试") is costs


REPORT = "docs/examples/禾丰县柳湾镇人民政府2022年政府信息公开工作年度报告.md"


def test_a_rule_on_trial_is_shown_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = NATIONAL.replace("STATUS", "experimental").replace("SCORING", "rules: {'试*': {lose: 1}}")
    text = text.replace("表三·本年新收·总计 ≥ 表三·结转下年度·总计", "表三·本年新收·总计 > 90000")
    file = write(tmp_path, {"own.yaml": text})
    report = Path(__file__).resolve().parents[2] / REPORT
    run(["--lang", "zh", "audit", str(report), "--ruleset", str(file)])
    assert "〔试行〕本年新收的申请不少于结转下年度的申请" in capsys.readouterr().out


def test_a_deprecated_rule_in_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ruleset = own(tmp_path, "deprecated", "rules: {试一试: {lose: 1}}")
    assert told(ruleset) == [(10, "规则“试一试”将停用，请改用替代的规则或写 off")]
    assert "deprecated-rule" in {finding.code for finding in lint(ruleset)}
    assert run(["--lang", "zh", "ruleset", "check", str(ruleset.files[0])]) == 0
    assert "将停用" in capsys.readouterr().err


def test_lint_tells_old_ids_with_their_lines(tmp_path: Path) -> None:
    base = NATIONAL.replace("STATUS", "stable").replace("SCORING", "rules: {试一试: {lose: 1}}")
    files: dict[str, Any] = {
        "mine.yaml": "ruleset: mine\nextends: [own.yaml]\nrules:\n  旧名: {severity: info}\n",
        "own.yaml": base + "renamed: {旧名: 试一试}\n",
    }
    found = [one for one in lint(load_ruleset(write(tmp_path, files))) if one.code == "renamed-rule"]
    assert [(one.position.file.name, one.position.line) for one in found] == [("mine.yaml", 4)]
