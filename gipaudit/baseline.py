"""An earlier audit as a baseline: what stands in it already is known, and only what is new is told.

Findings are the same where their fingerprints are: unit, year, rule and instance. One that had another verdict
before, or was less grave, is new all the same. Marks never depend on a baseline.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.scorecard import CONTRACT, SEVERITIES, Audit, Baseline, Finding, Scorecard

LARGEST_FILE = 128 << 20
"""Bytes. A thousand reports take some 100 MB, 20 MB without readings."""


@dataclass(frozen=True)
class EarlierAudit:
    """What is needed of an earlier audit.

    ``findings`` holds the severities (as indices, the gravest first) of its findings by fingerprint and verdict;
    ``failing`` are those that failed, with unit and year (or the file's hash) and rule.
    """

    file: Path
    today: date
    ruleset_id: str
    ruleset_version: str
    plan: str
    findings: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    failing: tuple[tuple[str, object, str], ...] = ()


def read_baseline(file: Path) -> EarlierAudit:
    """Read the JSON of an earlier audit.

    Raises:
        SourceError: it cannot be read, is too large, or is no audit of this contract.
    """
    values = _values(file)
    if not isinstance(values, dict) or not isinstance(values.get("schema"), str):
        _refuse(
            file,
            "不是审核结果：请用 gipaudit audit --format json 的输出",
            "no audit: give what audit --format json wrote",
        )
    if values["schema"] != CONTRACT:
        _refuse(
            file,
            f"格式是“{values['schema'][:60]}”，本版本只认“{CONTRACT}”；请用本版本重新审核一次作为基线",
            f"its schema is {values['schema'][:60]!r}, this version knows {CONTRACT!r}: audit anew for a baseline",
        )
    try:
        return _audit(file, values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        _refuse(
            file,
            f"内容不完整或被改动过（{type(error).__name__}），不能作为基线；请重新审核一次",
            f"incomplete or changed ({type(error).__name__}): audit anew for a baseline",
        )


def _values(file: Path) -> Any:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        _refuse(file, "文件不存在", "no such file")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _refuse(file, f"文件无法打开（{reason}）", f"cannot be opened ({reason})")
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE >> 20
        _refuse(
            file,
            f"文件超过 {limit} MB；请用 --no-readings 重新输出基线",
            f"larger than {limit} MB: write it with --no-readings",
        )
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        zh, en = "不是有效的 JSON（可能没有写完）", "no valid JSON (perhaps cut short)"
        raise SourceError([Problem(Position(file, error.lineno, error.colno), Message(zh, en))]) from None
    except (ValueError, RecursionError):
        _refuse(file, "不是审核结果的 JSON", "not the JSON of an audit")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(file: Path, zh: str, en: str) -> NoReturn:
    raise SourceError([Problem(Position(file, 1, 1), Message(zh, en))])


def _audit(file: Path, values: Mapping[str, Any]) -> EarlierAudit:
    findings: dict[tuple[str, str], list[int]] = {}
    failing: list[tuple[str, object, str]] = []
    for card in values["scorecards"]:
        whose = _whose(card["unit"], card["year"], card["sha256"])
        for finding in card["findings"]:
            fingerprint, verdict = _text(finding["fingerprint"]), _text(finding["verdict"])
            findings.setdefault((fingerprint, verdict), []).append(SEVERITIES.index(finding["severity"]))
            if verdict == "fail":
                failing.append((fingerprint, whose, _text(finding["rule"])))
    ruleset = values["ruleset"]
    return EarlierAudit(
        file,
        date.fromisoformat(values["today"]),
        _text(ruleset["id"]),
        _text(ruleset["version"]),
        _text(ruleset["plan"]),
        {key: tuple(sorted(each)) for key, each in findings.items()},
        tuple(failing),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whose(unit: str | None, year: int | None, sha256: str | None) -> object:
    """What tells the report of one audit in another."""
    if not (isinstance(unit, str | None) and isinstance(year, int | None) and isinstance(sha256, str | None)):
        raise TypeError
    return (unit, year) if unit and year else sha256


def against(audit: Audit, earlier: EarlierAudit) -> Audit:
    """The audit with all findings marked that the earlier one had already, and what is fixed counted."""
    left = {key: list(each) for key, each in earlier.findings.items()}
    cards = [
        replace(card, findings=tuple(replace(item, known=_take(item, left)) for item in card.findings))
        for card in audit.scorecards
    ]
    fixed = Counter[object]()
    gone = 0
    standing = {_whose(card.unit, card.year, card.sha256): card for card in cards if card.duplicate_of is None}
    present = Counter(item.fingerprint for card in cards for item in card.findings if item.verdict == "fail")
    for fingerprint, whose, rule in earlier.failing:
        if present[fingerprint]:
            present[fingerprint] -= 1
        elif _judged(standing.get(whose), fingerprint, rule):
            fixed[whose] += 1
        else:
            gone += 1
    return replace(
        audit,
        scorecards=tuple(
            replace(card, fixed=fixed[_whose(card.unit, card.year, card.sha256)])
            if card.duplicate_of is None
            else card
            for card in cards
        ),
        baseline=Baseline(
            str(earlier.file),
            earlier.today,
            earlier.ruleset_id,
            earlier.ruleset_version,
            known=sum(item.known for card in cards for item in card.findings),
            fixed=fixed.total(),
            gone=gone,
            notes=tuple(_notes(audit, earlier)),
        ),
    )


def _take(finding: Finding, left: dict[tuple[str, str], list[int]]) -> bool:
    """Whether the earlier audit had a finding that is no less grave; each of its findings answers for one."""
    there = left.get((finding.fingerprint, finding.verdict))
    if not there or there[0] > SEVERITIES.index(finding.severity):
        return False
    there.pop(0)
    return True


def _judged(card: Scorecard | None, fingerprint: str, rule: str) -> bool:
    """Whether a rule was asked of a report again and could answer: then what is gone is fixed."""
    if card is None or card.source is None or any(item.fingerprint == fingerprint for item in card.findings):
        return False
    result = next((each for each in card.rules if each.id == rule), None)
    return result is not None and not result.not_assessable and result.verdict in ("pass", "fail", "waived")


def _notes(audit: Audit, earlier: EarlierAudit) -> Iterator[str]:
    if earlier.plan == audit.plan:
        return
    one = f"{earlier.ruleset_id} {earlier.ruleset_version}".strip()
    other = f"{audit.ruleset_id} {audit.ruleset_version}".strip()
    which = f"（{one}，本次 {other}）" if one != other else "（编号和版本相同，规则或分值改过）"
    yield f"基线所用的规则集与本次不同{which}：新增的问题可能只是规则变了"
