"""A file gives only what differs from the files it extends."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.rulesets import CHECKS, FORMS, load, write

from gipaudit.errors import SourceError, UsageError
from gipaudit.rules.ruleset import load_ruleset

BASE = """ruleset: base
title: 基础
version: 1.10
forms: [2021]
rules:
  balance:
    title: 平衡
    check: equation
    formula: 甲 = 乙
    each: 表三.列
    severity: error
    message: 不平衡
    remedy: 核对
    basis: 某办法
    when: {levels: city-government, years: 2021-}
    examples:
      pass: {甲: 1, 乙: 1}
      fail: {甲: 1}
  words: {title: 用语, check: words, all_of: [考核, [评议, 评价]]}
scoring:
  model: deduct
  dimensions:
    accuracy: {title: 准确, marks: 60}
    quality: {title: 质量, marks: 40}
  rules:
    balance: {lose: 2, per: cause}
"""


def problems(folder: Path, files: dict[str, str]) -> list[str]:
    with pytest.raises(SourceError) as caught:
        load(folder, files)
    return [problem.say("zh").removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_a_ruleset_without_parents_is_what_its_file_says(tmp_path: Path) -> None:
    ruleset = load(tmp_path, {"base.yaml": BASE})
    assert (ruleset.id, ruleset.title, ruleset.version, ruleset.forms) == ("base", "基础", "1.10", ("2021",))
    balance = ruleset.rules["balance"]
    assert balance.options == {"formula": "甲 = 乙", "each": "表三.列"}
    assert balance.when.levels == ("city-government",)
    assert balance.when.years == (2021, None)
    assert balance.examples == {"pass": ({"甲": 1, "乙": 1},), "fail": ({"甲": 1},)}
    assert balance.forms == ("2021",)
    assert str(balance.position("formula")).endswith("base.yaml:9:5")


def test_what_is_not_named_is_inherited_and_keeps_its_place(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: [base]\nrules:\n  balance: {severity: warning}\n"
    ruleset = load(tmp_path, {"child.yaml": child, "base.yaml": BASE})
    balance = ruleset.rules["balance"]
    assert balance.severity == "warning"
    assert balance.message == "不平衡"
    assert balance.examples
    assert balance.position("severity") is not None
    assert str(balance.position("severity")).endswith("child.yaml:4:13")
    assert str(balance.position("title")).endswith("base.yaml:7:5")
    assert [file.name for file in ruleset.files] == ["child.yaml", "base.yaml"]


@pytest.mark.parametrize(
    "changed", ["formula: 甲 = 丙", "each: 表四.列", "tolerance: 1", "check: words, all_of: [考核]"]
)
def test_asking_something_else_drops_what_spoke_of_the_old_question(tmp_path: Path, changed: str) -> None:
    child = f"ruleset: 县\nextends: base\nrules:\n  balance: {{{changed}}}\n"
    balance = load(tmp_path, {"child.yaml": child, "base.yaml": BASE}).rules["balance"]
    assert (balance.message, balance.remedy, balance.examples) == ("", "", {})
    assert balance.basis == "某办法"


def test_saying_the_same_again_drops_nothing(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: base\nrules:\n  balance: {check: equation, formula: 甲 = 乙}\n"
    assert load(tmp_path, {"child.yaml": child, "base.yaml": BASE}).rules["balance"].message == "不平衡"


def test_a_new_check_takes_no_option_of_the_old_one(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: base\nrules:\n  balance: {check: words, all_of: [考核]}\n"
    assert load(tmp_path, {"child.yaml": child, "base.yaml": BASE}).rules["balance"].options == {"all_of": ["考核"]}


def test_off_removes_a_rule_and_naming_it_later_turns_it_on_again(tmp_path: Path) -> None:
    off = "ruleset: 市\nextends: base\nrules: {balance: off}\n"
    on = "ruleset: 县\nextends: 市\nrules: {balance: {severity: info}}\n"
    files = {"off.yaml": off, "on.yaml": on, "base.yaml": BASE}
    without = load(tmp_path, files)
    assert "balance" not in without.rules
    assert str(without.off["balance"]).endswith("off.yaml:3:9")
    again = load_ruleset("县", checks=CHECKS, forms=FORMS, folders=[tmp_path])
    assert again.rules["balance"].severity == "info"
    assert again.rules["balance"].options["formula"] == "甲 = 乙"
    assert again.off == {}


def test_off_takes_an_inherited_condition_away(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: base\nrules:\n  balance: {when: off}\n"
    balance = load(tmp_path, {"child.yaml": child, "base.yaml": BASE}).rules["balance"]
    assert balance.when.levels == ()
    assert balance.message == "不平衡"


def test_each_file_gives_its_own_rules_their_forms(tmp_path: Path) -> None:
    files = {
        "all.yaml": "ruleset: all\nextends: [new, old]\nrules:\n  a: {severity: error}\n",
        "new.yaml": "ruleset: new\nforms: ['2021']\nrules:\n  a: {title: 甲, check: words, all_of: [一]}\n",
        "old.yaml": "ruleset: old\nforms: [2014, 2019]\nrules:\n  b: {title: 乙, check: words, all_of: [一]}\n",
    }
    ruleset = load(tmp_path, files)
    assert ruleset.rules["a"].forms == ("2021",)
    assert ruleset.rules["b"].forms == ("2014", "2019")
    assert ruleset.forms == ("2021", "2014", "2019")


def test_scoring_merges_but_dimensions_and_model_are_replaced_whole(tmp_path: Path) -> None:
    child = (
        "ruleset: 县\nextends: base\nscoring:\n  dimensions: {accuracy: {title: 数据, marks: 100}}\n"
        "  rules:\n    balance: {at_most: 10}\n    words: {lose: 1}\n"
    )
    ruleset = load(tmp_path, {"child.yaml": child, "base.yaml": BASE})
    assert ruleset.scoring == {
        "model": "deduct",
        "dimensions": {"accuracy": {"title": "数据", "marks": 100}},
        "rules": {"balance": {"lose": 2, "per": "cause", "at_most": 10}, "words": {"lose": 1}},
    }
    assert str(ruleset.scoring_origin["rules.balance.lose"]).endswith("base.yaml:26:15")
    assert str(ruleset.scoring_origin["rules.balance.at_most"]).endswith("child.yaml:6:15")


def test_off_takes_marks_away(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: base\nscoring: {rules: {balance: off}}\n"
    assert load(tmp_path, {"child.yaml": child, "base.yaml": BASE}).scoring["rules"] == {}


def test_many_levels_and_paths_relative_to_the_file(tmp_path: Path) -> None:
    files = {
        "县/县.yaml": "ruleset: 县\nextends: [../市/市.yml]\nrules: {balance: {severity: info}}\n",
        "市/市.yml": "ruleset: 市\nextends: ./上级/省.yaml\n",
        "市/上级/省.yaml": "ruleset: 省\nextends: base\n",
        "base.yaml": BASE,
    }
    ruleset = load(tmp_path, files)
    assert ruleset.rules["balance"].severity == "info"
    assert len(ruleset.files) == 4


def test_a_circle_is_refused_with_its_chain(tmp_path: Path) -> None:
    files = {
        "a.yaml": "ruleset: a\nextends: [b]\n",
        "b.yaml": "ruleset: b\nextends: [c]\n",
        "c.yaml": "ruleset: c\nextends: [b]\n",
    }
    assert problems(tmp_path, files) == ["c.yaml:2:11: 继承成了一个圈：b.yaml → c.yaml → b.yaml"]


def test_a_file_that_extends_itself_is_refused(tmp_path: Path) -> None:
    assert "一个圈" in problems(tmp_path, {"a.yaml": "ruleset: a\nextends: a\n"})[0]


def test_a_diamond_is_no_conflict_and_the_one_that_changed_the_rule_prevails(tmp_path: Path) -> None:
    files = {
        "child.yaml": "ruleset: 县\nextends: [one, two]\n",
        "one.yaml": "ruleset: one\nextends: base\nrules: {balance: {severity: info}, words: off}\n"
        "scoring: {model: 甲}\n",
        "two.yaml": "ruleset: two\nextends: base\nscoring: {rules: {words: {lose: 3}}}\n",
        "base.yaml": BASE,
    }
    for order in ("[one, two]", "[two, one]"):
        files["child.yaml"] = f"ruleset: 县\nextends: {order}\n"
        ruleset = load(tmp_path, files)
        assert ruleset.rules["balance"].severity == "info"
        assert "words" in ruleset.off
        assert ruleset.scoring["model"] == "甲"
        assert ruleset.scoring["rules"] == {"balance": {"lose": 2, "per": "cause"}, "words": {"lose": 3}}


CLASH = {
    "child.yaml": "ruleset: 县\nextends: [one, two]\n",
    "one.yaml": "ruleset: one\nextends: base\nrules: {balance: {severity: info}}\nscoring: {model: 甲}\n",
    "two.yaml": "ruleset: two\nextends: base\nrules: {balance: {severity: warning}}\nscoring: {model: 乙}\n",
    "base.yaml": BASE,
}


def test_two_parents_that_differ_are_refused_naming_both_lines(tmp_path: Path) -> None:
    rule, scoring = problems(tmp_path, CLASH)
    assert rule.startswith("child.yaml:2:1: 规则“balance”有两种定义：")
    assert "one.yaml:3:9" in rule
    assert "two.yaml:3:9" in rule
    assert "one.yaml:4:11" in scoring
    assert "two.yaml:4:11" in scoring


def test_the_file_itself_may_settle_what_its_parents_dispute(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: [one, two]\nrules: {balance: off}\nscoring: {model: 丙}\n"
    ruleset = load(tmp_path, {**CLASH, "child.yaml": child})
    assert "balance" in ruleset.off
    assert ruleset.scoring["model"] == "丙"


def test_a_missing_parent_is_told_without_blaming_what_relies_on_it(tmp_path: Path) -> None:
    child = "ruleset: 县\nextends: [bse]\nrules: {balance: off, 新: {title: 新, check: words, all_of: [一]}}\n"
    assert problems(tmp_path, {"child.yaml": child, "base.yaml": BASE}) == [
        "child.yaml:2:11: 没有规则集“bse”，是不是“base”？可用：base、县"
    ]


def test_an_unknown_id_is_answered_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, {"base.yaml": BASE})
    with pytest.raises(UsageError, match="是不是“base”"):
        load_ruleset("basis", checks=CHECKS, forms=FORMS, folders=[tmp_path])


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"base.yaml": BASE, "copy.yaml": BASE})
    with pytest.raises(UsageError, match="有多份"):
        load_ruleset("base", checks=CHECKS, forms=FORMS, folders=[tmp_path])


def test_a_province_with_dimensions_of_its_own_is_not_blamed_for_those_of_the_national_rules(tmp_path: Path) -> None:
    base = BASE.replace("basis: 某办法", "dimension: quality")
    child = "ruleset: 省\nextends: base\nscoring: {dimensions: {accuracy: {title: 数据, marks: 100}}}\n"
    ruleset = load(tmp_path, {"child.yaml": child, "base.yaml": base})
    assert ruleset.rules["balance"].dimension == ""
