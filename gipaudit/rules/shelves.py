"""All reports of an audit, section by section, so that one can be held against the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from weakref import WeakKeyDictionary

from gipaudit.forms.context import Context
from gipaudit.forms.report import Report
from gipaudit.rules.likeness import Sentence, Text
from gipaudit.rules.remembering import Remembered
from gipaudit.rules.sketches import Index, sketch

FEWEST_UNITS = 5
"""From so many units on, what stands in more than half of their reports is custom, and no copy."""

MOST_COMPARED = 8
"""With how many other reports, the likeliest, one is compared in full."""


class Shelf:
    """One section of all reports of an audit.

    Of each report only its sketch is kept, 1 KB; its text is read again when it is asked for.
    """

    def __init__(self, context: Context, section: str) -> None:
        self._context = context
        self._section = section
        self._read = Remembered(self._text)
        reports = {id(report): report for report in (*context.reports, *context.earlier)}
        self._reports = [report for report in reports.values() if self._text(report) is not None]
        self._numbers = {id(report): number for number, report in enumerate(self._reports)}
        self.common = self._common()
        self._sketches = [
            sketch(s.text for s in self._sentences(report) if s.text not in self.common) for report in self._reports
        ]
        self._index = Index(self._sketches)

    def text(self, report: Report) -> Text | None:
        """What a report says in this section; ``None`` where it has none."""
        return self._read(report)

    def like(self, report: Report) -> Iterator[Text]:
        """The texts of other units that may be like this report's, none of them of a later year."""
        number = self._numbers.get(id(report))
        if number is None:
            return
        compared = 0
        for other in self._index.like(self._sketches[number]):
            text = self._read(self._reports[other])
            if text is None or other == number or not self._is_other(report, text.report):
                continue
            yield text
            compared += 1
            if compared == MOST_COMPARED:
                return

    def _text(self, report: Report) -> Text | None:
        section = report.sections.get(self._section)
        return Text(report, section) if section is not None and section.blocks else None

    def _sentences(self, report: Report) -> Sequence[Sentence]:
        text = self._read(report)
        return () if text is None else text.sentences

    def _common(self) -> frozenset[str]:
        """The sentences that stand in the reports of more than half of the units.

        They are counted by a hash of 8 bytes, one unit after another, and only those that may be are looked at again.
        """
        import numpy as np

        units: dict[str, list[Report]] = {}
        for number, report in enumerate(self._reports):
            units.setdefault(report.identity.unit or str(number), []).append(report)
        if len(units) < FEWEST_UNITS:
            return frozenset()
        hashes = [
            np.fromiter({_hash(s.text) for report in each for s in self._sentences(report)}, np.uint64)
            for each in units.values()
        ]
        values, counts = np.unique(np.concatenate(hashes), return_counts=True)
        common = set(values[2 * counts > len(units)].tolist())
        return frozenset(
            s.text for report in self._reports if common for s in self._sentences(report) if _hash(s.text) in common
        )

    def _is_other(self, report: Report, other: Report) -> bool:
        """Whether another report is of another unit, and not of the office that wrote this one too, nor later."""
        year, years = report.identity.year, other.identity.year
        if not report.identity.unit or not other.identity.unit or (year is not None and (years or 0) > year):
            return False
        return not (self._context.same_unit(report, other) or self._context.one_office(report, other))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def shelf(context: Context, section: str) -> Shelf:
    """One section of all reports of an audit, kept as long as the audit's context is."""
    kept = _KEPT.setdefault(context, {})
    if section not in kept:
        kept[section] = Shelf(context, section)
    return kept[section]


_KEPT: WeakKeyDictionary[Context, dict[str, Shelf]] = WeakKeyDictionary()
