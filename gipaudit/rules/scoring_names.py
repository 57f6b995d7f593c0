"""The names that a ``scoring`` block uses: each must be a rule or a dimension of the ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from gipaudit.errors import Message, Problem
from gipaudit.rules.names import unknown
from gipaudit.rules.rule import Rule
from gipaudit.rules.settings import Setting
from gipaudit.sources import KeyPath


def scoring_problems(scoring: Setting, known: Iterable[str], rules: Mapping[str, Rule]) -> list[Problem]:
    """Say which names in the block are unknown.

    Args:
        scoring: the merged block.
        known: the ids of all rules, those that are off included, for turning a rule off is no mistake in its marks.
        rules: the rules that are on.
    """
    ids = list(known)
    problems = [
        Problem(scoring.place(path, 0), unknown("规则", "rule", name, ids))
        for path, name in _rule_names(scoring.plain())
        if not matching(name, ids)
    ]
    dimensions = scoring.get("dimensions")
    if dimensions is not None and dimensions.entries:
        problems += _dimension_problems(scoring, list(dimensions.entries), rules)
    return problems


def matching(pattern: str, ids: Iterable[str]) -> list[str]:
    """The rules that a name or a pattern such as ``sections.*`` means."""
    return [id for id in ids if id == pattern or ("*" in pattern and fnmatchcase(id, pattern))]


def _rule_names(block: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for id in _mapping(block.get("rules")):
        yield ("rules", id), id
    for id, item in _mapping(block.get("items")).items():
        named = _mapping(item).get("rules")
        for number, name in enumerate(named if isinstance(named, list) else []):
            if isinstance(name, str):
                yield ("items", id, "rules", number), name
    for id in _mapping(_mapping(block.get("bonus")).get("rules")):
        yield ("bonus", "rules", id), id
    veto = block.get("veto")
    for number, entry in enumerate(veto if isinstance(veto, list) else []):
        name = _mapping(entry).get("rule")
        if isinstance(name, str):
            yield ("veto", number, "rule"), name


def _dimension_problems(scoring: Setting, known: list[str], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    block = scoring.plain()
    for part in ("rules", "items", "manual"):
        for id, entry in _mapping(block.get(part)).items():
            name = _mapping(entry).get("dimension")
            if isinstance(name, str) and name not in known:
                yield Problem(scoring.place((part, id, "dimension"), 0), unknown("维度", "dimension", name, known))
    homeless: dict[str, list[str]] = {}
    marked = _mapping(block.get("rules"))
    for id, rule in rules.items():
        patterns = [pattern for pattern in marked if matching(pattern, [id])]
        placed = any("dimension" in _mapping(marked[pattern]) for pattern in patterns)
        if patterns and not placed and rule.dimension and rule.dimension not in known:
            homeless.setdefault(rule.dimension, []).append(id)
    for dimension, ids in homeless.items():
        listed = "、".join(ids[:5]) + (f" 等 {len(ids)} 条" if len(ids) > 5 else "")
        zh = f"这些规则扣分，但其维度“{dimension}”不在 dimensions 中：{listed}；请在 scoring.rules 中写明 dimension"
        en = f"{len(ids)} rules cost marks, but their dimension {dimension!r} is unknown: {', '.join(ids[:5])}"
        yield Problem(scoring.place(("dimensions",)), Message(zh, en))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
