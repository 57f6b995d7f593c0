"""``--limit NAME=VALUE``: what it takes, and what it says of what it does not take."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from gipaudit.cli.limits import limits, shown
from gipaudit.documents.limits import Limits
from gipaudit.errors import UsageError


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ([], Limits()),
        (["seconds=5"], Limits(seconds=5)),
        ([" cells = 12 "], Limits(cells=12)),
        (["file_bytes=512K"], Limits(file_bytes=512 * 1024)),
        (["file_bytes=3m"], Limits(file_bytes=3 * 2**20)),
        (["memory_bytes=2GB", "depth=9"], Limits(memory_bytes=2**31, depth=9)),
        (["memory_bytes=1000"], Limits(memory_bytes=1000)),
        (["pages=3", "pages=4"], Limits(pages=4)),
    ],
)
def test_what_is_given_is_taken(given: list[str], meant: Limits) -> None:
    assert limits(given) == meant


WRONG = """
seconds  seconds=  seconds=0
seconds=-1  seconds=1.5  seconds=2M  seconds=\u0663  =3  second=3  __class__=3  cells=1e9
memory_bytes=2T  memory_bytes=G  file_bytes=99999999999999999999
"""


@pytest.mark.parametrize("given", ["", *WRONG.split()])
def test_anything_else_is_refused_with_all_limits_as_they_stand(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        limits([given])
    for text in (caught.value.message.zh, caught.value.message.en):
        for each in fields(Limits):
            assert f"\n  {each.name}={shown(each.name, Limits())} " in text


def test_what_is_listed_may_be_given_back() -> None:
    assert limits([f"{each.name}={shown(each.name, Limits())}" for each in fields(Limits)]) == Limits()


def test_a_wrong_limit_is_a_usage_error(command, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("一、总体情况", encoding="utf-8")
    for name in ("audit", "inspect"):
        code, out, err = command(name, str(tmp_path / "report.txt"), "--limit", "minutes=1")
        assert (code, out) == (2, "")
        assert "没有上限“minutes”" in err


def test_a_limit_reaches_the_loader(command, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("一、总体情况\n正常。\n" * 9, encoding="utf-8")
    code, _, err = command("inspect", str(tmp_path / "report.txt"), "--limit", "characters=20")
    assert code == 4
    assert "上限 20 字" in err
