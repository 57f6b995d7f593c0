"""The order of things: files → reports → outcomes → marks → audit. The one place that knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gipaudit.auditing import Intakes, judged_audit
from gipaudit.baseline import against, read_baseline
from gipaudit.decisions.identifying import Told
from gipaudit.decisions.marking import check_marks
from gipaudit.decisions.reading import load_decisions
from gipaudit.decisions.records import Decisions
from gipaudit.documents.finding import find_files
from gipaudit.documents.limits import Limits
from gipaudit.documents.remote import Location, Remote, is_folder, location
from gipaudit.errors import UsageError
from gipaudit.fetching.evidence import evidence
from gipaudit.fetching.manifest import read_manifest
from gipaudit.forms.by_hand import ByHand, named_form
from gipaudit.forms.fetched import Fetches
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster
from gipaudit.intake import read_file, take_in, take_in_earlier
from gipaudit.judging import Judged, nobody
from gipaudit.roster.reading import load_roster
from gipaudit.rules.rule import Ruleset
from gipaudit.scorecard import Audit
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import scheme_of
from gipaudit.workers.files import Read, read_files

if TYPE_CHECKING:
    from gipaudit.archive.asking import Taken
    from gipaudit.recorded.records import Audit as EarlierAudit


def audit(
    paths: Location | str | Sequence[Location | str],
    *,
    ruleset: str | Path = "national",
    today: date | None = None,
    unit: str | None = None,
    year: int | None = None,
    level: str | None = None,
    form: str | None = None,
    limits: Limits | None = None,
    previous: Location | str | Sequence[Location | str] = (),
    units: Path | str | None = None,
    report_year: int | None = None,
    decisions: Path | str | Sequence[Path | str] = (),
    baseline: Path | str | None = None,
    localise: bool = True,
    manifest: Path | str | None = None,
    read: Read = read_files,
    judged: Judged = nobody,
) -> Audit:
    """Audit reports.

    Args:
        paths: files and folders, or URLs of a store (``s3://bucket/2025/``); one may be given by itself.
        ruleset: a ruleset's id, or the path of a file.
        today: the date of the audit; the machine's where absent.
        unit, year, level, form: what a person says of the one file given.
        limits: how large a document may be, and how long reading it may take.
        previous: files and folders of earlier reports, read to compare with and neither judged nor ranked.
        units: a roster: the file that lists who should report.
        report_year: the year for which the roster is asked; that of most reports where absent.
        decisions: files of what people decided: corrected readings, whose a file is, marks, waivers.
        baseline: an earlier audit, a file of JSON or one of an archive (``gipaudit.db#7``); what stands in it already
            is marked as known.
        localise: whether wrong cells are looked for where identities fail; else their number is estimated.
        manifest: what ``gipaudit fetch`` wrote of where the reports came from: days of publication, dead links.
        read: how files are read; by default in one worker process.
        judged: is told how many of all reports are judged.

    Raises:
        UsageError: a path, ruleset or form does not exist, or what is set by hand is no year or level or is set
            for more than one file.
        SourceError: the ruleset, the roster, a file of decisions, the manifest or the baseline is wrong; all its
            problems are told.
    """
    known = forms()
    hand = _by_hand(known, unit, year, level, form)
    asked = _Asked.of(ruleset, units, decisions, baseline, known)
    manifest_file = None if manifest is None else Path(manifest)
    taken = _take(paths, previous, known, hand, asked.decided, limits, read, manifest_file)
    return asked.audit(taken, today, report_year, localise, judged)


def audit_by_each(
    rulesets: Sequence[Ruleset],
    paths: Location | str | Sequence[Location | str],
    *,
    today: date | None = None,
    limits: Limits | None = None,
    previous: Location | str | Sequence[Location | str] = (),
    units: Path | str | None = None,
    read: Read = read_files,
    judged: Judged = nobody,
) -> tuple[Audit, ...]:
    """Audit reports by several rulesets, reading each report once; for the arguments see :func:`audit`.

    Raises:
        UsageError: a path does not exist.
        SourceError: the roster is wrong; all its problems are told.
    """
    known = forms()
    roster = None if units is None else load_roster(Path(units))
    taken = _take(paths, previous, known, ByHand(), load_decisions([], known), limits, read)
    day = today or date.today()
    return tuple(judged_audit(taken, rules, roster, day, None, True, judged) for rules in rulesets)


def audit_archived(
    taken: Taken,
    *,
    ruleset: str | Path = "national",
    today: date | None = None,
    units: Path | str | None = None,
    report_year: int | None = None,
    decisions: Path | str | Sequence[Path | str] = (),
    baseline: Path | str | None = None,
    localise: bool = True,
    manifest: Path | str | None = None,
    judged: Judged = nobody,
    watched: Callable[[Read], Read] = lambda read: read,
) -> Audit:
    """Audit what an archive holds, reading nothing; for the arguments see :func:`audit`.

    ``watched`` may look on while reports are taken out of the archive.

    Raises:
        ArchiveError: the archive cannot be read.
        SourceError: the ruleset, the roster, a file of decisions, the manifest or the baseline is wrong; all its
            problems are told.
    """
    from gipaudit.archive.asking import ShelvedRead, as_found

    known = forms()
    asked = _Asked.of(ruleset, units, decisions, baseline, known)
    told, read = Told(asked.decided.identities, ByHand()), watched(ShelvedRead(taken))
    intake = take_in(as_found(taken.judged), known, told, None, read)
    earlier = take_in_earlier(as_found(taken.earlier), known, intake.reports, told, None, read)
    found = Intakes(intake, earlier, told, asked.decided, known, _fetched(manifest))
    return asked.audit(found, today, report_year, localise, judged)


@dataclass(frozen=True)
class _Asked:
    """By what reports are judged. All of it is read before any report: a slip in it is told at once."""

    rules: Ruleset
    roster: Roster | None
    decided: Decisions
    baseline: EarlierAudit | None

    @classmethod
    def of(
        cls,
        ruleset: str | Path,
        units: Path | str | None,
        decisions: Path | str | Sequence[Path | str],
        baseline: Path | str | None,
        known: Mapping[str, Form],
    ) -> _Asked:
        rules = load_ruleset(ruleset)
        roster = None if units is None else load_roster(Path(units))
        decided = load_decisions(_paths(decisions), known)
        check_marks(decided.marks, scheme_of(rules))
        return cls(rules, roster, decided, None if baseline is None else read_baseline(str(baseline)))

    def audit(
        self, taken: Intakes, today: date | None, report_year: int | None, localise: bool, judged: Judged
    ) -> Audit:
        day = today or date.today()
        result = judged_audit(taken, self.rules, self.roster, day, report_year, localise, judged)
        return result if self.baseline is None else against(result, self.baseline)


def _take(
    paths: Location | str | Sequence[Location | str],
    previous: Location | str | Sequence[Location | str],
    known: Mapping[str, Form],
    hand: ByHand,
    decided: Decisions,
    limits: Limits | None,
    read: Read,
    manifest: Path | None = None,
) -> Intakes:
    fetched = _fetched(manifest)
    found = find_files(_locations(paths), limits or Limits())
    before = find_files(_locations(previous), limits or Limits())
    if hand.given() and len(found) != 1:
        raise UsageError(
            "人工指定单位、年度、级别或格式时只能给一个文件", "what is set by hand needs exactly one file"
        )
    if manifest is not None:
        found = [item for item in found if item.inside or not _same_file(item.path, manifest)]
    told = Told(decided.identities, hand)
    intake = take_in(found, known, told, limits, read)
    earlier = take_in_earlier(before, known, intake.reports, Told(decided.identities, ByHand()), limits, read)
    return Intakes(intake, earlier, told, decided, known, fetched)


def _fetched(manifest: Path | str | None) -> Fetches | None:
    return None if manifest is None else evidence(read_manifest(Path(manifest)))


def _same_file(path: Location, other: Path) -> bool:
    return isinstance(path, Path) and path.resolve() == other.resolve()


def _paths(given: Path | str | Sequence[Path | str]) -> list[Path]:
    return [Path(given)] if isinstance(given, str | Path) else [Path(path) for path in given]


def _locations(given: Location | str | Sequence[Location | str]) -> list[Location]:
    return [location(given)] if isinstance(given, str | Path | Remote) else [location(path) for path in given]


def read_report(
    path: Location | str,
    *,
    unit: str | None = None,
    year: int | None = None,
    level: str | None = None,
    form: str | None = None,
    limits: Limits | None = None,
) -> Report:
    """Read one file and bind it to its form.

    Raises:
        UsageError: there is no such file or form, or what is set by hand is no year or level.
        DocumentError: the file cannot be read, or reading it was stopped (``too-slow``, ``out-of-memory``) or broke
            (``crashed``).
    """
    where = location(path)
    if is_folder(where) if isinstance(where, Remote) else where.is_dir():
        raise UsageError(f"这是文件夹，请给一个文件：{path}", f"this is a folder, name one file: {path}")
    found = find_files([where], limits or Limits())
    if len(found) != 1:
        raise UsageError(
            f"压缩包里有 {len(found)} 个文件，请指明一个，如 {path}!/{found[0].source.partition('!/')[2]}",
            f"the archive holds {len(found)} files: name one, such as {path}!/{found[0].source.partition('!/')[2]}",
        )
    known = forms()
    return read_file(found[0], known, _by_hand(known, unit, year, level, form), limits)


def _by_hand(
    known: Mapping[str, Form], unit: str | None, year: int | None, level: str | None, form: str | None
) -> ByHand:
    """What a person says of the one file, refused before any file is read where it cannot be."""
    if form is not None:
        named_form(form, known)
    return ByHand(unit, year, level, form)
