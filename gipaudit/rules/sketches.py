"""Finding, among thousands of texts, the few that may be like one: bottom-k sketches of their shingles.

A sketch is the smallest hash values of all pieces of a few characters. Two texts that share much share many of their
smallest values (Broder 1997), so only texts with values in common need be compared. Each value leads to no more than
some texts: a piece that stands in many costs no more than one that stands in a few, and of many copies of one text
some are still found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

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


def sketch(texts: Iterable[str]) -> tuple[int, ...]:
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
        return ()
    values = np.concatenate(found)
    for shift, factor in ((_MIX[0], _MIX[1]), (_MIX[2], _MIX[3])):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    values ^= values >> np.uint64(_MIX[4])
    return tuple(np.unique(values)[:SIZE].tolist())


class Index:
    """Sketches by number, in the order they were added."""

    def __init__(self) -> None:
        self._led_to: dict[int, list[int]] = {}

    def add(self, number: int, values: Iterable[int]) -> None:
        """Add a text's sketch."""
        for value in values:
            numbers = self._led_to.setdefault(value, [])
            if len(numbers) < LED_TO:
                numbers.append(number)

    def like(self, values: Iterable[int]) -> list[int]:
        """The numbers of the texts that may be like one of that sketch, those that share most first."""
        known = tuple(values)
        shared = Counter(number for value in known for number in self._led_to.get(value, ()))
        least = max(3, len(known) // LEAST_SHARED)
        enough = [(-count, number) for number, count in shared.items() if count >= least]
        return [number for _, number in sorted(enough)]
