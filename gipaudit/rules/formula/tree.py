"""The tree of a formula as written: names are not yet cells. Every node knows the character where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from gipaudit.rules.linear import Operator

Period = Literal["", "上年", "下级"]
"""Whose cell a name means: this report's, the same unit's of the year before, or the sum over the units below."""

Function = Literal["合计", "最大", "最小", "个数"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative."""

    value: Decimal
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name. ``quoted`` tells whether it stood between 「 and 」."""

    text: str
    quoted: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one to three parts (table·row·column), or an address as one part."""

    parts: tuple[Part, ...]
    period: Period = ""
    offset: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        """The parts joined, as a person would read them."""
        return "·".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus something."""

    operand: Term
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """Two terms or more, each with the sign before it (the first has ``+``)."""

    terms: tuple[tuple[Literal["+", "−"], Term], ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    """Two factors or more, each with the sign before it (the first has ``×``)."""

    factors: tuple[tuple[Literal["×", "÷"], Term], ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of cells or groups of cells."""

    function: Function
    arguments: tuple[Name, ...]
    offset: int = field(default=0, compare=False)


Term = Number | Name | Negative | Sum | Product | Call


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain: every operand stands in its operator's relation to the next."""

    operands: tuple[Term, ...]
    operators: tuple[Operator, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Conditions joined by 且."""

    conditions: tuple[Condition, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Any:
    """Conditions joined by 或."""

    conditions: tuple[Condition, ...]
    offset: int = field(default=0, compare=False)


Condition = Comparison | All | Any


@dataclass(frozen=True, slots=True)
class Implies:
    """如果 … 则 …."""

    premise: Condition
    conclusion: Condition
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Equivalent:
    """… 当且仅当 …."""

    left: Condition
    right: Condition
    offset: int = field(default=0, compare=False)


Statement = Condition | Implies | Equivalent
Node = Term | Statement


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below, in the order they are written."""
    match node:
        case Negative():
            return (node.operand,)
        case Sum():
            return tuple(term for _, term in node.terms)
        case Product():
            return tuple(factor for _, factor in node.factors)
        case Call():
            return node.arguments
        case Comparison():
            return node.operands
        case All() | Any():
            return node.conditions
        case Implies():
            return (node.premise, node.conclusion)
        case Equivalent():
            return (node.left, node.right)
    return ()


def names(node: Node) -> Iterator[Name]:
    """All names, in the order they are written."""
    if isinstance(node, Name):
        yield node
    for child in children(node):
        yield from names(child)
