"""Defects of what a report is made of: rows, sections, titles, period, form, and what each section must say."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from defects.draft import Draft, Photo, Sheet
from defects.planting import TABLES, Planted, defect


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
    return Planted("report.period", instead="report.title")


@defect("an old form", ("2021",))
def old_form(draft: Draft, random: Random) -> Planted:
    older = draft.with_form("2019", random)
    draft.form, draft.figures = older.form, older.figures
    return Planted("report.form", follows=("other.processing_fee",))


@defect("the old regulation as the report's ground", TABLES)
def old_law(draft: Draft, random: Random) -> Planted:
    said = "本报告根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制，"
    draft.preamble.insert(0, said + f"统计期限为{draft.year}年1月1日至{draft.year}年12月31日。")
    return Planted("text.old_law")


@defect("the contents that the old regulation asked for", TABLES)
def old_contents(draft: Draft, random: Random) -> Planted:
    said = random.choice(
        (
            "本报告由概述、主动公开、依申请公开、咨询情况、复议和申诉情况、政府支出和收费情况等组成，",
            "本报告包括主动公开、依申请公开、收费及减免情况、行政复议和行政诉讼情况等，",
        )
    )
    draft.preamble.insert(0, said + f"统计期限为{draft.year}年1月1日至{draft.year}年12月31日。")
    return Planted("overview.old_text")


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
