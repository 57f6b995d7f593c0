"""The scoring scheme: the ``scoring`` block of a ruleset as plain records, every number a decimal as written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Literal

from gipaudit.rules.rule import Ruleset

Per = Literal["report", "finding", "cell", "cause"]
Policy = Literal["interval", "as_pass", "as_fail", "drop"]
Lose = Decimal | Literal["all"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension and its full marks, which are also the most that can be lost in it."""

    id: str
    title: str
    marks: Decimal


@dataclass(frozen=True, slots=True)
class Deduction:
    """What a rule costs: ``lose`` marks (``all``: those of its dimension) for each ``per``, at most ``at_most``.

    ``per`` and ``dimension`` are ``None`` where the default holds; ``weight`` is read by the model ``weighted``.
    """

    lose: Lose = Decimal(0)
    per: Per | None = None
    at_most: Decimal | None = None
    dimension: str | None = None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Item:
    """Several rules, one line of a rubric. Each failing rule costs ``lose``, all together once where ``once``."""

    id: str
    title: str
    rules: tuple[str, ...]
    lose: Lose
    once: bool = False
    at_most: Decimal | None = None
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """A rule (or a pattern of rules) whose failing holds the total under a ceiling."""

    rule: str
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class Manual:
    """A line of a rubric that a person decides: marks given or, where ``deducts``, taken off, from 0 to ``marks``.

    ``choices`` are the only marks that may be entered, by the words for them. A deduction counts in its dimension and
    with that dimension's cap. Until a person has spoken, a deduction with ``rules`` is open where one of these fails
    and nothing where all pass; else it is ``default`` marks, and open where there is no default.
    """

    id: str
    title: str
    marks: Decimal
    deducts: bool = False
    dimension: str | None = None
    rules: tuple[str, ...] = ()
    default: Decimal | None = None
    choices: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Scheme:
    """A scoring scheme. ``rules`` and ``bonus`` go by rule id or pattern, ``grades`` fall from the best.

    ``absent`` is what a unit loses that sent no report. ``on_trial`` are the rules of which only an entry under their
    own id speaks: no pattern that fits them and no default makes them cost marks.
    """

    model: str = "deduct"
    full_marks: Decimal = Decimal(100)
    dimensions: tuple[Dimension, ...] = ()
    rules: Mapping[str, Deduction] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    bonus: Mapping[str, Decimal] = field(default_factory=dict)
    bonus_at_most: Decimal | None = None
    veto: tuple[Veto, ...] = ()
    manual: tuple[Manual, ...] = ()
    not_assessable: Policy = "interval"
    grades: tuple[tuple[str, Decimal], ...] = ()
    absent: Lose = "all"
    on_trial: frozenset[str] = frozenset()

    @cached_property
    def base(self) -> Decimal:
        """The marks that rules can cost: those of all dimensions; without any, all that people do not give."""
        if self.dimensions:
            return sum((dimension.marks for dimension in self.dimensions), Decimal(0))
        return max(Decimal(0), self.full_marks - sum((entry.marks for entry in self.given), Decimal(0)))

    @cached_property
    def marks(self) -> Mapping[str, Decimal]:
        """Full marks by dimension."""
        return {dimension.id: dimension.marks for dimension in self.dimensions}

    def deduction(self, rule: str) -> Deduction | None:
        """What the scheme says of a rule: by its own id, else by the longest pattern that fits it."""
        if rule not in self._deductions:
            pattern = self._naming(self.rules, rule)
            self._deductions[rule] = None if pattern is None else self.rules[pattern]
        return self._deductions[rule]

    def items_of(self, rule: str) -> tuple[Item, ...]:
        """The items through which a rule loses."""
        if rule not in self._items:
            self._items[rule] = tuple(item for item in self.items if self._naming(item.rules, rule) is not None)
        return self._items[rule]

    @cached_property
    def given(self) -> tuple[Manual, ...]:
        """The marks that people give on top of what rules leave."""
        return tuple(entry for entry in self.manual if not entry.deducts)

    @cached_property
    def taken(self) -> tuple[Manual, ...]:
        """The deductions that people decide."""
        return tuple(entry for entry in self.manual if entry.deducts)

    def taken_for(self, rule: str) -> Manual | None:
        """The deduction decided by a person to which a rule only gives the clue, or ``None``."""
        if rule not in self._taken_for:
            self._taken_for[rule] = next(
                (entry for entry in self.taken if self._naming(entry.rules, rule) is not None), None
            )
        return self._taken_for[rule]

    def bonus_of(self, rule: str) -> Decimal | None:
        """The marks that a rule brings when it passes, or ``None``."""
        if rule not in self._bonuses:
            pattern = self._naming(self.bonus, rule)
            self._bonuses[rule] = None if pattern is None else self.bonus[pattern]
        return self._bonuses[rule]

    def ceiling_of(self, rule: str) -> Decimal | None:
        """The ceiling that a rule's failing sets, the lowest where several do, or ``None``."""
        if rule not in self._ceilings:
            ceilings = (veto.ceiling for veto in self.veto if self._naming([veto.rule], rule) is not None)
            self._ceilings[rule] = min(ceilings, default=None)
        return self._ceilings[rule]

    def free(self, rule: str) -> bool:
        """Whether a rule stays out of every mean: it is on trial and the scheme does not name it."""
        return rule in self.on_trial and rule not in self.rules

    def _naming(self, patterns: Iterable[str], rule: str) -> str | None:
        """The pattern that speaks most closely of a rule; of one on trial only its own id does."""
        return most_specific((each for each in patterns if rule not in self.on_trial or each == rule), rule)

    def grade(self, marks: Decimal) -> str | None:
        """The grade of so many marks, or ``None`` where the scheme has none for them."""
        return next((name for name, least in self.grades if marks >= least), None)

    @cached_property
    def _deductions(self) -> dict[str, Deduction | None]:
        return {}

    @cached_property
    def _items(self) -> dict[str, tuple[Item, ...]]:
        return {}

    @cached_property
    def _taken_for(self) -> dict[str, Manual | None]:
        return {}

    @cached_property
    def _bonuses(self) -> dict[str, Decimal | None]:
        return {}

    @cached_property
    def _ceilings(self) -> dict[str, Decimal | None]:
        return {}


def most_specific(patterns: Iterable[str], rule: str) -> str | None:
    """The pattern that speaks most closely of a rule: its own id, then the longest (then the first in order)."""
    fitting = [pattern for pattern in patterns if pattern == rule or fnmatchcase(rule, pattern)]
    return min(fitting, key=lambda pattern: (pattern != rule, -len(pattern), pattern), default=None)


def scheme_of(ruleset: Ruleset) -> Scheme:
    """The scheme of a loaded ruleset, in which its experimental rules are on trial."""
    on_trial = frozenset(id for id, rule in ruleset.rules.items() if rule.status == "experimental")
    return replace(read_scheme(ruleset.scoring), on_trial=on_trial)


def read_scheme(block: Mapping[str, Any]) -> Scheme:
    """Turn a merged and checked ``scoring`` block into a scheme (see :func:`gipaudit.scoring.checking.problems`)."""
    bonus = block.get("bonus", {})
    grades = [(name, number(least)) for name, least in block.get("grades", {}).items()]
    return Scheme(
        model=block.get("model", "deduct"),
        full_marks=number(block.get("full_marks", 100)),
        dimensions=tuple(
            Dimension(id, entry.get("title", id), number(entry["marks"]))
            for id, entry in block.get("dimensions", {}).items()
        ),
        rules={pattern: _deduction(entry) for pattern, entry in block.get("rules", {}).items()},
        items=tuple(_item(id, entry) for id, entry in block.get("items", {}).items()),
        bonus={pattern: number(marks) for pattern, marks in bonus.get("rules", {}).items()},
        bonus_at_most=_optional(bonus.get("at_most")),
        veto=tuple(Veto(entry["rule"], number(entry["ceiling"])) for entry in block.get("veto", ())),
        manual=tuple(_manual(id, entry) for id, entry in block.get("manual", {}).items()),
        not_assessable=block.get("not_assessable", "interval"),
        grades=tuple(sorted(grades, key=lambda grade: (-grade[1], grade[0]))),
        absent=_lose(block.get("absent", "all")),
    )


def number(value: Any) -> Decimal:
    """A number of the YAML file as the decimal that was written."""
    return Decimal(str(value))


def _optional(value: Any) -> Decimal | None:
    return None if value is None else number(value)


def _lose(value: Any) -> Lose:
    return "all" if value == "all" else number(value)


def _deduction(entry: Mapping[str, Any]) -> Deduction:
    return Deduction(
        lose=_lose(entry.get("lose", 0)),
        per=entry.get("per"),
        at_most=_optional(entry.get("at_most")),
        dimension=entry.get("dimension"),
        weight=number(entry.get("weight", 1)),
    )


def _item(id: str, entry: Mapping[str, Any]) -> Item:
    return Item(
        id=id,
        title=entry.get("title", id),
        rules=tuple(entry["rules"]),
        lose=_lose(entry["lose"]),
        once=entry.get("once", False),
        at_most=_optional(entry.get("at_most")),
        dimension=entry.get("dimension"),
    )


def _manual(id: str, entry: Mapping[str, Any]) -> Manual:
    deducts = "lose" in entry
    return Manual(
        id=id,
        title=entry.get("title", id),
        marks=number(entry["lose"] if deducts else entry["marks"]),
        deducts=deducts,
        dimension=entry.get("dimension"),
        rules=tuple(entry.get("rules", ())),
        default=_optional(entry.get("default")),
        choices={word: number(marks) for word, marks in entry.get("choices", {}).items()},
    )
