"""Audits as they are kept, made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gipaudit.recorded.reading import parse_audit
from gipaudit.recorded.records import Audit, Card, Finding, Result, Rule, Ruleset, Score, Waiver

RULES = {
    "balance": Rule("收到与办结平衡", "error", "Received equals processed"),
    "blank": Rule("表中不留空格", "warning", "No blanks"),
    "contact": Rule("写明联系方式", "info", "The report says how to reach the unit"),
}


def finding(rule: str = "balance", instance: str = "natural", verdict: str = "fail", **more: Any) -> Finding:
    """A finding; ``waived`` ones failed before."""
    waiver = Waiver("fail", "市政府办公室") if verdict == "waived" else None
    values = {"severity": RULES[rule].severity if rule in RULES else "error", "message": f"{instance}有误"} | more
    marks = {"fingerprint": f"f-{rule}-{instance}", "series": f"s-{rule}-{instance}"}
    return Finding(rule, instance, verdict, **values, **marks, waiver=waiver)  # type: ignore[arg-type]


def card(
    unit: str | None = "禾丰县水务局",
    year: int | None = 2023,
    findings: Iterable[Finding] = (),
    low: float | str = 90,
    high: float | str | None = None,
    **more: Any,
) -> Card:
    """A scorecard; of each rule the verdict follows from the findings, unless ``verdicts`` says otherwise."""
    found, verdicts = tuple(findings), more.pop("verdicts", {})
    results = tuple(
        Result(rule, verdicts.get(rule, _verdict(rule, found)), int(verdicts.get(rule) == "not_assessable"))
        for rule in RULES
        if verdicts.get(rule) != "absent"
    )
    ends = Decimal(str(low)), Decimal(str(low if high is None else high))
    score = Score(*ends, Decimal(100), more.pop("grade", None), more.pop("grade_high", None))
    source = more.pop("source", f"{unit}{year}.html")
    return Card(source, more.pop("sha256", None), unit, year, score, found, results, **more)


def _verdict(rule: str, findings: Iterable[Finding]) -> Any:
    verdicts = {each.verdict for each in findings if each.rule == rule}
    return "fail" if "fail" in verdicts else "waived" if "waived" in verdicts else "pass"


def audit(*cards: Card, plan: str = "p", name: str = "a.json", today: date = date(2024, 2, 1), **more: Any) -> Audit:
    """An audit of these scorecards, ranked as they stand: by the low end, then the high one."""
    line = [(each.score.low, each.score.high) for each in cards if each.duplicate_of is None]
    ranked = tuple(_ranked(each, 1 + sum(it > (each.score.low, each.score.high) for it in line)) for each in cards)
    values = {"version": "0.1.0", "plugins": (), "rules": RULES} | more
    ruleset = Ruleset("office", "1.0.0", plan, renamed=values.pop("renamed", {}))
    return Audit(name, today=today, ruleset=ruleset, cards=ranked, **values)


def _ranked(card: Card, rank: int) -> Card:
    from msgspec.structs import replace

    return card if card.rank is not None or card.duplicate_of is not None else replace(card, rank=rank)


def unranked(card: Card) -> Card:
    """The scorecard of a report of which too little could be read."""
    from msgspec.structs import replace

    return replace(card, rank=None)


def text(audit: Audit) -> str:
    """The JSON of an audit, as far as it is kept."""
    import msgspec

    values = json.loads(msgspec.json.encode(audit))
    values |= {"schema": "gipaudit/audit@1", "gipaudit": values.pop("version"), "scorecards": values.pop("cards")}
    del values["name"]
    return json.dumps(values, ensure_ascii=False)


def kept(audit: Audit, file: Path) -> Path:
    """Write an audit's JSON to a file."""
    file.write_text(text(audit), encoding="utf-8")
    return file


def again(audit: Audit) -> Audit:
    """The audit written and read."""
    return parse_audit(text(audit).encode(), audit.name)
