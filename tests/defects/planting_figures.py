"""Defects of the tables: what stands in a cell, and figures that cannot be true together."""

from __future__ import annotations

from random import Random

from defects.draft import Draft
from defects.planting import SUMS, TABLES, Planted, counts, defect, filled, put


def _printed(name: str, text: str, rule: str) -> None:
    @defect(name)
    def plant(draft: Draft, random: Random) -> Planted:
        cells = random.sample(counts(draft, zero=True), random.randint(1, 4))
        put(draft, cells, text)
        return Planted(rule, tuple(cells))


_printed("blank cells", "", "complete.blank")
_printed("dashes", "—", "complete.blank")
_printed("slashes", "/", "complete.blank")
_printed("none in words", "无", "complete.blank")
_printed("words in a cell", "详见附件", "complete.missing")
_printed("a unit in a cell", "0件", "kind.bare")


@defect("a unit behind a figure")
def unit_behind(draft: Draft, random: Random) -> Planted:
    cell = filled(draft, random)
    draft.figures[cell] += "件"
    return Planted("kind.bare", (cell,))


@defect("an approximate figure")
def approximate(draft: Draft, random: Random) -> Planted:
    cell = random.choice(counts(draft, zero=True))
    draft.figures[cell] = "约50"
    follows = (
        *SUMS,
        *(f"documents.{rule}" for rule in ("stock", "published", "rules_power")),
        "statistics",
        "matters",
    )
    return Planted("kind.exact", (cell,), follows=follows)


@defect("a negative count", TABLES)
def negative(draft: Draft, random: Random) -> Planted:
    cell = filled(draft, random, "applications")
    draft.figures[cell] = "-" + draft.figures[cell]
    return Planted("kind.number", (cell,), follows=SUMS)


@defect("a fraction of a case")
def fraction(draft: Draft, random: Random) -> Planted:
    cell = filled(draft, random)
    draft.figures[cell] += ".5"
    follows = (*SUMS, "documents", "statistics", "matters")
    return Planted("kind.number", (cell,), follows=follows)


@defect("a figure in a heading row", ("2014",))
def heading_figure(draft: Draft, random: Random) -> Planted:
    cell = random.choice([cell.address for cell in draft.form.cells.values() if cell.kind == "heading"])
    draft.figures[cell] = str(random.randint(0, 9))
    return Planted("kind.heading", (cell,))


@defect("regulations of a county department", TABLES, kinds=("department", "county", "township"))
def regulations(draft: Draft, random: Random) -> Planted:
    columns = [column.id for column in draft.form.table("documents").columns]
    column = columns[-1]
    draft.figures[f"documents.rules.{column}"] = "3"
    return Planted("documents.rules_power", (f"documents.rules.{column}",))


@defect("more newly published than published", ("2019",))
def published(draft: Draft, random: Random) -> Planted:
    cells = ("documents.normative.published", "documents.normative.published_total")
    put(draft, cells[:1], str(int(draft.figures[cells[1]]) + 3))
    return Planted("documents.published", cells)


@defect("a change below nothing", ("2019",))
def below_nothing(draft: Draft, random: Random) -> Planted:
    cells = ("licensing.services.previous", "licensing.services.change")
    put(draft, cells[1:], str(-int(draft.figures[cells[0]]) - 2))
    return Planted("matters.not_negative", cells, follows=("matters.decisions",))


@defect("decisions without matters", ("2019",))
def without_matters(draft: Draft, random: Random) -> Planted:
    cells = [f"enforcement.penalties.{column}" for column in ("previous", "change", "decisions")]
    for cell, text in zip(cells, ("0", "0", "14"), strict=True):
        draft.figures[cell] = text
    return Planted("matters.decisions", tuple(cells))


@defect("procurement without an amount", ("2019",))
def without_amount(draft: Draft, random: Random) -> Planted:
    cells = ("procurement.procurement.projects", "procurement.procurement.amount")
    for cell, text in zip(cells, random.choice((("3", "0"), ("0", "21.5"))), strict=True):
        draft.figures[cell] = text
    return Planted("procurement.amount", cells)


@defect("more issued than in force", ("2021",))
def stock(draft: Draft, random: Random) -> Planted:
    cells = tuple(f"documents.normative.{column}" for column in ("issued", "repealed", "in_force"))
    for cell, text in zip(cells, ("9", "1", "4"), strict=True):
        draft.figures[cell] = text
    return Planted("documents.stock", cells)


OLD_SUMS = {
    "statistics.disclosed_bounds": ("1.1", ("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5")),
    "statistics.requests": ("3.1", ("3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5")),
    "statistics.completed": ("3.2", ("3.2.1", "3.2.2")),
    "statistics.replies": ("3.3", ("3.3.1", "3.3.2")),
    "statistics.refusals": ("3.3.4", ("3.3.4a", "3.3.4b")),
    "statistics.reviews": ("4", ("4.1", "4.2", "4.3")),
    "statistics.lawsuits": ("5", ("5.1", "5.2", "5.3")),
    "statistics.complaints": ("6", ("6.1", "6.2", "6.3")),
    "statistics.staff": ("8.3", ("8.3.1", "8.3.2")),
}


def _old_sum(rule: str, total: str, parts: tuple[str, ...]) -> None:
    @defect(f"{rule} broken", ("2014",))
    def plant(draft: Draft, random: Random) -> Planted:
        cells = tuple(f"statistics.{row}.count" for row in (total, *parts))
        wrong = sum(int(draft.figures[cell]) for cell in cells[1:]) if rule.endswith("bounds") else 0
        draft.figures[cells[0]] = str(max(wrong, int(draft.figures[cells[0]])) + 7)
        return Planted(rule, cells[:1], follows=("statistics",))


for _rule, (_total, _parts) in OLD_SUMS.items():
    _old_sum(_rule, _total, _parts)


def _old_excess(rule: str, more: str, less: str) -> None:
    @defect(f"{rule} broken", ("2014",))
    def plant(draft: Draft, random: Random) -> Planted:
        cells = (f"statistics.{more}.count", f"statistics.{less}.count")
        draft.figures[cells[0]] = str(int(draft.figures[cells[1]]) + 2)
        return Planted(rule, cells, follows=("statistics.normative_issued",))


_old_excess("statistics.normative_disclosed", "1.1a", "1.1")
_old_excess("statistics.normative_issued", "1.1a", "1.1b")
_old_excess("statistics.responses", "2.2.4", "2.1")
_old_excess("statistics.press_leaders", "2.2.1a", "2.2.1")
_old_excess("statistics.interview_leaders", "2.2.2a", "2.2.2")
