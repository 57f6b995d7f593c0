"""Interval arithmetic on arrays: a result always holds every value that its parts may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gipaudit.rules.formula.affine import Affine, Atom, Count, Extreme, Over, Times
from gipaudit.rules.formula.ranges import Interval, Ranges, widen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LARGEST = 1e100
_UNIT = 2.0**-50


def interval(affine: Affine, ranges: Ranges) -> Interval:
    """The values that a sum may have, one interval a report."""
    low, high, _ = bounds(affine, ranges)
    return low, high


def bounds(affine: Affine, ranges: Ranges) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """As :func:`interval`, and how far off adding up in doubles may be: far below 1 for any sum of counts.

    Terms are multiplied and added one by one, never as a matrix product, for no coefficient is 0 and 0 × ∞ is NaN.
    """
    import numpy as np

    constant = float(affine.constant)
    if not affine.terms:
        point = np.full(ranges.size, constant)
        return point, point, np.zeros(ranges.size)
    lows, highs = _atoms([atom for atom, _ in affine.terms], ranges)
    factors = np.array([[float(coefficient)] for _, coefficient in affine.terms])
    least = np.where(factors > 0, lows, highs) * factors
    most = np.where(factors > 0, highs, lows) * factors
    size = abs(constant) + _finite(least).sum(axis=0) + _finite(most).sum(axis=0)
    return least.sum(axis=0) + constant, most.sum(axis=0) + constant, size * _UNIT * (len(affine.terms) + 1)


def _finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.where(np.isfinite(values), np.abs(values), 0.0)


def tolerance(affine: Affine, ranges: Ranges) -> NDArray[np.float64] | float:
    """Half a unit of the coarsest last digit printed among a sum's amounts; 0 where there are only counts."""
    amounts = [
        (key, abs(float(coefficient)))
        for atom, coefficient in affine.terms
        for key in ((atom,) if isinstance(atom, str) else atom.cells if isinstance(atom, Extreme) else ())
        if ranges.is_amount(key)
    ]
    if not amounts:
        return 0.0
    import numpy as np

    factors = np.array([[factor] for _, factor in amounts])
    return np.asarray((ranges.quanta([key for key, _ in amounts]) * factors).max(axis=0) / 2)


def _atoms(atoms: list[Atom], ranges: Ranges) -> Interval:
    """The intervals of all atoms (atoms × reports); cells are fetched together."""
    import numpy as np

    keys = [atom for atom in atoms if isinstance(atom, str)]
    if len(keys) == len(atoms):
        return ranges.of(keys)
    pairs = [ranges.of([atom]) if isinstance(atom, str) else _atom(atom, ranges) for atom in atoms]
    return np.vstack([low for low, _ in pairs]), np.vstack([high for _, high in pairs])


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
