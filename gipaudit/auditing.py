"""What was read → an audit: decisions, rules, marks, units that sent nothing, and what is told once for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gipaudit.cards import absent_card
from gipaudit.decisions.applying import Applied
from gipaudit.decisions.identifying import Told
from gipaudit.decisions.matching import Desk
from gipaudit.decisions.records import Decisions
from gipaudit.fetching.evidence import attributed, is_cover
from gipaudit.forms.context import Context
from gipaudit.forms.fetched import Fetches
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster
from gipaudit.intake import Intake
from gipaudit.judging import Bench, Judged
from gipaudit.plugins import plugins
from gipaudit.roster.enrolling import enrolled, groups_of
from gipaudit.roster.missing import absent_units, asked_year
from gipaudit.rules.absence import judge_absent
from gipaudit.rules.absent import Absent
from gipaudit.rules.engine import Answer
from gipaudit.rules.previous import not_compared
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Audit, Compared, Earlier, PluginFailure, RuleInfo, Scorecard, Unread
from gipaudit.scoring.ranking import ranked
from gipaudit.scoring.scheme import Scheme, scheme_of
from gipaudit.scoring.scorers import has_marks
from gipaudit.version import __version__


@dataclass(frozen=True)
class Intakes:
    """What was read, and what people said of it."""

    intake: Intake
    earlier: Intake
    told: Told
    decided: Decisions
    known: Mapping[str, Form]
    fetched: Fetches | None = None


def judged_audit(
    taken: Intakes,
    rules: Ruleset,
    roster: Roster | None,
    day: date,
    report_year: int | None,
    localise: bool,
    judged: Judged,
) -> Audit:
    """Judge what was read by one ruleset, and return the audit; ``judged`` is told how many of all are judged.

    ``day`` is that of the audit, ``report_year`` the year of which the roster is asked, that of most reports where
    absent; ``localise`` tells whether wrong cells are looked for where identities fail.

    Raises:
        SourceError: what was decided contradicts itself or does not fit the reports.
    """
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


def _compared(earlier: Intake) -> Earlier:
    return Earlier(
        tuple(
            Compared(report.source, report.sha256, report.identity.unit, report.identity.year)
            for report in earlier.reports
        ),
        tuple(earlier.unreadable),
        tuple(earlier.skipped),
    )


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
