"""``gipaudit ruleset check`` also runs the examples that a ruleset's own rules bring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Command = Callable[..., tuple[int, str, str]]

RULESET = """\
ruleset: own
forms: ["2021"]
extends: [national]
rules:
  新收与结转:
    title: 本年新收的申请不少于结转下年度的申请
    check: identity
    formula: 表三·本年新收·总计 ≥ 表三·结转下年度·总计
    examples:
      pass: {本年新收·总计: 3, 结转下年度·总计: 1}
      fail: {本年新收·总计: 1, 结转下年度·总计: 2}
"""


def test_examples_that_come_out_as_they_say_are_counted(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(RULESET, encoding="utf-8")
    code, out, _ = command("ruleset", "check", str(file))
    assert code == 0
    assert out.splitlines()[-1] == "2 个例子，结果都如所写。"


def test_an_example_that_comes_out_otherwise_is_told_with_its_place(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(RULESET.replace("结转下年度·总计: 2", "结转下年度·总计: 1"), encoding="utf-8")
    code, out, _ = command("ruleset", "check", str(file))
    assert code == 2
    assert out.startswith(f"{file}:11:7: 新收与结转 fail[1]（2021）：结果是 pass")
