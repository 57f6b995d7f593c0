"""Finding, among thousands of texts, the few that may be like one: bottom-k sketches of their shingles.

A sketch is the smallest hash values of all pieces of a few characters. Two texts that share much share many of their
smallest values (Broder 1997), so only texts with values in common need be compared. Each value leads to no more than
some texts: a piece that stands in many costs no more than one that stands in a few, and of many copies of one text
some are still found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 5
"""How many characters a piece has."""

SIZE = 128
"""How many values a sketch has."""

LED_TO = 30
"""How many texts a value leads to."""

LEAST_SHARED = 16
"""One value in so many must be shared for two texts to be compared, and never fewer than three.

Of nine tenths of a text with every tenth character changed, half the pieces are left; in a text three times as long
they are a sixth of all.
"""

_PRIME = 1099511628211
_MIX = (30, 0xBF58476D1CE4E5B9, 27, 0x94D049BB133111EB, 31)


def sketch(texts: Iterable[str]) -> NDArray[np.uint64]:
    """The smallest hash values of all pieces of some texts, rising; the same on every machine and in every run."""
    import numpy as np

    found = []
    for text in texts:
        if len(text) < SHINGLE:
            continue
        points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
        length = len(points) - SHINGLE + 1
        values = np.zeros(length, np.uint64)
        for offset in range(SHINGLE):
            values = values * np.uint64(_PRIME) + points[offset : offset + length]
        found.append(values)
    if not found:
        return np.zeros(0, np.uint64)
    values = np.concatenate(found)
    for shift, factor in ((_MIX[0], _MIX[1]), (_MIX[2], _MIX[3])):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    values ^= values >> np.uint64(_MIX[4])
    return np.unique(values)[:SIZE].copy()


class Index:
    """Sketches by number: all their values in order, each with the number of its sketch, 12 bytes a value."""

    def __init__(self, sketches: Sequence[NDArray[np.uint64]]) -> None:
        import numpy as np

        values = np.concatenate([np.zeros(0, np.uint64), *sketches])
        numbers = np.repeat(np.arange(len(sketches), dtype=np.int32), [len(each) for each in sketches])
        order = np.argsort(values, kind="stable")  # of one value, the sketches stay in their order
        self._values, self._numbers = values[order], numbers[order]

    def like(self, values: NDArray[np.uint64]) -> list[int]:
        """The numbers of the texts that may be like one of that sketch, those that share most first."""
        import numpy as np

        first = np.searchsorted(self._values, values, "left")
        last = np.minimum(np.searchsorted(self._values, values, "right"), first + LED_TO)
        reached = [self._numbers[start:stop] for start, stop in zip(first.tolist(), last.tolist(), strict=True)]
        if not reached:
            return []
        numbers, shared = np.unique(np.concatenate(reached), return_counts=True)
        enough = shared >= max(3, len(values) // LEAST_SHARED)
        numbers, shared = numbers[enough], shared[enough]
        found: list[int] = numbers[np.lexsort((numbers, -shared))].tolist()
        return found
