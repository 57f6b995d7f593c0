"""Whether the years in the text are the right ones: plans are for later years, the year's work is the report's year.

``plan``: 改进措施 that begin 2021年，我们将… in the report of 2021 (published in 2022) were not brought up to date.
``work``: a part of the overview that tells 2020年，我局主动公开…条 and never names 2021. ``cutoff``: figures 截至 the
end of another year. Years that only compare, name a document or tell how something began are passed over; as wording
may explain what is left, rules tell it as a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.passages import Prose
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import choice_schema
from gipaudit.rules.years import YEAR, number
from gipaudit.scorecard import Evidence, Outcome

ASKS: Mapping[str, str] = {
    "plan": "工作打算的年份",
    "work": "本年工作的年份",
    "cutoff": "数据截止的年份",
}
"""What may be asked, and how it is called."""

_SENTENCE = re.compile("[^。;!?]*[。;!?]?")
_WHO = (
    r"(?:我们|[我本该](?:[省市州县区旗镇乡局委办厅院队所站社]|街道|机关|单位|部门|中心){1,2}|"
    r"全[省市州县区镇乡](?:上下)?)"
)
_VERBS = (
    "继续|进一步|采取|坚持|加[强大快]|着[力重眼]|重点|从|努力|切实|认真|按照?|不断|持续|积极|严格|做[好优]|抓好|在|围绕|针对|"
    "结合|充分|全[面力]|深[入化]|强化|完善|优化|推[进动]|开展|通过|健全|提[高升]|更加|力争|聚焦|立足|紧紧|主要|扎实|大力|以|"
    "对照|拓[宽展]|规范|落实|组织|建立|制定|丰富"
)
_WILL = (
    rf"(?:(?:仍|还|又|也)?(?:将|要|拟|会)(?:{_VERBS})|计划|打算|力争|"
    "(?:工作)?的?(?:打算|思路|计划|安排|努力方向|重点(?:工作)?)(?:是|为|:|如下|主要))"
)
_PLAN = re.compile(rf"(?:^|[,:。;)]){YEAR}年度?[,]?{_WHO}?[,]?{_WILL}")
_NEXT = re.compile(rf"(?:下一?年度?|明年|来年|下一步)[(,]?{YEAR}年度?[),]?{_WHO}?(?:[,]|{_WILL})")
_TOLD = re.compile(r"(?:已|了|完成了|取得|整改|改进情况|得到)[^,]{0,10}$")
_HEADED = r"(?:[一二三四五六七八九十(). 、,0-9]{0,6})?(?:(?:主动|依申请)公开(?:情况|方面|工作)?[,:。])?"
_UNIT = r"[㐀-鿿]{2,16}?(?:局|委|厅|办|政府|镇|乡|街道|中心)"
_MADE = re.compile(
    rf"^{_HEADED}{YEAR}年度?[,]?(?:{_WHO}|{_UNIT})?[^。;]{{0,40}}?"
    r"(?:公开|发布|收到|受理|办理|办结|答复|制发|召开|举办|组织|开展|坚持|认真|深入|紧紧|严格|高度|以习近平|贯彻|按照|"
    r"在[^,]{2,20}下)"
)
_COMPARES = re.compile(
    r"同期|相比|对比|较|结转|上年|去年|上一年|以来|至今|起[,施]|印发|出台|制定的|施行|实施|(?<!截)[-—~至到](?:19|20)[0-9]{2}年|问题|整改|《[^》]{0,40}$"
)
_COUNTED = re.compile(r"[0-9](?:余|多)?万?(?:条|件|篇|次|期|场|个|份|人)")
_CUTOFF = re.compile(rf"截[至止]到?{YEAR}年(?:12月(?:31日|底)|[年]?底|[年]?末)")


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A year that is not the right one, at ``start`` up to ``end`` of a text, and what is wrong in words."""

    year: int
    start: int
    end: int
    why: str


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    year = report.identity.year
    doubt = next((each.why for each in report.uncertain if each.what == "year"), "")
    if "year" in report.identity.by_hand:
        doubt = ""
    for ask in rule.options.get("asks", list(ASKS)):
        if year is None or doubt:
            why = "年度未能识别" if year is None else f"年度存疑（{doubt}）"
            yield Outcome(ask, ASKS[ask], "not_assessable", Evidence(why=f"{why}，无法核对文字中的年份"))
            continue
        yield _outcome(ask, report, year)


def _outcome(ask: str, report: Report, year: int) -> Outcome:
    sections, find = _FINDERS[ask]
    found = [section for id in sections if (section := report.sections.get(id)) is not None]
    paragraphs = [(section.id, block) for section in found for block in section.paragraphs]
    # Plans run over several lines; the year's work is told strand by strand.
    parts = [paragraphs] if ask == "plan" else [[each] for each in paragraphs]
    proses = [Prose((id, (block,)) for id, block in part) for part in parts]
    if not any(prose.text for prose in proses):
        return Outcome(ask, ASKS[ask], "not_applicable", Evidence(why="报告没有这一部分的文字"))
    wrong = [(prose, each) for prose in proses if prose.text for each in find(prose.text, year)]
    if not wrong:
        return Outcome(ask, ASKS[ask], "pass")
    first = wrong[0][1]
    evidence = Evidence(
        values={"found": str(first.year), "expected": str(year + (ask == "plan")), "year": str(year)},
        message=first.why,
        passages=tuple(prose.passage(each.start, each.end) for prose, each in wrong),
    )
    return Outcome(ask, ASKS[ask], "fail", evidence)


def _plans(text: str, year: int) -> Iterator[_Wrong]:
    """Plans for the report's own year or an earlier one."""
    seen: set[int] = set()
    for pattern in (_PLAN, _NEXT):
        for match in pattern.finditer(text):
            named = number(match[1])
            if named <= year and match.start(1) not in seen and not _TOLD.search(text[match.start() : match.end()]):
                seen.add(match.start(1))
                words = text[match.start(1) : match.end()]
                why = f"{year}年度报告的打算写成“{words}…”，应为{year + 1}年；如为回顾当年做法，请写明已完成"
                yield _Wrong(named, match.start(1), match.end(), why)


def _work(text: str, year: int) -> Iterator[_Wrong]:
    """The part's sentence that tells the work of another year, where it never names the report's own."""
    if f"{year}年" in text:
        return
    for match in _SENTENCE.finditer(text):
        said = _MADE.match(match[0])
        if said is None or _COMPARES.search(match[0]) or _PLAN.search(match[0]):
            continue
        named = number(said[1])
        if named != year and (match.start() == 0 or _COUNTED.search(match[0])):
            why = f"总体情况把{named}年写成本年工作的年份，报告年度为{year}年，请核实是否沿用旧稿"
            yield _Wrong(named, match.start() + said.start(1), match.start() + said.end(), why)


def _cutoffs(text: str, year: int) -> Iterator[_Wrong]:
    """Figures as of the end of another year, where the part names no figures as of the end of the report's."""
    if any(number(match[1]) == year for match in _CUTOFF.finditer(text)):
        return
    for match in _SENTENCE.finditer(text):
        each = _CUTOFF.search(match[0])
        if each is not None and f"{year}年" not in match[0] and not _COMPARES.search(match[0]):
            why = f"数据截至{each[1]}年底，报告年度为{year}年，请核实"
            yield _Wrong(number(each[1]), match.start() + each.start(), match.start() + each.end(), why)


_FINDERS: Mapping[str, tuple[Sequence[str], Callable[[str, int], Iterator[_Wrong]]]] = {
    "plan": (("problems",), _plans),
    "work": (("overview",), _work),
    "cutoff": (("overview", "disclosure", "proactive", "applications", "on_request"), _cutoffs),
}


def _explain(rule: Rule, form: Form | None) -> str:
    asked = [ASKS[ask] for ask in rule.options.get("asks", list(ASKS))]
    return (
        f"核对{'、'.join(asked)}：问题部分的打算（“某年，我们将…”）应是报告年度以后的年份；总体情况开头所说的工作年份、"
        "数据截至的年底应是报告年度。与往年比较、文件名称、整改回顾中的年份不计较。"
    )


CHECK = Check(
    name="years",
    title=Message("文字中的年份是否正确", "Whether the years named in the text are the right ones"),
    options={
        "type": "object",
        "properties": {
            "asks": choice_schema(
                ASKS, "查什么：plan 工作打算的年份，work 本年工作的年份，cutoff 数据截止的年份；默认都查"
            )
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    explain=_explain,
)
