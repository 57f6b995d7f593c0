"""The fingerprint of what a ruleset asks and what it costs, whatever it is called and wherever it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from gipaudit.rules.rule import Rule


def bearing(scoring: Mapping[str, Any], off: Collection[str]) -> dict[str, Any]:
    """A scoring block without the marks of rules that are off: nothing bears them."""
    marks = scoring.get("rules")
    if not isinstance(marks, Mapping):
        return dict(scoring)
    return {**scoring, "rules": {id: value for id, value in marks.items() if id not in off}}


def plan(rules: Mapping[str, Rule], scoring: Mapping[str, Any]) -> str:
    """Return a SHA-256 over rules, options and marks in canonical JSON.

    Titles, messages, remedies, bases and examples are not in it: two rulesets with one plan judge alike.
    """
    content = {
        "rules": {id: _rule(rule) for id, rule in rules.items()},
        "scoring": _without_titles(scoring),
    }
    text = json.dumps(_canonical(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "check": rule.check,
        "forms": sorted(rule.forms),
        "when": [sorted(rule.when.levels), rule.when.years, sorted(rule.when.units)],
        "if": rule.condition,
        "severity": rule.severity,
        "dimension": rule.dimension,
        "status": rule.status,
        "options": rule.options,
    }


def _without_titles(scoring: Mapping[str, Any]) -> dict[str, Any]:
    """Marks without the titles that dimensions, items and manual marks bear."""
    result = dict(scoring)
    for part in ("dimensions", "items", "manual"):
        if isinstance(result.get(part), Mapping):
            result[part] = {
                id: {key: value for key, value in entry.items() if key not in ("title", "title_en")}
                if isinstance(entry, Mapping)
                else entry
                for id, entry in result[part].items()
            }
    return result


def _canonical(value: Any) -> Any:
    """One writing for one value: ``5.0`` is ``5``."""
    if isinstance(value, Mapping):
        return {str(key): _canonical(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(below) for below in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
