"""What the command-line parser finds wrong, said in the user's language."""

from __future__ import annotations

from typing import Any

from gipaudit.errors import UsageError


def translated(problem: Any) -> UsageError:
    """Turn a parser's error into ours, with where to read on."""
    zh, en = _said(problem)
    context = getattr(problem, "ctx", None)
    path = context.command_path if context is not None else "gipaudit"
    return UsageError(f"{zh}\n用法见 {path} --help", f"{en}\nsee {path} --help")


def _said(problem: Any) -> tuple[str, str]:
    english = problem.format_message()
    kind = type(problem).__name__
    if kind == "NoSuchOption":
        near = sorted(problem.possibilities or ())
        hint = f"；是不是 {'、'.join(near)}？" if near else ""
        return f"没有选项 {problem.option_name}{hint}", english
    if kind == "MissingParameter" and problem.param is not None:
        name = problem.param.metavar or problem.param.name
        return f"缺少 {name}", f"missing {name}"
    if kind == "BadOptionUsage":
        return f"选项 {problem.option_name} 用法不对，它后面应有值（开关类选项则不应有值）", english
    return f"命令行有误：{english}", english
