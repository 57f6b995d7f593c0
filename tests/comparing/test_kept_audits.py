"""What an audit writes as JSON is what is read of it again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from comparing.made import audit, card, finding, kept
from jsonschema import Draft202012Validator
from msgspec.structs import replace as changed
from support.records import AUDIT, CARD, FINDINGS

from gipaudit.cli import language
from gipaudit.cli.main import run
from gipaudit.recorded.reading import parse_audit, parse_pieces
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.resources import rulesets_folder

NAME = "a.json"


def test_what_is_needed_of_an_audit_is_read_as_it_was_written() -> None:
    read = parse_audit("".join(render(AUDIT, Settings())).encode(), NAME)
    assert (read.version, read.today, read.ruleset.plan) == (AUDIT.version, AUDIT.today, AUDIT.plan)
    assert {id: (rule.title, rule.severity) for id, rule in read.rules.items()} == {
        id: (rule.title, rule.severity) for id, rule in AUDIT.rules.items()
    }
    first = read.cards[0]
    assert (first.unit, first.year, first.rank, first.source) == (CARD.unit, CARD.year, CARD.rank, CARD.source)
    assert (first.score.low, first.score.high, first.score.grade) == (
        CARD.score.low,
        CARD.score.high,
        CARD.score.grade,
    )
    assert [(each.rule, each.verdict, each.severity, each.message) for each in first.findings] == [
        (each.rule, each.verdict, each.severity, each.message) for each in FINDINGS
    ]


def test_pieces_say_what_the_whole_says() -> None:
    pieces = list(render(AUDIT, Settings(readings=False)))
    assert parse_pieces(pieces, NAME) == parse_audit("".join(pieces).encode(), NAME)


def test_new_ids_of_rules_are_written_as_the_schema_says() -> None:
    text = "".join(render(replace(AUDIT, renamed={"old": "new"}), Settings()))
    schema = json.loads((rulesets_folder() / "schema" / "audit.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(text))] == []
    assert parse_audit(text.encode(), NAME).ruleset.renamed == {"old": "new"}


def test_what_is_not_compared_is_told(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    language.use("zh")
    once, twice = card(findings=[finding()]), changed(card(source="另一份.html"), duplicate_of="一份.html")
    kept(audit(once, twice), tmp_path / "a.json")
    kept(audit(card("青溪市档案局", 2019, source="x.html")), tmp_path / "b.json")
    assert run(["compare", "a.json", "a.json"]) == 0
    assert "同一单位同一年度重复的报告未比较：甲1份，乙1份。" in capsys.readouterr().out
    assert run(["compare", "a.json", "b.json"]) == 0
    assert "两次审核没有对得上的报告" in capsys.readouterr().out
