"""An earlier audit as a baseline: what stands in it already is known, and only what is new is told.

Findings are the same where their fingerprints are: unit, year, rule and instance. One that had another verdict
before, or was less grave, is new all the same. Marks never depend on a baseline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gipaudit.rules.renaming import current
from gipaudit.scorecard import SEVERITIES, Audit, Baseline, Finding, Scorecard, answered

if TYPE_CHECKING:
    from gipaudit.recorded.records import Audit as EarlierAudit


def read_baseline(name: str) -> EarlierAudit:
    """Read an earlier audit: a file of JSON, or one of an archive (``gipaudit.db#7``).

    Raises:
        SourceError: it cannot be read, is too large, or is no audit of this contract.
        ArchiveError: there is no such archive or audit in it.
        UsageError: it is an archive, and not said which of its audits.
    """
    from gipaudit.archive.named import named_audit

    return named_audit(name)


def _whose(unit: str | None, year: int | None, sha256: str | None) -> object:
    """What tells the report of one audit in another."""
    return (unit, year) if unit and year else sha256


def against(audit: Audit, earlier: EarlierAudit) -> Audit:
    """The audit with all findings marked that the earlier one had already, and what is fixed counted."""
    names = {**earlier.ruleset.renamed, **audit.renamed}
    same = _same_rules(audit, earlier, names)
    left: dict[tuple[str, str], list[int]] = {}
    failing: list[tuple[str, object, str]] = []
    for card in earlier.cards:
        for finding in card.findings:
            fingerprint = same.get(finding.fingerprint, finding.fingerprint)
            left.setdefault((fingerprint, finding.verdict), []).append(SEVERITIES.index(finding.severity))
            if finding.fails:
                whose = _whose(card.unit, card.year, card.sha256)
                failing.append((fingerprint, whose, current(finding.rule, names)))
    for severities in left.values():
        severities.sort()
    cards = [
        replace(card, findings=tuple(replace(item, known=_take(item, left)) for item in card.findings))
        for card in audit.scorecards
    ]
    fixed = Counter[object]()
    gone = 0
    standing = {_whose(card.unit, card.year, card.sha256): card for card in cards if card.duplicate_of is None}
    present = Counter(item.fingerprint for card in cards for item in card.findings if item.verdict == "fail")
    for fingerprint, whose, rule in failing:
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
            earlier.name,
            earlier.today,
            earlier.ruleset.id,
            earlier.ruleset.version,
            known=sum(item.known for card in cards for item in card.findings),
            fixed=fixed.total(),
            gone=gone,
            notes=tuple(_notes(audit, earlier)),
        ),
    )


def _same_rules(audit: Audit, earlier: EarlierAudit, names: Mapping[str, str]) -> Mapping[str, str]:
    """Fingerprints that findings have now by those that they had before their rules were given new ids."""
    if not names:
        return {}
    now = {
        (card.unit or card.sha256, card.year, item.rule, item.instance): item.fingerprint
        for card in audit.scorecards
        for item in card.findings
    }
    keys = (
        (item.fingerprint, (card.unit or card.sha256, card.year, current(item.rule, names), item.instance))
        for card in earlier.cards
        for item in card.findings
        if item.rule in names
    )
    return {fingerprint: now[key] for fingerprint, key in keys if key in now}


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
    if earlier.ruleset.plan == audit.plan:
        return
    one = f"{earlier.ruleset.id} {earlier.ruleset.version}".strip()
    other = f"{audit.ruleset_id} {audit.ruleset_version}".strip()
    which = f"（{one}，本次 {other}）" if one != other else "（编号和版本相同，规则或分值改过）"
    yield f"基线所用的规则集与本次不同{which}：新增的问题可能只是规则变了"
