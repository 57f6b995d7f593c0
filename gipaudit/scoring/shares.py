"""Marks divided so that the parts make the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from gipaudit.scoring.model import rounded

T = TypeVar("T", str, tuple[str, str])


def divided(marks: Decimal, among: Iterable[T]) -> dict[T, Decimal]:
    """Divide marks evenly, in hundredths; what is left over goes to the first in order."""
    ordered = sorted(among)
    return dict(zip(ordered, in_proportion(marks, [1] * len(ordered)), strict=True))


def in_proportion(marks: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Divide marks by weights, in hundredths; all zero where the weights are."""
    left, weight, parts = int(rounded(marks) * 100), sum(weights), []
    for each in weights:
        part = -(-left * each // weight) if weight else 0
        parts.append(rounded(Decimal(part) / 100))
        left, weight = left - part, weight - each
    return parts
