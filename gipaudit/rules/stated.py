"""The statistical period that a report states, wherever it states it."""

from __future__ import annotations

from collections.abc import Iterator

from gipaudit.documents.model import Block
from gipaudit.forms.report import Report
from gipaudit.rules.passages import Prose, whole_prose
from gipaudit.rules.targets import outline
from gipaudit.rules.years import Period, periods


def stated_period(report: Report) -> tuple[Prose, Period | None]:
    """The statement that stands first, and the text that it stands in: in the beginning any whole year, further on
    only an announced one.
    """
    beginning = Prose(_beginning(report))
    found = _best(list(periods(beginning.text)))
    if found is not None:
        return beginning, found
    whole = whole_prose(report)
    announced = [period for period in periods(whole.text) if period.announced and period.first is not None]
    return whole, _best(announced)


def _beginning(report: Report) -> Iterator[tuple[str, tuple[Block, ...]]]:
    form = outline(report)
    first = next((section.id for section in form.sections), None) if form is not None else None
    for id in ("preamble", first):
        section = report.sections.get(id) if id else None
        if section is not None:
            yield section.id, section.blocks


def _best(stated: list[Period]) -> Period | None:
    """The statement to judge: one that can be read before one that cannot, an announced one before the others."""
    return min(stated, key=lambda period: (period.first is None, not period.announced, period.start), default=None)
