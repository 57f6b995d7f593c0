"""The order in which decisions act on an audit: identities, corrected readings, marks and, after judging, waivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gipaudit.decisions.correcting import corrected
from gipaudit.decisions.identifying import Told, identified
from gipaudit.decisions.marking import marked
from gipaudit.decisions.matching import Desk, Log
from gipaudit.decisions.records import Decisions
from gipaudit.decisions.waiving import Waivers, decided_of
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.engine import Answer, Judgement
from gipaudit.rules.renaming import Names, current
from gipaudit.scorecard import Decided, Idle
from gipaudit.scoring.scheme import Scheme


class Applied:
    """Decisions on the reports of one audit; ``renamed`` are the new ids of the ruleset's rules by their old ones.

    Raises:
        SourceError: what was decided contradicts itself or does not fit the reports.
    """

    def __init__(
        self, decisions: Decisions, told: Told, desk: Desk, scheme: Scheme, today: date, renamed: Names
    ) -> None:
        self._log = Log()
        identities = identified(told, desk, self._log)
        self._changed, readings = corrected(decisions.readings, desk, self._log)
        self._marks, marks = marked(decisions.marks, desk, scheme, self._log)
        self._decided = (identities, readings, marks)
        self._desk, self._files = desk, decisions.files
        waivers = [replace(waiver, rule=current(waiver.rule, renamed)) for waiver in decisions.waivers]
        self._waivers = Waivers(waivers, desk, today)

    def report(self, report: Report) -> Report:
        """A report with its corrected readings."""
        return self._changed.get(report.sha256, report)

    def marks(self, report: Report) -> Mapping[str, Decimal]:
        """The marks that people gave a report, by item."""
        return self._marks.get(report.sha256, {})

    def judgement(self, judgement: Judgement) -> Judgement:
        """What the rules say of a report, with what is waived waived."""
        identity = judgement.report.identity
        return replace(judgement, answers=self._waivers.waived(judgement.answers, identity.unit, identity.year))

    def absent(self, answers: Sequence[Answer], unit: str, year: int) -> tuple[Answer, ...]:
        """The same of a unit that sent nothing."""
        return self._waivers.waived(answers, unit, year)

    def decided(self, judgement: Judgement) -> tuple[Decided, ...]:
        """All that people decided of a report."""
        own = (each.get(judgement.report.sha256, ()) for each in self._decided)
        return (*(item for items in own for item in items), *decided_of(judgement.answers))

    def idle(
        self, rules: Sequence[str], forms: Iterable[Form], absent: Sequence[str], asked: int | None
    ) -> tuple[Idle, ...]:
        """The decisions without effect, once all reports are judged, in the order of files and lines.

        ``absent`` are the units that sent nothing for the year ``asked``.
        """
        log = Log(list(self._log.told))
        names = {address: cell.name for form in forms for address, cell in form.cells.items()}
        self._waivers.desk = replace(self._desk, absent=absent, asked=asked)
        self._waivers.tell(log, rules, names)
        return log.in_order(self._files)
