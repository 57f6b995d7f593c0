"""What offices do to the official tables, as functions: a form, its figures and chance → what is printed.

Each habit says which cells it does not print, and how large a share of the others may stay unread (never wrong).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from support.figures import Figures, figures
from support.formats import FORMATS, PAGED, Block
from support.sheets import ISSUED, SECTIONS, Style, banded, long_table, report, wide_table
from support.word import Table

from gipaudit.forms.form import Form


@dataclass
class Print:
    """A printed report: its blocks, its figures, and the cells (addresses) that it does not print."""

    blocks: Sequence[Block]
    figures: Figures
    gone: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Habit:
    """``unread`` is the share of printed cells that may stay unread; ``converted`` the same in Markdown and text."""

    make: Callable[[Form, Random], Print]
    unread: float = 0.0
    converted: float = 0.0
    formats: tuple[str, ...] = FORMATS


HABITS: dict[str, Habit] = {}


def habit(
    name: str, unread: float = 0.0, converted: float = 0.0, formats: tuple[str, ...] = FORMATS
) -> Callable[[Callable[[Form, Random], Print]], Callable[[Form, Random], Print]]:
    def register(make: Callable[[Form, Random], Print]) -> Callable[[Form, Random], Print]:
        HABITS[name] = Habit(make, unread, max(unread, converted), formats)
        return make

    return register


def styled(form: Form, data: Figures, style: Style, fused: bool = True) -> list[Block]:
    """A report whose every table has one style."""
    return report(
        banded(form, data, style, fused),
        long_table(form.table("applications"), data, style),
        [wide_table(form.table("disputes"), data, style)],
    )


def cells_of(form: Form, table: str, rows: Sequence[str] = (), columns: Sequence[str] = ()) -> set[str]:
    return {
        cell.address
        for cell in form.table(table).cells
        if (not rows or cell.row in rows) and (not columns or cell.column in columns)
    }


def _styled(**changes: object) -> Callable[[Form, Random], Print]:
    def make(form: Form, random: Random) -> Print:
        data = figures(form, random)
        return Print(styled(form, data, replace(ISSUED, **changes)), data)  # type: ignore[arg-type]

    return make


habit("as issued")(_styled())
habit("row heads repeated")(_styled(labels="repeated"))
habit("row heads blank")(_styled(labels="blank"))
habit("a column of numbers")(_styled(numbered=True))
habit("flat header")(_styled(header="flat"))
habit("header over two lines", converted=0.9)(_styled(header="halved"))
habit("header cut off", converted=0.1)(_styled(header="cut"))
habit("no header", converted=0.1)(_styled(header="none"))
habit("padded figures")(_styled(figure=lambda text: f"\u3000\u3000{text} " if text else text))
habit("full-width figures")(
    _styled(figure=lambda text: text.translate(str.maketrans("0123456789-.", "０１２３４５６７８９－．")))
)
habit("units in cells")(_styled(figure=lambda text: f"{text}件" if text.isdigit() else text))
habit("line breaks in labels")(_styled(label=lambda text: text[:3] + "\n" + text[3:] if len(text) > 3 else text))
habit("blanks in labels")(_styled(label=lambda text: text[:4] + "　" + text[4:], head=" ".join))
habit("notes in labels")(_styled(label=lambda text: text if "（" in text[4:] else f"{text}（按实际办理情况填写）"))
habit("no numbering")(_styled(label=lambda text: text.lstrip("一二三四五六七八九十（）()、.0123456789")))
habit("other numbering")(_styled(label=lambda text: text.replace("、", ".", 1).replace("（", "(").replace("）", ")")))


@habit("bands apart", converted=0.05)
def bands_apart(form: Form, random: Random) -> Print:
    data = figures(form, random)
    return Print(styled(form, data, ISSUED, fused=False), data)


def _broken(again: bool) -> Callable[[Form, Random], Print]:
    def make(form: Form, random: Random) -> Print:
        data = figures(form, random)
        breaks = tuple(sorted(random.sample(range(1, len(form.table("applications").rows)), random.randrange(1, 5))))
        third = long_table(form.table("applications"), data, Style(breaks=breaks, again=again))
        return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data)

    return make


habit("broken over pages, header repeated")(_broken(True))
habit("broken over pages")(_broken(False))


@habit("a table a row")
def table_a_row(form: Form, random: Random) -> Print:
    data = figures(form, random)
    count = len(form.table("applications").rows)
    third = long_table(form.table("applications"), data, Style(breaks=tuple(range(1, count))))
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data)


@habit("header on the page before")
def header_before(form: Form, random: Random) -> Print:
    data = figures(form, random)
    [table] = long_table(form.table("applications"), data)
    fourth = wide_table(form.table("disputes"), data)
    return Print(report(banded(form, data), [table[:3], table[3:]], [fourth[:3], fourth[3:]]), data)


@habit("a column more")
def column_more(form: Form, random: Random) -> Print:
    data = figures(form, random)
    order = [column.id for column in form.table("applications").columns]
    columns = (*order[:6], None, *order[6:])
    third = long_table(form.table("applications"), data, Style(header="flat", columns=columns))
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data)


@habit("columns in another order")
def permuted(form: Form, random: Random) -> Print:
    data = figures(form, random)
    columns = [column.id for column in form.table("applications").columns]
    random.shuffle(columns)
    third = long_table(form.table("applications"), data, Style(header="flat", columns=tuple(columns)))
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data)


@habit("rows missing")
def rows_missing(form: Form, random: Random) -> Print:
    data = figures(form, random)
    rows = [row.id for row in form.table("applications").rows]
    dropped = frozenset(random.sample(rows, random.randrange(1, 8)))
    third = long_table(form.table("applications"), data, Style(dropped=dropped))
    gone = cells_of(form, "applications", sorted(dropped))
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data, gone)


@habit("rows more")
def rows_more(form: Form, random: Random) -> Print:
    data = figures(form, random)
    second = banded(form, data, Style(added=(("normative", "其他主动公开文件"),)))
    third = long_table(
        form.table("applications"),
        data,
        Style(added=(("refused.inquiry", "9.其他不予公开情形"), ("new", "其中：网络申请"), ("total", "当年撤回"))),
    )
    return Print(report(second, third, [wide_table(form.table("disputes"), data)]), data)


@habit("rows renamed", unread=0.4, converted=0.4)
def rows_renamed(form: Form, random: Random) -> Print:
    """Rows under names that nobody knows: they may not be taken for others, nor others for them."""
    data = figures(form, random)
    table = form.table("applications")
    renamed = random.sample([row.label.title for row in table.rows], random.randrange(1, 7))
    third = long_table(table, data, Style(label=lambda text: f"另行统计之{len(text)}" if text in renamed else text))
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data)


@habit("blank cells", converted=1.0)
def blank_cells(form: Form, random: Random) -> Print:
    data = figures(form, random)
    printed = {address: "" if random.random() < 0.3 else text for address, text in data.items()}
    return Print(styled(form, printed, ISSUED), printed)


@habit("last columns blank", converted=1.0)
def last_columns_blank(form: Form, random: Random) -> Print:
    data = figures(form, random)
    printed = {address: "" if address.endswith((".total", ".other")) else text for address, text in data.items()}
    return Print(styled(form, printed, replace(ISSUED, labels="blank")), printed)


@habit("last year's table above", unread=0.95, converted=0.95)
def last_year_above(form: Form, random: Random) -> Print:
    data, old = figures(form, random), figures(form, random)
    return Print([*styled(form, old, ISSUED)[3:-4], *styled(form, data, ISSUED)], data)


@habit("years named")
def years_named(form: Form, random: Random) -> Print:
    """Last year's and this year's tables, each under a caption with its year, in either order."""
    data, old = figures(form, random), figures(form, random)
    pairs = [(data, 2023), (old, 2022)]
    random.shuffle(pairs)
    tables = ([f"{year}年情况如下：", *long_table(form.table("applications"), each)] for each, year in pairs)
    third = [block for pair in tables for block in pair]
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data)


@habit("a row only in last year's table", unread=0.95, converted=0.95)
def row_only_last_year(form: Form, random: Random) -> Print:
    """Where this year's table lacks a row, last year's may not lend it, nor any row behind it."""
    data, old = figures(form, random), figures(form, random)
    lost = random.choice([row.id for row in form.table("applications").rows])
    now = long_table(form.table("applications"), data, Style(dropped=frozenset({lost})))
    before = long_table(form.table("applications"), old)
    third = [*now, "上年度情况", *before] if random.random() < 0.5 else [*before, "本年度情况", *now]
    gone = cells_of(form, "applications", [lost])
    return Print(report(banded(form, data), third, [wide_table(form.table("disputes"), data)]), data, gone)


@habit("empty rows and columns")
def spacers(form: Form, random: Random) -> Print:
    data = figures(form, random)
    blocks = []
    for block in styled(form, data, ISSUED):
        if isinstance(block, str):
            blocks.append(block)
            continue
        width = sum(across for _, _, across in block[0])
        spaced = [[*row, ("", 1, 1)] for row in block]
        place = random.randrange(len(block) - 1, len(block) + 1)
        blocks.append([*spaced[:place], [("", 1, width + 1)], *spaced[place:]])
    return Print(blocks, data)


@habit("cells lost", unread=0.5, formats=("docx", "html", "lines", *PAGED))
def cells_lost(form: Form, random: Random) -> Print:
    """Value cells that are simply not there: what follows moves to the left."""
    data = figures(form, random)
    blocks: list[Block] = []
    for block in styled(form, data, replace(ISSUED, labels="repeated")):
        if isinstance(block, str):
            blocks.append(block)
            continue
        rows = [list(row) for row in block]
        for row in rows[4:]:
            if random.random() < 0.3 and len(row) > 4:
                row.pop(random.randrange(len(row) - 3, len(row)))
        blocks.append(rows)
    return Print(blocks, data, set())


@habit("values merged", unread=0.6, converted=0.9, formats=("docx", "html", "lines", *PAGED))
def values_merged(form: Form, random: Random) -> Print:
    """One figure over several cells of a row."""
    data = figures(form, random)
    third = [list(row) for row in long_table(form.table("applications"), data)[0]]
    for index, row in enumerate(third[3:], 3):
        count = random.choice((1, 1, 2, 3))
        start = random.randrange(7 - count)
        label, values = row[:-7], row[-7:]
        third[index] = [*label, *values[:start], (values[start][0], 1, count), *values[start + count :]]
    fourth = wide_table(form.table("disputes"), data)
    merged = [*fourth[:3], [(fourth[3][0][0], 1, 5), *fourth[3][5:]]]
    return Print(report(banded(form, data), [third], [merged]), data)


@habit("last year's columns beside", unread=0.2, converted=0.2)
def columns_beside(form: Form, random: Random) -> Print:
    data = figures(form, random)
    second = []
    for table in banded(form, data, fused=False):
        header, *rows = table
        doubled = [header[0], *((f"2022年{text}", 1, 1) for text, _, _ in header[1:]), *header[1:]]
        second.append([doubled, *([row[0], *(("5", 1, 1) for _ in row[1:]), *row[1:]] for row in rows)])
    third = long_table(form.table("applications"), data)
    return Print(report(second, third, [wide_table(form.table("disputes"), data)]), data)


@habit("transposed", unread=1.0, converted=1.0)
def transposed(form: Form, random: Random) -> Print:
    data = figures(form, random)
    tables = []
    for table in form.tables:
        head = [("项目", 1, 1), *((row.label.title, 1, 1) for row in table.rows)]
        body = [
            [
                (column.label.title, 1, 1),
                *((data[f"{table.id}.{row.id}.{column.id}"], 1, 1) for row in table.rows),
            ]
            for column in table.columns
        ]
        tables.append([head, *body])
    return Print(report(tables[:-2], tables[-2:-1], tables[-1:]), data)


@habit("disputes in rows")
def disputes_in_rows(form: Form, random: Random) -> Print:
    data = figures(form, random)
    fourth = long_table(form.table("disputes"), data)
    return Print(report(banded(form, data), long_table(form.table("applications"), data), fourth), data)


@habit("disputes apart")
def disputes_apart(form: Form, random: Random) -> Print:
    data = figures(form, random)
    table = form.table("disputes")
    fourth = [
        [
            [(row.label.title, 1, 5)],
            [(column.label.title, 1, 1) for column in table.columns],
            [(data[f"disputes.{row.id}.{column.id}"], 1, 1) for column in table.columns],
        ]
        for row in table.rows
    ]
    return Print(report(banded(form, data), long_table(form.table("applications"), data), fourth), data)


@habit("contents first")
def contents_first(form: Form, random: Random) -> Print:
    data = figures(form, random)
    blocks = styled(form, data, ISSUED)
    return Print([blocks[0], "目录", *SECTIONS, *blocks[1:]], data)


@habit("other tables in the text")
def other_tables(form: Form, random: Random) -> Print:
    """Figures of other kinds in the text's own tables may not be taken for the form's."""
    data = figures(form, random)
    blocks = styled(form, data, ISSUED)
    other: Table = [
        [("事项", 1, 1), ("数量", 1, 1), ("占比", 1, 1)],
        [("行政许可", 1, 1), ("91", 1, 1), ("3", 1, 1)],
        [("其他", 1, 1), ("92", 1, 1), ("4", 1, 1)],
        [("总计", 1, 1), ("93", 1, 1), ("7", 1, 1)],
    ]
    return Print([*blocks[:3], other, *blocks[3:]], data)
