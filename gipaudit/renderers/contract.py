"""The records as the plain values of the contract ``gipaudit/audit@1``: which key holds what, in fixed order.

The published schema is ``rulesets/schema/audit.schema.json``. Keys may be added; none may be renamed or removed.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gipaudit.documents.model import Place
from gipaudit.forms.report import Reading, Section
from gipaudit.renderers.contract_forms import form
from gipaudit.renderers.numbers import marks
from gipaudit.renderers.summary import summarise
from gipaudit.scorecard import (
    CONTRACT,
    Audit,
    Baseline,
    Cause,
    CellEvidence,
    Decided,
    Finding,
    Interval,
    Passage,
    Ranked,
    RuleInfo,
    RuleResult,
    Score,
    Scorecard,
    Unread,
    Waiver,
)


def head(audit: Audit) -> dict[str, Any]:
    """What stands before the scorecards."""
    ruleset: dict[str, Any] = {
        "id": audit.ruleset_id,
        "title": audit.ruleset_title,
        "version": audit.ruleset_version,
        "plan": audit.plan,
    }
    if audit.renamed:
        ruleset["renamed"] = dict(sorted(audit.renamed.items()))
    return {
        "schema": CONTRACT,
        "gipaudit": audit.version,
        "today": audit.today.isoformat(),
        "ruleset": ruleset,
        "plugins": [{"name": name, "version": version} for name, version in audit.plugins],
        "failed_plugins": [
            {"name": item.name, "version": item.version, "error": item.error} for item in audit.failed_plugins
        ],
        "summary": asdict(summarise(audit)),
        "forms": {key: form(value) for key, value in audit.forms.items()},
        "rules": {key: rule(value) for key, value in audit.rules.items()},
    }


def tail(audit: Audit) -> dict[str, Any]:
    """What stands after the scorecards; decisions and a baseline where they were given."""
    values: dict[str, Any] = {
        "audit_findings": [finding(item) for item in audit.audit_findings],
        "ranking": [ranked(item) for item in audit.ranking],
        "crashes": [
            {"rule": item.rule, "plugin": item.plugin, "report": item.report, "traceback": item.traceback}
            for item in audit.crashes
        ],
        "unreadable": [unread(item) for item in audit.unreadable],
        "skipped": [unread(item) for item in audit.skipped],
        "earlier": {
            "reports": [asdict(item) for item in audit.earlier.reports],
            "unreadable": [unread(item) for item in audit.earlier.unreadable],
            "skipped": [unread(item) for item in audit.earlier.skipped],
        },
        "notes": list(audit.notes),
    }
    if audit.decisions:
        values["decisions"] = {"files": list(audit.decisions), "idle": [asdict(item) for item in audit.idle]}
    if audit.baseline is not None:
        values["baseline"] = baseline(audit.baseline)
    return values


def baseline(value: Baseline) -> dict[str, Any]:
    """The earlier audit that this one was compared with."""
    return {
        "source": value.source,
        "today": value.today.isoformat(),
        "ruleset": {"id": value.ruleset_id, "version": value.ruleset_version},
        "known": value.known,
        "fixed": value.fixed,
        "gone": value.gone,
        "notes": list(value.notes),
    }


def scorecard(card: Scorecard, *, readings: bool) -> dict[str, Any]:
    """One report's card; its readings are left out where they are not wanted."""
    values: dict[str, Any] = {
        "source": card.source,
        "sha256": card.sha256,
        "loader": card.loader,
        "converter": card.converter,
        "annexes": [{"source": item.source, "sha256": item.sha256} for item in card.annexes],
        "unit": card.unit,
        "year": card.year,
        "level": card.level,
        "group": card.group,
        "form": card.form.id if card.form else None,
        "variant": card.form.variant if card.form else None,
        "published": card.published.isoformat() if card.published else None,
        "by_hand": sorted(card.by_hand),
        "duplicate_of": card.duplicate_of,
        "share_read": card.share_read,
        "uncertain": [{"what": item.what, "value": item.value, "why": item.why} for item in card.uncertain],
        "notes": list(card.notes),
        "sections": [section(item) for item in card.sections],
        "score": score(card.score),
        "rank": card.rank,
        "rank_in_group": card.rank_in_group,
        "dimensions": [
            {
                "id": item.id,
                "title": item.title,
                "low": marks(item.low),
                "high": marks(item.high),
                "full": marks(item.full),
                "rules": item.rules,
            }
            for item in card.dimensions
        ],
        "rules": [rule_result(item) for item in card.rules],
        "findings": [finding(item) for item in card.findings],
        "causes": [cause(item) for item in card.causes],
    }
    if readings:
        values["readings"] = {address: reading(item) for address, item in card.readings.items()}
    if card.decided:
        values["decided"] = [decided(item) for item in card.decided]
    if card.fixed:
        values["fixed"] = card.fixed
    values["unbound"] = [{"text": item.text, "place": place(item.place), "why": item.why} for item in card.unbound]
    return values


def decided(value: Decided) -> dict[str, Any]:
    """What a person decided of a report."""
    return {
        "kind": value.kind,
        "what": value.what,
        "name": value.name,
        "value": value.value,
        "before": value.before,
        "by": value.by,
        "on": value.on.isoformat() if value.on else None,
        "reason": value.reason,
        "authority": value.authority,
        "expires": value.expires.isoformat() if value.expires else None,
        "place": value.place,
    }


def place(where: Place) -> dict[str, Any]:
    """Where in the file; what the format cannot tell is null, or left out where few formats tell it."""
    values: dict[str, Any] = {
        "page": where.page,
        "table": where.table,
        "row": where.row,
        "column": where.column,
        "line": where.line,
    }
    if where.paragraph is not None:
        values["paragraph"] = where.paragraph
    if where.box is not None:
        values["box"] = where.box
    if where.source is not None:
        values["source"] = where.source
    return values


def score(value: Score) -> dict[str, Any]:
    """Marks, rounded as everywhere they are printed."""
    return {
        "low": marks(value.low),
        "high": marks(value.high),
        "full": marks(value.full),
        "model": value.model,
        "grade": value.grade,
        "grade_high": value.grade_high,
        "vetoed_by": list(value.vetoed_by),
        "pending": list(value.pending),
    }


def section(value: Section) -> dict[str, Any]:
    """A section and whether it is there."""
    return {"id": value.id, "title": value.title, "state": value.state, "place": place(value.place)}


def rule(value: RuleInfo) -> dict[str, Any]:
    """What is to be known of a rule."""
    return {
        "title": value.title,
        "title_en": value.title_en,
        "check": value.check,
        "basis": value.basis,
        "formula": value.formula,
        "severity": value.severity,
        "dimension": value.dimension,
        "remedy": value.remedy,
        "has_marks": value.has_marks,
        "status": value.status,
    }


def rule_result(value: RuleResult) -> dict[str, Any]:
    """How a rule came out."""
    return {
        "id": value.id,
        "verdict": value.verdict,
        "instances": value.instances,
        "failed": value.failed,
        "not_assessable": value.not_assessable,
        "waived": value.waived,
        "lost": [marks(value.lost[0]), marks(value.lost[1])],
        "regained": marks(value.regained),
        "why": value.why,
    }


def interval(value: Interval | None) -> list[Any] | None:
    """Both bounds; null is −∞ or +∞."""
    return None if value is None else [value[0], value[1]]


def finding(value: Finding) -> dict[str, Any]:
    """A finding with its evidence; where it is waived, with its waiver, and where a baseline has it, ``known``."""
    evidence = value.evidence
    values: dict[str, Any] = {
        "rule": value.rule,
        "instance": value.instance,
        "verdict": value.verdict,
        "severity": value.severity,
        "dimension": value.dimension,
        "message": value.message,
        "why": evidence.why,
        "remedy": value.remedy,
        "basis": value.basis,
        "equation": evidence.equation,
        "left": interval(evidence.left),
        "right": interval(evidence.right),
        "cells": [cell(item) for item in value.cells],
        "passages": [passage(item) for item in evidence.passages],
        "suggestions": [
            {"address": item.address, "value": item.value, "why": item.why} for item in evidence.suggestions
        ],
        "lost": marks(value.lost),
        "regained": marks(value.regained),
        "fingerprint": value.fingerprint,
        "series": value.series,
    }
    if value.waiver is not None:
        values["waiver"] = waiver(value.waiver)
    if value.known:
        values["known"] = True
    return values


def waiver(value: Waiver) -> dict[str, Any]:
    """Why a finding is waived; ``verdict`` is what it was before."""
    return {
        "verdict": value.verdict,
        "by": value.by,
        "on": value.on.isoformat() if value.on else None,
        "reason": value.reason,
        "authority": value.authority,
        "expires": value.expires.isoformat() if value.expires else None,
        "place": value.place,
    }


def cell(value: CellEvidence) -> dict[str, Any]:
    """A cell as a finding shows it."""
    return {"address": value.address, "name": value.name, **reading(value.reading)}


def reading(value: Reading) -> dict[str, Any]:
    """What a report has in a cell, and where a person corrected it, what was read before."""
    values: dict[str, Any] = {
        "state": value.state,
        "low": value.low,
        "high": value.high,
        "text": value.text,
        "place": place(value.place),
        "confidence": value.confidence,
        "by": value.by,
        "unit": value.unit,
        "converted": value.converted,
        "why": value.why,
    }
    if value.correction is not None:
        correction = value.correction
        values["correction"] = {
            "printed": reading(correction.printed),
            "by": correction.by,
            "on": correction.on.isoformat(),
            "reason": correction.reason,
            "place": correction.place,
        }
    return values


def passage(value: Passage) -> dict[str, Any]:
    """A piece of text; unit and year are told where it stands in another report."""
    values: dict[str, Any] = {
        "role": value.role,
        "section": value.section,
        "text": value.text,
        "place": place(value.place),
    }
    if value.role == "compared":
        values |= {"unit": value.unit, "year": value.year}
    return values


def cause(value: Cause) -> dict[str, Any]:
    """The smallest set of wrong cells behind some failing instances."""
    return {
        "table": value.table,
        "size": value.size,
        "instances": [list(pair) for pair in sorted(value.instances)],
        "cells": list(value.cells),
        "alternatives": [list(cells) for cells in value.alternatives],
        "note": value.note,
        "likely": value.likely,
        "explanation": value.explanation,
        "suggestions": [
            {"address": item.address, "value": item.value, "why": item.why} for item in value.suggestions
        ],
        "regained": marks(value.regained),
    }


def ranked(value: Ranked) -> dict[str, Any]:
    """A line of the ranking."""
    return {
        "rank": value.rank,
        "unit": value.unit,
        "year": value.year,
        "source": value.source,
        "score": score(value.score),
        "group": value.group,
        "rank_in_group": value.rank_in_group,
    }


def unread(value: Unread) -> dict[str, Any]:
    """A file that is in no scorecard."""
    return {"source": value.source, "code": value.code, "message": value.message}
