"""A formula bound to cells: comparisons of sums, joined by Kleene's logic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gipaudit.rules.formula.affine import Affine, affine
from gipaudit.rules.formula.tree import All, Any, Comparison, Equivalent, Implies, Statement, Term
from gipaudit.rules.linear import Constraint, Operator

Meaning = Mapping[int, tuple[str, ...]]
"""The cells' keys that each name stands for, by the offset of the name."""


@dataclass(frozen=True, slots=True)
class Link:
    """One comparison of a chain.

    ``sides`` are left and right as sums, ``difference`` is left minus right, times ``scale`` so that it has no
    fractions.
    """

    left: Term
    right: Term
    operator: Operator
    sides: tuple[Affine, Affine]
    difference: Affine
    scale: int


@dataclass(frozen=True, slots=True)
class Every:
    """Holds where all hold."""

    parts: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Holds where one holds."""

    parts: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Then:
    """Asks the conclusion where the premise holds; does not apply where it does not."""

    premise: Logic
    conclusion: Logic


@dataclass(frozen=True, slots=True)
class Same:
    """Holds where both hold or neither does."""

    left: Logic
    right: Logic


Logic = Link | Every | Some | Then | Same


def compile_statement(node: Statement, meaning: Meaning) -> Logic:
    """Bind a tree to the cells that its names mean.

    Raises:
        FormulaError: the arithmetic is refused (division by zero, a huge coefficient).
    """
    match node:
        case Comparison():
            pairs = zip(node.operands, node.operands[1:], node.operators, strict=False)
            links = tuple(_link(left, right, operator, meaning) for left, right, operator in pairs)
            return links[0] if len(links) == 1 else Every(links)
        case All():
            return Every(tuple(compile_statement(part, meaning) for part in node.conditions))
        case Any():
            return Some(tuple(compile_statement(part, meaning) for part in node.conditions))
        case Implies():
            return Then(compile_statement(node.premise, meaning), compile_statement(node.conclusion, meaning))
        case Equivalent():
            return Same(compile_statement(node.left, meaning), compile_statement(node.right, meaning))


def _link(left: Term, right: Term, operator: Operator, meaning: Meaning) -> Link:
    sides = affine(left, meaning), affine(right, meaning)
    difference = sides[0].plus(sides[1], Fraction(-1))
    scale = difference.scale
    return Link(left, right, operator, sides, difference.times(Fraction(scale)), scale)


def links(logic: Logic) -> Iterator[Link]:
    """All comparisons, in the order they are written."""
    match logic:
        case Link():
            yield logic
        case Every() | Some():
            for part in logic.parts:
                yield from links(part)
        case Then():
            yield from links(logic.premise)
            yield from links(logic.conclusion)
        case Same():
            yield from links(logic.left)
            yield from links(logic.right)


def required(logic: Logic) -> Iterator[Link]:
    """The comparisons that must all hold wherever the formula does; none of those joined by 或, 如果, 当且仅当."""
    match logic:
        case Link():
            yield logic
        case Every():
            for part in logic.parts:
                yield from required(part)


def constraints(logic: Logic) -> tuple[Constraint, ...]:
    """The required comparisons that are linear, as constraints over cells."""
    return tuple(
        Constraint(form, link.operator) for link in required(logic) if (form := link.difference.linear) is not None
    )
