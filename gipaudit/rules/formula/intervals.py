"""Interval arithmetic on arrays: a result always holds every value that its parts may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gipaudit.rules.formula.affine import Affine, Count, Extreme, Over, Times
from gipaudit.rules.formula.known import LARGEST_READING, Interval, widen
from gipaudit.rules.formula.ranges import Ranges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LARGEST = 1e100
_UNIT = 2.0**-50
_HEAVIEST = 4096
"""Up to so many whole readings are added up exactly in doubles: 4096 × 10¹² is below 2⁵³."""


def interval(affine: Affine, ranges: Ranges) -> Interval:
    """The values that a sum may have, one interval a report."""
    low, high, _ = bounds(affine, ranges)
    return low, high


def bounds(
    affine: Affine, ranges: Ranges
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | float]:
    """As :func:`interval`, and how far off adding up in doubles may be: far below 1 for any sum of counts.

    Terms are multiplied and added one by one, never as a matrix product, for no coefficient is 0 and 0 × ∞ is NaN.
    """
    import numpy as np

    least = most = np.full(ranges.shape, affine.start)
    if not affine.terms:
        return least, most, 0.0
    exact = _exact(affine, ranges)
    size = np.zeros(0) if exact else np.full(ranges.shape, abs(affine.start))
    for atom, factor in affine.factors:
        low, high = ranges.one(atom) if isinstance(atom, str) else _atom(atom, ranges)
        if most is least and low is not high:
            most = least.copy()
        if factor < 0:
            low, high = high, low
        _add(least, low, factor)
        if most is not least:
            _add(most, high, factor)
        if not exact:
            size += _finite(low) * abs(factor)
            size += _finite(high) * abs(factor)
    return least, most, 0.0 if exact else size * _UNIT * (len(affine.terms) + 1)


def _add(total: NDArray[np.float64], values: NDArray[np.float64], factor: float) -> None:
    if factor == 1:
        total += values
    elif factor == -1:
        total -= values
    else:
        total += values * factor


def _exact(affine: Affine, ranges: Ranges) -> bool:
    """Whether adding up in doubles loses nothing: few whole numbers, each whole times."""
    light = affine.weight is not None and affine.weight <= _HEAVIEST and abs(affine.start) <= LARGEST_READING
    return light and ranges.whole(affine.taken)


def _finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.where(np.isfinite(values), np.abs(values), 0.0)


def tolerance(affine: Affine, ranges: Ranges) -> NDArray[np.float64] | float:
    """Half a unit of the coarsest last digit printed among a sum's amounts; 0 where there are only counts."""
    amounts = ranges.amounts & affine.taken
    if not amounts:
        return 0.0
    import numpy as np

    coarse = [
        ranges.quantum(key) * abs(factor)
        for atom, factor in affine.factors
        for key in ((atom,) if isinstance(atom, str) else atom.cells if isinstance(atom, Extreme) else ())
        if key in amounts
    ]
    return np.asarray(np.maximum.reduce(coarse) / 2)


def _atom(atom: Extreme | Count | Times | Over, ranges: Ranges) -> Interval:
    import numpy as np

    match atom:
        case Extreme():
            low, high = ranges.of(atom.cells)
            pick = np.max if atom.which == "最大" else np.min
            return np.asarray(pick(low, axis=0)), np.asarray(pick(high, axis=0))
        case Count():
            low, high = ranges.of(atom.cells)
            surely = ((low > 0) | (high < 0)).sum(axis=0)
            surely_not = ((low == 0) & (high == 0)).sum(axis=0)
            return surely.astype(np.float64), (len(atom.cells) - surely_not).astype(np.float64)
        case Times():
            return _times(interval(atom.left, ranges), interval(atom.right, ranges))
        case Over():
            return _over(interval(atom.left, ranges), interval(atom.right, ranges))


def _times(left: Interval, right: Interval) -> Interval:
    import numpy as np

    with np.errstate(invalid="ignore", over="ignore"):
        products = [
            np.where((one == 0) | (other == 0), 0.0, one * other) for one in left for other in right
        ]  # 0 × ∞ is 0: a bound of 0 is reached, one of ∞ is not
    return widen(np.minimum.reduce(products), np.maximum.reduce(products), _LARGEST)


def _over(left: Interval, right: Interval) -> Interval:
    import numpy as np

    low, high = right
    unknown = (low <= 0) & (high >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.where(unknown, -np.inf, 1 / high), np.where(unknown, np.inf, 1 / low)
    product_low, product_high = _times(left, inverse)
    return np.where(unknown, -np.inf, product_low), np.where(unknown, np.inf, product_high)
