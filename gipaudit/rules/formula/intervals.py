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
    """The values that a sum may have, one interval a report; terms are added one by one."""
    import numpy as np

    low = np.full(ranges.size, float(affine.constant))
    high = low.copy()
    for atom, coefficient in affine.terms:
        factor = float(coefficient)
        atom_low, atom_high = _atom(atom, ranges)
        if factor < 0:
            atom_low, atom_high = atom_high, atom_low
        low = low + factor * atom_low
        high = high + factor * atom_high
    return low, high


def tolerance(affine: Affine, ranges: Ranges) -> NDArray[np.float64]:
    """Half a unit of the coarsest last digit printed among a sum's amounts; 0 where there are only counts."""
    import numpy as np

    widest = np.zeros(ranges.size)
    for atom, coefficient in affine.terms:
        keys = (atom,) if isinstance(atom, str) else atom.cells if isinstance(atom, Extreme) else ()
        for key in keys:
            widest = np.maximum(widest, abs(float(coefficient)) * ranges.quantum(key) / 2)
    return widest


def rounding(affine: Affine, ranges: Ranges) -> NDArray[np.float64]:
    """A bound on what adding up in doubles may be wrong by; far below 1 for any sum of counts."""
    import numpy as np

    size = np.full(ranges.size, abs(float(affine.constant)))
    for atom, coefficient in affine.terms:
        low, high = _atom(atom, ranges)
        for bound in (low, high):
            size = size + abs(float(coefficient)) * np.where(np.isfinite(bound), np.abs(bound), 0.0)
    return size * _UNIT * (len(affine.terms) + 1)


def _atom(atom: Atom, ranges: Ranges) -> Interval:
    import numpy as np

    match atom:
        case str():
            return ranges.of(atom)
        case Extreme():
            pick = np.maximum if atom.which == "最大" else np.minimum
            bounds = [ranges.of(key) for key in atom.cells]
            return pick.reduce([low for low, _ in bounds]), pick.reduce([high for _, high in bounds])
        case Count():
            bounds = [ranges.of(key) for key in atom.cells]
            surely = sum(((low > 0) | (high < 0)).astype(np.float64) for low, high in bounds)
            surely_not = sum(((low == 0) & (high == 0)).astype(np.float64) for low, high in bounds)
            return np.asarray(surely), np.asarray(len(bounds) - surely_not)
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
