"""``gipaudit rescore``: judge what an archive holds by other rules, without reading a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import archiving, judging, output
from gipaudit.cli.arguments import year_of
from gipaudit.cli.language import say
from gipaudit.cli.watching import Watch
from gipaudit.errors import Message, UsageError

if TYPE_CHECKING:
    from gipaudit.archive.asking import Taken

NAME = "rescore"
HELP = Message(
    "按规则集重新评定归档中的报告，不再读取文件。每个文件取最近一次的读取结果；输出与 audit 相同，并存入归档。\n\n"
    "退出码与 audit 相同。",
    "Judge all reports of an archive by a ruleset, without reading a file. Of each file the latest reading is taken; "
    "the result is that of an audit, and is kept in the archive too.\n\nExit codes are those of audit.",
)


def run(
    context: typer.Context,
    archive: Annotated[str, archiving.judged_option()],
    ruleset: Annotated[str, judging.ruleset_option()] = "national",
    year: Annotated[
        str | None,
        typer.Option(
            metavar=say("年度", "YEAR"),
            help=say(
                "只评这一年度的报告，以前各年的用来比较（默认全部年度）",
                "judge this year only, and compare with those before (default: all years)",
            ),
        ),
    ] = None,
    format: Annotated[str, judging.format_option()] = "table",
    file: Annotated[str | None, judging.file_option()] = None,
    fail_on: Annotated[str, judging.fail_on_option()] = "error",
    fail_under: Annotated[str | None, judging.fail_under_option()] = None,
    today: Annotated[str | None, judging.today_option()] = None,
    units: Annotated[str | None, judging.units_option()] = None,
    report_year: Annotated[str | None, judging.report_year_option()] = None,
    decisions: Annotated[list[str] | None, judging.decisions_option()] = None,
    baseline: Annotated[str | None, judging.baseline_option()] = None,
    manifest: Annotated[str | None, judging.manifest_option()] = None,
    no_readings: Annotated[bool, judging.no_readings_option()] = False,
    localise: Annotated[bool, judging.localise_option()] = True,
) -> int:
    """Judge an archive."""
    result = judging.Result.wanted(format, file, no_readings=no_readings, fail_on=fail_on, fail_under=fail_under)
    archiving.refuse_archive(archive, file)
    day, only = judging.day(today), year_of("--year", year)
    kept = archiving.opened(context, archive, create=False)

    from gipaudit import pipeline
    from gipaudit.archive.asking import taken_from

    taken = taken_from(kept, only)
    output.complain(_taken(kept.shown, taken), warning=True)
    with Watch() as watch:
        audit = pipeline.audit_archived(
            taken,
            ruleset=ruleset,
            today=day,
            units=units,
            report_year=year_of("--report-year", report_year),
            decisions=[Path(path) for path in decisions or ()],
            baseline=baseline,
            localise=localise,
            manifest=manifest,
            watched=watch.over,
            judged=watch.judged,
        )
    archiving.keep(kept, audit, context.params)

    def refuse(target: Path) -> None:
        inputs = [Path(each) for each in (ruleset, units, baseline, manifest, *(decisions or ())) if each]
        if target.exists() and any(each.is_file() and each.samefile(target) for each in inputs):
            raise UsageError(f"{target} 是输入文件，不能覆盖", f"{target} is an input and will not be overwritten")

    return result.give(audit, refuse)


def _taken(shown: str, taken: Taken) -> Message:
    """Say what of the archive is judged."""
    zh, en = f"归档 {shown}：取 {len(taken.judged):,} 个文件", f"archive {shown}: {len(taken.judged):,} files taken"
    if taken.earlier:
        zh += f"，另有以前年度的 {len(taken.earlier):,} 个只作比较"
        en += f", {len(taken.earlier):,} of earlier years to compare with"
    every = (*taken.judged, *taken.earlier)
    hidden = sum(each.hidden for each in every)
    if hidden:
        zh += f"；{hidden:,} 个的文字已隐去个人信息，不能再查个人信息"
        en += f"; personal data is hidden in {hidden:,}, and cannot be looked for"
    old = sum(each.document is not None and each.version != taken.version for each in every)
    if old:
        zh += f"；{old:,} 个由其他版本的 gipaudit 读取"
        en += f"; {old:,} were read by another version of gipaudit"
    return Message(zh, en)
