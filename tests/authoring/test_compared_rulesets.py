"""``gipaudit ruleset diff`` and ``try``: what a change of rules is, and what it does to scores and ranks."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gipaudit.authoring.diff import diff
from gipaudit.authoring.trial import try_ruleset
from gipaudit.cli.main import run
from gipaudit.pipeline import audit
from gipaudit.rules.rule import Ruleset
from gipaudit.scoring.rulesets import load_ruleset

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
REPORTS = [EXAMPLES / name for name in sorted(file.name for file in EXAMPLES.glob("*.html"))]

HEAD = 'ruleset: own\nforms: ["2021"]\nextends: [national]\n'
RULE = """\
  新收不少:
    title: 本年新收的申请不少于结转下年度的申请
    check: identity
    formula: 表三·本年新收·总计 ≥ 表三·结转下年度·总计
    dimension: accuracy
"""


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Ruleset]:
    """Return a function: what a file adds to ``national`` → the ruleset."""

    def made(text: str) -> Ruleset:
        file = tmp_path / "own.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return load_ruleset(file)

    return made


def test_a_ruleset_is_the_same_as_itself(own: Callable[[str], Ruleset]) -> None:
    national = load_ruleset("national")
    assert diff(national, national).same
    found = diff(national, own(""))
    assert found.same
    assert found.before.plan == found.after.plan


def test_added_gone_and_changed_rules_are_told_with_their_places(own: Callable[[str], Ruleset]) -> None:
    text = "rules:\n  report.period: off\n  report.title: {severity: error, title: 新标题}\n" + RULE
    found = diff(load_ruleset("national"), own(text))
    assert [change.id for change in found.added] == ["新收不少"]
    (gone,) = found.gone
    assert gone.id == "report.period"
    assert gone.off is not None
    assert (gone.off.file.name, gone.off.line) == ("own.yaml", 5)
    (changed,) = found.changed
    settings = {setting.path: (setting.before, setting.after) for setting in changed.settings}
    assert settings.keys() == {"severity", "title"}
    assert settings["severity"] == ("warning", "error")
    places = [(setting.before_place, setting.after_place) for setting in changed.settings]
    assert all(before is not None and before.file.name == "national-common.yaml" for before, _ in places)
    assert all(after is not None and (after.file.name, after.line) == ("own.yaml", 6) for _, after in places)
    assert found.scoring == ()
    assert found.before.plan != found.after.plan


def test_comparing_the_other_way_round_turns_everything_round(own: Callable[[str], Ruleset]) -> None:
    national = load_ruleset("national")
    mine = own("rules:\n  report.period: off\n" + RULE + "scoring:\n  rules: {complete.blank: {lose: 1}}\n")
    there, back = diff(national, mine), diff(mine, national)
    assert [change.id for change in there.added] == [change.id for change in back.gone]
    assert [change.id for change in there.gone] == [change.id for change in back.added]
    forth = [(one.path, one.before, one.after) for one in there.scoring]
    assert forth == [("rules.complete.blank.lose", 0.5, 1)]
    assert [(one.path, one.after, one.before) for one in back.scoring] == forth


def test_settings_that_are_only_written_otherwise_are_no_change(own: Callable[[str], Ruleset]) -> None:
    text = 'rules:\n  report.form: {forms: ["2021", "2019", fujian, "2014"]}\n'
    assert diff(load_ruleset("national"), own(text)).same


def test_the_note_reads_in_chinese(own: Callable[[str], Ruleset], capsys: pytest.CaptureFixture[str]) -> None:
    file = own(
        "rules:\n  report.title: {severity: error}\n" + "scoring:\n  rules: {complete.blank: {lose: 1}}\n"
    ).files[0]
    assert run(["--lang", "zh", "ruleset", "diff", "national", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "新增 0 条规则，不再查 0 条，改动 1 条；评分改动 1 处。" in shown
    assert f"    严重程度：警告 → 错误（{file}:5:18）" in shown
    assert f"  rules.complete.blank.lose：0.5 → 1（{file}:7:28）" in shown
    assert run(["--lang", "zh", "ruleset", "diff", "national", "national"]) == 0
    assert "规则和分值都相同" in capsys.readouterr().out


def test_the_difference_as_json(own: Callable[[str], Ruleset], capsys: pytest.CaptureFixture[str]) -> None:
    file = own("rules:\n  report.period: off\n").files[0]
    assert run(["ruleset", "diff", "national", str(file), "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [gone["id"] for gone in record["gone"]] == ["report.period"]
    assert record["before"]["plan"] == load_ruleset("national").plan


def test_a_trial_says_what_two_audits_would(own: Callable[[str], Ruleset]) -> None:
    """Every score, rank and loss is that of an audit by the one or the other ruleset."""
    national, mine = load_ruleset("national"), own("scoring:\n  rules: {complete.blank: {lose: 1, at_most: 6}}\n")
    trial = try_ruleset(mine, national, REPORTS)
    for ruleset, side in (("national", "before"), (mine.files[0], "after")):
        cards = {card.source: card for card in audit(REPORTS, ruleset=ruleset).scorecards}
        assert cards.keys() == {move.source for move in trial.moves}
        for move in trial.moves:
            card = cards[move.source]
            assert getattr(move, side) == card.score
            assert getattr(move, f"rank_{side}") == card.rank
            losses = {result.id: result.lost for result in card.rules}
            assert all(getattr(rule, f"loss_{side}") == losses[rule.rule] for rule in move.rules)


def test_only_what_changed_is_named(own: Callable[[str], Ruleset]) -> None:
    national = load_ruleset("national")
    mine = own("scoring:\n  rules: {complete.blank: {lose: 1, at_most: 6}}\n")
    trial = try_ruleset(mine, national, REPORTS)
    assert {rule.rule for move in trial.moves for rule in move.rules} == {"complete.blank"}
    (effect,) = trial.effects
    assert (effect.rule, effect.change) == ("complete.blank", "")
    assert effect.after > effect.before
    worse = [move for move in trial.moves if move.gained < 0]
    assert len(worse) == effect.reports
    assert sum((move.gained for move in trial.moves), Decimal(0)) == effect.before - effect.after


def test_a_ruleset_tried_against_itself_moves_nothing() -> None:
    national = load_ruleset("national")
    trial = try_ruleset(national, national, REPORTS)
    assert trial.moves
    assert all((move.before, move.rank_before) == (move.after, move.rank_after) for move in trial.moves)
    assert not any(move.rules for move in trial.moves)
    assert trial.effects == ()


def test_each_report_is_read_once(own: Callable[[str], Ruleset], monkeypatch: pytest.MonkeyPatch) -> None:
    from gipaudit import pipeline

    calls: list[int] = []
    take_in = pipeline.take_in

    def counted(found: Any, *more: Any, **options: Any) -> Any:
        calls.append(len(found))
        return take_in(found, *more, **options)

    monkeypatch.setattr(pipeline, "take_in", counted)
    try_ruleset(own("rules:\n  report.period: off\n"), load_ruleset("national"), REPORTS)
    assert calls == [len(REPORTS)]


def test_the_command_shows_old_and_new_and_names_the_rules(
    own: Callable[[str], Ruleset], capsys: pytest.CaptureFixture[str]
) -> None:
    file = own("rules:\n  complete.blank: off\n").files[0]
    assert run(["--lang", "zh", "ruleset", "try", str(file), *map(str, REPORTS)]) == 0
    shown = capsys.readouterr().out
    assert f"{len(REPORTS)} 份报告：得分升" in shown
    row = next(line for line in shown.splitlines() if line.startswith("complete.blank"))
    assert "不再查" in row
    assert run(["ruleset", "try", str(file), *map(str, REPORTS), "--against", str(file), "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["before"] == record["after"]
    assert record["rules"] == []


def test_a_report_that_is_not_there_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ruleset", "try", "shandong", "没有这个文件夹"]) == 2
