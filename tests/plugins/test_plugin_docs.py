"""docs/plugins.md says what is so: every hook with its signature, the template's files, and examples that run."""

from __future__ import annotations

import ast
import inspect
import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from support.plugins import Make, Run

from gipaudit import hookspecs
from gipaudit.plugins import BRINGS, TRACE
from gipaudit.rules.check import PLACEHOLDERS
from gipaudit.rules.rule import COMMON_KEYS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "plugins" / "gipaudit-example"
FILES = dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))


def part(heading: str) -> str:
    """What stands under a heading of the reference."""
    return re.split(r"^#{2,3} ", TEXT.split(f"\n### {heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def blocks(heading: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", part(heading), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("hook", sorted(BRINGS))
def test_every_hook_is_described_with_its_signature(hook: str) -> None:
    given = inspect.signature(getattr(hookspecs, hook))
    assert blocks(hook, "python")[0].rstrip() == f"def {hook}{str(given).replace(chr(39), '')}"
    assert f"`{BRINGS[hook].replace(':', '.')}(" in part(hook) or BRINGS[hook] == "pathlib:Path"


def test_the_tutorial_shows_every_file_of_the_template_as_it_is() -> None:
    kept = {"toml", "py", "yaml"}
    files = [EXAMPLE / "pyproject.toml", *(path for path in (EXAMPLE / "src").rglob("*") if path.suffix[1:] in kept)]
    assert {path.relative_to(EXAMPLE).as_posix() for path in files} == set(FILES)
    for path in files:
        assert FILES[path.relative_to(EXAMPLE).as_posix()] == path.read_text(encoding="utf-8"), path


def test_the_lists_of_placeholders_and_of_common_keys_are_whole() -> None:
    text = " ".join(TEXT.split())
    assert f"`{' '.join(PLACEHOLDERS)}`" in text
    assert f"`{' '.join(COMMON_KEYS)}`" in text


def test_what_may_be_imported_is_there_and_is_all_that_our_own_plugins_import() -> None:
    named: set[str] = set()
    for modules, names in re.findall(r"^\| (`gipaudit\..*?) \| (.*?) \|$", TEXT, re.MULTILINE):
        loaded = [import_module(module) for module in re.findall(r"`([\w.]+)`", modules)]
        named.update(module.__name__ for module in loaded)
        for name in re.findall(r"`(\w+)`", names):
            assert any(hasattr(module, name) for module in loaded), (modules, name)
    for file in (ROOT / "plugins").glob("*/src/**/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("gipaudit."):
                assert node.module in named, (file.name, node.module)


def test_what_stands_in_the_environment_is_described() -> None:
    assert f"`{TRACE}=1`" in TEXT


def test_the_scoring_model_of_the_reference_runs(run: Run, make: Make, report: Path, tmp_path: Path) -> None:
    site = make("acme", blocks("register_scorers", "python")[1])
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        "ruleset: mine\ntitle: 本市规则\nversion: '1'\nextends: [national]\nscoring: {model: all-or-nothing}\n",
        encoding="utf-8",
    )
    report.write_text(report.read_text(encoding="utf-8").replace("三是", "二是"), encoding="utf-8")
    done = run("audit", report, "--ruleset", rules, "--format", "json", plugins=(site,))
    values = json.loads(done.out)
    assert [item["name"] for item in values["failed_plugins"]] == []
    score = values["scorecards"][0]["score"]
    assert (score["model"], score["low"], score["high"]) == ("all-or-nothing", 0, 100)


def test_the_form_of_the_reference_is_read(run: Run, make: Make) -> None:
    code = (
        "from pathlib import Path\nfrom gipaudit.hookspecs import hookimpl\n\n"
        "@hookimpl\ndef register_forms(register):\n    register(Path(__file__).parent / 'forms')\n"
    )
    (form,) = blocks("register_forms", "yaml")
    site = make("acme", code, files={"forms/plans.yaml": form})
    shown = run("forms", "show", "2021/2021-plans", plugins=(site,))
    assert shown.code == 0, shown.err
    assert "documents.plans.issued" in shown.out
