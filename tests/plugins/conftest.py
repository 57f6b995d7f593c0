"""Distributions made for a test, and the command line run with them in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from support.plugins import Make, Ran, Run

ROOT = Path(__file__).resolve().parents[2]

REPORT = """\
<html><body><h1>云溪市兰亭区水务局2023年政府信息公开工作年度报告</h1>
<p>本报告根据《中华人民共和国政府信息公开条例》编制，数据统计期限自2023年1月1日起至2023年12月31日止。
联系电话：0000-1234567。</p>
<h2>一、总体情况</h2><p>主动公开、依申请公开、政府信息管理、平台建设和监督保障各项工作正常开展。</p>
<h2>二、主动公开政府信息情况</h2><p>见表。</p>
<h2>三、收到和处理政府信息公开申请情况</h2><p>见表。</p>
<h2>四、政府信息公开行政复议、行政诉讼情况</h2><p>没有发生。</p>
<h2>五、存在的主要问题及改进情况</h2><p>存在的问题：一是公开渠道较少，群众查询不便；三是培训不足，经办人员对新要求不熟悉。将增加查询渠道，每季度组织一次业务培训。</p>
<h2>六、其他需要报告的事项</h2><p>没有收取信息处理费。</p></body></html>
"""


@pytest.fixture
def run() -> Run:
    """Return a function: arguments, with the folders that hold plugins → what was printed."""

    def call(*arguments: str | Path, plugins: tuple[Path, ...] = (), lang: str = "zh", **environment: str) -> Ran:
        kept = {key: value for key, value in os.environ.items() if key != "GIPAUDIT_TRACE_PLUGINS"}
        given = {
            "PYTHONPATH": os.pathsep.join(map(str, (*plugins, ROOT))),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "160",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from gipaudit.cli.main import main; main()",
                *map(str, arguments),
                "--lang",
                lang,
            ],
            env={**kept, **given, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report on the form of 2021 whose section on problems goes from 一是 to 三是."""
    file = tmp_path / "report.html"
    file.write_text(REPORT, encoding="utf-8")
    return file


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes a distribution as an installer would leave it."""

    def write(
        name: str,
        code: str,
        *,
        version: str = "1.2.3",
        files: Mapping[str, str] | None = None,
        entry: str = "",
        folder: str = "site",
    ) -> Path:
        site, package = tmp_path / folder, name.replace("-", "_")
        contents = {f"{package}/__init__.py": dedent(code), **{f"{package}/{k}": v for k, v in (files or {}).items()}}
        contents[f"{package}-{version}.dist-info/METADATA"] = (
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        contents[f"{package}-{version}.dist-info/entry_points.txt"] = f"[gipaudit]\n{entry or package} = {package}\n"
        for path, text in contents.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, encoding="utf-8")
        return site

    return write


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which pip installed both distributions of plugins/, built from their sources without network."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ["install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps", "--disable-pip-version-check"]
    sources = [str(ROOT / "plugins" / name) for name in ("gipaudit-shandong", "gipaudit-example")]
    subprocess.run(
        [sys.executable, "-m", "pip", *pip, "--target", str(folder), *sources],
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        check=True,
        timeout=300,
    )
    return folder
