"""Wrong words are found with what they should be, and right words that look like them are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.reports import judge, problems, report

from gipaudit.errors import SourceError
from gipaudit.rules.checks.wording import CHECK
from gipaudit.scorecard import Outcome
from gipaudit.scoring.rulesets import load_ruleset


def said(text: str, terms: dict[str, Any], unit: str = "示例市示例局", **options: Any) -> dict[str, Outcome]:
    return judge(CHECK, report(sections={"overview": text}, unit=unit), terms=terms, **options)


def wrong(text: str, terms: dict[str, Any], **options: Any) -> list[str]:
    return [key for key, outcome in said(text, terms, **options).items() if outcome.verdict == "fail"]


def test_a_wrong_word_is_told_with_the_right_one_the_reason_and_its_place() -> None:
    terms = {"帐户": {"right": "账户", "why": "与钱物有关的用“账”"}}
    outcome = said("补贴已打入帐户。设立专门帐户管理。", terms)["帐户"]
    assert outcome.evidence.message == "“帐户”宜为“账户”（2处）：与钱物有关的用“账”"
    assert all("帐户" in passage.text and passage.place.paragraph for passage in outcome.evidence.passages)
    assert outcome.evidence.values["expected"] == "账户"


def test_every_term_is_an_instance_so_that_what_is_right_counts_as_passed() -> None:
    outcomes = said("按照布署开展工作。", {"布署": "部署", "批露": "披露"})
    assert {key: outcome.verdict for key, outcome in outcomes.items()} == {"布署": "fail", "批露": "pass"}


@pytest.mark.parametrize("printed", ["布 署", "布\u3000署", "布\u200b署"])
def test_blanks_within_a_word_hide_nothing(printed: str) -> None:
    assert wrong(f"按照{printed}开展工作。", {"布署": "部署"}) == ["布署"]


def test_an_exception_spares_the_longer_word_and_nothing_else() -> None:
    terms = {"布署": {"right": "部署", "except": ["发布署"]}}
    assert wrong("联合发布署名文章。", terms) == []
    assert wrong("联合发布署名文章，按照布署开展工作。", terms) == ["布署"]
    assert wrong("联合发布署名文章。", {"布署": "部署"}, **{"except": ["发布署"]}) == []


def test_quoted_titles_are_left_alone_unless_a_term_asks_for_them() -> None:
    text = "转发《关于工商局档案移交的通知》。"
    assert wrong(text, {"工商局": "市场监督管理局"}) == []
    assert wrong(text, {"工商局": {"right": "市场监督管理局", "titles": True}}) == ["工商局"]


def test_the_units_own_name_is_no_mistake() -> None:
    text = "云溪县环保局公开信息。"
    assert wrong(text, {"环保局": "生态环境局"}, unit="云溪县环保局") == []
    assert wrong(text, {"环保局": "生态环境局"}, unit="云溪县水务局") == ["环保局"]


def test_words_of_two_paragraphs_do_not_make_a_wrong_one() -> None:
    assert wrong("信息由办公室统一发布\n署名文章12篇。", {"布署": "部署"}) == []


def test_a_term_may_be_a_pattern() -> None:
    terms = {"截止[0-9]{4}年": "截至"}
    assert wrong("截止２０２３年底，公开120条。", terms) == ["截止[0-9]{4}年"]
    assert wrong("报名截止日期为2023年。", terms) == []


def test_a_term_turned_off_is_not_looked_for_and_one_may_weigh_less_than_its_rule() -> None:
    assert list(said("帐户", {"帐户": "off", "布署": "部署"})) == ["布署"]
    assert said("布署", {"布署": {"right": "部署", "severity": "info"}})["布署"].severity == "info"
    assert said("布署", {"布署": {"right": "部署", "severity": "warning"}})["布署"].severity is None


def test_what_is_found_beside_personal_data_shows_none_of_it() -> None:
    outcome = said("帐户13812345678已核实。", {"帐户[0-9]*": "账户"})["帐户[0-9]*"]
    shown = outcome.evidence.message + "".join(passage.text for passage in outcome.evidence.passages)
    assert "13812345678" not in shown


def test_a_bad_pattern_and_a_weight_above_the_rules_are_told() -> None:
    assert any("括号" in problem for problem in problems(CHECK, terms={"布(署": "部署"}))
    assert any("括号" in problem for problem in problems(CHECK, terms={"布署": {"right": "部署", "except": ["(发"]}}))
    told = problems(CHECK, terms={"布署": {"right": "部署", "severity": "error"}})
    assert any("重于规则的级别" in problem for problem in told)


def test_an_office_adds_terms_to_the_shipped_list_and_takes_some_off(tmp_path: Path) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(
        "ruleset: 我市用词\nextends: [national]\nrules:\n  wording.spelling:\n    terms:\n"
        "      云溪幻: 云溪环\n      布署: off\n",
        encoding="utf-8",
    )
    terms = load_ruleset(file).rules["wording.spelling"].options["terms"]
    assert (terms["云溪幻"], terms["布署"]) == ("云溪环", "off")
    assert terms.keys() > {"再接再励", "批露"}


def test_an_entry_without_what_is_right_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(
        "ruleset: 我市用词\nforms: ['2021']\nrules:\n  甲:\n    title: 甲\n    check: wording\n"
        "    terms:\n      云溪幻: {why: 笔误}\n",
        encoding="utf-8",
    )
    with pytest.raises(SourceError):
        load_ruleset(file)
