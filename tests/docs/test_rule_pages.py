"""docs/rules/ is what the rules say. ``python docs/sources/make_rules.py`` writes it anew."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from gipaudit.scoring.rulesets import load_ruleset

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "rules"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    sys.path.insert(0, str(ROOT / "docs" / "sources"))
    try:
        import make_rules

        module: ModuleType = make_rules
        return module
    finally:
        sys.path.pop(0)


def test_every_rule_has_its_page_as_the_rule_is(maker: ModuleType) -> None:
    if os.environ.get("GIPAUDIT_WRITE_DOCS"):
        maker.write()
    shown = {file.name: file.read_text(encoding="utf-8") for file in PAGES.glob("*.md")}
    made = maker.make()
    stale = sorted(name for name in shown.keys() | made.keys() if shown.get(name) != made.get(name))
    assert not stale, "run python docs/sources/make_rules.py"
    beside = {"README.md", "checks.md", "lint.md"}
    assert {f"{id}.md" for id in load_ruleset("national").rules} == shown.keys() - beside


def test_what_a_page_says_to_write_loads_and_does_it(maker: ModuleType, tmp_path: Path) -> None:
    """All pages' snippets at once: each turns its own rule off, or changes its severity and marks."""
    national = load_ruleset("national")
    off: list[str] = []
    rules: dict[str, Any] = {}
    marks: dict[str, Any] = {}
    for name, page in maker.make().items():
        blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
        if not blocks:
            continue
        turned_off, lighter = blocks
        assert [f"{id}.md" for id in turned_off["rules"]] == [name]
        off += turned_off["rules"]
        rules.update(lighter["rules"])
        marks.update(lighter["scoring"]["rules"])
    assert off == list(national.rules)
    changed = {"ruleset": "本地", "extends": ["national"], "rules": rules, "scoring": {"rules": marks}}
    file = tmp_path / "本地.yaml"
    file.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    ruleset = load_ruleset(file)
    assert all(ruleset.rules[id].severity != rule.severity for id, rule in national.rules.items())
    assert all({"lose": 1, "per": "report"}.items() <= ruleset.scoring["rules"][id].items() for id in national.rules)


def test_the_index_names_every_rule_once(maker: ModuleType) -> None:
    listed = re.findall(r"^\| \[([^\]]+)\]", maker.make()["README.md"], re.MULTILINE)
    assert sorted(listed) == sorted(load_ruleset("national").rules)
