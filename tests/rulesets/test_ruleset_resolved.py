"""The resolved ruleset is a ruleset: it loads as the same one, and says where each setting came from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.rulesets import CHECKS, FORMS, load

from gipaudit.rules.rule import Rule, Ruleset, When
from gipaudit.rules.ruleset import load_ruleset
from gipaudit.rules.writing import resolved_yaml
from gipaudit.sources.reading import parse

BASE = """ruleset: base
title: 基础
forms: ['2021']
rules:
  balance:
    title: 平衡
    check: equation
    formula: 甲 = 乙
    severity: error
    dimension: accuracy
    basis: |
      某办法
      第三条
    examples: {pass: [{甲: 1}, {甲: ~, 乙: 空}], fail: {甲: 1}}
  words: {title: 用语, check: words, all_of: [考核, [评议, 评价]], when: {years: -2018, levels: ["*-government"]}}
scoring:
  dimensions: {accuracy: {title: 准确, marks: 60.5}}
  veto: [{rule: words, ceiling: 59}]
  rules: {"b*": {lose: 2}}
"""
CHILD = "ruleset: 县\ntitle: '县: 一'\nextends: base\nrules:\n  balance: {formula: '甲 + 乙 = 012'}\n  words: off\n"


def reloaded(folder: Path, ruleset: Ruleset) -> Ruleset:
    file = folder / "resolved.yaml"
    file.write_text("\n".join(resolved_yaml(ruleset)) + "\n", encoding="utf-8")
    return load_ruleset(file, checks=CHECKS, forms=FORMS, folders=[])


def without_places(ruleset: Ruleset) -> Ruleset:
    rules = {id: replace(rule, origin={}) for id, rule in ruleset.rules.items()}
    return replace(ruleset, rules=rules, scoring_origin={}, files=(), off={})


def test_it_loads_as_the_same_ruleset(tmp_path: Path) -> None:
    for number, files in enumerate(({"base.yaml": BASE}, {"child.yaml": CHILD, "base.yaml": BASE})):
        ruleset = load(tmp_path / str(number), files)
        again = reloaded(tmp_path, ruleset)
        assert without_places(again) == without_places(ruleset)
        assert again.plan == ruleset.plan


def test_each_setting_has_its_file_and_line_behind_it(tmp_path: Path) -> None:
    lines = list(resolved_yaml(load(tmp_path, {"child.yaml": CHILD, "base.yaml": BASE})))
    assert f"    formula: 甲 + 乙 = 012  # {tmp_path}/child.yaml:5" in lines
    assert f"    severity: error  # {tmp_path}/base.yaml:9" in lines
    assert f"  veto: [{{rule: words, ceiling: 59}}]  # {tmp_path}/base.yaml:18" in lines
    assert f"# off: words  {tmp_path}/child.yaml:6" in lines


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12) | st.sampled_from(
    [
        "off",
        "no",
        "1:30",
        "012",
        "1.10",
        "true",
        "~",
        "",
        "- a",
        "a: b",
        "[x]",
        "甲，乙",
        "甲：乙",
        "#",
        " 前",
        "a\nb",
    ]
)
VALUES = st.recursive(
    TEXTS | st.integers(-(10**6), 10**6) | st.booleans() | st.none() | st.decimals(0, 99, places=2).map(float),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(len), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
@given(TEXTS, st.dictionaries(st.sampled_from(["formula", "all_of", "x"]), VALUES), st.dictionaries(TEXTS, VALUES))
def test_every_value_is_written_so_that_it_is_read_back(title: str, options: dict, scoring: dict) -> None:  # type: ignore[type-arg]
    rule = Rule("a", title, "words", ("2021",), options, when=When(("*-office",), (2019, None), ("某局",)))
    ruleset = Ruleset("试", "甲", "1.10", ("2021",), {"a": rule}, scoring, "", ())
    source, problems = parse(Path("a.yaml"), "\n".join(resolved_yaml(ruleset)))
    assert problems == []
    assert source is not None
    written = source.data["rules"]["a"]
    assert {key: written.get(key) for key in options} == options
    assert written.get("title", "") == title
    assert source.data.get("scoring", {}) == scoring
    assert written["when"] == {"levels": ["*-office"], "years": "2019-", "units": ["某局"]}
