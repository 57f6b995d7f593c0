"""``gipaudit archive``: what an archive holds, its tables for other programs, and taking something out of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gipaudit.cli import archiving, output
from gipaudit.cli.arguments import year_of
from gipaudit.cli.exit_codes import FOUND, OK
from gipaudit.cli.help import Command
from gipaudit.cli.language import current, say
from gipaudit.errors import Message, UsageError

if TYPE_CHECKING:
    from gipaudit.archive.audits import ArchivedAudit
    from gipaudit.archive.forgetting import Chosen
    from gipaudit.archive.info import Info

_SHORTEST_HASH = 8
_LATEST = 20
_HEADERS = Message("审核,时间（UTC）,规则集,年度,评分卡", "audit,made (UTC),ruleset,years,scorecards")


def group() -> typer.Typer:
    """Build the commands, in the language of this run."""
    app = typer.Typer(
        name="archive",
        help=say(
            "归档：info 查看内容，export 导出供其他程序分析，forget 彻底删除。",
            "Archives: info tells what one holds, export writes its tables, forget takes something out for good.",
        ),
        no_args_is_help=True,
    )
    for name, run, text in (
        (
            "info",
            info,
            say(
                "归档里有什么、谁能读它；--check 逐条检查是否完好（有损坏的退出码为1）。",
                "What an archive holds and who may read it; --check reads every record (exit code 1: one is bad).",
            ),
        ),
        (
            "export",
            export,
            say(
                "把一次审核导出为三张表：readings 读数（一格一行）、scorecards 评分卡、findings 问题。",
                "Write one audit as three tables: readings (a row a cell), scorecards and findings.",
            ),
        ),
        (
            "forget",
            forget,
            say(
                "从归档中彻底删除报告（按单位、年度或文件哈希）或一次审核，文件中不留痕迹。",
                "Take reports (by unit, year or hash) or an audit out of an archive, and leave no trace in its file.",
            ),
        ),
    ):
        app.command(name, cls=Command, help=text)(run)
    return app


def _archive() -> Any:
    return typer.Argument(
        metavar=say("归档", "ARCHIVE"),
        help=say("归档文件，或 postgresql://… 地址", "the archive: a file, or a postgresql:// address"),
    )


def info(
    context: typer.Context,
    archive: Annotated[str, _archive()],
    check: Annotated[
        bool, typer.Option("--check", help=say("逐条检查是否完好", "read every record to see that it is whole"))
    ] = False,
) -> int:
    """Say what an archive holds."""
    kept = archiving.opened(context, archive, create=False)

    from gipaudit.archive import info as asking
    from gipaudit.renderers.layout import table

    held = asking.info(kept)
    output.emit_lines(table(("", ""), list(_rows(held)), output.width(), flexible=(1,)))
    if audits := kept.audits():
        output.emit_lines(
            ["", *table(_HEADERS.say(current()).split(","), _audits(audits), output.width(), flexible=(2,))]
        )
    if not check:
        return OK
    from gipaudit.forms.library import forms

    output.emit_lines([""])
    found = 0
    for damage in asking.damages(kept, forms()):
        found += 1
        output.emit_lines([say(f"损坏：{damage.whose}（{damage.why}）", f"damaged: {damage.whose} ({damage.why})")])
    whole = say("全部记录完好。", "All records are whole.")
    mend = say(
        f"共 {found:,} 条损坏：报告请用 audit --archive 再审核一次，会重新读取；评分卡请用 rescore 重新评定。",
        f"{found:,} are damaged: audit those reports again with --archive, and rescore for scorecards.",
    )
    output.emit_lines([mend if found else whole])
    return FOUND if found else OK


def _rows(held: Info) -> Iterator[tuple[str, str]]:
    yield say("归档", "archive"), held.shown
    yield say("大小", "size"), f"{held.size / 2**20:,.1f} MB"
    yield say("结构", "schema"), held.schema
    yield say("谁能读", "who may read it"), _readers(held)
    yield say("文件", "files"), f"{held.files:,}"
    unread = say(f"，另有 {held.unreadable:,} 份不能读取", f", and {held.unreadable:,} that cannot be read")
    yield say("文档", "documents"), f"{held.read:,}" + (unread if held.unreadable else "")
    yield say("文字", "texts"), _texts(held)
    if held.years:
        yield say("年度", "years"), say("，", ", ").join(f"{year}: {count:,}" for year, count in held.years.items())
    if held.oldest and held.newest:
        yield say("读取时间", "read"), f"{held.oldest} – {held.newest}"
        versions = say("，", ", ").join(f"gipaudit {name}: {count:,}" for name, count in held.versions.items())
        yield say("由谁读取", "read by"), versions
    yield (
        say("审核", "audits"),
        say(
            f"{held.audits:,} 次，{held.scorecards:,} 张评分卡",
            f"{held.audits:,} with {held.scorecards:,} scorecards",
        ),
    )
    yield say("规则集", "rulesets"), f"{held.rulesets:,}"
    yield say("决定、名录", "decisions, rosters"), f"{held.inputs:,}"


def _audits(audits: Sequence[ArchivedAudit]) -> list[tuple[str, ...]]:
    """The latest audits, the last one at the end; by their numbers other commands name them."""
    return [
        (
            f"#{each.id}",
            each.made_at[:16].replace("T", " "),
            f"{each.ruleset} {each.version}".strip(),
            _years(each.years),
            f"{each.scorecards - each.forgotten:,}",
        )
        for each in audits[-_LATEST:]
    ]


def _years(years: Sequence[int]) -> str:
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _readers(held: Info) -> str:
    if held.mode is None:
        return say("由数据库服务器的权限决定", "the database server decides that")
    mode = f"{held.mode:04o}"
    if held.private:
        return say(f"只有文件的主人（{mode}）", f"its owner alone ({mode})")
    return say(
        f"别人也能读（{mode}）：里面有报告全文，请执行 chmod 600 {held.shown}",
        f"others too ({mode}), and whole reports are in it: chmod 600 {held.shown}",
    )


def _texts(held: Info) -> str:
    full = held.read - held.masked
    parts = []
    if full or not held.read:
        parts.append(say(f"{full:,} 份是原文，可能含个人信息", f"{full:,} as read, perhaps with personal data"))
    if held.masked:
        parts.append(
            say(
                f"{held.masked:,} 份已隐去个人信息（其中 {held.hidden:,} 份确有，不能再查）",
                f"{held.masked:,} with personal data hidden ({held.hidden:,} had some)",
            )
        )
    return say("；", "; ").join(parts)


def export(
    context: typer.Context,
    archive: Annotated[str, _archive()],
    into: Annotated[
        str, typer.Option(metavar=say("文件夹", "FOLDER"), help=say("写到哪个文件夹", "the folder to write into"))
    ],
    format: Annotated[
        str, typer.Option(metavar="csv|parquet", help=say("格式（默认 csv）", "the format (default: csv)"))
    ] = "csv",
    audit: Annotated[
        str | None,
        typer.Option(
            metavar=say("编号", "ID"), help=say("哪次审核（默认最近一次）", "which audit (default: the latest)")
        ),
    ] = None,
) -> int:
    """Write the tables of one audit."""
    from gipaudit.cli import archive_export

    if format not in archive_export.FORMATS:
        raise UsageError(
            f"--format 只能是 csv 或 parquet，而不是“{format}”", f"--format must be csv or parquet, not {format!r}"
        )
    kept = archiving.opened(context, archive, create=False)
    number = archive_export.latest(kept) if audit is None else _number(audit)
    for path, rows in archive_export.write(kept, number, Path(into), format):
        output.emit_lines([say(f"{path}：{rows:,} 行", f"{path}: {rows:,} rows")])
    return OK


def forget(
    context: typer.Context,
    archive: Annotated[str, _archive()],
    unit: Annotated[
        str | None, typer.Option(metavar=say("单位", "UNIT"), help=say("这个单位的报告", "reports of this unit"))
    ] = None,
    year: Annotated[
        str | None, typer.Option(metavar=say("年度", "YEAR"), help=say("这一年度的报告", "reports of this year"))
    ] = None,
    sha256: Annotated[
        str | None,
        typer.Option(
            metavar=say("哈希", "HASH"),
            help=say("内容为此哈希的文件（可只写前几位）", "the file with this hash (its first digits will do)"),
        ),
    ] = None,
    audit: Annotated[
        str | None, typer.Option(metavar=say("编号", "ID"), help=say("这次审核的结果", "this audit's result"))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=say("不再询问", "do not ask"))] = False,
) -> int:
    """Take something out of an archive for good."""
    of_reports = unit is not None or year is not None or sha256 is not None
    if of_reports == (audit is not None):
        raise UsageError(
            "请用 --unit、--year、--sha256 说明删除哪些报告，或用 --audit 说明删除哪次审核",
            "say which reports to forget (--unit, --year, --sha256), or which audit (--audit)",
        )
    if sha256 is not None and (len(sha256) < _SHORTEST_HASH or not set(sha256.lower()) <= set("0123456789abcdef")):
        raise UsageError(
            f"--sha256 至少写 {_SHORTEST_HASH} 位十六进制数字", f"--sha256 takes at least {_SHORTEST_HASH} hex digits"
        )
    asked_year = year_of("--year", year)
    number = None if audit is None else _number(audit)
    kept = archiving.opened(context, archive, create=False)

    from gipaudit.archive import forgetting

    if number is not None:
        chosen = forgetting.choose_audit(kept, number)
    else:
        chosen = forgetting.choose(kept, unit=unit, year=asked_year, sha256=sha256 and sha256.lower())
    _ask(kept.shown, chosen, yes)
    forgetting.forget(kept, chosen)
    output.emit_lines([say("已删除。", "Forgotten.")])
    return OK


def _ask(shown: str, chosen: Chosen, yes: bool) -> None:
    """Have a person agree.

    Raises:
        UsageError: nobody is there to ask, or the answer is no.
    """
    audits, files, cards = len(chosen.audits), len(chosen.contents), len(chosen.cards)
    zh = f"{audits} 次审核" if audits else f"{files:,} 份文件的读取结果和 {cards:,} 张评分卡"
    en = f"{audits} audit" if audits else f"the readings of {files:,} files and {cards:,} scorecards"
    question = Message(
        f"将从归档 {shown} 彻底删除 {zh}，不能恢复。", f"This takes {en} out of the archive {shown} for good."
    )
    output.complain(question, warning=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("没有人可以确认；确定要删除请加 --yes", "nobody is there to agree: add --yes to go on")
    print(say("确定吗？(y/N) ", "Go on? (y/N) "), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
        raise UsageError("没有删除任何内容", "nothing was forgotten")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise UsageError(f"--audit 应为审核的编号，而不是“{text}”", f"--audit takes an audit's number, not {text!r}")
    return int(text)
