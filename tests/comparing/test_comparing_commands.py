"""``gipaudit compare``, ``rank`` and ``history``: what they print and write, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from comparing.conftest import Call
from comparing.made import RULES, audit, card, finding, kept
from jsonschema import Draft202012Validator

from gipaudit.renderers.layout import columns
from gipaudit.resources import rulesets_folder

LAST_YEAR = audit(
    card("禾丰县水务局", 2022, [finding(), finding("blank")], 80, grade="良好", group="部门"),
    card("禾丰县民政局", 2022, [], 95, grade="优秀", group="部门"),
    card("禾丰县", 2022, [finding("blank")], 93, grade="优秀", group="政府"),
    card("禾丰县档案局", 2022, [finding()], 60, grade="合格", group="部门"),
)
THIS_YEAR = audit(
    card("禾丰县水务局", 2023, [finding()], 85, 95, grade="良好", grade_high="优秀", group="部门"),
    card("禾丰县民政局", 2023, [finding("contact", "report")], 90, grade="优秀", group="部门"),
    card("禾丰县人民政府", 2023, [finding("blank", verdict="waived")], 95, grade="优秀", group="政府"),
    card("禾丰县教育局", 2023, [], 70, 99, verdicts={"balance": "not_assessable"}, group="部门"),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both years' audits."""
    monkeypatch.chdir(tmp_path)
    kept(LAST_YEAR, tmp_path / "2022.json")
    kept(THIS_YEAR, tmp_path / "2023.json")
    return tmp_path


COMMANDS = [
    ("compare", "2022.json", "2023.json"),
    ("rank", "2023.json", "--previous", "2022.json"),
    ("history", "禾丰县水务局", "2022.json", "2023.json"),
]
SCHEMAS = {"compare": "comparison", "rank": "ranking", "history": "history"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(("width", "spoken"), [("80", "zh"), ("80", "en"), ("120", "zh")])
def test_what_is_printed(
    call: Call, command: tuple[str, ...], width: str, spoken: str, monkeypatch: pytest.MonkeyPatch, snapshot: object
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    code, out, err = call(*command, "--lang", spoken)
    assert (code, err) == (0, "")
    assert all(columns(line) <= int(width) for line in out.splitlines())
    assert out == snapshot


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_json_is_as_its_schema_says_and_the_same_twice(call: Call, command: tuple[str, ...]) -> None:
    code, out, err = call(*command, "--format", "json")
    assert (code, err) == (0, "")
    file = rulesets_folder() / "schema" / f"{SCHEMAS[command[0]]}.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(out))] == []
    assert call(*command, "--format", "json")[1] == out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_spreadsheet_gets_a_row_a_report_and_no_formula(call: Call, command: tuple[str, ...], desk: Path) -> None:
    def rows(text: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(text)))

    code, out, _ = call(*command, "--format", "csv")
    assert code == 0
    assert len(rows(out)) == {"compare": 5, "rank": 4, "history": 2}[command[0]]
    assert all(None not in row and None not in row.values() for row in rows(out))
    assert call(*command, "--format", "csv", "--output", "a.csv")[:2] == (0, "")
    assert (desk / "a.csv").read_bytes() == ("\ufeff" + out).encode()


def test_a_units_name_is_no_formula(call: Call, desk: Path) -> None:
    kept(audit(card("=HYPERLINK(A1)", 2023, source="-1+1.html")), desk / "a.json")
    (row,) = csv.DictReader(io.StringIO(call("rank", "a.json", "--format", "csv")[1]))
    assert (row["单位"], row["文件"]) == ("'=HYPERLINK(A1)", "'-1+1.html")


def test_other_plans_are_told_and_nothing_is_subtracted(call: Call, desk: Path) -> None:
    stricter = audit(*THIS_YEAR.cards, plan="q")
    kept(stricter, desk / "b.json")
    code, out, _ = call("compare", "2023.json", "b.json")
    assert (code, "增减" in out) == (0, False)
    assert "注意：两次分值方案不同，分数不可直接比较\n" in out
    values = json.loads(call("compare", "2023.json", "b.json", "--format", "json")[1])
    assert not values["same_plan"]
    assert [unit["gained"] for unit in values["units"]] == [None] * 4
    assert "两次分值方案不同" in call("rank", "b.json", "--previous", "2022.json")[1]
    assert "各年分值方案不同，分数不可直接比较" in call("history", "禾丰县民政局", "2022.json", "b.json")[1]


def test_other_versions_are_told(call: Call, desk: Path) -> None:
    kept(audit(*THIS_YEAR.cards, version="0.2.0"), desk / "b.json")
    assert "程序或插件版本不同（0.1.0、0.2.0）" in call("compare", "2023.json", "b.json")[1]


def test_rules_that_only_one_asks_are_named(call: Call, desk: Path) -> None:
    fewer = {rule: RULES[rule] for rule in ("balance", "blank")}
    kept(audit(*THIS_YEAR.cards, rules=fewer), desk / "b.json")
    assert "只有甲查的规则1条：contact。" in call("compare", "2023.json", "b.json")[1]


@pytest.mark.parametrize(("before", "after", "fail_on", "code"), [
    ("2022", "2023", "new", 1), ("2022", "2023", "never", 0), ("2023", "2023", "new", 0),
])  # fmt: skip
def test_new_problems_may_be_an_exit_code(call: Call, before: str, after: str, fail_on: str, code: int) -> None:
    assert call("compare", f"{before}.json", f"{after}.json", "--fail-on", fail_on)[0] == code


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_input_is_never_written_over(call: Call, command: tuple[str, ...], desk: Path) -> None:
    code, out, err = call(*command, "--output", "2022.json")
    assert (code, out) == (2, "")
    assert "2022.json 是输入文件，不能覆盖" in err
    assert json.loads((desk / "2022.json").read_text(encoding="utf-8"))["schema"] == "gipaudit/audit@1"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_is_no_audit_is_told_with_its_place(call: Call, command: tuple[str, ...], desk: Path) -> None:
    (desk / "2022.json").write_text('{"schema": "gipaudit/audit@1",\n "scorecards": [', encoding="utf-8")
    code, out, err = call(*command)
    assert (code, out) == (2, "")
    assert "2022.json:2:17: 不是有效的 JSON（可能没有写完）" in err


def test_a_unit_that_changed_its_name_is_found_in_the_roster(call: Call, desk: Path) -> None:
    (desk / "units.csv").write_text("单位,别名\n禾丰县文化和旅游局,禾丰县文化局\n", encoding="utf-8")
    kept(audit(card("禾丰县文化局", 2022)), desk / "a.json")
    kept(audit(card("禾丰县文化和旅游局", 2023)), desk / "b.json")
    assert "共对照0份" in call("compare", "a.json", "b.json")[1]
    assert "共对照1份" in call("compare", "a.json", "b.json", "--units", "units.csv")[1]


def test_what_a_lasting_problem_was_before_is_told(call: Call, desk: Path) -> None:
    kept(audit(card(findings=[finding("blank", message="有3格空白")])), desk / "a.json")
    graver = [finding("blank", message="有5格空白", severity="error")]
    kept(audit(card(findings=graver)), desk / "b.json")
    assert "  仍在    有5格空白（blank）；警告 → 错误；甲：有3格空白\n" in call("compare", "a.json", "b.json")[1]


def test_who_sent_nothing_is_told_so(call: Call, desk: Path) -> None:
    kept(audit(card(), card("禾丰县教育局", low=0, source=None)), desk / "a.json")
    assert "     2  禾丰县教育局       0  未报送\n" in call("rank", "a.json")[1]
    assert "  2023       0  未报送     2/2 " in call("history", "禾丰县教育局", "a.json")[1]


def test_names_cannot_steer_the_terminal(call: Call, desk: Path) -> None:
    evil = "禾丰县\x1b[2J水务局\u202e"
    kept(audit(card(evil, 2022, [finding(message=evil)])), desk / "a.json")
    kept(audit(card(evil, 2023, [finding("blank", message=evil)], group=evil)), desk / "b.json")
    for command in (("compare", "a.json", "b.json"), ("rank", "b.json"), ("history", evil, "a.json", "b.json")):
        code, out, _ = call(*command)
        assert code == 0
        assert "\x1b" not in out
        assert "\u202e" not in out
