"""A baseline hides what an earlier audit had already: nothing else, and never a mark."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hierarchy.county import lay_out
from jsonschema import Draft202012Validator
from support.records import AUDIT, CARD, FINDINGS

from gipaudit.baseline import against, read_baseline
from gipaudit.cli.exit_codes import exit_code
from gipaudit.errors import SourceError
from gipaudit.pipeline import audit
from gipaudit.recorded.reading import LARGEST_FILE
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.table import render as render_table
from gipaudit.resources import rulesets_folder
from gipaudit.scorecard import Audit, Finding

OFFICE = Path(__file__).parent / "office.yaml"
TODAY = date(2024, 2, 20)
SCHEMA = json.loads((rulesets_folder() / "schema" / "audit.schema.json").read_text(encoding="utf-8"))

Run = Callable[..., Audit]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function: the cells of 水务局 and 民政局 → their audit against the last one, kept as a baseline."""
    kept = tmp_path / "上次.json"

    def go(water: Mapping[str, Any], civil: Mapping[str, Any] | None, **options: Any) -> Audit:
        reports = [{"unit": "禾丰县水务局", "cells": water, "file": "水务局.html"}]
        if civil is not None:
            reports.append({"unit": "禾丰县民政局", "cells": civil, "file": "民政局.html"})
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        lay_out(folder, reports)
        baseline = kept if kept.exists() else None
        result = audit(folder, ruleset=options.pop("ruleset", OFFICE), today=TODAY, baseline=baseline, **options)
        kept.write_text("".join(render(result, Settings(readings=False))), encoding="utf-8")
        return result

    return go


WRONG = {"applications.new.natural": 3}


def new(result: Audit) -> list[tuple[str | None, str, str]]:
    return [
        (card.unit, item.rule, item.instance)
        for card in result.scorecards
        for item in card.findings
        if not item.known
    ]


def shown(result: Audit) -> str:
    return "".join(render_table(result, Settings(language="zh", width=100)))


def test_the_baseline_of_the_same_audit_hides_everything(run: Run) -> None:
    first, second = run(WRONG, {}), run(WRONG, {})
    assert new(first) != []
    assert new(second) == []
    assert second.baseline is not None
    assert (second.baseline.known, second.baseline.fixed, second.baseline.gone) == (len(new(first)), 0, 0)
    assert second.baseline.notes == ()
    assert [card.score for card in first.scorecards] == [card.score for card in second.scorecards]
    assert (exit_code(first, "warning", None), exit_code(second, "warning", None)) == (1, 0)


def test_what_it_hides_is_counted_and_stays_in_the_json(run: Run) -> None:
    run(WRONG, {})
    second = run(WRONG, {})
    text = shown(second)
    assert "另有2处与基线相同，未列出。" in text
    assert "另有2处与基线相同，未列出；基线中的问题已改正0处。得分不受基线影响。" in text.replace("\n", "")
    assert "不符合" not in text
    assert "填错之处" not in text
    values = json.loads("".join(render(second, Settings())))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(values)] == []
    told = [item for card in values["scorecards"] for item in card["findings"]]
    assert len(told) == 2
    assert all(item["known"] for item in told)


def test_only_what_is_new_is_told(run: Run) -> None:
    run(WRONG, {})
    second = run({**WRONG, "documents.rules.issued": ""}, WRONG)
    assert new(second) == [
        ("禾丰县民政局", "balance", "natural"),
        ("禾丰县民政局", "row_total", "new"),
        ("禾丰县水务局", "blank", "documents:blank"),
    ]
    assert exit_code(second, "error", None) == 1
    assert second.baseline is not None
    assert second.baseline.known == 2


def test_what_is_mended_is_counted_with_its_report(run: Run) -> None:
    run(WRONG, WRONG)
    second = run({}, WRONG)
    assert {card.unit: card.fixed for card in second.scorecards} == {"禾丰县水务局": 2, "禾丰县民政局": 0}
    assert "基线中有2处已改正。" in shown(second)


def test_what_is_not_judged_again_is_not_called_mended(run: Run) -> None:
    run(WRONG, WRONG)
    second = run({"applications.new.natural": "见附件"}, None)
    assert second.baseline is not None
    assert (second.baseline.known, second.baseline.fixed, second.baseline.gone) == (0, 0, 4)
    assert "4处此次没有再审核" in shown(second)


def test_another_ruleset_is_told(run: Run, tmp_path: Path) -> None:
    run(WRONG, {})
    other = tmp_path / "other.yaml"
    other.write_text(OFFICE.read_text(encoding="utf-8").replace("lose: 5", "lose: 6"), encoding="utf-8")
    second = run(WRONG, {}, ruleset=other)
    assert second.baseline is not None
    assert "规则集与本次不同" in second.baseline.notes[0]
    assert "规则集与本次不同" in shown(second)


def test_a_rule_that_bears_a_new_id_is_known_again(run: Run, tmp_path: Path) -> None:
    older = tmp_path / "older.yaml"
    text = OFFICE.read_text(encoding="utf-8").replace("renamed: {received_equals_answered: balance}\n", "")
    older.write_text(text.replace("  balance:", "  received_equals_answered:"), encoding="utf-8")
    first = run(WRONG, WRONG, ruleset=older)
    assert {rule for _, rule, _ in new(first)} == {"received_equals_answered", "row_total"}
    second = run(WRONG, {})
    assert new(second) == []
    assert second.baseline is not None
    assert (second.baseline.known, second.baseline.fixed, second.baseline.gone) == (2, 2, 0)


def kept(audit: Audit, folder: Path) -> Path:
    file = folder / "上次.json"
    file.write_text("".join(render(audit, Settings())), encoding="utf-8")
    return file


def compared(before: tuple[Finding, ...], after: tuple[Finding, ...], folder: Path) -> list[bool]:
    """Which findings are known, where one card had some before and has some now."""
    earlier = kept(replace(AUDIT, scorecards=(replace(CARD, findings=before),)), folder)
    now = replace(AUDIT, scorecards=(replace(CARD, findings=after),))
    return [item.known for item in against(now, read_baseline(str(earlier))).scorecards[0].findings]


FAILING = FINDINGS[0]


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        (FAILING, FAILING, True),
        (FAILING, replace(FAILING, message="换了说法"), True),
        (FAILING, replace(FAILING, severity="warning"), True),
        (replace(FAILING, severity="warning"), FAILING, False),
        (replace(FAILING, verdict="not_assessable"), FAILING, False),
        (FAILING, replace(FAILING, verdict="not_assessable"), False),
        (replace(FAILING, verdict="waived"), FAILING, False),
        (FAILING, replace(FAILING, fingerprint="another"), False),
    ],
)
def test_what_became_graver_or_another_verdict_is_new(
    before: Finding, after: Finding, known: bool, tmp_path: Path
) -> None:
    assert compared((before,), (after,), tmp_path) == [known]


def test_a_second_copy_with_the_same_fault_is_new(tmp_path: Path) -> None:
    assert compared((FAILING,), (FAILING, FAILING), tmp_path) == [True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1:1: 不是有效的 JSON（可能没有写完）"),
        ('{"schema": "gipaudit/audit@1",\n "scorecards": [', ":2:17: 不是有效的 JSON"),
        ("[]", "不是审核结果"),
        ('{"schema": 1}', "不是审核结果"),
        ('{"schema": "gipaudit/audit@9"}', "格式是“gipaudit/audit@9”"),
        ('{"schema": "gipaudit/audit@1"}', "内容不完整或被改动过"),
        ("[" * 100_000, "不是审核结果"),
        ('{"schema": NaN}', ":1:12: 不是有效的 JSON"),
        ('{"schema": ' + "9" * 10_000 + "}", "不是审核结果"),
    ],
)
def test_what_is_no_audit_is_told_in_words(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_baseline(str(file))
    assert told in str(refused.value)


@pytest.mark.parametrize("change", [
    {"unit": ["甲"]}, {"year": "2023"}, {"findings": None}, {"findings": [{}]}, {"findings": ["一"]},
])  # fmt: skip
def test_an_audit_that_was_changed_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    file = kept(AUDIT, tmp_path)
    values = json.loads(file.read_text(encoding="utf-8"))
    values["scorecards"][0] |= change
    file.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(SourceError, match="内容不完整或被改动过"):
        read_baseline(str(file))


def test_what_is_not_there_and_what_is_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="文件不存在"):
        read_baseline(str(tmp_path / "a.json"))
    with (tmp_path / "b.json").open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    with pytest.raises(SourceError, match="--no-readings"):
        read_baseline(str(tmp_path / "b.json"))
