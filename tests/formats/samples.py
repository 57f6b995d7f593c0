"""Invented whole reports of every form, printed as offices do, and what stands in each of their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from defects.draft import Sheet, draft
from support.figures import Figures, figures
from support.formats import Block
from support.sheets import Print, Style, banded, long_table, same, wide_table
from support.word import Table

from gipaudit.forms.form import Form, FormTable
from gipaudit.forms.library import forms
from gipaudit.forms.report import State

SMALL, LARGE = 3, 10**5
"""Most units have noughts and a few ones; a province has large figures."""

PARTS_OF_OTHER = ("not_corrected", "unpaid", "other")
WIDE_DIGITS = str.maketrans("0123456789-.", "０１２３４５６７８９－．")
NOTE = "（按实际办理情况填写）"

LABELS = ("issued", "bare", "variants", "noted", "broken")
FIGURES = ("plain", "padded", "wide", "thousands", "units")


@dataclass(frozen=True)
class Habits:
    """How an office prints its report.

    ``labels`` and ``figures`` name one of LABELS and FIGURES; ``small`` figures are below SMALL. ``blanks`` and
    ``dashes`` are shares of the cells. ``undivided`` prints （六）其他处理 as one row. ``dropped`` rows of a table
    are left out, ``added`` puts rows in that the form has not. ``parts`` is the number of tables that 表三 comes in,
    ``again`` whether each repeats the header. ``permuted`` prints the columns of 表三 in another order.
    """

    labels: str = "issued"
    figures: str = "plain"
    blanks: float = 0.0
    dashes: float = 0.0
    small: bool = False
    fused: bool = True
    rows_of_disputes: bool = False
    undivided: bool = False
    dropped: int = 0
    added: bool = False
    parts: int = 1
    again: bool = True
    permuted: bool = False


@dataclass(frozen=True)
class Sample:
    """A report before it is written: ``truth`` is what each printed cell says, ``gone`` the cells it leaves out."""

    name: str
    form: Form
    blocks: Sequence[Block]
    truth: Figures
    gone: frozenset[str]
    sections: frozenset[str]
    tags: frozenset[str] = field(default_factory=frozenset)

    def expected(self, address: str) -> tuple[State, Decimal | None]:
        """The state that a cell must be read as, and its value where it is a number."""
        text = self.truth[address]
        if not text:
            return "blank", None
        if text in DASHES:
            return "dash", None
        return "number", Decimal(text)


DASHES = ("—", "/", "-", "无")


def sample(name: str, seed: int, generation: str, habits: Habits = Habits()) -> Sample:
    """The report of that seed: its words, unit and figures are invented, its sums hold before cells are blanked."""
    random = Random(seed)
    form = forms()[generation].standard
    if habits.undivided:
        form = forms()[generation].layout(frozenset(f"applications.other.{part}" for part in PARTS_OF_OTHER))
    truth = figures(form, random, SMALL if habits.small else LARGE)
    for address, text in truth.items():
        chance = random.random()
        if chance < habits.blanks:
            truth[address] = ""
        elif chance < habits.blanks + habits.dashes:
            truth[address] = random.choice(DASHES)
        elif generation == "2019" and address.endswith(".change") and text.isdigit() and chance > 0.8:
            truth[address] = f"+{text}"
    gone: set[str] = set()
    told = draft(seed, generation, "docx")
    blocks: list[Block] = [*told.title, *told.preamble]
    for part in told.parts:
        blocks.append(part.heading)
        for item in part.body:
            if isinstance(item, Sheet):
                blocks += _sheet(form, item.table, truth, habits, random, gone)
            elif isinstance(item, str) and item:
                blocks.append(item)
    sections = frozenset(part.id for part in told.parts if part.heading)
    return Sample(name, form, [*blocks, *told.signature], truth, frozenset(gone), sections)


def _sheet(form: Form, asked: str, truth: Figures, habits: Habits, random: Random, gone: set[str]) -> list[Table]:
    if asked == "second":
        plain = replace(habits, labels="issued" if habits.labels == "noted" else habits.labels)
        # An amount of money counts no 件.
        figure = same if habits.figures == "units" else _figure(habits)
        style = Style(figure=figure, **_labels(form.tables[:-2], plain, random))
        return banded(form, truth, style, habits.fused)
    table = form.table(asked)
    style = Style(figure=_figure(habits), **_labels((table,), habits, random))
    if asked == "disputes" and not habits.rows_of_disputes:
        return [wide_table(table, truth, style)]
    rows = [row.id for row in table.rows if row.kind != "heading"]
    if asked != "disputes":
        dropped = frozenset(random.sample(rows, habits.dropped))
        gone |= {f"{table.id}.{row}.{column.id}" for row in dropped for column in table.columns}
        kept = len(table.rows) - len(dropped)
        style = replace(style, dropped=dropped, again=habits.again)
        style = replace(style, breaks=tuple(sorted(random.sample(range(2, kept), habits.parts - 1))))
    if asked == "applications":
        if habits.added:
            more = (("new", "其中：网络申请"), ("refused.inquiry", "9.其他不予公开情形"))
            style = replace(style, added=tuple((row, label) for row, label in more if row not in style.dropped))
        if habits.permuted:
            columns = [column.id for column in table.columns]
            random.shuffle(columns)
            style = replace(style, header="flat", columns=tuple(columns))
    return long_table(table, truth, style)


def _figure(habits: Habits) -> Print:
    def thousands(text: str) -> str:
        return f"{int(text):,}" if text.isdigit() else text

    return {
        "plain": same,
        "padded": lambda text: f"\u3000\u3000{text} " if text else text,
        "wide": lambda text: text.translate(WIDE_DIGITS),
        "thousands": thousands,
        "units": lambda text: f"{text}件" if text.isdigit() else text,
    }[habits.figures]


def _labels(tables: Sequence[FormTable], habits: Habits, random: Random) -> dict[str, Print]:
    """How row heads and column heads are printed."""
    if habits.labels == "bare":
        return {"label": lambda text: text.lstrip("一二三四五六七八九十（）()、.0123456789")}
    if habits.labels == "noted":
        return {"label": lambda text: text if "（" in text[4:] else text + NOTE}
    if habits.labels == "broken":
        return {"label": lambda text: text[:3] + "\n" + text[3:] if len(text) > 4 else text}
    if habits.labels == "variants":
        rows, columns = (
            {each.label.title: random.choice((each.label.title, *each.label.variants)) for each in kind}
            for kind in (
                [row for table in tables for row in table.rows],
                [column for table in tables for column in table.columns],
            )
        )
        return {"label": lambda text: rows.get(text, text), "head": lambda text: columns.get(text, text)}
    return {}


def chosen() -> list[Sample]:
    """The reports that every format is measured on: each form, each habit once or more."""
    return [
        sample("2021 as issued", 11, "2021"),
        sample("2021 noughts", 12, "2021", Habits(small=True, fused=False)),
        sample("2021 blanks", 13, "2021", Habits(labels="variants", blanks=0.1, dashes=0.05)),
        sample("2021 undivided", 14, "2021", Habits(undivided=True, labels="noted", figures="thousands")),
        sample("2021 in pieces", 15, "2021", Habits(parts=3, labels="broken", dropped=2, added=True)),
        sample("2019 as issued", 16, "2019"),
        sample("2019 variants", 17, "2019", Habits(labels="variants", figures="wide", fused=False, dashes=0.05)),
        sample("2019 bare", 18, "2019", Habits(labels="bare", figures="units", rows_of_disputes=True, blanks=0.05)),
        sample("2014 as issued", 19, "2014"),
        sample("2014 variants", 20, "2014", Habits(figures="padded", blanks=0.2, dropped=3)),
    ]


def random_sample(seed: int) -> Sample:
    """A report with habits taken at random."""
    random = Random(seed)
    generation = random.choice(("2021", "2021", "2019", "2014"))
    old = generation == "2014"
    habits = Habits(
        labels=random.choice(LABELS[:2] if old else LABELS),
        figures=random.choice(FIGURES[:4] if old else FIGURES),
        blanks=random.choice((0.0, 0.0, 0.05, 0.3)),
        dashes=random.choice((0.0, 0.0, 0.1)),
        small=random.random() < 0.4,
        fused=random.random() < 0.5,
        rows_of_disputes=random.random() < 0.3,
        undivided=generation == "2021" and random.random() < 0.2,
        dropped=random.choice((0, 0, 1, 3)),
        added=not old and random.random() < 0.3,
        parts=random.choice((1, 1, 2, 4)),
        again=random.random() < 0.5,
        permuted=not old and random.random() < 0.2,
    )
    return sample(f"random {seed}", seed, generation, habits)
