"""A ruleset by id or file → what the engine works with: read, extended, merged and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.forms.form import Form
from gipaudit.resources import shipped
from gipaudit.rules.check import Check, OptionProblem
from gipaudit.rules.extending import Layer, without_off
from gipaudit.rules.finding import Library, registered_folders
from gipaudit.rules.loading import Loader
from gipaudit.rules.making import Maker
from gipaudit.rules.names import unknown
from gipaudit.rules.plan import bearing, plan
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.schema import ruleset_schema
from gipaudit.rules.schema_errors import schema_problems
from gipaudit.rules.settings import Setting

ScoringProblems = Callable[[Mapping[str, Any], Mapping[str, str]], Iterable[OptionProblem]]
"""What is wrong in a ``scoring`` block of the right shape, given the dimension of every rule by id, those that were
turned off included."""


def load_ruleset(
    reference: str | Path,
    scoring_schema: Mapping[str, Any] | None = None,
    scoring_problems: ScoringProblems | None = None,
    *,
    checks: Iterable[Check] | None = None,
    forms: Mapping[str, Form] | None = None,
    folders: Iterable[Path] | None = None,
    recheck: bool = False,
) -> Ruleset:
    """Load a ruleset with all that it extends.

    Args:
        reference: an id, or the path of a file (anything with ``.yaml``, ``.yml`` or a slash in it).
        scoring_schema: the JSON Schema of the ``scoring`` block, for this layer knows nothing of marks. Whoever
            gives marks loads by :func:`gipaudit.scoring.rulesets.load_ruleset`; without it the block is only merged.
        scoring_problems: what else to ask of the block.
        checks: kinds of check; the registered ones where absent.
        forms: forms by ``id`` or ``id/variant``; the registered ones where absent.
        folders: where ids are looked up; the registered folders where absent.
        recheck: hold the files that ship with gipaudit to schemas, checks and forms again. It is done when gipaudit
            is tested; to do it at every audit would be half of what a person waits for.

    Raises:
        UsageError: there is no such ruleset.
        SourceError: something is wrong in it: all problems at once, file by file in the order of reading.
    """
    if checks is None:
        checks = registered_checks()
    if forms is None:
        from gipaudit.forms import library

        forms = library.forms()
    known = {check.name: check for check in checks}
    rulesets = Library(registered_folders() if folders is None else folders)
    file = reference if isinstance(reference, Path) else rulesets.find(reference)
    trusted = (lambda file: False) if recheck else shipped
    loader = Loader(rulesets, ruleset_schema(known.values(), scoring_schema), trusted)
    layer = loader.load(file)
    if layer is None:
        raise SourceError(_sorted(loader.problems(), loader.files))
    maker = Maker(known, forms, trusted)
    judged = {id: entry.setting for id, entry in layer.rules.items() if entry.off is None}
    if not layer.complete:  # what a missing file would bring is no fault of the rules that rely on it
        judged = {id: setting for id, setting in judged.items() if "forms" in setting.entries}
    made = {id: maker.make(id, setting) for id, setting in judged.items()}
    rules = {id: rule for id, rule in made.items() if rule is not None}
    block = without_off(layer.scoring) if layer.scoring else None
    problems = [*loader.problems(), *maker.problems]
    if layer.complete:
        problems += _dimension_problems(layer, block)
    asked = layer.complete and not all(trusted(file) for file in loader.files)
    if asked and block is not None and scoring_schema is not None:
        problems += _scoring_problems(layer, block, scoring_schema, scoring_problems)
    if problems:
        raise SourceError(_sorted(problems, loader.files))
    return _ruleset(layer, rules, block, tuple(loader.files))


@cache
def registered_checks() -> tuple[Check, ...]:
    """All kinds of check that built-ins and plugins bring, gathered once."""
    from gipaudit.plugins import registry

    return tuple(registry("register_checks", "检查方式", "check"))


def _ruleset(layer: Layer, made: Mapping[str, Rule], scoring: Setting | None, files: tuple[Path, ...]) -> Ruleset:
    marks = scoring.plain() if scoring is not None else {}
    rules = _in_known_dimensions(made, marks)
    head = {key: setting.value for key, setting in layer.head.items()}
    off = {id: entry.off.position for id, entry in layer.rules.items() if entry.off is not None}
    origin: dict[str, Position] = {}
    if scoring is not None:
        origin = {".".join(path): setting.position for path, setting in scoring.leaves()}
    return Ruleset(
        id=head["ruleset"],
        title=head.get("title", head["ruleset"]),
        version=head.get("version", ""),
        forms=layer.forms or tuple(dict.fromkeys(form for rule in rules.values() for form in rule.forms)),
        rules=rules,
        scoring=marks,
        plan=plan(rules, bearing(marks, off)),
        files=files,
        title_en=head.get("title_en", ""),
        description=head.get("description", ""),
        off=off,
        scoring_origin=origin,
        renamed=layer.renamed,
        notes=(*layer.notes, *_deprecated(rules)),
    )


def _deprecated(rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """What is to be told of rules that are on and will go."""
    for rule in rules.values():
        place = rule.position("status")
        if rule.status == "deprecated" and place is not None:
            zh = f"规则“{rule.id}”将停用，请改用替代的规则或写 off"
            yield Problem(
                place, Message(zh, f"rule {rule.id!r} is deprecated: use what takes its place, or turn it off")
            )


def _scoring_problems(
    layer: Layer, block: Setting, schema: Mapping[str, Any], ask: ScoringProblems | None
) -> list[Problem]:
    plain = block.plain()
    wrong = schema_problems(plain, schema, block)
    if wrong or ask is None:
        return wrong
    named = {id: entry.setting.get("dimension") for id, entry in layer.rules.items()}
    dimensions = {id: str(setting.value) if setting else "" for id, setting in named.items()}
    return [
        Problem(block.place(problem.path, problem.offset or 0), problem.message) for problem in ask(plain, dimensions)
    ]


def _dimension_problems(layer: Layer, scoring: Setting | None) -> list[Problem]:
    """Rules whose dimension none of the files knows.

    A file may replace the inherited dimensions by its own; what rules of other files name is then no mistake.
    """
    final = scoring.get("dimensions") if scoring is not None else None
    if final is None or not final.entries:
        return []
    known = [*final.entries, *(name for name in layer.dimensions if name not in final.entries)]
    problems = []
    for entry in layer.rules.values():
        named = entry.setting.get("dimension")
        if named is None or not isinstance(named.value, str):
            continue
        allowed = list(final.entries) if named.source.file == layer.file else known
        if named.value not in allowed:
            problems.append(Problem(named.place((), 0), unknown("维度", "dimension", named.value, allowed)))
    return problems


def _in_known_dimensions(rules: Mapping[str, Rule], marks: Mapping[str, Any]) -> dict[str, Rule]:
    """Rules that belong to no dimension of this ruleset belong to none at all."""
    known = marks.get("dimensions")
    if not known:
        return dict(rules)
    return {id: rule if rule.dimension in known else replace(rule, dimension="") for id, rule in rules.items()}


def _sorted(problems: Iterable[Problem], files: list[Path]) -> list[Problem]:
    order = {file: number for number, file in enumerate(files)}
    return sorted(
        _once(problems),
        key=lambda one: (order.get(one.position.file, len(order)), one.position.line, one.position.column),
    )


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Each mistake once: a key that the file's schema and the rule's check both refuse is told with the shorter list.

    The schema of a file knows of an override no check and so allows the options of all.
    """
    told: dict[tuple[Position, str], Problem] = {}
    for problem in problems:
        said = re.split("[，；]", problem.message.zh, maxsplit=1)[0]
        before = told.get((problem.position, said))
        if before is None or len(problem.message.zh) < len(before.message.zh):
            told[problem.position, said] = problem
    return list(told.values())
