"""How marks and numbers are printed: the one place where they are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from gipaudit.scorecard import Interval, Score

_HUNDREDTH = Decimal("0.01")
_EXACT = Context(prec=60)


def plain(number: Decimal) -> str:
    """Write a number without exponent, trailing zeros or negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def marks(number: Decimal) -> Decimal:
    """Round marks to two digits, half up."""
    return number.quantize(_HUNDREDTH, ROUND_HALF_UP, _EXACT)


def marks_between(low: Decimal, high: Decimal) -> str:
    """Write ``84`` or, where something could not be assessed, ``70–76``."""
    first, last = plain(marks(low)), plain(marks(high))
    return first if first == last else f"{first}–{last}"


def grades(score: Score) -> str:
    """Write ``良好`` or, where the upper end has another grade, ``合格–良好``; empty without grades."""
    return "–".join(grade for grade in (score.grade, score.grade_high) if grade)


def between(bounds: Interval) -> str:
    """Write an interval: ``4``, ``3000–3999``, ``≥ 50``, ``≤ 9`` or, of nothing known, ``…``."""
    low, high = bounds
    if low is None:
        return "…" if high is None else f"≤ {plain(high)}"
    if high is None:
        return f"≥ {plain(low)}"
    return plain(low) if low == high else f"{plain(low)}–{plain(high)}"
