"""Identities against one another: the same twice, one that follows from others, and some that cannot all hold.

Equations are compared by exact linear algebra. Other comparisons are held to the identities that share a cell with
them: what follows from these follows from all. A rule asked under conditions (``when``, ``if``) is held to those
without any and to those with the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gipaudit.authoring.linting.algebra import Dependence, RowSpace
from gipaudit.authoring.linting.cases import Space, compared
from gipaudit.authoring.linting.feasible import Line
from gipaudit.authoring.linting.finding import LintFinding
from gipaudit.authoring.linting.meeting import compiled_on
from gipaudit.authoring.places import Places
from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.rules.formula.affine import Affine
from gipaudit.rules.formula.compiled import constraints
from gipaudit.rules.formula.keys import address_of
from gipaudit.rules.linear import Constraint
from gipaudit.rules.rule import Rule, Ruleset, When
from gipaudit.scorecard import SEVERITIES

Scope = tuple[When, str | None, frozenset[str]]
"""Of which reports a comparison is asked: by ``when``, by ``if``, and by which other reports it needs."""

ANYWHERE: Scope = (When(), None, frozenset())

MOST_BESIDE = 40
"""A comparison with more identities beside it than this is not held to them."""


@dataclass(frozen=True)
class Stated:
    """One linear comparison that one instance of a rule states of one form."""

    rule: Rule
    instance: str
    constraint: Constraint

    @property
    def scope(self) -> Scope:
        """Of which reports it is asked."""
        others = frozenset(key[: -len(address_of(key))] for key in self.constraint.form.terms) - {""}
        return self.rule.when, self.rule.condition, others

    @property
    def lines(self) -> tuple[Line, ...]:
        """The comparison, for :mod:`feasible`; none for ≠, which is two."""
        form = self.constraint.form
        if self.constraint.operator == "≠":
            return ()
        return tuple(compared(Affine(tuple(form.terms.items()), form.constant), self.constraint.operator))


Told = tuple[str, str, tuple[str, ...]]
"""A code, the rule it is told at, and the rules it names: its own too, where other instances of it have a part."""


def identities(ruleset: Ruleset, forms: Mapping[str, Form], places: Places) -> Iterator[LintFinding]:
    """Tell what is the same, implied or contradictory, form by form; what several forms show is told once."""
    order = {id: number for number, id in enumerate(ruleset.rules)}
    told: dict[Told, list[tuple[str, int, int]]] = {}
    for key, form in forms.items():
        stated = list(_stated(ruleset, form))
        sizes = Counter(each.rule.id for each in stated)
        found = [*_dependent(stated, order), *_compared(stated, form, order)]
        for one, instances in _by_rules(found).items():
            told.setdefault(one, []).append((key, len(instances), sizes[one[1]]))
    for (code, rule, others), on in told.items():
        whole = all(count >= size for _, count, size in on)
        shown = code if whole or code == "contradictory" else "redundant"
        message = _message(shown, rule, others, on)
        yield LintFinding(shown, places.rule(ruleset.rules[rule], "formula"), rule, message)


def _stated(ruleset: Ruleset, form: Form) -> Iterator[Stated]:
    """All linear comparisons, the gravest rules first: what a hint says proves nothing of an error."""
    rules = [
        rule for rule in ruleset.rules.values() if rule.check == "identity" and not rule.options.get("tolerance")
    ]
    for rule in sorted(rules, key=lambda rule: SEVERITIES.index(rule.severity)):
        compiled = compiled_on(rule, form)
        for instance in compiled.instances if compiled else ():
            if instance.unprinted:
                continue
            for constraint in constraints(instance.logic):
                if constraint.form.terms:
                    yield Stated(rule, instance.key, constraint)


def _dependent(stated: Sequence[Stated], order: Mapping[str, int]) -> Iterator[tuple[Told, str]]:
    """The equations that bring nothing new, each told at the last rule that has a part in it."""
    equations = [each for each in stated if each.constraint.operator == "="]
    for scope in dict.fromkeys([ANYWHERE, *(each.scope for each in equations)]):
        beside = [] if scope == ANYWHERE else [each for each in equations if each.scope == ANYWHERE]
        both = [*beside, *(each for each in equations if each.scope == scope)]
        space = RowSpace()
        for number, each in enumerate(both):
            if _add(space, number, each) is not None and number >= len(beside):
                contrary, parts = _parts(both, number)
                code = "contradictory" if contrary else "duplicate" if len(parts) == 2 else "implied"
                yield _told(code, parts, order)


def _add(space: RowSpace, number: int, each: Stated) -> Dependence | None:
    return space.add(number, each.constraint.form.terms, each.constraint.form.constant)


def _parts(both: Sequence[Stated], number: int) -> tuple[bool, list[Stated]]:
    """Whether an equation is contradicted, and it with those it depends on: if possible, those that share a cell."""
    each = both[number]
    cells = each.constraint.form.terms.keys()
    near = [other for other in range(number) if not cells.isdisjoint(both[other].constraint.form.terms)]
    for among in (near, range(number)):
        space = RowSpace()
        for other in among:
            _add(space, other, both[other])
        found = _add(space, number, each)
        if found is not None:
            return found.contrary, [each, *(both[other] for other in sorted(found.on))]
    raise ValueError("the equation is independent")


def _told(code: str, parts: Sequence[Stated], order: Mapping[str, int]) -> tuple[Told, str]:
    last = max(parts, key=lambda part: order[part.rule.id])
    others = {part.rule.id for part in parts if part is not last}
    return (code, last.rule.id, tuple(sorted(others, key=order.__getitem__))), last.instance


def _compared(stated: Sequence[Stated], form: Form, order: Mapping[str, int]) -> Iterator[tuple[Told, str]]:
    """The other comparisons that follow from those beside them, or cannot hold together with them."""
    space = Space(form)
    by_cell: dict[str, list[int]] = {}
    for number, each in enumerate(stated):
        for cell in each.constraint.form.terms:
            by_cell.setdefault(cell, []).append(number)
    for number, each in enumerate(stated):
        if each.constraint.operator in ("=", "≠"):
            continue
        numbers = sorted({other for cell in each.constraint.form.terms for other in by_cell[cell]} - {number})
        beside = [stated[other] for other in numbers if _speaks_for(stated[other], each, order)]
        if not beside or len(beside) > MOST_BESIDE:
            continue
        (line,) = each.lines
        contrary = line.turned("<" if line.operator == "≤" else "≤")
        if not space.possible([contrary], ()) or not space.possible([line], ()):
            continue  # it holds or fails by itself, which is told of the rule
        for code, asked in (("implied", contrary), ("contradictory", line)):
            if not _possible(space, beside, asked) and (code == "implied" or _possible(space, beside)):
                needed = _needed(space, beside, asked)
                others = sorted({other.rule.id for other in needed}, key=order.__getitem__)
                yield (code, each.rule.id, tuple(others)), each.instance
                break


def _speaks_for(other: Stated, each: Stated, order: Mapping[str, int]) -> bool:
    """Whether what one rule states may be held against another: it is asked whenever that one is, and no less grave.

    Of two alike the later one is told.
    """
    if other.scope not in (ANYWHERE, each.scope) or other.rule.id == each.rule.id:
        return False
    mine, its = SEVERITIES.index(each.rule.severity), SEVERITIES.index(other.rule.severity)
    if its > mine:
        return False
    return other.constraint.operator == "=" or its < mine or order[other.rule.id] < order[each.rule.id]


def _possible(space: Space, beside: Iterable[Stated], *more: Line) -> bool:
    return space.possible([*more, *(line for each in beside for line in each.lines)], ())


def _needed(space: Space, beside: Sequence[Stated], asked: Line) -> Sequence[Stated]:
    """Those without which it would be possible: one at a time is left out."""
    needed = list(beside)
    for each in beside:
        fewer = [other for other in needed if other is not each]
        if not _possible(space, fewer, asked):
            needed = fewer
    return needed


def _by_rules(found: Iterable[tuple[Told, str]]) -> Mapping[Told, set[str]]:
    grouped: dict[Told, set[str]] = {}
    for told, instance in found:
        grouped.setdefault(told, set()).add(instance)
    return grouped


def _message(code: str, rule: str, others: Sequence[str], on: Sequence[tuple[str, int, int]]) -> Message:
    names = "、".join("本规则的其他各项" if id == rule else id for id in others)
    listed = ", ".join("its own other instances" if id == rule else id for id in others)
    where = "、".join(key for key, _, _ in on)
    match code:
        case "contradictory":
            zh, en = f"与 {names} 不能同时成立", f"cannot hold together with {listed}"
        case "duplicate":
            zh, en = f"与 {names} 查的相同", f"asks the same as {listed}"
        case "implied":
            zh, en = f"由 {names} 推出", f"follows from {listed}"
        case _:
            _, count, size = on[0]
            zh = f"{size} 项判断中有 {count} 项由 {names} 推出"
            en = f"{count} of its {size} instances follow from {listed}"
    return Message(f"{zh}（格式 {where}）", f"{en} (form {where})")
