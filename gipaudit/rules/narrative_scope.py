"""Whether a number in a sentence counts what the form's cell counts: this year, this unit, the whole and not a part.

A number of another year, a comparison or a plan says nothing of the cell and is passed over. A part (其中…) cannot be
held against the whole. Where the sentence may count for another circle than the tables (区政府办 for a district,
全市 for a bureau, 累计, 备案), the difference is told with that word and never as proven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gipaudit.forms.report import Report
from gipaudit.rules.narrative_patterns import Mention
from gipaudit.rules.narrative_sentences import NUMBER

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年|[-—~至到](?:19|20)[0-9]{2}年)")
_LAST_YEAR = re.compile(r"(?:去年|前年|上一?年度?|往年|历年)(?![^,;]{0,12}结转)")
_COMPARED = re.compile(
    r"同比|环比|相比|比[上去]|较[上去前]|增长|增加|减少|下降|上升|增幅|分别|占|至少|不少于|不低于|[每逐](?:个|季|月|年|周|半年|单位)|"
    r"[拟将](?!.{0,8}结转)|计划|预计|目标|力争|未经"
)
_PART = re.compile(rf"其中|包括|包含|主要(?:是|有|为)|(?:\(|,)(?:含|有)(?=[^{NUMBER}]{{0,20}}$)|:[^:]*{NUMBER}")
_WHOLE = re.compile(
    r"全[省市州县区旗盟镇乡]|全[^,。;]{0,6}系统|各级|各[省市县区镇乡部单]|[我本][省市州县区旗盟]|汇总|辖区"
)
_YEAR_END = re.compile(r"截[至止]到?(?:[0-9]{4}年)?(?:12月31日|12月底|年底|年末|底|报告期末|本?年度末)")

_ALWAYS = re.compile(
    r"备案|累计|以来|截[至止]|合计|不[含包]|(?<!其)不?除[^,;]{0,10}外|涉及|涉嫌|通过[^,;]{0,20}(?:网|信|邮|平台|系统|当面|窗口|传真)|网络|网上|"
    r"信函|邮寄|电子邮件|当面|传真|部分(?!公开)|典型|疑难|复杂|转[办送来]|同一|信息数|审查|咨询"
)
_YEARLY = re.compile(r"(?:全年|年度|今年|本年|年内|一年来|[0-9]{4}年)[^,;。]{0,12}累计|累计[^,;。]{0,6}(?:全年|本年)")
_NARROW = re.compile(
    r"[省市州县区旗盟]?(?:人民)?政府办(?:公[室厅])?|办公[室厅]|[我本]机关|机关本级|[省市州县区旗镇乡]本级|本级|局机关|[我本][办局委厅院]|[省市州县区旗盟]政府(?!(?:信息|网|门户|系统|部门))"
)
_WIDE = re.compile(
    r"全[省市州县区旗盟](?!面)|系统|各级|各[县市区]|各[直下所]属|下属|直属|分局|县局|派出|二级|辖区|[省市州县区旗盟]政府(?!(?:信息|网|门户|系统|部门))"
)
_BY_ORDER = re.compile("按照|根据|依据|贯彻|落实|要求")
_OTHER_UNIT = re.compile(
    r"(?:^|[,、:;(\)由对经])((?!全|各|我|本|该|其)[㐀-鿿]{1,14}?(?:局|委|厅|政府办|办公室|中心|法院|支队|镇|乡|街道|公司|学校|医院|开发区|园区))"
    r"(?:共|新|全年|年内|累计|已|均|,)?(?=[^,;]{0,8}(?:收|受|接|办|答|处|召|举|组|发|制|公))"
)


def of_this_year(mention: Mention, year: int | None) -> bool:
    """Whether the number is one of the report's year that happened: no other year's, no comparison, no plan."""
    if _COMPARED.search(_clause(mention.before + mention.words)):
        return False
    years = _YEAR.findall(mention.before)
    last = _LAST_YEAR.search(mention.before)
    if last is not None and not (years and mention.before.rfind(years[-1]) > last.start()):
        return False
    return not years or year is None or int(years[-1]) == year


def is_part(mention: Mention, among: bool, own: Sequence[str]) -> bool:
    """Whether the number is told as a part of another: behind 其中 or in a list behind a colon, unless the quantity
    is wont to stand there (``among``), or with one of the words by which the rule knows parts (``own``).
    """
    before = mention.before.rsplit(";", 1)[-1]
    return (not among and _PART.search(before) is not None) or any(word in before + mention.words for word in own)


def doubts(mention: Mention, report: Report, own: Sequence[str]) -> Iterator[str]:
    """Why the sentence may count otherwise than the form's tables, in Chinese; nothing where it says no such thing.

    ``own`` are the words of the rule itself.
    """
    if mention.sentence.recognised:
        yield "这句话由图片识别而来"
    said = ",".join(clause for clause in _clauses(mention) if not _BY_ORDER.search(clause))
    for word in own:
        if word in said:
            yield f"句中写的是“{word}”"
    if other := _ALWAYS.search(_YEAR_END.sub("", _YEARLY.sub("", said))):
        yield f"句中写的是“{other[0]}”"
    tier, _, kind = report.identity.level.partition("-")
    clause = _clause(mention.before) + mention.words
    if kind not in ("department", "office") and tier != "township" and (narrow := _NARROW.search(said)):
        yield f"句中写的是“{narrow[0]}”"
    if kind != "government" and (wide := _WIDE.search(clause)):
        yield f"句中写的是“{wide[0]}”"
    unit = report.identity.unit or ""
    for named in _OTHER_UNIT.finditer(clause):
        if not unit or named[1] not in unit:
            yield f"句中写的是“{named[1]}”"


def speaks_of_all(mention: Mention, report: Report) -> bool:
    """Whether it is plain that the sentence counts all that the tables do.

    A government's tables sum up all units below it, so a sentence that does not speak of all may mean its office.
    """
    tier, _, kind = report.identity.level.partition("-")
    return kind != "government" or tier == "township" or _WHOLE.search(mention.before + mention.words) is not None


def _clauses(mention: Mention) -> list[str]:
    return re.split("[,;]", mention.before + mention.words)


def _clause(before: str) -> str:
    """The last clause of what stands before a mention."""
    return re.split("[,;:。]", before)[-1]
