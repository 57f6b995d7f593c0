"""The wheel holds everything: installed elsewhere, it audits from any folder without a checkout or a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds gipaudit alone, as an installer lays it."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed package from a folder; only its dependencies are those of this environment."""
    code = "import sys; from gipaudit.cli.main import run; sys.exit(run(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(installed), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    command = [sys.executable, "-c", code, "--lang", "zh", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_forms_rulesets_and_schemas_travel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rulesets").rglob("*") if path.is_file()}
    assert {f"gipaudit/{name}" for name in shipped} <= names
    assert "gipaudit/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "plugins/"))]


def test_it_audits_from_another_folder(installed: Path, tmp_path: Path) -> None:
    (report,) = (ROOT / "docs" / "examples").glob("青溪市民政局*")
    result = run(installed, tmp_path, "audit", str(report), "--ruleset", "shandong", "--format", "json")
    assert (result.returncode, result.stderr) == (1, "")
    (card,) = json.loads(result.stdout)["scorecards"]
    assert (card["unit"], card["form"], card["score"]["low"]) == ("青溪市民政局", "2021", 97)


def test_it_uses_its_own_files(installed: Path, tmp_path: Path) -> None:
    result = run(installed, tmp_path, "ruleset", "list")
    assert result.returncode == 0
    assert str(installed.resolve() / "gipaudit" / "rulesets") in result.stdout.replace("\n", "")
    assert str(ROOT / "rulesets") not in result.stdout.replace("\n", "")


def test_a_ruleset_elsewhere_extends_those_that_travel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("ruleset: own\ntitle: 自编\nextends: [shandong]\n", encoding="utf-8")
    result = run(installed, tmp_path, "ruleset", "check", "own.yaml")
    assert (result.returncode, result.stderr) == (0, "")
