"""``gipaudit forms``: the forms that are known, and the addresses and names of their cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import output
from gipaudit.cli.help import Command
from gipaudit.cli.language import current, say
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.forms.form import Form, FormTable


def group() -> typer.Typer:
    """Build the commands, in the language of this run."""
    app = typer.Typer(
        name="forms",
        help=say("列出各种报告格式；show 列出一种格式的全部单元格。", "List the forms; show lists the cells of one."),
        invoke_without_command=True,
    )
    app.callback()(overview)
    app.command(
        "show",
        cls=Command,
        help=say(
            "列出一种格式的章节、表格和每个单元格的地址、名称、单位。编写规则时可用地址，也可用名称。",
            "List a form's sections and tables, and the address, name and unit of each cell.",
        ),
    )(show)
    return app


def overview(context: typer.Context) -> int:
    """List the forms."""
    if context.invoked_subcommand is not None:
        return 0
    from gipaudit.forms.library import forms
    from gipaudit.renderers.layout import table

    rows = [
        (key, _title(form), _years(form), str(sum(1 for _ in form.standard.countable)))
        for key, form in sorted(forms().items(), key=lambda item: (item[1].first_year or 0, item[0]))
    ]
    headers = (say("格式", "Form"), say("名称", "Title"), say("年度", "Years"), say("单元格", "Cells"))
    output.emit_lines(table(headers, rows, output.width(), right=(3,), flexible=(1,)))
    return 0


def show(
    name: Annotated[str, typer.Argument(metavar=say("格式", "FORM"), help=say("如 2021", "such as 2021"))],
) -> int:
    """Show one form."""
    from gipaudit.forms.by_hand import named_form
    from gipaudit.forms.library import forms

    output.emit_lines(_lines(named_form(name, forms())))
    return 0


def _title(form: Form) -> str:
    return form.title_en or form.title if current() == "en" else form.title


def _years(form: Form) -> str:
    first = str(form.first_year) if form.first_year else ""
    last = str(form.last_year) if form.last_year else ""
    return first if first == last else f"{first}–{last}"


def _lines(form: Form) -> Iterator[str]:
    from gipaudit.renderers.layout import block, table
    from gipaudit.renderers.words import aside

    width = output.width()
    yield from block(_title(form) + aside(_years(form), current()), width)
    if form.basis:
        yield from block(form.basis, width, say("依据：", "Basis: "))
    yield ""
    yield say("章节", "Sections")
    rows = [(item.id, item.number, item.label.title) for item in form.sections]
    yield from table((say("标识", "Id"), say("序号", "No."), say("标题", "Title")), rows, width, flexible=(2,))
    for item in form.tables:
        yield ""
        yield from _table(item, width)


def _table(item: FormTable, width: int) -> Iterator[str]:
    from gipaudit.renderers.layout import block, table
    from gipaudit.renderers.words import aside, table_title

    yield from block(table_title(item) + aside(item.id, current()), width)
    for groups, zh, en in (
        (item.row_groups, "行组", "Group of rows"),
        (item.column_groups, "列组", "Group of columns"),
    ):
        for each in groups:
            yield from block(f"{each.label.name} = {' + '.join(each.members)}", width, say(f"{zh}：", f"{en}: "))
    for whole, parts in item.alternatives.items():
        text = say(f"{whole} 可不分项，代替 {' + '.join(parts)}", f"{whole} may stand for {' + '.join(parts)}")
        yield from block(text, width)
    headers = (say("地址", "Address"), say("名称", "Name"), say("单位", "Unit"), say("类型", "Kind"))
    kinds = {
        "count": say("数量", "count"),
        "signed": say("增减", "signed"),
        "amount": say("金额", "amount"),
        "heading": say("标题行", "heading"),
    }
    rows = [(cell.address, clean(cell.name), cell.unit or "", kinds[cell.kind]) for cell in item.cells]
    yield from table(headers, rows, width, flexible=(0, 1))
