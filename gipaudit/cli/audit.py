"""``gipaudit audit``: audit reports and print scorecards and a ranking."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import archiving, batches, clustering, judging, limits
from gipaudit.cli.arguments import by_hand, option, year_of
from gipaudit.cli.language import say
from gipaudit.errors import Message, UsageError

if TYPE_CHECKING:
    from gipaudit.documents.remote import Location
    from gipaudit.scorecard import Audit

NAME = "audit"
HELP = Message(
    "审核年度报告，列出评分卡和排名。\n\n"
    "退出码：0 无问题；1 有达到 --fail-on 的问题，或得分低于 --fail-under；2 命令行或规则集有误；"
    "3 规则或插件出错；4 指名的文件不能读取；5 没有可审核的报告。",
    "Audit annual reports and print scorecards and a ranking.\n\n"
    "Exit codes: 0 no finding; 1 a finding at or above --fail-on, or a score under --fail-under; 2 wrong command "
    "line or ruleset; 3 a rule or plugin crashed; 4 a file given by name could not be read; 5 nothing to audit.",
)


# The annotations are read when the command is built, and so in the language of the run.
def run(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=say("文件或文件夹…", "PATH…"),
            help=say(
                "要审核的报告，或放报告的文件夹、压缩包（.zip）；也可以是 s3:// 网址",
                "reports, or folders or .zip files of reports; s3:// URLs too",
            ),
        ),
    ],
    ruleset: Annotated[str, judging.ruleset_option()] = "national",
    format: Annotated[str, judging.format_option()] = "table",
    file: Annotated[str | None, judging.file_option()] = None,
    fail_on: Annotated[str, judging.fail_on_option()] = "error",
    fail_under: Annotated[str | None, judging.fail_under_option()] = None,
    today: Annotated[str | None, judging.today_option()] = None,
    unit: Annotated[str | None, option("unit")] = None,
    year: Annotated[str | None, option("year")] = None,
    level: Annotated[str | None, option("level")] = None,
    form: Annotated[str | None, option("form")] = None,
    previous: Annotated[
        list[str] | None,
        typer.Option(
            metavar=say("文件或文件夹", "PATH"),
            help=say(
                "往年的报告，只用来比较，不审核、不排名；可写几次",
                "earlier reports, only to compare with: neither judged nor ranked; may be repeated",
            ),
        ),
    ] = None,
    units: Annotated[str | None, judging.units_option()] = None,
    report_year: Annotated[str | None, judging.report_year_option()] = None,
    decisions: Annotated[list[str] | None, judging.decisions_option()] = None,
    baseline: Annotated[str | None, judging.baseline_option()] = None,
    manifest: Annotated[str | None, judging.manifest_option()] = None,
    archive: Annotated[str | None, archiving.option()] = None,
    archive_text: Annotated[str, archiving.text_option()] = "full",
    no_readings: Annotated[bool, judging.no_readings_option()] = False,
    localise: Annotated[bool, judging.localise_option()] = True,
    jobs: Annotated[str | None, batches.jobs_option()] = None,
    cluster: Annotated[str | None, clustering.option()] = None,
    limit: Annotated[list[str] | None, limits.option()] = None,
) -> int:
    """Audit reports."""
    from gipaudit.documents.remote import location

    chosen = [location(path) for path in paths]
    identity = by_hand(chosen, unit=unit, year=year, level=level, form=form)
    day, bounds = judging.day(today), limits.limits(limit or ())
    result = judging.Result.wanted(format, file, no_readings=no_readings, fail_on=fail_on, fail_under=fail_under)

    from gipaudit import pipeline

    archiving.refuse_archive(archive, file)
    keeper = archiving.Keeper(context, archive, archive_text)
    before = [location(path) for path in previous or ()]
    with batches.Batch(jobs, bounds) as batch:
        stopped = batch.interruption.stopped
        read = batch.local if cluster is None else clustering.reader(context, cluster, jobs, stopped)
        audit = pipeline.audit(
            chosen,
            ruleset=ruleset,
            today=day,
            limits=bounds,
            previous=before,
            units=units,
            report_year=year_of("--report-year", report_year),
            decisions=[Path(path) for path in decisions or ()],
            baseline=baseline,
            localise=localise,
            read=batch.watched(keeper.read(read)),
            judged=batch.judged,
            manifest=manifest,
            **identity,
        )
        if not batch.interruption.stopped():
            keeper.keep(audit)
        elif not audit.scorecards:
            return batch.ended(audit, archived=archive is not None)
        others = [Path(path) for path in (units, baseline, manifest, *(decisions or ())) if path]
        inputs = [*chosen, *before, *others]
        code = result.give(audit, lambda target: _refuse_inputs(target, inputs, ruleset, audit))
        return batch.ended(audit, archived=archive is not None) if batch.interruption.stopped() else code


def _refuse_inputs(file: Path, locations: Sequence[Location], ruleset: str, audit: Audit) -> None:
    """Never write over a report or a ruleset: an input is what the office has only once."""
    if not file.exists():
        return
    paths = [location for location in locations if isinstance(location, Path)]
    inputs = [*paths, Path(ruleset)]
    earlier = audit.earlier
    unread = (*audit.unreadable, *audit.skipped, *earlier.unreadable, *earlier.skipped)
    read = (*(card.source for card in audit.scorecards), *(report.source for report in earlier.reports))
    for source in (*read, *(item.source for item in unread)):
        if source is not None:
            inside = source.partition("!/")[0]
            inputs.append(Path(inside))
            inputs.extend(base / inside for path in paths for base in (path, path.parent))
    for path in inputs:
        if path.is_file() and os.path.samefile(path, file):
            raise UsageError(f"{file} 是输入文件，不能覆盖", f"{file} is an input and will not be overwritten")
