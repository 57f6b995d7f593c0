"""All that is asked of a ruleset, and what of the answer is for its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gipaudit.authoring.linting.finding import LINTS, LintFinding
from gipaudit.authoring.linting.identities import identities
from gipaudit.authoring.linting.keeping import keeping
from gipaudit.authoring.linting.marks import marks
from gipaudit.authoring.linting.meeting import meeting
from gipaudit.authoring.linting.patterns import patterns
from gipaudit.authoring.places import Places
from gipaudit.forms.form import Form
from gipaudit.resources import shipped
from gipaudit.rules.check import Check
from gipaudit.rules.rule import Ruleset


def lint(
    ruleset: Ruleset, forms: Mapping[str, Form] | None = None, checks: Mapping[str, Check] | None = None
) -> list[LintFinding]:
    """Hold a ruleset to all of :data:`LINTS`; what is found stands in the order of its files and lines.

    ``forms`` and ``checks`` default to those registered. What stands in files that ship with gipaudit is told only
    where the ruleset itself ships with it: an author need not mend what others wrote.
    """
    if forms is None:
        from gipaudit.forms.library import forms as registered

        forms = registered()
    if checks is None:
        from gipaudit.rules.ruleset import registered_checks

        checks = {check.name: check for check in registered_checks()}
    places = Places(ruleset)
    found = [
        *keeping(ruleset, places),
        *meeting(ruleset, forms, places),
        *identities(ruleset, forms, places),
        *patterns(ruleset, checks, forms, places),
        *marks(ruleset, places),
    ]
    ours = shipped(ruleset.files[0])
    order = {file: number for number, file in enumerate(ruleset.files)}
    return sorted(
        (finding for finding in dict.fromkeys(found) if ours or not shipped(finding.position.file)),
        key=lambda one: (order.get(one.position.file, len(order)), one.position.line, one.position.column, one.code),
    )


def lint_record(findings: Sequence[LintFinding], ruleset: Ruleset) -> dict[str, Any]:
    """The same as plain values, for other programs; ``lints`` are all codes there are."""
    return {
        "schema": "gipaudit/ruleset-lint@1",
        "ruleset": ruleset.id,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "rule": finding.rule or None,
                "file": str(finding.position.file),
                "line": finding.position.line,
                "column": finding.position.column,
                "message": finding.message.zh,
                "remedy": finding.lint.remedy.zh,
            }
            for finding in findings
        ],
        "lints": {
            lint.code: {"severity": lint.severity, "title": lint.title.zh, "remedy": lint.remedy.zh}
            for lint in LINTS.values()
        },
    }
