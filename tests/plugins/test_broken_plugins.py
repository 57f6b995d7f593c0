"""A plugin that is broken is told by name and version, and the audit goes on with all that is sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.plugins import Make, Ran, Run

IMPORTS = """
    from pathlib import Path
    from gipaudit.errors import Message
    from gipaudit.hookspecs import hookimpl
    from gipaudit.rules.check import Check, per_report
    from gipaudit.scorecard import Evidence, Outcome

    def judge(rule, report):
        yield Outcome("report", "", "fail", Evidence(message="没有通过"))

    def check(name, judge=judge):
        options = {"type": "object", "properties": {}, "additionalProperties": False}
        return Check(name, Message(name, name), options, per_report(judge))
"""

SOUND = (
    IMPORTS
    + """
    @hookimpl
    def register_checks(register):
        register(check("sound"))
"""
)

RULESET = """\
ruleset: mine
title: 本市规则
version: "1"
forms: ["2021"]
rules:
  sound: {title: 稳当, check: sound}
"""


def hook(body: str) -> str:
    return IMPORTS + "\n    @hookimpl\n    " + body.strip() + "\n"


BROKEN = {
    "import": ("import no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'"),
    "exit": ("import sys\nsys.exit(0)\n", "SystemExit: 0"),
    "no-hook": ("def register_checks(register): ...\n", "没有实现任何钩子"),
    "hook-name": (hook("def register_check(register): ..."), "没有钩子 register_check，是不是 register_checks？"),
    "argument": (hook("def register_checks(regster): ..."), "只有一个参数 register，而不是（regster）"),
    "no-argument": (hook("def register_checks(): ..."), "只有一个参数 register，而不是（）"),
    "raises": (hook("def register_checks(register): raise OSError('盘坏了')"), "register_checks: OSError: 盘坏了"),
    "returns": (hook("def register_checks(register): return [check('x')]"), "应逐个调用 register"),
    "yields": (hook("def register_checks(register): yield check('x')"), "应逐个调用 register"),
    "kind": (hook("def register_checks(register): register('x')"), "应登记 Check，而不是 str"),
    "folder": (hook("def register_rulesets(register): register('rules')"), "应登记 Path，而不是 str"),
    "no-folder": (hook("def register_rulesets(register): register(Path('/no/such/folder'))"), "没有文件夹"),
    "taken": (
        hook("def register_checks(register): register(check('identity'))"),
        "“identity”重名，已由 gipaudit 提供",
    ),
    "first": (
        hook("def register_checks(register): register(check('identity'))").replace(
            "@hookimpl", "@hookimpl(tryfirst=True)"
        ),
        "“identity”重名，已由 gipaudit 提供",
    ),
    "twice": (hook("def register_checks(register): register(check('x')); register(check('x'))"), "“x”重名"),
}


@pytest.fixture
def ruleset(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(RULESET, encoding="utf-8")
    return file


def audited(done: Ran) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(done.out)
    return values


def test_broken_plugins_are_told_and_the_sound_one_is_used(run: Run, make: Make, report: Path, ruleset: Path) -> None:
    make("acme-sound", SOUND)
    for what, (code, _) in BROKEN.items():
        site = make(f"acme-{what}", code, version="4.5.6")
    done = run("audit", report, "--ruleset", ruleset, "--format", "json", "--no-readings", plugins=(site,))
    values = audited(done)
    assert [finding["rule"] for finding in values["scorecards"][0]["findings"]] == ["sound"]
    failed = {item["name"]: item for item in values["failed_plugins"]}
    assert set(failed) == {f"acme-{what}" for what in BROKEN}
    for what, (_, reason) in BROKEN.items():
        item = failed[f"acme-{what}"]
        assert item["version"] == "4.5.6"
        assert reason in item["error"]
        (warning,) = [line for line in done.err.splitlines() if f"插件 acme-{what} 4.5.6 未能使用：" in line]
        assert reason in warning
    assert "Traceback" not in done.err
    assert values["crashes"] == []
    assert done.code == 0  # a plugin that does not load breaks no rule


def test_gipaudit_plugins_tells_all_of_them_without_an_audit(run: Run, make: Make) -> None:
    for what, (code, _) in BROKEN.items():
        site = make(f"acme-{what}", code)
    done = run("plugins", plugins=(site,))
    assert done.code == 0
    text = "".join(done.out.split())
    for what in BROKEN:
        assert f"acme-{what}" in text
    assert text.count("未能使用：") == len(BROKEN)


def test_the_reader_of_a_printed_audit_is_told_as_well(run: Run, make: Make, report: Path) -> None:
    site = make("acme-broken", BROKEN["import"][0])
    done = run("audit", report, plugins=(site,))
    assert "未能使用的插件" in done.out
    assert "acme-broken" in done.out
    english = run("audit", report, plugins=(site,), lang="en")
    assert "Plugins that failed" in english.out
    assert "warning: plugin acme-broken 1.2.3 cannot be used" in english.err


def test_a_check_that_is_missing_for_a_broken_plugin_is_explained(
    run: Run, make: Make, report: Path, ruleset: Path
) -> None:
    site = make("acme-sound", "import no_such_module\n" + SOUND)
    done = run("audit", report, "--ruleset", ruleset, plugins=(site,))
    assert done.code == 2
    assert "mine.yaml:6:" in done.err
    assert "插件 acme-sound 1.2.3 未能使用" in done.err


def test_forms_that_are_wrong_are_refused_with_file_and_line(run: Run, make: Make, report: Path) -> None:
    code = (
        IMPORTS
        + """
    @hookimpl
    def register_forms(register):
        register(Path(__file__).parent / "forms")
"""
    )
    site = make("acme-forms", code, files={"forms/wrong.yaml": "variant: mine\nextends: '1999'\n"})
    done = run("plugins", plugins=(site,))
    assert done.code == 0
    assert "wrong.yaml:2:" in done.err
    assert "1999" in done.err
    assert run("audit", report, "--fail-on", "never", plugins=(site,)).code == 0


def test_a_thing_with_a_taken_name_is_refused_alone(run: Run, make: Make, report: Path, ruleset: Path) -> None:
    site = make(
        "acme-both", hook("def register_checks(register): register(check('identity')); register(check('sound'))")
    )
    values = audited(run("audit", report, "--ruleset", ruleset, "--format", "json", plugins=(site,)))
    assert values["scorecards"][0]["findings"][0]["rule"] == "sound"
    assert {"name": "acme-both", "version": "1.2.3"} in values["plugins"]
    assert [item["name"] for item in values["failed_plugins"]] == ["acme-both"]


def test_of_two_plugins_with_one_name_the_first_by_name_stands_whatever_was_installed_first(
    run: Run, make: Make, report: Path, ruleset: Path
) -> None:
    b, a = make("acme-b", SOUND, folder="b"), make("acme-a", SOUND, folder="a")
    told = [
        audited(run("audit", report, "--ruleset", ruleset, "--format", "json", plugins=order))["failed_plugins"]
        for order in ((a, b), (b, a))
    ]
    assert told[0] == told[1]
    (failed,) = told[0]
    assert failed["name"] == "acme-b"
    assert "“sound”重名，已由 acme-a 提供" in failed["error"]


def test_a_rule_that_crashes_is_told_with_its_plugin_and_held_against_no_unit(
    run: Run, make: Make, report: Path, ruleset: Path
) -> None:
    site = make(
        "acme-sound", SOUND.replace("yield Outcome", "raise ValueError(report.source)\n        yield Outcome")
    )
    done = run("audit", report, "--ruleset", ruleset, "--format", "json", plugins=(site,))
    assert done.code == 3
    values = audited(done)
    (crash,) = values["crashes"]
    assert (crash["rule"], crash["plugin"], crash["report"]) == ("sound", "acme-sound 1.2.3", "report.html")
    assert crash["traceback"].endswith("ValueError")
    assert "report.html" not in crash["traceback"]
    (finding,) = values["scorecards"][0]["findings"]
    assert finding["verdict"] == "crashed"
    assert values["summary"]["with_errors"] == 0
    printed = run("audit", report, "--ruleset", ruleset, plugins=(site,))
    assert printed.code == 3
    assert "出错的规则（不计入任何单位）" in printed.out
    assert "acme-sound 1.2.3" in printed.out


LOADER = """
    from gipaudit.documents.reading import Loader

    def load(data, limits):
        raise KeyError("机密的文字")

    @hookimpl
    def register_loaders(register):
        register(Loader("broken", "1", Message("坏", "broken"), lambda data: data.startswith(b"BROKEN"), load))
"""


def test_a_format_that_crashes_costs_no_other_file(run: Run, make: Make, report: Path) -> None:
    site = make("acme-format", IMPORTS + LOADER)
    (report.parent / "other.doc").write_bytes(b"BROKEN")
    done = run("audit", report, report.parent / "other.doc", "--format", "json", plugins=(site,))
    assert done.code == 3
    values = audited(done)
    assert [card["source"] for card in values["scorecards"]] == ["report.html"]
    (unread,) = values["unreadable"]
    assert (unread["source"], unread["code"]) == ("other.doc", "crashed")
    assert "acme-format 1.2.3" in unread["message"]
    (crash,) = values["crashes"]
    assert (crash["rule"], crash["plugin"], crash["report"]) == ("", "acme-format 1.2.3", "other.doc")
    assert "机密的文字" not in done.out + done.err


RENDERER = """
    from gipaudit.renderers.renderer import Renderer

    def render(audit, settings):
        yield "一行\\n"
        raise KeyError("机密的文字")

    @hookimpl
    def register_renderers(register):
        register(Renderer("broken", Message("坏", "broken"), ".txt", render))
"""


def test_an_output_that_crashes_is_blamed_and_leaves_no_half_file(
    run: Run, make: Make, report: Path, tmp_path: Path
) -> None:
    site = make("acme-output", IMPORTS + RENDERER)
    done = run("audit", report, "--format", "broken", "--output", tmp_path / "out.txt", plugins=(site,))
    assert done.code == 3
    assert "插件 acme-output 1.2.3 出错，与报告无关" in done.err
    assert "机密的文字" not in done.err
    assert not (tmp_path / "out.txt").exists()


def test_a_damaged_installation_stops_nothing(run: Run, make: Make, report: Path) -> None:
    site = make("acme-sound", SOUND)
    (site / "acme_sound-1.2.3.dist-info" / "METADATA").unlink()
    done = run("plugins", plugins=(site,))
    assert done.code == 0
    assert "acme_sound" in done.out
    assert run("audit", report, "--fail-on", "never", plugins=(site,)).code == 0


def test_nothing_of_a_plugin_is_loaded_where_none_is_needed(run: Run, make: Make) -> None:
    site = make("acme-loud", "raise RuntimeError('geladen')\n")
    for arguments in (("--version",), ("--help",), ("audit", "--help")):
        done = run(*arguments, plugins=(site,))
        assert done.code == 0
        assert done.err == ""
