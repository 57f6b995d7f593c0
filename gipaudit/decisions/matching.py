"""Which reports a decision means, and what to say of one that means none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gipaudit.decisions.records import KINDS, Decision, Made, Whose
from gipaudit.decisions.schema import ALL
from gipaudit.errors import Position
from gipaudit.forms.labels import fold
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster
from gipaudit.rules.names import nearest
from gipaudit.scorecard import Idle, Unread


@dataclass(frozen=True)
class Desk:
    """The reports of an audit as decisions speak of them.

    ``reports`` are all that were read, ``unread`` the files that were not, ``absent`` the names of units that sent
    nothing and ``asked`` the year for which they did not.
    """

    reports: Sequence[Report]
    unread: Sequence[Unread] = ()
    roster: Roster | None = None
    absent: Sequence[str] = ()
    asked: int | None = None

    def meant(self, whose: Whose) -> list[Report]:
        """The reports that fit a description."""
        return [
            report
            for report in self.reports
            if whose.is_file(report.source, report.sha256)
            and (whose.unit is None or self.is_unit(whose.unit, report.identity.unit))
            and (whose.year is None or whose.year == report.identity.year)
        ]

    def is_unit(self, written: str, printed: str | None) -> bool:
        """Whether a unit written in a decision is the one of a report: by its name, or by the roster."""
        if written == ALL:
            return True
        if printed is None:
            return False
        if fold(written) == fold(printed):
            return True
        one, two = (self.roster.find(name) if self.roster else None for name in (written, printed))
        return one is not None and one is two

    @property
    def units(self) -> list[str]:
        """The units of all reports."""
        return [report.identity.unit for report in self.reports if report.identity.unit]

    @property
    def years(self) -> set[int]:
        """The years of all reports."""
        years = {report.identity.year for report in self.reports if report.identity.year is not None}
        return years | ({self.asked} if self.asked is not None else set())

    def why_none(self, whose: Whose) -> tuple[str, str]:
        """Why no report fits: a code and the reason in Chinese."""
        if whose.file is not None or whose.sha256 is not None:
            return self._no_file(whose)
        if whose.year is not None and whose.year not in self.years:
            return "other-year", f"此次没有{whose.year}年度的报告"
        if whose.unit is not None and any(self.is_unit(whose.unit, unit) for unit in self.units):
            return "unmatched", f"没有{whose.unit}{whose.year}年度的报告"
        return "unmatched", self.no_unit(whose.unit or "")

    def no_unit(self, written: str) -> str:
        """Say that no report is of a unit, and which was perhaps meant."""
        return f"没有单位“{written}”的报告{_perhaps(written, [*self.units, *self.absent])}"

    def _no_file(self, whose: Whose) -> tuple[str, str]:
        named = [report for report in self.reports if whose.is_named(report.source)]
        hashed = [report for report in self.reports if whose.is_file(report.source, report.sha256)]
        if hashed:
            found = hashed[0].identity
            return (
                "unmatched",
                f"{hashed[0].source} 是{found.unit or '未识别单位'}{found.year or ''}的报告，与所写的不符",
            )
        if whose.sha256 is not None and whose.file is not None and named:
            return "changed", f"{named[0].source} 的内容已改动（sha256 现为 {named[0].sha256[:12]}…），请重新核对"
        if whose.file is None:
            same = [r for r in self.reports if whose.unit and self.is_unit(whose.unit, r.identity.unit)]
            if any(whose.year in (None, report.identity.year) for report in same):
                return "changed", f"{whose.unit}的报告内容已改动（sha256 不再以 {whose.sha256} 开头），请重新核对"
            return "unmatched", f"没有 sha256 以 {whose.sha256} 开头的文件：文件已改动，或不在此次审核之列"
        refused = next((item for item in self.unread if whose.is_named(item.source)), None)
        if refused is not None:
            return "unmatched", f"{refused.source} 没有审核：{refused.message}"
        sources = [*(report.source for report in self.reports), *(item.source for item in self.unread)]
        return "unmatched", f"没有文件“{whose.file}”{_perhaps(whose.file, sources)}"


def _perhaps(written: str, known: Iterable[str]) -> str:
    meant = nearest(written, dict.fromkeys(known))
    return f"，是不是“{meant}”？" if meant else ""


@dataclass
class Log:
    """The decisions that had no effect, or not all of it, each with its line."""

    told: list[tuple[Position, Idle]] = field(default_factory=list)

    def tell(self, decision: Decision, code: str, message: str) -> None:
        """Note one."""
        made: Made = decision.made
        self.told.append((made.position, Idle(KINDS[type(decision)], code, made.place, message)))

    def in_order(self, files: Sequence[str]) -> tuple[Idle, ...]:
        """All that was noted, in the order of the files and their lines."""
        numbers = {file: number for number, file in enumerate(files)}
        ordered = sorted(self.told, key=lambda pair: (numbers[str(pair[0].file)], pair[0].line))
        return tuple(idle for _, idle in ordered)
