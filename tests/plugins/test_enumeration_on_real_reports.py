"""The check of the Shandong plugin on real reports: the known slip is found, and nobody else is accused."""

from __future__ import annotations

import json
from pathlib import Path

from support.plugins import Run

RULE = "text.enumeration"


def test_the_known_slip_is_found_and_no_other_unit_is_accused(run: Run, installed: Path, corpus: Path) -> None:
    done = run(
        *("audit", corpus, "--ruleset", "shandong-plus", "--format", "json", "--no-readings"), plugins=(installed,)
    )
    values = json.loads(done.out)
    findings = {
        card["source"]: [finding for finding in card["findings"] if finding["rule"] == RULE]
        for card in values["scorecards"]
    }
    accused = {source: found for source, found in findings.items() if any(f["verdict"] == "fail" for f in found)}
    ((source, (finding,)),) = accused.items()
    assert source == "pingtan_2023/report.html"
    assert finding["message"].endswith("依次为一是、三是、三是：缺二是，三是重复")
    judged = [
        rule
        for card in values["scorecards"]
        for rule in card["rules"]
        if rule["id"] == RULE and rule["verdict"] in ("pass", "fail")
    ]
    assert sum(rule["instances"] for rule in judged) >= 50
    assert values["crashes"] == []
