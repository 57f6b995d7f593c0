"""Defects that inspectors find, each planted alone in a report that is in order.

A defect changes a draft and says what must be told: the rules that may speak of it, and the cells or sections named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from defects.draft import Draft, Photo, Sheet, draft
from defects.naming import SIZES, unit


@dataclass(frozen=True)
class Planted:
    """``rule`` must speak, naming the ``cells`` and ``sections``; what ``follows`` may speak too, nobody else."""

    rule: str
    cells: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Defect:
    forms: tuple[str, ...]
    plant: Callable[[Draft, Random], Planted]
    formats: tuple[str, ...]
    kinds: tuple[str, ...]


DEFECTS: dict[str, Defect] = {}
TABLES = ("2019", "2021")
ALL = ("2014", *TABLES)
SUMS = ("applications.row_total", "applications.column_total", "applications.balance", "disputes.total")


def defect(
    name: str,
    forms: Iterable[str] = ALL,
    formats: tuple[str, ...] = ("docx", "html", "tabs"),
    kinds: tuple[str, ...] = tuple(SIZES),
) -> Callable[[Callable[[Draft, Random], Planted]], Callable[[Draft, Random], Planted]]:
    def register(plant: Callable[[Draft, Random], Planted]) -> Callable[[Draft, Random], Planted]:
        DEFECTS[name] = Defect(tuple(forms), plant, formats, kinds)
        return plant

    return register


def planted(name: str, seed: int) -> tuple[Draft, Planted]:
    """A report with that defect; equal seeds give equal reports."""
    defect, random = DEFECTS[name], Random(f"{name} {seed}")
    whose = next(one for one in iter(lambda: unit(random), None) if one.kind in defect.kinds)
    made = draft(random.randrange(10**6), random.choice(defect.forms), random.choice(defect.formats), whose)
    return made, defect.plant(made, random)


def counts(draft: Draft, *, zero: bool | None = None) -> list[str]:
    """Addresses of counts; of those that hold 0, or of those that do not."""
    cells = [cell.address for table in draft.form.tables for cell in table.cells if cell.kind == "count"]
    return [cell for cell in cells if zero is None or (draft.figures[cell] == "0") == zero]


def filled(draft: Draft, random: Random, table: str = "") -> str:
    """The address of a count that is not 0; of a report of zeros one row of an application is filled in."""
    if not any(cell.startswith(table) for cell in counts(draft, zero=False)):
        for row in ("new", "granted", "total"):
            put(draft, (f"applications.{row}.natural", f"applications.{row}.total"), "1")
    return random.choice([cell for cell in counts(draft, zero=False) if cell.startswith(table)])


def put(draft: Draft, cells: Iterable[str], text: str) -> None:
    for cell in cells:
        draft.figures[cell] = text


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


@defect("a row left out", TABLES)
def row_left_out(draft: Draft, random: Random) -> Planted:
    row = random.choice([row.id for row in draft.form.table("applications").rows if not row.id.startswith("other")])
    draft.dropped.add(f"applications.{row}")
    cells = tuple(cell.address for cell in draft.form.table("applications").cells if cell.row == row)
    return Planted("complete.missing", cells)


@defect("a row left out of the old table", ("2014",))
def old_row_left_out(draft: Draft, random: Random) -> Planted:
    row = random.choice(("1.1b", "1.2.3", "2.2.3", "3.1.2", "8.1", "8.4", "9.1"))
    draft.dropped.add(f"statistics.{row}")
    return Planted("complete.missing", (f"statistics.{row}.count",), follows=("statistics",))


@defect("a section left out", TABLES)
def section_left_out(draft: Draft, random: Random) -> Planted:
    id = random.choice(("overview", "problems", "other"))
    draft.parts = [part for part in draft.parts if part.id != id]
    follows = ("overview", "report.period") if id == "overview" else ()
    return Planted("sections.present", sections=(id,), follows=("text.numbering", *follows))


@defect("fees left out", ("2014",))
def fees_left_out(draft: Draft, random: Random) -> Planted:
    draft.parts = [part for part in draft.parts if part.id != "fees"]
    return Planted("sections.present", sections=("fees",), follows=("text.numbering",))


@defect("an empty section", TABLES)
def empty_section(draft: Draft, random: Random) -> Planted:
    id = random.choice(("problems", "other"))
    draft.part(id).body = []
    if id == "other":
        draft.signature = []
    return Planted("sections.filled", sections=(id,))


@defect("a renamed section", TABLES)
def renamed(draft: Draft, random: Random) -> Planted:
    id, title = random.choice(
        (
            ("overview", "一、工作推进情况"),
            ("problems", "五、存在的不足"),
            ("disclosure", "二、信息发布情况"),
            ("applications", "三、办理公开申请"),
        )
    )
    draft.part(id).heading = title
    return Planted("sections.title", sections=(id,), follows=("overview", "problems", "other", "report.period"))


@defect("sections in another order", TABLES)
def swapped(draft: Draft, random: Random) -> Planted:
    first = random.choice((2, 3, 4))
    draft.parts[first], draft.parts[first + 1] = draft.parts[first + 1], draft.parts[first]
    return Planted("sections.order", follows=("text.numbering",))


@defect("a table as a picture", TABLES, ("docx", "html"))
def pictured(draft: Draft, random: Random) -> Planted:
    id = random.choice(("disclosure", "applications", "disputes"))
    part = draft.part(id)
    part.body = [Photo("t1") if isinstance(item, Sheet) else item for item in part.body]
    return Planted("sections.tables", sections=(id,))


def _titled(name: str, title: Callable[[Draft], str], follows: tuple[str, ...] = ()) -> None:
    @defect(name)
    def plant(draft: Draft, random: Random) -> Planted:
        draft.title = [title(draft)]
        return Planted("report.title", follows=follows)


_titled("a title without 工作", lambda draft: f"{draft.unit.name}{draft.year}年政府信息公开年度报告")
_titled("a title with 政务", lambda draft: f"{draft.unit.name}{draft.year}年政务信息公开工作年度报告")
_titled("a title with 政务公开", lambda draft: f"{draft.unit.name}{draft.year}年政务公开工作年度报告")
_titled("a title with 情", lambda draft: f"{draft.unit.name}{draft.year}年政府信息公开工作情年度报告")
_titled("a title that is a summary", lambda draft: f"{draft.unit.name}{draft.year}年政府信息公开工作总结报告")
_titled("a title without a year", lambda draft: f"{draft.unit.name}政府信息公开工作年度报告")
_titled("a title without a unit", lambda draft: f"{draft.year}年政府信息公开工作年度报告")
_titled(
    "a title of the year of publication",
    lambda draft: f"{draft.unit.name}{draft.year + 1}年政府信息公开工作年度报告",
    ("report.period",),
)


@defect("no period")
def no_period(draft: Draft, random: Random) -> Planted:
    draft.preamble = ["根据《中华人民共和国政府信息公开条例》有关规定，现将本年度政府信息公开工作情况报告如下。"]
    return Planted("report.period")


@defect("the period of another year")
def other_period(draft: Draft, random: Random) -> Planted:
    wrong = draft.year - 1
    draft.preamble = [
        f"根据《中华人民共和国政府信息公开条例》编制本报告，数据统计期限自{wrong}年1月1日起至{wrong}年12月31日止。"
    ]
    return Planted("report.period", follows=("report.title",))


@defect("an old form", ("2021",))
def old_form(draft: Draft, random: Random) -> Planted:
    older = draft.with_form("2019", random)
    draft.form, draft.figures = older.form, older.figures
    return Planted("report.form", follows=("other.processing_fee",))


@defect("the old regulation in the opening", TABLES)
def old_law(draft: Draft, random: Random) -> Planted:
    said = random.choice(
        (
            "本报告根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制，",
            "本报告由概述、主动公开、依申请公开、咨询情况、复议和申诉情况、政府支出和收费情况等组成，",
            "本报告包括主动公开、依申请公开、收费及减免情况、行政复议和行政诉讼情况等，",
        )
    )
    draft.preamble.insert(0, said + f"统计期限为{draft.year}年1月1日至{draft.year}年12月31日。")
    return Planted("overview.old_text", follows=("text.old_law",))


@defect("problems without measures")
def no_measures(draft: Draft, random: Random) -> Planted:
    draft.part("problems").body = list(
        random.choice(
            (
                ("一是政策解读形式比较单一；二是部分栏目更新不够及时；三是工作人员业务能力有待提高。",),
                ("存在的主要问题：（一）公开内容不够全面。（二）公开渠道较少，群众知晓率不高。",),
                ("主要是信息质量不高，重点领域公开不到位，基层人员变动频繁。今后将继续努力做好这项工作。",),
                ("1.主动公开意识不强。", "2.信息更新滞后。", "3.人员力量薄弱。"),
                ("目前信息公开工作还存在宣传不够、公众参与度不高的问题，下一步要提高认识，再接再厉。",),
            )
        )
    )
    return Planted("problems.measures")


@defect("measures without problems")
def no_problems(draft: Draft, random: Random) -> Planted:
    draft.part("problems").body = list(
        random.choice(
            (
                ("本年度各项工作进展顺利。下一步，一是开展业务培训；二是建立工作台账。",),
                ("工作取得了较好成效，但也存在一些问题。今后将组织专题培训，制定考核办法，优化网站栏目。",),
                ("{us}政府信息公开工作总体良好，改进措施：一是修订公开目录；二是增设专栏。",),
            )
        )
    )
    return Planted("problems.named")


@defect("nothing but phrases")
def phrases(draft: Draft, random: Random) -> Planted:
    draft.part("problems").body = list(
        random.choice(
            (
                ("政府信息公开工作取得了一定成绩，但离上级要求还有一些距离，今后将继续努力，把工作做得更好。",),
                ("无。",),
                ("今年工作中还存在一些问题，下一步将进一步提高思想认识，加强组织领导，推动工作再上新台阶。",),
                ("本年度未发现明显问题。",),
            )
        )
    )
    return Planted("problems.named", follows=("problems.measures",))


@defect("a strand left out", TABLES)
def strand_left_out(draft: Draft, random: Random) -> Planted:
    body = [
        "（一）主动公开。全年发布信息300条。",
        "（二）依申请公开。按时答复全部申请。",
        "（三）政府信息管理。健全发布审核制度。",
        "（四）平台建设。做好网站维护。",
        "（五）监督保障。开展考核和社会评议，没有责任追究情形。",
    ]
    number = random.choice((2, 3) if draft.unit.government else (2, 3, 4))
    draft.preamble = [
        f"现将有关情况报告如下，统计期限为{draft.year}年1月1日至{draft.year}年12月31日。",
    ]
    draft.part("overview").body = [text for index, text in enumerate(body) if index != number]
    return Planted("overview.strands", sections=("overview",), follows=("text.numbering",))


@defect("accountability left out", TABLES, kinds=("city", "county", "township", "zone"))
def accountability(draft: Draft, random: Random) -> Planted:
    body = draft.part("overview").body
    words = random.choice(
        (
            "组织业务培训，定期督促检查，纳入年度考核，开展社会评议。",
            "成立领导小组，明确分管负责同志，配备专人，开展业务培训。",
            "设立监督电话和意见箱，接受群众监督，没有责任追究情形。",
        )
    )
    headed = isinstance(body[-2], str) and len(body[-2]) < 20
    draft.part("overview").body = [*body[:-1], words if headed else "（五）监督保障。" + words]
    return Planted("overview.accountability")


@defect("no word of the processing fee", ("2021",))
def no_fee(draft: Draft, random: Random) -> Planted:
    draft.part("other").body = [
        random.choice(("无。", "没有其他需要说明的情况。", "本年度办理建议提案12件，均已公开。"))
    ]
    return Planted("other.processing_fee", follows=("other.unpaid_fee",))


@defect("unpaid and no word of a fee", ("2021",))
def unpaid(draft: Draft, random: Random) -> Planted:
    for column in ("natural", "total"):
        for row in ("new", "other.unpaid", "total"):
            cell = f"applications.{row}.{column}"
            draft.figures[cell] = str(int(draft.figures[cell]) + 2)
    draft.part("other").body = ["全年办理建议提案12件，均已公开。"]
    return Planted("other.unpaid_fee", follows=("other.processing_fee",))


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
