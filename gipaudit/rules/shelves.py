"""All reports of an audit, section by section, so that one can be held against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from gipaudit.forms.context import Context
from gipaudit.forms.report import Report
from gipaudit.rules.likeness import Text
from gipaudit.rules.sketches import Index, sketch

FEWEST_UNITS = 5
"""From so many units on, what stands in more than half of their reports is custom, and no copy."""

MOST_COMPARED = 8
"""With how many other reports, the likeliest, one is compared in full."""


class Shelf:
    """One section of all reports of an audit."""

    def __init__(self, context: Context, section: str) -> None:
        self._context = context
        self._section = section
        reports = {id(report): report for report in (*context.reports, *context.earlier)}
        texts = [(report, text) for report in reports.values() if (text := self._read(report)) is not None]
        self.common = _common(texts)
        self._numbers: dict[int, int] = {}
        self._texts: list[Text] = []
        self._sketches: list[tuple[int, ...]] = []
        self._index = Index()
        for number, (report, text) in enumerate(texts):
            values = sketch(s.text for s in text.sentences if s.text not in self.common)
            self._numbers[id(report)] = number
            self._texts.append(text)
            self._sketches.append(values)
            self._index.add(number, values)

    def text(self, report: Report) -> Text | None:
        """What a report says in this section; ``None`` where it has none."""
        number = self._numbers.get(id(report))
        return self._read(report) if number is None else self._texts[number]

    def like(self, report: Report) -> Iterator[Text]:
        """The texts of other units that may be like this report's, none of them of a later year."""
        number = self._numbers.get(id(report))
        if number is None:
            return
        compared = 0
        for other in self._index.like(self._sketches[number]):
            text = self._texts[other]
            if other == number or not self._is_other(report, text.report):
                continue
            yield text
            compared += 1
            if compared == MOST_COMPARED:
                return

    def _read(self, report: Report) -> Text | None:
        section = report.sections.get(self._section)
        return Text(report, section) if section is not None and section.blocks else None

    def _is_other(self, report: Report, other: Report) -> bool:
        """Whether another report is of another unit, and not of the office that wrote this one too, nor later."""
        year, years = report.identity.year, other.identity.year
        if not report.identity.unit or not other.identity.unit or (year is not None and (years or 0) > year):
            return False
        return not (self._context.same_unit(report, other) or self._context.one_office(report, other))


def _common(texts: list[tuple[Report, Text]]) -> frozenset[str]:
    """The sentences that stand in the reports of more than half of the units."""
    units = {report.identity.unit or str(number) for number, (report, _) in enumerate(texts)}
    if len(units) < FEWEST_UNITS:
        return frozenset()
    pairs = {
        (report.identity.unit or str(number), sentence.text)
        for number, (report, text) in enumerate(texts)
        for sentence in text.sentences
    }
    counts = Counter(text for _, text in pairs)
    return frozenset(text for text, count in counts.items() if 2 * count > len(units))


def shelf(context: Context, section: str) -> Shelf:
    """One section of all reports of an audit, kept as long as the audit's context is."""
    kept = _KEPT.setdefault(context, {})
    if section not in kept:
        kept[section] = Shelf(context, section)
    return kept[section]


_KEPT: WeakKeyDictionary[Context, dict[str, Shelf]] = WeakKeyDictionary()
