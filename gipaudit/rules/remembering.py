"""What is made of a report for one rule and asked for by others, kept for the reports that were asked about last."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from gipaudit.forms.report import Report

T = TypeVar("T")

MOST = 256
"""For so many reports: rules are asked of some hundred together, beside those of the year before."""


class Remembered(Generic[T]):
    """A function of a report that remembers what it gave, as long as the report lives, for :data:`MOST` of them."""

    def __init__(self, make: Callable[[Report], T]) -> None:
        self._make = make
        self._kept: OrderedDict[int, tuple[weakref.ref[Report], T]] = OrderedDict()

    def __call__(self, report: Report) -> T:
        """Return what is made of the report."""
        key = id(report)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known[1]
        made = self._make(report)
        kept = self._kept
        kept[key] = weakref.ref(report, lambda _: kept.pop(key, None)), made
        if len(kept) > MOST:
            kept.popitem(last=False)
        return made
