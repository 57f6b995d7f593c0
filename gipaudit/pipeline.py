"""The order of things: files → reports → outcomes → marks → audit. The one place that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gipaudit import __version__
from gipaudit.baseline import against, read_baseline
from gipaudit.cards import absent_card
from gipaudit.decisions.applying import Applied
from gipaudit.decisions.identifying import Told
from gipaudit.decisions.marking import check_marks
from gipaudit.decisions.matching import Desk
from gipaudit.decisions.reading import load_decisions
from gipaudit.decisions.records import Decisions
from gipaudit.documents.finding import find_files
from gipaudit.documents.limits import Limits
from gipaudit.documents.remote import Location, Remote, is_folder, location
from gipaudit.errors import UsageError
from gipaudit.fetching.evidence import attributed, evidence, is_cover
from gipaudit.fetching.manifest import read_manifest
from gipaudit.forms.by_hand import ByHand, named_form
from gipaudit.forms.context import Context
from gipaudit.forms.fetched import Fetches
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster
from gipaudit.intake import Intake, read_file, take_in, take_in_earlier
from gipaudit.judging import Bench, Judged, nobody
from gipaudit.plugins import plugins
from gipaudit.roster.enrolling import enrolled, groups_of
from gipaudit.roster.missing import absent_units, asked_year
from gipaudit.roster.reading import load_roster
from gipaudit.rules.absence import judge_absent
from gipaudit.rules.absent import Absent
from gipaudit.rules.engine import Answer
from gipaudit.rules.previous import not_compared
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Audit, Compared, Earlier, PluginFailure, RuleInfo, Scorecard, Unread
from gipaudit.scoring.ranking import ranked
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import Scheme, scheme_of
from gipaudit.scoring.scorers import has_marks
from gipaudit.workers.files import Read, read_files

if TYPE_CHECKING:
    from gipaudit.archive.asking import Taken


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
    rules = load_ruleset(ruleset)
    roster = None if units is None else load_roster(Path(units))
    decided = load_decisions(_paths(decisions), known)
    check_marks(decided.marks, scheme_of(rules))
    earlier_audit = None if baseline is None else read_baseline(str(baseline))
    taken = _take(paths, previous, known, hand, decided, limits, read, None if manifest is None else Path(manifest))
    day = today or date.today()
    result = _judged(taken, rules, roster, day, report_year, localise, judged)
    return result if earlier_audit is None else against(result, earlier_audit)


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
    return tuple(_judged(taken, rules, roster, day, None, True, judged) for rules in rulesets)


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
    rules = load_ruleset(ruleset)
    roster = None if units is None else load_roster(Path(units))
    decided = load_decisions(_paths(decisions), known)
    check_marks(decided.marks, scheme_of(rules))
    earlier_audit = None if baseline is None else read_baseline(str(baseline))
    told, read = Told(decided.identities, ByHand()), watched(ShelvedRead(taken))
    intake = take_in(as_found(taken.judged), known, told, None, read)
    earlier = take_in_earlier(as_found(taken.earlier), known, intake.reports, told, None, read)
    found = _Taken(intake, earlier, told, decided, known, _fetched(manifest))
    result = _judged(found, rules, roster, today or date.today(), report_year, localise, judged)
    return result if earlier_audit is None else against(result, earlier_audit)


@dataclass(frozen=True)
class _Taken:
    """What was read, and what people said of it."""

    intake: Intake
    earlier: Intake
    told: Told
    decided: Decisions
    known: Mapping[str, Form]
    fetched: Fetches | None = None


def _take(
    paths: Location | str | Sequence[Location | str],
    previous: Location | str | Sequence[Location | str],
    known: Mapping[str, Form],
    hand: ByHand,
    decided: Decisions,
    limits: Limits | None,
    read: Read,
    manifest: Path | None = None,
) -> _Taken:
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
    return _Taken(intake, earlier, told, decided, known, fetched)


def _judged(
    taken: _Taken,
    rules: Ruleset,
    roster: Roster | None,
    day: date,
    report_year: int | None,
    localise: bool,
    judged: Judged,
) -> Audit:
    """Judge what was read by one ruleset."""
    intake, earlier, known = replace(taken.intake), replace(taken.earlier), taken.known
    if taken.fetched is not None:
        intake, earlier = _without_covers(intake, taken.fetched), _without_covers(earlier, taken.fetched)
    scheme = scheme_of(rules)
    checks = {check.name: check for check in registered_checks()}
    desk = Desk((*intake.reports, *earlier.reports), (*intake.unreadable, *intake.skipped), roster)
    applied = Applied(taken.decided, taken.told, desk, scheme, day, rules.renamed)
    intake.reports = [applied.report(report) for report in intake.reports]
    earlier.reports = [applied.report(report) for report in earlier.reports]
    if taken.fetched is not None:
        intake.reports = [attributed(report, taken.fetched) for report in intake.reports]
        earlier.reports = [attributed(report, taken.fetched) for report in earlier.reports]
    reports = [enrolled(report, roster) for report in intake.reports] if roster else intake.reports
    context = Context(
        today=day, reports=tuple(reports), earlier=tuple(earlier.reports), roster=roster, fetched=taken.fetched
    )
    notes = [f"规则集：{note.say('zh')}" for note in rules.notes]
    notes.extend(not_compared(rules, checks, context))
    if taken.fetched is not None:
        notes.append(_traced(taken.fetched, intake.reports))
    bench = Bench(rules, scheme, checks, known, context, applied, localise)
    cards, crashes = bench.cards([report.identity for report in intake.reports], judged)
    notes.extend(_interrupted(intake, earlier, roster))
    absent: list[Absent] = []
    asked = None
    if roster is not None and not intake.unfinished:
        asked = report_year or asked_year(reports, day)
        absent = absent_units(context, roster, (*intake.unreadable, *intake.skipped), asked)
        answers, more = judge_absent(rules, absent, checks, known)
        crashes.extend(more)
        kept = [applied.absent(said, each.unit.name, asked) for each, said in zip(absent, answers, strict=True)]
        cards.extend(_absent(absent, kept, scheme, roster))
        notes.append(_asked(asked, report_year is not None, roster, absent, reports))
    cards.sort(key=_order)
    scorecards, ranking = ranked(cards)
    return Audit(
        version=__version__,
        today=day,
        ruleset_id=rules.id,
        ruleset_title=rules.title,
        ruleset_version=rules.version,
        plan=rules.plan,
        renamed=rules.renamed,
        plugins=tuple((info.name, info.version) for info in plugins().infos if info.hooks),
        forms=_forms_used(intake.reports),
        rules={rule.id: _info(rule, scheme) for rule in rules.rules.values()},
        scorecards=scorecards,
        ranking=ranking,
        crashes=(*intake.crashes, *earlier.crashes, *crashes),
        unreadable=tuple(intake.unreadable),
        skipped=tuple(intake.skipped),
        failed_plugins=tuple(
            PluginFailure(info.name, info.version, info.error) for info in plugins().infos if info.error
        ),
        earlier=_compared(earlier),
        notes=tuple(notes),
        decisions=taken.decided.files,
        idle=applied.idle(tuple(rules.rules), known.values(), [each.unit.name for each in absent], asked),
    )


def _absent(
    absent: Sequence[Absent], answers: Sequence[tuple[Answer, ...]], scheme: Scheme, roster: Roster
) -> Iterator[Scorecard]:
    """The scorecards of the units that sent nothing and of which a rule had something to say."""
    groups = groups_of(roster)
    for each, said in zip(absent, answers, strict=True):
        if said:
            yield replace(absent_card(each, said, scheme), group=groups.get(each.unit.name))


def _interrupted(intake: Intake, earlier: Intake, roster: Roster | None) -> Iterator[str]:
    """Say that not all was read, and what can therefore not be said."""
    if count := intake.unfinished:
        unasked = "，也没有核对谁没有报送" if roster is not None else ""
        yield f"审核被中断：还有{count}个文件没有读取，排名和汇总只含已读的报告{unasked}。"
    if count := earlier.unfinished:
        yield f"审核被中断：还有{count}个用于比较的往年文件没有读取，与上年的比较不全。"


def _asked(year: int, given: bool, roster: Roster, absent: Sequence[Absent], reports: Sequence[Report]) -> str:
    """Say for which year the roster was asked, why, and what came of it."""
    received = len(roster.units) - len(absent)
    strangers = sum(roster.find(report.identity.unit or "") is None for report in reports)
    why = "" if given else "（多数报告的年度；可用 --report-year 指定）"
    return f"名录共{len(roster.units)}个单位，按{year}年度核对{why}：收到{received}个，没有收到{len(absent)}个。" + (
        f"有{strangers}份报告不能对应到名录中的单位，请一并核对。" if strangers else ""
    )


def _fetched(manifest: Path | str | None) -> Fetches | None:
    return None if manifest is None else evidence(read_manifest(Path(manifest)))


def _without_covers(intake: Intake, fetched: Fetches) -> Intake:
    """What came in without the pages that only offer a report as a file: nothing is missing from them."""
    covers = {report.source for report in intake.reports if is_cover(report, fetched)}
    why = "网页上只有附件的链接，没有报告内容；审核附件"
    skipped = (Unread(report.source, "cover", why, False) for report in intake.reports if report.source in covers)
    reports = [report for report in intake.reports if report.source not in covers]
    return replace(intake, reports=reports, skipped=[*intake.skipped, *skipped])


def _traced(fetched: Fetches, reports: Sequence[Report]) -> str:
    """Say how many of the reports the manifest knows."""
    count = sum(bool(fetched.of_file(report.sha256)) for report in reports)
    return f"采集清单中有{len(fetched.all)}个网址，{len(reports)}份报告中有{count}份取自其中。"


def _same_file(path: Location, other: Path) -> bool:
    return isinstance(path, Path) and path.resolve() == other.resolve()


def _paths(given: Path | str | Sequence[Path | str]) -> list[Path]:
    return [Path(given)] if isinstance(given, str | Path) else [Path(path) for path in given]


def _locations(given: Location | str | Sequence[Location | str]) -> list[Location]:
    return [location(given)] if isinstance(given, str | Path | Remote) else [location(path) for path in given]


def _compared(earlier: Intake) -> Earlier:
    return Earlier(
        tuple(
            Compared(report.source, report.sha256, report.identity.unit, report.identity.year)
            for report in earlier.reports
        ),
        tuple(earlier.unreadable),
        tuple(earlier.skipped),
    )


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


def _order(card: Scorecard) -> tuple[str, int, str]:
    return (card.unit or "", card.year or 0, card.source or "")


def _forms_used(reports: Sequence[Report]) -> dict[str, Form]:
    """The forms that the reports print, by generation or generation/variant, whole."""
    used: dict[str, Form] = {}
    for report in reports:
        if report.form is not None:
            whole = report.form.whole or report.form
            used[whole.id if whole.variant is None else f"{whole.id}/{whole.variant}"] = whole
    return dict(sorted(used.items()))


def _info(rule: Rule, scheme: Scheme) -> RuleInfo:
    formula = rule.options.get("formula")
    return RuleInfo(
        id=rule.id,
        title=rule.title,
        title_en=rule.title_en,
        check=rule.check,
        basis=rule.basis,
        formula=formula if isinstance(formula, str) else None,
        severity=rule.severity,
        dimension=rule.dimension,
        remedy=rule.remedy,
        has_marks=has_marks(scheme, rule.id),
        status=rule.status,
    )
