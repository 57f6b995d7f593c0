"""Files that want to hang, fill or fool the tool: each is told once, the rest of the batch goes on."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from defects.draft import draft
from defects.hostile import ESCAPES, place
from defects.printing import write

GIGABYTE = 2**30
START = "from gipaudit.cli.main import main; main()"
REFUSED = {
    "bomb.docx": "too-large",
    "deep.html": "too-deep",
    "deep-table.html": "too-deep",
    "wide.html": "too-many-cells",
    "long-line.txt": "too-large",
    "tabs.txt": "too-large",
    "pipes.md": "too-large",
    "lines.txt": "too-large",
    "years.txt": "too-large",
    "zeros.txt": "binary",
    "truncated.docx": "damaged",
    "encrypted.docx": "encrypted",
    "empty.docx": "empty",
    "pipe.docx": "not-a-file",
    "loop.docx": "unreadable",
}
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f]")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START, "--lang", "zh", "audit", *arguments, "--today", "2026-03-01"]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile")
    place(path)
    (path / "good.docx").write_bytes(write(draft(3, "2021", "docx")))
    return path


@pytest.fixture(scope="module")
def batch(folder: Path) -> Any:
    done = run(folder, "--format", "json", "--fail-on", "never")
    assert (done.returncode, done.stderr) == (0, "")
    assert not STEERING.search(done.stdout)
    return json.loads(done.stdout)


def test_each_is_refused_with_its_reason(batch: Any) -> None:
    told = {each["source"]: each for each in (*batch["unreadable"], *batch["skipped"])}
    assert {name: told[name]["code"] for name in REFUSED} == REFUSED
    assert all(told[name]["message"] for name in REFUSED)
    assert batch["crashes"] == []


def test_the_rest_of_the_batch_is_judged(batch: Any) -> None:
    cards = {card["source"]: card for card in batch["scorecards"]}
    assert cards["good.docx"]["unit"] == draft(3, "2021", "docx").unit.name
    assert cards["good.docx"]["findings"] == []


def test_content_goes_before_the_suffix(batch: Any) -> None:
    assert {"not-word.docx", "really-word.txt"} <= {card["source"] for card in batch["scorecards"]}


def test_nothing_of_a_name_steers_the_terminal(folder: Path) -> None:
    strange = [path for path in folder.iterdir() if not (path.name.isascii() and path.name.isprintable())]
    assert len(strange) == 2
    done = run(*strange, "--fail-on", "never")
    assert done.returncode == 4
    assert not STEERING.search(done.stdout + done.stderr)


def test_a_report_full_of_escapes_is_shown_without_them(tmp_path: Path) -> None:
    made = draft(3, "2021", "html")
    made.title = [f"{made.unit.name}{ESCAPES}{made.year}年政府信息公开年度报告"]
    made.part("problems").heading += ESCAPES
    made.figures["applications.new.natural"] = f"3{ESCAPES}"
    (tmp_path / f"{ESCAPES}.html").write_bytes(write(made))
    for format in ("table", "json"):
        done = run(tmp_path, "--format", format)
        assert str(made.year) in done.stdout
        assert not STEERING.search(done.stdout + done.stderr)


def test_one_named_that_cannot_be_read_is_told_by_the_exit_code(folder: Path) -> None:
    done = run(folder / "bomb.docx", folder / "good.docx", "--format", "json")
    assert done.returncode == 4
    assert [card["source"] for card in json.loads(done.stdout)["scorecards"]] == ["good.docx"]


def test_a_file_that_may_not_be_read_is_told(batch: Any) -> None:
    assert "locked.docx" in {each["source"] for each in batch["unreadable"]}


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
def test_a_hostile_ruleset_is_refused_with_its_line(name: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(RULESETS[name], encoding="utf-8")
    done = run(folder / "good.docx", "--ruleset", tmp_path / "bad.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(rf"错误：{re.escape(str(tmp_path))}/bad\.yaml:[0-9]+:[0-9]+: ", done.stderr)


def test_a_pattern_made_to_backtrack_runs_in_linear_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text(MENTIONS + '["((政|政政)*)*。{9}$"]\n', encoding="utf-8")
    (tmp_path / "long.txt").write_text("一、总体情况\n" + "政" * 50_000, encoding="utf-8")
    done = run(tmp_path / "long.txt", "--ruleset", tmp_path / "slow.yaml", "--fail-on", "never")
    assert done.returncode == 0
