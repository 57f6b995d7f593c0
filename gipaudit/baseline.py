"""An earlier audit as a baseline: what stands in it already is known, and only what is new is told.

Findings are the same where their fingerprints are: unit, year, rule and instance. One that had another verdict
before, or was less grave, is new all the same. Marks never depend on a baseline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gipaudit.scorecard import SEVERITIES, Audit, Baseline, Finding, Scorecard, answered


@dataclass(frozen=True)
class EarlierAudit:
    """What is needed of an earlier audit.

    ``findings`` holds the severities (as indices, the gravest first) of its findings by fingerprint and verdict;
    ``failing`` are those that failed, with unit and year (or the file's hash) and rule.
    """

    source: str
    today: date
    ruleset_id: str
    ruleset_version: str
    plan: str
    findings: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    failing: tuple[tuple[str, object, str], ...] = ()


def read_baseline(name: str) -> EarlierAudit:
    """Read an earlier audit: a file of JSON, or one of an archive (``gipaudit.db#7``).

    Raises:
        SourceError: it cannot be read, is too large, or is no audit of this contract.
        ArchiveError: there is no such archive or audit in it.
        UsageError: it is an archive, and not said which of its audits.
    """
    from gipaudit.archive.named import named_audit

    audit = named_audit(name)
    findings: dict[tuple[str, str], list[int]] = {}
    failing: list[tuple[str, object, str]] = []
    for card in audit.cards:
        whose = _whose(card.unit, card.year, card.sha256)
        for finding in card.findings:
            severity = SEVERITIES.index(finding.severity)
            findings.setdefault((finding.fingerprint, finding.verdict), []).append(severity)
            if finding.verdict == "fail":
                failing.append((finding.fingerprint, whose, finding.rule))
    return EarlierAudit(
        audit.name,
        audit.today,
        audit.ruleset.id,
        audit.ruleset.version,
        audit.ruleset.plan,
        {key: tuple(sorted(each)) for key, each in findings.items()},
        tuple(failing),
    )


def _whose(unit: str | None, year: int | None, sha256: str | None) -> object:
    """What tells the report of one audit in another."""
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
            earlier.source,
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
    return result is not None and answered(result.verdict, result.not_assessable)


def _notes(audit: Audit, earlier: EarlierAudit) -> Iterator[str]:
    if earlier.plan == audit.plan:
        return
    one = f"{earlier.ruleset_id} {earlier.ruleset_version}".strip()
    other = f"{audit.ruleset_id} {audit.ruleset_version}".strip()
    which = f"（{one}，本次 {other}）" if one != other else "（编号和版本相同，规则或分值改过）"
    yield f"基线所用的规则集与本次不同{which}：新增的问题可能只是规则变了"
