"""Marks that say nothing, or not what they seem to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from gipaudit.authoring.linting.finding import LintFinding
from gipaudit.authoring.places import Places
from gipaudit.errors import Message
from gipaudit.renderers.numbers import plain
from gipaudit.rules.rule import Ruleset
from gipaudit.scoring.scheme import Deduction, Item, Scheme, most_specific, scheme_of
from gipaudit.scoring.scorers import has_marks


def marks(ruleset: Ruleset, places: Places) -> Iterator[LintFinding]:
    """Tell what is doubtful in the ``scoring`` block."""
    if not ruleset.scoring:
        return
    scheme = scheme_of(ruleset)
    yield from _off(ruleset, scheme, places)
    yield from _caps(scheme, places)
    if scheme.model == "deduct":
        yield from _dimensions(ruleset, scheme, places)


def _off(ruleset: Ruleset, scheme: Scheme, places: Places) -> Iterator[LintFinding]:
    """Marks that name only rules which are off; loading refuses those that name none at all."""
    named: list[tuple[tuple[str | int, ...], str]] = [(("rules", pattern), pattern) for pattern in scheme.rules]
    named += [(("bonus", "rules", pattern), pattern) for pattern in scheme.bonus]
    named += [(("veto", index, "rule"), veto.rule) for index, veto in enumerate(scheme.veto)]
    for entry in scheme.taken:
        named += [(("manual", entry.id, "rules", index), pattern) for index, pattern in enumerate(entry.rules)]
    for item in scheme.items:
        named += [(("items", item.id, "rules", index), pattern) for index, pattern in enumerate(item.rules)]
    for path, pattern in named:
        if any(most_specific([pattern], id) for id in ruleset.rules):
            continue
        off = [id for id in ruleset.off if most_specific([pattern], id)]
        if off:
            where = ruleset.off[off[0]]
            zh = f"“{pattern}”已在 {where.file.name}:{where.line} 关闭，这里的分值不起作用"
            en = f"{pattern!r} is turned off at {where.file.name}:{where.line}: these marks do nothing"
            yield LintFinding("marks-of-no-rule", places.scoring(*path), "", Message(zh, en))


def _caps(scheme: Scheme, places: Places) -> Iterator[LintFinding]:
    entries: list[tuple[tuple[str, ...], Deduction | Item]] = [
        *((("rules", pattern), deduction) for pattern, deduction in scheme.rules.items()),
        *((("items", item.id), item) for item in scheme.items),
    ]
    for path, entry in entries:
        if entry.at_most is not None and entry.lose != "all" and entry.at_most < entry.lose:
            zh = f"“{path[-1]}”最多扣{plain(entry.at_most)}分，不到一次所扣的{plain(entry.lose)}分"
            en = f"{path[-1]!r}: at most {plain(entry.at_most)}, less than the {plain(entry.lose)} of one loss"
            yield LintFinding("cap-below-loss", places.scoring(*path, "at_most"), "", Message(zh, en))


def _dimensions(ruleset: Ruleset, scheme: Scheme, places: Places) -> Iterator[LintFinding]:
    most = _most_lost(ruleset, scheme)
    for dimension in scheme.dimensions:
        if not dimension.marks:
            continue
        lost = most.get(dimension.id)
        at = places.scoring("dimensions", dimension.id)
        if lost is None:
            zh = f"维度“{dimension.title}”有{plain(dimension.marks)}分，没有一条规则、一项人工评定在其中扣分"
            en = f"dimension {dimension.id!r} has {plain(dimension.marks)} marks; no rule and no person takes any off"
            yield LintFinding("dimension-without-rules", at, "", Message(zh, en))
        elif lost < dimension.marks:
            zh = f"维度“{dimension.title}”有{plain(dimension.marks)}分，其中各项合计最多扣{plain(lost)}分"
            en = f"dimension {dimension.id!r} has {plain(dimension.marks)} marks; at most {plain(lost)} can be lost"
            yield LintFinding("dimension-never-lost", at, "", Message(zh, en))


def _most_lost(ruleset: Ruleset, scheme: Scheme) -> Mapping[str, Decimal]:
    """The most that rules and people together can take off in each dimension in which any does."""
    most: dict[str, Decimal] = {}
    for taken in scheme.taken:
        home = taken.dimension or ""
        most[home] = most.get(home, Decimal(0)) + taken.marks
    counted: set[str] = set()
    for rule in ruleset.rules.values():
        if not has_marks(scheme, rule.id) or scheme.taken_for(rule.id) is not None:
            continue
        items = scheme.items_of(rule.id)
        deduction = scheme.deduction(rule.id)
        entries: list[Deduction | Item] = [item for item in items if item.id not in counted and item.lose]
        counted.update(item.id for item in items)
        if not items and deduction is not None and deduction.lose:
            entries.append(deduction)
        for entry in entries:
            dimension = entry.dimension or rule.dimension
            full = scheme.marks.get(dimension, scheme.base)
            most[dimension] = most.get(dimension, Decimal(0)) + min(full, _most_of(entry, full))
    return most


def _most_of(entry: Deduction | Item, full: Decimal) -> Decimal:
    """The most that one rule or item can cost."""
    if entry.lose == "all":
        return full
    once = entry.once if isinstance(entry, Item) else entry.per == "report"
    return entry.lose if once else full if entry.at_most is None else entry.at_most
