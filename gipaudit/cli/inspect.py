"""``gipaudit inspect``: what was read from one document, and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import limits, output
from gipaudit.cli.arguments import by_hand, option
from gipaudit.cli.exit_codes import CRASHED, OK, UNREADABLE
from gipaudit.cli.language import current, say
from gipaudit.errors import DocumentError, Message

if TYPE_CHECKING:
    from gipaudit.forms.report import Report

NAME = "inspect"
HELP = Message(
    "显示从一份报告中读出了什么：单位、年度、章节、每张表的每个单元格，以及哪些内容没有对上格式、为什么。",
    "Show what was read from one report: unit, year, sections, every cell of every table, and what did not bind.",
)


def run(
    file: Annotated[str, typer.Argument(metavar=say("文件", "FILE"), help=say("一份报告", "one report"))],
    unit: Annotated[str | None, option("unit")] = None,
    year: Annotated[str | None, option("year")] = None,
    level: Annotated[str | None, option("level")] = None,
    form: Annotated[str | None, option("form")] = None,
    limit: Annotated[list[str] | None, limits.option()] = None,
) -> int:
    """Show what was read."""
    from gipaudit.documents.remote import location

    path = location(file)
    identity = by_hand([path], unit=unit, year=year, level=level, form=form)
    bounds = limits.limits(limit or ())

    from gipaudit import pipeline

    try:
        report = pipeline.read_report(path, limits=bounds, **identity)
    except DocumentError as error:
        output.complain(error.message)
        return CRASHED if error.code == "crashed" else UNREADABLE
    output.emit_lines(_lines(report))
    return OK


def _lines(report: Report) -> Iterator[str]:
    from gipaudit.cli.bound_tables import bound_tables

    yield from _identity(report)
    yield ""
    yield from _sections(report)
    yield from bound_tables(report)
    yield from _unbound(report)


def _identity(report: Report) -> Iterator[str]:
    from gipaudit.forms.genre import REASONS, looks_like_report
    from gipaudit.renderers import words
    from gipaudit.renderers.layout import block, columns

    identity, language = report.identity, current()
    hand = {what: say("（人工指定）", " (set by hand)") for what in identity.by_hand}
    nothing = say("未能识别", "not recognised")
    facts = [
        (say("文件", "File"), report.source + words.aside(report.document.loader, language)),
        (say("单位", "Unit"), (identity.unit or nothing) + hand.get("unit", "")),
        (say("年度", "Year"), (str(identity.year) if identity.year else nothing) + hand.get("year", "")),
        (say("级别", "Level"), (words.level(identity.level, language) or nothing) + hand.get("level", "")),
        (say("公开", "Published"), identity.published.isoformat() if identity.published else nothing),
    ]
    if report.document.converter:
        reader = words.reader(report.document.loader, report.document.converter, language)
        facts.insert(1, (say("读取", "Reader"), reader))
    if identity.title is not None:
        where = words.place(identity.title.place, language)
        facts.append((say("标题", "Title"), identity.title.text + (words.aside(where, language) if where else "")))
    facts.append((say("格式", "Form"), words.form_name(report.form, language) + hand.get("form", "")))
    if report.form is not None:
        facts.append((say("读出", "Read"), say(f"应填单元格的{report.share_read:.1%}", f"{report.share_read:.1%}")))
    facts.extend((say("存疑", "Uncertain"), words.uncertain(item, language)) for item in report.uncertain)
    known, code = looks_like_report(report.document)
    if not known and not identity.by_hand:
        facts.append((say("说明", "Note"), say(f"审核时跳过：{REASONS[code]}", f"audit skips it: {REASONS[code]}")))
    facts.extend((say("说明", "Note"), text) for text in _not_alone(report))
    if report.document.lossy:
        text = say(
            "文件由其他工具转换、由图片识别或有遗漏，未找到的内容不作为缺少",
            "converted, recognised from pictures or incomplete: what is not found is not held against the unit",
        )
        facts.append((say("说明", "Note"), text))
    facts.extend((say("说明", "Note"), note) for note in report.document.notes)
    room = max(columns(name) for name, _ in facts)
    for name, text in facts:
        yield from block(text, output.width(), name + " " * (room - columns(name) + 2))


def _not_alone(report: Report) -> Iterator[str]:
    """What an audit does with a file that is only part of a report, or more than one."""
    from pathlib import PurePosixPath

    from gipaudit.forms.annex import annex_of
    from gipaudit.forms.library import forms
    from gipaudit.forms.volume import refuse_volume

    if not report.identity.by_hand and annex_of(report, PurePosixPath(report.source).stem, forms()) is not None:
        yield say(
            "只有表格，没有正文：审核时作为附件，并入同一单位、同一年度的报告",
            "tables without a text: an audit joins it, as an annex, to the report of that unit and year",
        )
    try:
        refuse_volume(report.document)
    except DocumentError as error:
        yield error.message.say(current())


def _sections(report: Report) -> Iterator[str]:
    from gipaudit.renderers import words
    from gipaudit.renderers.layout import table

    if not report.sections:
        return
    outline = report.form or report.outline
    names = {item.id: item.label.title for item in outline.sections} if outline else {}
    rows = []
    for section in report.sections.values():
        inside = [
            (len(section.paragraphs), say("段", " paragraphs")),
            (len(section.tables), say("表", " tables")),
            (len(section.pictures), say("图", " pictures")),
        ]
        rows.append(
            (
                names.get(section.id) or words.word(words.PARTS, section.id, current()),
                words.word(words.SECTION_STATES, section.state, current()),
                section.title,
                " ".join(f"{count}{name}" for count, name in inside if count),
                words.place(section.place, current()),
            )
        )
    headers = (
        say("章节", "Section"),
        say("状态", "State"),
        say("印出的标题", "Heading as printed"),
        say("内容", "Content"),
        say("位置", "Place"),
    )
    yield from table(headers, rows, output.width(), flexible=(0, 2, 3, 4))
    yield ""


def _unbound(report: Report) -> Iterator[str]:
    from gipaudit.renderers import words
    from gipaudit.renderers.layout import table

    if not report.unbound:
        return
    count = len(report.unbound)
    yield say(f"没有对上格式的内容：{count}处", f"What did not bind: {count}")
    headers = (say("内容", "Text"), say("位置", "Place"), say("原因", "Why"))
    rows = [(item.text, words.place(item.place, current()), item.why) for item in report.unbound]
    yield from table(headers, rows, output.width(), flexible=(0, 1, 2))
    yield ""
