"""Which reports a decision means, and what to say of one that means none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gipaudit.decisions.records import KINDS, Decision, Made, Whose, last_part
from gipaudit.errors import Position
from gipaudit.forms.labels import fold
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster
from gipaudit.rules.names import nearest
from gipaudit.scorecard import Idle, Unread

MOST_GUESSED = 100
"""For so many unknown names it is said which name was perhaps meant: each is compared with all names there are."""


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
    _guesses: dict[str, str] = field(default_factory=dict, compare=False)

    def meant(self, whose: Whose) -> list[Report]:
        """The reports that fit a description."""
        if whose.sha256 is not None:
            candidates = self._by_hash.get(whose.sha256[:8], ())
        elif whose.file is not None:
            candidates = self._by_file.get(last_part(whose.file), ())
        else:
            candidates = self._by_unit.get(self.key(whose.unit or ""), ())
        return [
            report
            for report in candidates
            if any(whose.is_file(source, sha256) for source, sha256 in _files(report))
            and (whose.unit is None or self._is_unit(whose.unit, report))
            and (whose.year is None or whose.year == report.identity.year)
        ]

    def key(self, unit: str) -> str:
        """What all ways to write a unit share: its name in the roster, or else the name without blanks."""
        listed = self.roster.find(unit) if self.roster else None
        return fold(listed.name if listed else unit)

    def knows(self, unit: str) -> bool:
        """Whether a report is of that unit, or it is known that it sent none."""
        return self.key(unit) in self._units

    def _is_unit(self, written: str, report: Report) -> bool:
        return report.identity.unit is not None and self.key(written) == self.key(report.identity.unit)

    @cached_property
    def _by_hash(self) -> Mapping[str, Sequence[Report]]:
        return _grouped((sha256[:8], report) for report in self.reports for _, sha256 in _files(report))

    @cached_property
    def _by_file(self) -> Mapping[str, Sequence[Report]]:
        return _grouped((last_part(source), report) for report in self.reports for source, _ in _files(report))

    @cached_property
    def _by_unit(self) -> Mapping[str, Sequence[Report]]:
        named = ((report.identity.unit, report) for report in self.reports)
        return _grouped((self.key(unit), report) for unit, report in named if unit)

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset((*self._by_unit, *map(self.key, self.absent)))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of all reports."""
        years = (self.asked, *(report.identity.year for report in self.reports))
        return frozenset(year for year in years if year is not None)

    def why_none(self, whose: Whose) -> tuple[str, str]:
        """Why no report fits: a code and the reason in Chinese."""
        if whose.file is not None or whose.sha256 is not None:
            return self._no_file(whose)
        if whose.year is not None and whose.year not in self.years:
            return "other-year", f"此次没有{whose.year}年度的报告"
        if self.knows(whose.unit or ""):
            return "unmatched", f"没有{whose.unit}{whose.year}年度的报告"
        return "unmatched", self.no_unit(whose.unit or "")

    def no_unit(self, written: str) -> str:
        """Say that no report is of a unit, and which was perhaps meant."""
        units = (report.identity.unit for report in self.reports)
        return f"没有单位“{written}”的报告{self._perhaps(written, [*filter(None, units), *self.absent])}"

    def _no_file(self, whose: Whose) -> tuple[str, str]:
        bare = Whose(whose.file, whose.sha256)
        if found := self.meant(bare):
            whom = found[0].identity
            return (
                "unmatched",
                f"{found[0].source} 是{whom.unit or '未识别单位'}{whom.year or ''}的报告，与所写的不符",
            )
        if whose.sha256 is not None and (whose.file is not None or whose.unit is not None):
            changed = self.meant(Whose(whose.file, None, whose.unit, whose.year))
            if changed:
                now = f"{changed[0].source} 的 sha256 现为 {changed[0].sha256[:12]}…"
                return "changed", f"文件已改动（{now}），请重新核对"
        if whose.file is None:
            return "unmatched", f"没有 sha256 以 {whose.sha256} 开头的文件：文件已改动，或不在此次审核之列"
        refused = next((item for item in self.unread if whose.is_named(item.source)), None)
        if refused is not None:
            return "unmatched", f"{refused.source} 没有审核：{refused.message}"
        sources = [*(report.source for report in self.reports), *(item.source for item in self.unread)]
        return "unmatched", f"没有文件“{whose.file}”{self._perhaps(whose.file, sources)}"

    def _perhaps(self, written: str, known: Iterable[str]) -> str:
        if written not in self._guesses:
            meant = nearest(written, dict.fromkeys(known)) if len(self._guesses) < MOST_GUESSED else None
            self._guesses[written] = f"，是不是“{meant}”？" if meant else ""
        return self._guesses[written]


def _files(report: Report) -> Sequence[tuple[str, str]]:
    """Name and hash of all files that a report was read from: its own, and its annexes."""
    return [(report.source, report.sha256), *((annex.source, annex.sha256) for annex in report.annexes)]


def _grouped(pairs: Iterable[tuple[str, Report]]) -> Mapping[str, Sequence[Report]]:
    found: dict[str, list[Report]] = {}
    for key, report in pairs:
        found.setdefault(key, []).append(report)
    return found


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
