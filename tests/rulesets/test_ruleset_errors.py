"""What is wrong in a ruleset is told all at once, with its place, in words, and with the nearest known name."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.rulesets import CHECKS, FORMS, load

from gipaudit.errors import Message, SourceError, UsageError
from gipaudit.rules.check import OptionProblem
from gipaudit.rules.ruleset import load_ruleset

HEAD = "ruleset: 试\nforms: ['2021']\nrules:\n"


def told(folder: Path, text: str, **options: object) -> list[str]:
    with pytest.raises(SourceError) as caught:
        load(folder, {"a.yaml": text}, **options)
    return [problem.say("zh").removeprefix(f"{folder}/a.yaml:") for problem in caught.value.problems]


ONE = [
    ("a: {¦titel: 甲, title: 甲, check: words, all_of: [一]}", "没有设置项“titel”，是不是“title”？"),
    ("a: {title: 甲, check: ¦wrods, all_of: [一]}", "“check”不能写“wrods”，是不是“words”？"),
    ("¦a: {title: 甲, check: words}", "缺少“all_of”"),
    ("¦a: {check: words, all_of: [一]}", "缺少 title"),
    ("a: {title: 甲, check: words, all_of: ¦一}", "“all_of”应为列表（[甲, 乙]），现为文字"),
    ("a: {title: 甲, check: words, all_of: ¦［一］}", "请用半角括号"),
    ("a: {title: 甲, check: words, all_of: [¦{b: c}]}", "“all_of.1”应为文字或列表"),
    ("a: {title: 甲, check: words, ¦all_of: []}", "至少要有 1 项"),
    ("a: {title: 甲, check: equation, formula: x, tolerance: ¦-1}", "不能小于 0，现为 -1"),
    ("a: {title: 甲, check: equation, formula: x, tolerance: ¦多}", "应为数字，现为文字"),
    ("a: {title: 甲, check: equation, formula: 甲 = ¦错}", "不认识“错”"),
    ("a: {title: 甲, check: equation, formula: '甲 = ¦错'}", "不认识“错”"),
    ("a: {title: 甲, check: words, all_of: [一], severity: ¦fatal}", "可用：error、warning、info"),
    ("a: {title: 甲, check: words, all_of: [一], forms: ['¦2020']}", "没有报告格式“2020”，是不是“2021”？"),
    ("a: {title: 甲, check: words, all_of: [一], message: '缺¦{lft}项'}", "没有占位“lft”，是不是“left”？"),
    ("a: {title: 甲, check: words, all_of: [一], when: {levels: [¦市-government]}}", "没有层级“市”"),
    ("a: {title: 甲, check: words, all_of: [一], when: {levels: ¦city-goverment}}", "是不是“government”？"),
    ("a: {title: 甲, check: words, all_of: [一], when: {years: ¦2023-2021}}", "年度“2023-2021”写法不对"),
    ("a: {title: 甲, check: words, all_of: [一], when: {¦year: 2021}}", "是不是“years”？"),
    ("a: {title: 甲, check: words, all_of: [一], if: ¦无此项 > 0}", "不认识“无此项”"),
    ("¦a b: {title: 甲, check: words, all_of: [一]}", "不允许的字符"),
    ("a: ¦关", "“a”不能写“关”"),
    ("a:¦", "冒号后面没有内容"),
    ("¦a: off", "没有可修改或停用的规则“a”"),
    ("¦a: {severity: error}", "新规则要写 check"),
    ("a: {title: 甲, check: words, all_of: [一], ¦message: {column}}", "以 { 开头的文字要加引号"),
]


@pytest.mark.parametrize(("rule", "words"), ONE)
def test_a_mistake_is_told_once_with_its_place(tmp_path: Path, rule: str, words: str) -> None:
    """The mark ¦ stands where the mistake begins."""
    found = told(tmp_path, f"{HEAD}  {rule.replace('¦', '')}\n")
    assert len(found) == 1
    assert found[0].startswith(f"4:{rule.index('¦') + 3}: ")
    assert words in found[0]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "ruleset：试\nforms: [2020]\nrules:\n"
        "  a: {title: 甲, check: words, al_of: [一]}\n"
        "  b:\n    title: 乙\n    check: equation\n    formula: 错\n    severity:error\n    title: 丙\n"
        "scorin: 1\n"
    )
    assert [line.split(":")[0] for line in told(tmp_path, text)] == ["1", "2", "4", "4", "8", "9", "10", "11"]


def test_a_parents_mistake_is_told_in_the_parents_file(tmp_path: Path) -> None:
    files = {
        "child.yaml": "ruleset: 县\nextends: ./base.yaml\nrules: {b: {severity: x}}\n",
        "base.yaml": HEAD + "  b: {title: 乙, check: words, all_of: [一], dimensoin: 甲}\n",
    }
    with pytest.raises(SourceError) as caught:
        load(tmp_path, files)
    assert [(p.position.file.name, p.position.line) for p in caught.value.problems] == [
        ("child.yaml", 3),
        ("base.yaml", 4),
    ]


def test_a_wrong_key_of_an_override_is_told_once_with_the_keys_of_its_own_check(tmp_path: Path) -> None:
    parent = HEAD.replace("试", "父") + "  a: {title: 甲, check: words, all_of: [一]}\n"
    own = "ruleset: 子\nextends: [父]\nrules:\n  a: {all_off: [二]}\n"
    with pytest.raises(SourceError) as caught:
        load(tmp_path, {"own.yaml": own, "父.yaml": parent})
    (problem,) = caught.value.problems
    assert "没有设置项“all_off”，是不是“all_of”？" in problem.message.zh
    assert "tolerance" not in problem.message.zh


def test_numbers_are_the_text_that_was_written_where_text_is_asked(tmp_path: Path) -> None:
    text = (
        "ruleset: 试\nversion: 1.10\nforms: [2021]\nrules:\n  a: {title: 2.50, check: words, all_of: [3.10, [7]]}\n"
    )
    ruleset = load(tmp_path, {"a.yaml": text})
    assert ruleset.version == "1.10"
    assert ruleset.rules["a"].title == "2.50"
    assert ruleset.rules["a"].options["all_of"] == ["3.10", ["7"]]


@pytest.mark.parametrize(
    ("written", "years"),
    [("2021", (2021, 2021)), ("2021-", (2021, None)), ("-2018", (None, 2018)), ("2019—2020", (2019, 2020))],
)
def test_years_may_be_open(tmp_path: Path, written: str, years: tuple[int | None, int | None]) -> None:
    text = HEAD + f"  a: {{title: 甲, check: words, all_of: [一], when: {{years: {written}}}}}\n"
    assert load(tmp_path, {"a.yaml": text}).rules["a"].when.years == years


def test_an_unknown_dimension_is_told(tmp_path: Path) -> None:
    text = (
        HEAD + "  a: {title: 甲, check: words, all_of: [一], dimension: acuracy}\n"
        "scoring: {dimensions: {accuracy: {title: 准确, marks: 100}}}\n"
    )
    assert told(tmp_path, text) == ["4:55: 没有维度“acuracy”，是不是“accuracy”？可用：accuracy"]


SCORING = {
    "type": "object",
    "properties": {"rules": {"type": "object", "additionalProperties": {"required": ["lose"]}}},
    "additionalProperties": False,
}


def test_the_scoring_block_is_held_to_its_own_schema_once_it_is_merged(tmp_path: Path) -> None:
    rule = "  a: {title: 甲, check: words, all_of: [一]}\n"
    found = told(tmp_path, HEAD + rule + "scoring:\n  rules: {a: {per: cell}}\n  rule: 1\n", scoring_schema=SCORING)
    assert [line.split(": ")[0] for line in found] == ["6:11", "7:3"]
    assert "缺少“lose”" in found[0]


def test_whoever_knows_of_marks_is_asked_about_the_block(tmp_path: Path) -> None:
    def ask(block: object, rules: object) -> list[OptionProblem]:
        assert rules == {"a": "丁"}
        return [OptionProblem(("rules", "b"), Message("没有规则“b”", "no rule"))]

    rule = "  a: {title: 甲, check: words, all_of: [一], dimension: 丁}\n"
    text = HEAD + rule + "scoring: {rules: {b: {lose: 1}}}\n"
    assert told(tmp_path, text, scoring_schema=SCORING, scoring_problems=ask) == ["5:19: 没有规则“b”"]


PIECES = (
    *[
        "ruleset",
        "extends",
        "rules",
        "scoring",
        "forms",
        "check",
        "title",
        "words",
        "equation",
        "formula",
        "all_of",
        "when",
        "levels",
        "off",
        "on",
        "a",
        "试",
        "2021",
    ],
    *[":", "：", "，", "[", "]", "{", "}", "-", "'", "#", "*", "&", "!", "|", ">", "~", "1", "甲", "="],
    *('"', "\t", "\n", "\n  ", "\n    ", ": ", " ", ", "),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_loaded_or_told(tmp_path: Path, words: list[str]) -> None:
    file = tmp_path / "试.yaml"
    file.write_text("ruleset: 试\n" + "".join(words), encoding="utf-8")
    with suppress(SourceError, UsageError):
        load_ruleset(file, checks=CHECKS, forms=FORMS, folders=[tmp_path])


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3000)
    | st.sampled_from(["off", "a", "试", "words", "equation", "=", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "title", "check", "all_of", "formula", "when", "levels", "years", "if", "forms"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["rules", "extends", "forms", "scoring", "title", "version"]), VALUES))
def test_any_values_are_loaded_or_told(tmp_path: Path, values: dict[str, object]) -> None:
    file = tmp_path / "试.yaml"
    file.write_text(json.dumps({"ruleset": "试", **values}, ensure_ascii=False), encoding="utf-8")
    with suppress(SourceError, UsageError):
        load_ruleset(file, checks=CHECKS, forms=FORMS, folders=[tmp_path])
