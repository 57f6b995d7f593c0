"""The two distributions of plugins/, built, installed and used as an office would."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support.plugins import Run

RULE = "text.enumeration"


def test_the_installed_plugins_are_listed_with_version_and_hooks(run: Run, installed: Path) -> None:
    done = run("plugins", plugins=(installed,))
    assert done.code == 0
    rows = {line.split()[0]: line for line in done.out.splitlines() if line.startswith("gipaudit-")}
    assert rows["gipaudit-shandong"].split()[1:] == ["0.1.0", "register_checks,", "register_rulesets", "正常"]
    example = rows["gipaudit-example"]
    for hook in ("register_checks", "register_loaders", "register_renderers", "register_rulesets"):
        assert hook in example
    assert done.err == ""


def test_the_ruleset_of_a_plugin_travels_in_its_wheel_and_is_found_by_its_id(run: Run, installed: Path) -> None:
    done = run("ruleset", "list", plugins=(installed,))
    assert "shandong-plus" in done.out
    assert "example-plus" in done.out
    shown = run("explain", RULE, "--ruleset", "shandong-plus", plugins=(installed,), COLUMNS="400")
    assert shown.code == 0
    assert "GB/T 9704" in shown.out
    assert "跳号" in shown.out
    assert (installed / "gipaudit_shandong" / "rulesets" / "shandong-plus.yaml").is_file()


def test_an_audit_by_shandong_plus_tells_the_number_left_out(run: Run, installed: Path, report: Path) -> None:
    done = run("audit", report, "--ruleset", "shandong-plus", "--format", "json", plugins=(installed,))
    values = json.loads(done.out)
    (card,) = values["scorecards"]
    (finding,) = [finding for finding in card["findings"] if finding["rule"] == RULE]
    assert finding["verdict"] == "fail"
    assert finding["message"] == "“存在的主要问题及改进情况”列举的编号依次为一是、三是：缺二是"
    assert [passage["section"] for passage in finding["passages"]] == ["problems", "problems"]
    assert finding["lost"] == 1
    assert {"name": "gipaudit-shandong", "version": "0.1.0"} in values["plugins"]
    assert values["failed_plugins"] == []
    assert values["crashes"] == []


def test_what_the_plugin_adds_changes_nothing_else(run: Run, installed: Path, report: Path) -> None:
    own = {RULE, "text.numbering"}  # of which one stands for the other

    def findings(ruleset: str) -> list[object]:
        done = run("audit", report, "--ruleset", ruleset, "--format", "json", plugins=(installed,))
        (card,) = json.loads(done.out)["scorecards"]
        return [(finding["rule"], finding["message"]) for finding in card["findings"] if finding["rule"] not in own]

    assert findings("shandong-plus") == findings("shandong")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_format_and_an_output_of_a_plugin_are_used(run: Run, installed: Path, tmp_path: Path, lang: str) -> None:
    file, table = tmp_path / "report.lines", tmp_path / "findings.csv"
    file.write_text(
        "%LINES 1\nH 云溪市兰亭区水务局2023年政府信息公开工作年度报告\nH 一、总体情况\nP 各项工作正常开展。\n"
        "H 五、存在的主要问题及改进情况\nP 渠道较少，将增加渠道。\n",
        encoding="utf-8",
    )
    done = run(
        *("audit", file, "--ruleset", "example-plus", "--format", "csv", "--output", table, "--fail-on", "never"),
        plugins=(installed,),
        lang=lang,
    )
    assert done.code == 0, done.err
    header, *lines = csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert header[0] == ("单位" if lang == "zh" else "unit")
    assert lines[0][:3] == ["云溪市兰亭区水务局", "2023", "report.lines"]
    (told,) = [line for line in lines if line[3] == "总体情况用数据说话"]
    assert told[4:6] == ["fail", "“总体情况”只写到0个数，应不少于3个"]


def test_the_format_of_a_plugin_is_shown_by_inspect(run: Run, installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.lines"
    file.write_text(
        "%LINES 1\nH 云溪市兰亭区水务局2023年政府信息公开工作年度报告\nP 各项工作正常开展。\n", encoding="utf-8"
    )
    done = run("inspect", file, plugins=(installed,))
    assert "云溪市兰亭区水务局" in done.out
    assert "lines" in done.out
