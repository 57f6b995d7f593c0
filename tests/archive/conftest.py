"""Folders of small reports, archives of both kinds to keep them in, and readers that tell what they read."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import pytest
from conftest import need
from support.figures import figures
from support.formats import to_html
from support.habits import styled
from support.sheets import ISSUED

from gipaudit.archive import open_archive
from gipaudit.documents.limits import Limits
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.pipeline import audit
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.scorecard import Audit
from gipaudit.workers.files import File, Outcome, Read, read_files

DAY = date(2024, 2, 1)
UNITS = ("云溪市水务局", "云溪市教育局", "云溪市民政局", "兰亭区水务局")

RULES = """
ruleset: archived
title: 归档测试
version: 1.0.0
forms: ["2021"]
rules:
  applications.balance:
    title: 新收与上年结转之和等于办理结果总计与结转下年度之和
    check: identity
    each: applications.columns
    formula: 本年新收 + 上年结转 = 办理结果总计 + 结转下年度
  privacy.all:
    title: 公开了个人信息
    check: privacy
scoring:
  model: deduct
  full_marks: 100
  dimensions:
    accuracy: {title: 数据准确, marks: 100}
  rules:
    "*": {lose: 10, per: finding, dimension: accuracy}
  grades: {合格: 60, 不合格: 0}
"""


def page(unit: str, year: int = 2023, more: str = "", *, tables: bool = False) -> bytes:
    """A short report; its three tables are printed where they are asked for."""
    form = forms()["2021"]
    blocks: list = [
        f"{unit}{year}年政府信息公开工作年度报告",
        f"本报告所列数据的统计期限自{year}年1月1日至{year}年12月31日止。",
        "一、总体情况",
        f"{unit}主动公开政府信息{len(unit) * 7}条，收到依申请公开{year % 7}件，均已按期办结。{more}",
        *(styled(form, figures(form, Random(f"{unit}{year}")), ISSUED) if tables else ()),
        "五、存在的主要问题及改进情况",
        "公开的内容还不够全面。下一步将加强培训，充实公开内容。",
        "六、其他需要报告的事项",
        "无。",
    ]
    return to_html(blocks)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four reports, one with tables; one file that cannot be read, and one that is no report."""
    reports = tmp_path / "年报"
    (reports / "区县").mkdir(parents=True)
    for number, unit in enumerate(UNITS):
        place = reports / "区县" if unit.startswith("兰亭") else reports
        (place / f"{unit}.html").write_bytes(page(unit, tables=number == 0))
    (reports / "锁住.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (reports / "照片.bin").write_bytes(bytes(range(256)) * 4)
    return reports


@dataclass
class Counting:
    """Reads files as ever, and notes which."""

    inner: Read = read_files
    read: list[str] = field(default_factory=list)

    def __call__(
        self, files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
    ) -> Iterator[Outcome]:
        self.read += [file.source for file in files]
        return self.inner(files, forms, by_hand, limits)


@dataclass
class Runs:
    """Audits of one archive by a few rules, each through a fresh connection."""

    where: str
    rules: Path

    def audit(self, paths: Path | Sequence[Path], *, masked: bool = False, inner: Read = read_files, **rest: object):
        """Return the audit and the names of the files that were really read."""
        counting, asked = Counting(inner), {"ruleset": self.rules, "today": DAY} | rest
        with open_archive(self.where) as archive:
            made = audit(paths, read=archive.read(counting, masked=masked), **asked)
            return made, counting.read

    def without(self, paths: Path | Sequence[Path], **rest: object) -> Audit:
        """The same audit without an archive."""
        return audit(paths, **({"ruleset": self.rules, "today": DAY} | rest))


def json_of(made: Audit) -> str:
    return "".join(render(made, Settings(language="zh", width=80, color=False, readings=True)))


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An archive that is not there yet, of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "gipaudit.db")
    return request.getfixturevalue("database")()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A ruleset with two rules."""
    file = tmp_path / "规则.yaml"
    file.write_text(RULES, encoding="utf-8")
    return file


@pytest.fixture
def runs(tmp_path: Path, rules: Path) -> Runs:
    """An archive in a file."""
    return Runs(str(tmp_path / "gipaudit.db"), rules)


@pytest.fixture
def either(where: str, rules: Path) -> Runs:
    """An archive of either kind."""
    return Runs(where, rules)


def _server_programs() -> Path | None:
    """The folder with PostgreSQL's programs, which Debian does not put on the path."""
    found = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of our own, reached through a socket in its folder, by a user that is not root."""
    programs = _server_programs()
    need(programs is not None, "PostgreSQL is not installed (apt-get install postgresql)")
    assert programs is not None
    home = Path(tempfile.mkdtemp(prefix="gipaudit-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user)

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, cwd=home, user=user, check=True, stdout=subprocess.DEVNULL, timeout=60)

    data = str(home / "data")
    call("initdb", "-D", data, "-U", "office", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    call("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", settings, "start")
    try:
        yield str(home)
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def database(server: str) -> Callable[[], str]:
    """Return a function that makes an empty database and returns its address."""
    import psycopg

    made: list[str] = []

    def make() -> str:
        name = f"archive_{os.getpid()}_{len(made)}_{Random().randrange(10**9)}"
        made.append(name)
        with psycopg.connect(f"host={server} user=office dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://office@/{name}?host={server}"

    return make
