"""From a bound formula and intervals to verdict codes, for many reports at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.compiled import Every, Link, Logic, Same, Some, Then
from gipaudit.rules.formula.intervals import bounds, tolerance
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.linear import Operator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Verdicts = NDArray[np.int8]


def evaluate(logic: Logic, ranges: Ranges, allowed: float | None = None) -> Verdicts:
    """Judge a formula: one code a report, PASS, FAIL, NOT_ASSESSABLE or (如果 does not hold) NOT_APPLICABLE.

    ``allowed`` is the rule's own tolerance, in the unit of the cells; without it counts are compared exactly and
    amounts within half a unit of the coarsest last digit printed. PASS and FAIL are given only where every number
    inside the intervals gives them.
    """
    import numpy as np

    match logic:
        case Link():
            return _compare(logic, ranges, allowed)
        case Every():
            parts = np.stack([evaluate(part, ranges, allowed) for part in logic.parts])
            return _decide((parts == PASS).all(axis=0), (parts == FAIL).any(axis=0))
        case Some():
            parts = np.stack([evaluate(part, ranges, allowed) for part in logic.parts])
            return _decide((parts == PASS).any(axis=0), (parts == FAIL).all(axis=0))
        case Then():
            premise = evaluate(logic.premise, ranges, allowed)
            conclusion = evaluate(logic.conclusion, ranges, allowed)
            judged = np.where(premise == PASS, conclusion, np.where(premise == FAIL, NOT_APPLICABLE, NOT_ASSESSABLE))
            return np.asarray(judged, np.int8)
        case Same():
            left = evaluate(logic.left, ranges, allowed)
            right = evaluate(logic.right, ranges, allowed)
            known = (left != NOT_ASSESSABLE) & (right != NOT_ASSESSABLE)
            return _decide(known & (left == right), known & (left != right))


def _compare(link: Link, ranges: Ranges, allowed: float | None) -> Verdicts:
    """Judge ``difference operator 0``. What lies within the tolerance of 0 counts as equal, for every operator."""
    low, high, rounding = bounds(link.difference, ranges)
    free = rounding + (tolerance(link.difference, ranges) if allowed is None else allowed * link.scale)
    if high is low:
        return _certain(link.operator, low, free)
    equal, apart = (low >= -free) & (high <= free), (low > free) | (high < -free)
    match link.operator:
        case "=":
            return _decide(equal, apart)
        case "≠":
            return _decide(apart, equal)
        case "≤":
            return _decide(high <= free, low > free)
        case ">":
            return _decide(low > free, high <= free)
        case "≥":
            return _decide(low >= -free, high < -free)
        case "<":
            return _decide(high < -free, low >= -free)


def _certain(operator: Operator, value: NDArray[np.float64], free: NDArray[np.float64] | float) -> NDArray[np.int8]:
    """Judge ``value operator 0`` where the value is known: it holds, or it fails."""
    import numpy as np

    match operator:
        case "=":
            holds = np.abs(value) <= free
        case "≠":
            holds = np.abs(value) > free
        case "≤":
            holds = value <= free
        case ">":
            holds = value > free
        case "≥":
            holds = value >= -free
        case "<":
            holds = value < -free
    return np.where(holds, np.int8(PASS), np.int8(FAIL))


def _decide(holds: NDArray[np.bool_], fails: NDArray[np.bool_]) -> Verdicts:
    import numpy as np

    return np.where(holds, np.int8(PASS), np.where(fails, np.int8(FAIL), np.int8(NOT_ASSESSABLE)))
