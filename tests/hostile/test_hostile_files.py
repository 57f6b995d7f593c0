"""What hostile files, names, rulesets and patterns may not do to the one who reads the output."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from defects.draft import draft
from defects.printing import write
from hostile.case import SAYS
from hostile.conftest import CASES, Run, command
from hostile.places import ESCAPES, NAMES

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f]")


def test_nothing_of_a_file_or_its_name_steers_what_reads_the_json(printed: CompletedProcess[str]) -> None:
    assert not STEERING.search(printed.stdout + printed.stderr)


def test_nothing_of_a_name_steers_the_terminal(folder: Path, run: Run) -> None:
    done = run(*(os.fsdecode(os.fsencode(folder) + b"/" + name) for name in NAMES), "--fail-on", "never")
    assert done.returncode == 0
    assert not STEERING.search(done.stdout + done.stderr)


def test_memory_that_ran_out_is_told_whatever_started_the_audit(tmp_path: Path, run: Run) -> None:
    """What a large process starts bears that process's peak of memory, and still is not as large."""
    large = bytearray(700 * 2**20)
    (tmp_path / "forms.pdf").write_bytes(CASES["laughing-forms.pdf"][1]())
    (unread,) = json.loads(run(tmp_path, "--format", "json", "--fail-on", "never").stdout)["unreadable"]
    assert unread["code"] in ("out-of-memory", "too-slow")
    assert large is not None


def test_a_name_that_begins_as_an_option_does_is_no_option(tmp_path: Path) -> None:
    (tmp_path / "--lang").write_text(SAYS, encoding="utf-8")
    done = command("audit", "--", "--lang", cwd=tmp_path)
    assert done.returncode == 0
    assert "--lang" in done.stdout


def test_a_report_full_of_escapes_is_shown_without_them(tmp_path: Path, run: Run) -> None:
    made = draft(3, "2021", "html")
    made.title = [f"{made.unit.name}{ESCAPES}{made.year}年政府信息公开年度报告"]
    made.part("problems").heading += ESCAPES
    made.figures["applications.new.natural"] = f"3{ESCAPES}"
    (tmp_path / f"{ESCAPES}.html").write_bytes(write(made))
    for format in ("table", "json"):
        done = run(tmp_path, "--format", format)
        assert str(made.year) in done.stdout
        assert not STEERING.search(done.stdout + done.stderr)


def test_one_named_that_cannot_be_read_is_told_by_the_exit_code(folder: Path, good: Path, run: Run) -> None:
    done = run(folder / "bomb.docx", good / "a-good.docx", "--format", "json")
    assert done.returncode == 4
    assert [card["source"] for card in json.loads(done.stdout)["scorecards"]] == ["a-good.docx"]


HEAD = 'ruleset: bad\ntitle: 示例\nforms: ["2021"]\n'
IDENTITY = HEAD + "rules:\n  own.rule:\n    title: 示例\n    check: identity\n    formula: "
MENTIONS = HEAD + "rules:\n  own.rule:\n    title: 示例\n    check: mentions\n    all_of: "
REFERENCES = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
RULESETS = {
    "aliases": HEAD + "k0: &a0 [1, 1, 1]\n" + REFERENCES,
    "a python tag": HEAD + "rules: !!python/object/apply:os.abort []\n",
    "a giant formula": IDENTITY + "+".join(["表三·本年新收·总计"] * 20_000) + " = 0\n",
    "a deep formula": IDENTITY + "(" * 900 + "1" + ")" * 900 + " = 1\n",
    "a giant repetition": MENTIONS + '["((政{1,100}){1,100}){1,100}"]\n',
    "deep lists": HEAD + "rules: " + "[" * 9_000 + "]" * 9_000 + "\n",
}


@pytest.mark.parametrize("name", RULESETS)
def test_a_hostile_ruleset_is_refused_with_its_line(name: str, good: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "bad.yaml").write_text(RULESETS[name], encoding="utf-8")
    done = run(good / "a-good.docx", "--ruleset", tmp_path / "bad.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(rf"错误：{re.escape(str(tmp_path))}/bad\.yaml:[0-9]+:[0-9]+: ", done.stderr)


def test_a_pattern_made_to_backtrack_runs_in_linear_time(tmp_path: Path, run: Run) -> None:
    (tmp_path / "slow.yaml").write_text(MENTIONS + '["((政|政政)*)*。{9}$"]\n', encoding="utf-8")
    (tmp_path / "long.txt").write_text("一、总体情况\n" + "政" * 50_000, encoding="utf-8")
    done = run(tmp_path / "long.txt", "--ruleset", tmp_path / "slow.yaml", "--fail-on", "never")
    assert done.returncode == 0
