"""``gipaudit audit``: audit reports and print scorecards and a ranking."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import archiving, batches, clustering, limits, output
from gipaudit.cli.arguments import by_hand, option, year_of
from gipaudit.cli.exit_codes import FAIL_ON, exit_code
from gipaudit.cli.language import current, say
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
    ruleset: Annotated[
        str,
        typer.Option(
            metavar=say("规则集", "ID|FILE"),
            help=say("规则集的名称或文件（默认 national）", "id or file of the ruleset (default: national)"),
        ),
    ] = "national",
    format: Annotated[
        str,
        typer.Option(
            metavar=say("格式", "FORMAT"),
            help=say(
                "输出格式：table、json 或插件提供的格式（默认 table）", "table, json or a plugin's (default: table)"
            ),
        ),
    ] = "table",
    file: Annotated[
        str | None,
        typer.Option(
            "--output",
            metavar=say("文件", "FILE"),
            help=say("把结果写入文件，不在屏幕显示", "write the result to a file instead of the screen"),
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="error|warning|never",
            help=say("有哪一级问题时退出码为1（默认 error）", "findings that make the exit code 1 (default: error)"),
        ),
    ] = "error",
    fail_under: Annotated[
        str | None,
        typer.Option(
            metavar=say("分数", "MARKS"),
            help=say("得分（区间取低值）低于此数时退出码为1", "exit with 1 where a score's lower end is under this"),
        ),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(
            metavar=say("年-月-日", "YYYY-MM-DD"),
            help=say("按这一天审核（默认今天）", "audit as of this day (default: today)"),
        ),
    ] = None,
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
    units: Annotated[
        str | None,
        typer.Option(
            metavar=say("文件", "FILE"),
            help=say(
                "单位名录（YAML 或 CSV）：核对谁没有报送，汇总数与下级之和，并分组排名",
                "roster of units (YAML or CSV): who sent nothing, sums over the units below, ranks within groups",
            ),
        ),
    ] = None,
    report_year: Annotated[
        str | None,
        typer.Option(
            metavar=say("年度", "YEAR"),
            help=say(
                "按哪个年度核对名录（默认多数报告的年度）", "the year asked of the roster (default: most reports')"
            ),
        ),
    ] = None,
    decisions: Annotated[
        list[str] | None,
        typer.Option(
            metavar=say("文件", "FILE"),
            help=say(
                "人工决定（YAML）：更正读数、指定单位年度、人工评分、豁免；可写几次",
                "decisions (YAML): corrected readings, whose a file is, marks, waivers; may be repeated",
            ),
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar=say("文件", "AUDIT.json"),
            help=say(
                "基线：以前的审核结果（json），其中已有的问题不再列出，退出码只看新问题，得分不变",
                "an earlier audit (json): its findings are not listed again and do not fail; scores stay",
            ),
        ),
    ] = None,
    manifest: Annotated[
        str | None,
        typer.Option(
            metavar=say("文件", "FILE"),
            help=say(
                "采集清单（gipaudit fetch 所写）：据此判断发布日期和失效的网址",
                "manifest written by gipaudit fetch: days of publication and dead addresses are judged by it",
            ),
        ),
    ] = None,
    archive: Annotated[str | None, archiving.option()] = None,
    archive_text: Annotated[str, archiving.text_option()] = "full",
    no_readings: Annotated[
        bool,
        typer.Option(
            "--no-readings",
            help=say("json 中不列每个单元格的读数", "leave every cell's reading out of the json"),
        ),
    ] = False,
    localise: Annotated[
        bool,
        typer.Option(
            "--localise/--no-localise",
            help=say(
                "勾稽关系不成立时推断是哪几格有误（默认）；不推断时有误的格数按估计计",
                "look for the cells that are wrong where identities fail (default); else their number is estimated",
            ),
        ),
    ] = True,
    jobs: Annotated[str | None, batches.jobs_option()] = None,
    cluster: Annotated[str | None, clustering.option()] = None,
    limit: Annotated[list[str] | None, limits.option()] = None,
) -> int:
    """Audit reports."""
    from gipaudit.documents.remote import location
    from gipaudit.plugins import registry
    from gipaudit.renderers.renderer import Renderer, Settings

    chosen = [location(path) for path in paths]
    identity = by_hand(chosen, unit=unit, year=year, level=level, form=form)
    day, least, bounds = _day(today), _marks(fail_under), limits.limits(limit or ())
    if fail_on not in FAIL_ON:
        known = say("、", ", ").join(FAIL_ON)
        raise UsageError(f"--fail-on 只能是{known}", f"--fail-on must be one of {known}")
    renderer: Renderer = registry("register_renderers", "输出格式", "format")[format]

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
            return batch.ended(audit, kept=archive is not None)
        screen = file is None
        settings = Settings(
            language=current(),
            width=output.width() if screen else 80,
            color=screen and output.color(),
            readings=not no_readings,
        )
        pieces = renderer.render(audit, settings)
        if file is None:
            output.prepare(machine=renderer.name != "table")
            output.emit(pieces)
        else:
            others = [Path(path) for path in (units, baseline, manifest, *(decisions or ())) if path]
            _refuse_inputs(Path(file), [*chosen, *before, *others], ruleset, audit)
            output.write_file(Path(file), pieces)
        if batch.interruption.stopped():
            return batch.ended(audit, kept=archive is not None)
    return exit_code(audit, fail_on, least)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--today 应写作 年-月-日，如 2024-01-31，而不是“{text}”",
            f"--today must be a day such as 2024-01-31, not {text!r}",
        ) from None


def _marks(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise UsageError(f"--fail-under 应为分数，而不是“{text}”", f"--fail-under must be a number, not {text!r}")
    return value


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
