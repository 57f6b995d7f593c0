"""A resolved ruleset written as one YAML file, each setting with the place it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gipaudit.errors import Position
from gipaudit.resources import rulesets_folder
from gipaudit.rules.plan import bearing
from gipaudit.rules.rule import COMMON_KEYS, Rule, Ruleset, When
from gipaudit.sources.scalars import resolve

_PLAIN = re.compile(r"[\w\u4e00-\u9fff（）][\w\u4e00-\u9fff（）()〔〕《》、，。；=＝≠≤≥<>+＋×÷ ./·-]*")
Origins = Mapping[str, Position]


def resolved_yaml(ruleset: Ruleset) -> Iterator[str]:
    """Yield the lines of a file that loads as the same ruleset without extending any other."""
    yield f"# {ruleset.id}"
    for file in ruleset.files:
        yield f"# ← {_one_line(str(file))}"
    for id, position in sorted(ruleset.off.items()):
        yield f"# off: {_one_line(id)}  {_place(position)}"
    for key in ("id", "title", "title_en", "description", "version"):
        value = getattr(ruleset, key)
        if value:
            yield f"{'ruleset' if key == 'id' else key}: {_flow(value)}"
    if ruleset.forms:
        yield f"forms: {_flow(list(ruleset.forms))}"
    if ruleset.rules:
        yield "rules:"
    for id, rule in ruleset.rules.items():
        yield from _setting(id, entries(rule), rule.origin, (), 1)
    if ruleset.scoring:
        yield from _setting("scoring", bearing(ruleset.scoring, ruleset.off), ruleset.scoring_origin, (), 0)


def entries(rule: Rule) -> dict[str, Any]:
    """A rule's settings as a file would give them; those that say nothing are left out."""
    common = {
        "title": rule.title,
        "title_en": rule.title_en,
        "check": rule.check,
        "forms": list(rule.forms),
        "when": _when(rule.when),
        "if": rule.condition or "",
        "severity": rule.severity,
        "dimension": rule.dimension,
        "basis": rule.basis,
        "message": rule.message,
        "remedy": rule.remedy,
        "examples": {outcome: list(given) for outcome, given in rule.examples.items()},
        "status": "" if rule.status == "stable" else rule.status,
    }
    given = {key: common[key] for key in COMMON_KEYS if common[key]}
    check = {"title", "title_en", "check"}
    first = {key: value for key, value in given.items() if key in check}
    return {**first, **rule.options, **{key: value for key, value in given.items() if key not in check}}


def _when(when: When) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if when.levels:
        result["levels"] = list(when.levels)
    if when.years is not None:
        first, last = when.years
        result["years"] = str(first) if first == last else f"{first or ''}-{last or ''}"
    if when.units:
        result["units"] = list(when.units)
    return result


def _setting(key: str, value: Any, origin: Origins, path: tuple[str, ...], depth: int) -> Iterator[str]:
    """One setting and those below it. ``path`` leads to it below the rule, or below the scoring block."""
    head = f"{'  ' * depth}{_flow(str(key))}:"
    place = origin.get(".".join(path))
    note = f"  # {_place(place)}" if place else ""
    if isinstance(value, Mapping) and value:
        yield f"{head}{note}"
        for name, below in value.items():
            yield from _setting(name, below, origin, (*path, str(name)), depth + 1)
    else:
        yield f"{head} {_flow(value)}{note}"


def _place(position: Position) -> str:
    file = position.file
    folder = rulesets_folder()
    name = file.relative_to(folder) if file.is_relative_to(folder) else file
    return f"{_one_line(str(name))}:{position.line}"


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return "~"
    if isinstance(value, str):
        return value if _is_plain(value) else '"' + "".join(map(_escaped, value)) + '"'
    return json.dumps(value)


def _escaped(character: str) -> str:
    """A character as it stands between double quotes."""
    if character in '"\\':
        return "\\" + character
    if character == "\n":
        return "\\n"
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _is_plain(text: str) -> bool:
    """Whether a text may stand without quotes, inside brackets too."""
    plain = _PLAIN.fullmatch(text) is not None and text == text.strip() and resolve(text) == text
    return plain and not re.search("[，、]", text)
