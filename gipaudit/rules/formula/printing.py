"""A tree as text again: so that it parses back, or with each cell's reading in its place."""

from __future__ import annotations

from collections.abc import Callable

from gipaudit.rules.formula.tree import (
    All,
    Any,
    Call,
    Comparison,
    Equivalent,
    Implies,
    Name,
    Negative,
    Node,
    Number,
    Part,
    Product,
    Sum,
)
from gipaudit.rules.linear import Operator

OPPOSITE: dict[Operator, Operator] = {"=": "≠", "≠": "=", "<": "≥", "≤": ">", ">": "≤", "≥": "<"}
"""What is true where a comparison fails."""


def to_text(node: Node) -> str:
    """Print a tree so that it parses back to the same tree (in a scope that knows its unquoted names)."""
    return render(node, _written, lambda call: f"{call.function}({', '.join(_written(n) for n in call.arguments)})")


def _written(name: Name) -> str:
    prefix = f"{name.period}." if name.period else ""
    return prefix + "·".join(_part(part) for part in name.parts)


def _part(part: Part) -> str:
    return f"「{part.text}」" if part.quoted else part.text


def render(node: Node, name: Callable[[Name], str], call: Callable[[Call], str]) -> str:
    """Print a tree with names and functions as the two given say; brackets only where they are needed."""

    def within(inner: Node, *bare: type) -> str:
        """Print in brackets unless it is of a kind that needs none here."""
        text = render(inner, name, call)
        return text if isinstance(inner, (Number, Name, Call, *bare)) else f"({text})"

    match node:
        case Number():
            return f"{node.value:f}"
        case Name():
            return name(node)
        case Call():
            return call(node)
        case Negative():
            return "−" + within(node.operand, Negative)
        case Sum():
            first, *rest = node.terms
            return within(first[1], Negative, Product) + "".join(
                f" {sign} {within(term, Negative, Product)}" for sign, term in rest
            )
        case Product():
            head, *others = node.factors
            return within(head[1], Negative) + "".join(
                f" {sign} {within(factor, Negative)}" for sign, factor in others
            )
        case Comparison():
            text = within(node.operands[0], Negative, Sum, Product)
            for operator, operand in zip(node.operators, node.operands[1:], strict=True):
                text += f" {operator} {within(operand, Negative, Sum, Product)}"
            return text
        case All():
            return " 且 ".join(within(part, Comparison) for part in node.conditions)
        case Any():
            return " 或 ".join(within(part, Comparison) for part in node.conditions)
        case Implies():
            inner = (Comparison, All, Any)
            return f"如果 {within(node.premise, *inner)} 则 {within(node.conclusion, *inner)}"
        case Equivalent():
            inner = (Comparison, All, Any)
            return f"{within(node.left, *inner)} 当且仅当 {within(node.right, *inner)}"
