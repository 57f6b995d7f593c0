"""Where a text speaks of its own annual report: …2024年政府信息公开工作年度报告, with unit and year before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from gipaudit.forms.dates import valid_year
from gipaudit.forms.organisations import unit_name

REPORT = re.compile(
    r"(?:政府信息公开|政务信息公开|政务公开|信息公开)(?:(?:工作)?(?P<inner>20[0-9]{2})年度?)?(?:工作)?情?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?(?:年度)?(?:工作)?"
    r"(?:总结)?(?:报告|年报)(?:\s?\((?P<behind>20[0-9]{2})年?度?\))?"
)
_NOT_THIS = re.compile(
    r"\s?(?:的?(?:格式|模板|参考)|编制(?:工作|和|、|公布|发布|要求)|发布和?报送|报送|有关(?:事项|要求)|[》>〉”]?的?(?:通知|函))"
)
_YEAR = re.compile(r"(?<![0-9\-])(20[0-9]{2})(?:年度?|(?=[\u4e00-\u9fff]))")
_BREAK = re.compile(r"[\n,。;:!?|、《》<>〈〉“”\"/＞>【】\[\]…]")
_LABEL = re.compile(r"^(?:名称|文件名称|信息名称|文件下载|标题|主题|正文|#+)\s?")
_NOISE = re.compile(
    r"^(?:现|特|已|并(?!州)|予以|通过|向社会|公开|公布|发布|编制|编写|撰写|制定|形成|完成|了|汇总|综合(?!实验|保税|行政|执法)|"
    r"结合|将(?!乐)|由|与|对|为|就|经(?!济|开|棚)|本|的|是|向(?!阳)|附件|报告|涵盖|反映|内容|主要)+"
)
_CUT = re.compile(
    r"公布|发布|编制|编写|撰写|制定|形成|汇总|结合|现将|将(?!乐)|由|与|对|为|向(?!阳)|完成|涵盖|反映|附件[0-9]?"
)

_ABOUT = re.compile(r"(?<!根据)(?<!按照)关于(?:公布|发布|公开|(?=20[0-9]{2}年))(?!.{0,40}关于)")
_ABOUT_YEAR = re.compile(r"关于(?=20[0-9]{2}年)")

BACK, MOST_PHRASES = 110, 200


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mention of an annual report. ``whole`` tells that it fills its line, as a title does."""

    unit: str | None
    year: int | None
    whole: bool
    hijacked: bool = False


def clause_before(text: str, end: int, length: int = BACK) -> str:
    """What stands before a place, back to the last sign that parts clauses."""
    return _BREAK.split(text[max(0, end - length) : end])[-1]


def trimmed_name(text: str) -> str | None:
    """The unit that a clause ends with, after the words that lead up to it (现公布, 结合, 由 …)."""
    text = re.sub(r"\([^()]*\)?", "", text).strip()
    text = _NOISE.sub("", text).removesuffix("的")
    starts = [0, *(match.end() for match in _CUT.finditer(text))]
    for start in starts:
        name = unit_name(text[start:])
        if name:
            return name
    return None


def find_phrases(text: str) -> list[Phrase]:
    """All mentions of the report itself, in order; notices and forms that speak of reports are left out."""
    matches = islice(REPORT.finditer(text), MOST_PHRASES)
    return [phrase for match in matches if (phrase := _phrase(text, match))]


def _phrase(text: str, match: re.Match[str]) -> Phrase | None:
    before = clause_before(text, match.start())
    before = _ABOUT.sub("", before)
    if "关于" in before or _NOT_THIS.match(text, match.end()):
        return None
    before = _LABEL.sub("", before)
    line_start = text.rfind("\n", 0, match.start()) + 1
    line_end = text.find("\n", match.end())
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    own = _ABOUT_YEAR.sub("", _LABEL.sub("", line)).strip()
    whole = own in (before.strip() + match[0], before.strip() + match[0] + ")")
    years = list(_YEAR.finditer(before))
    printed = match["inner"] or match["behind"] or (years[-1][1] if years else None)
    year = valid_year(printed) if printed else None
    head = before[: years[-1].start()] if years else before
    behind = before[years[-1].end() :] if years else ""
    named = [_joined(part, match[0]) for part in (behind, head)]
    unit = next((name for part in named if part and (name := trimmed_name(part))), None)
    return Phrase(unit, year, whole, unit is None and _is_hijacked(head + behind))


def _joined(part: str, topic: str) -> str:
    """Give back to a name the 政府 that it shares with 政府信息公开: 某某镇人民|政府信息公开."""
    part = part.strip().removeprefix("度").strip()
    return part + "政府" if part.endswith("人民") and topic.startswith("政府") else part


def _is_hijacked(text: str) -> bool:
    """Whether a title holds what no unit's name holds: an advertisement stands where the name stood."""
    return bool(re.search(r"[A-Za-z]{2}|[0-9]{3}[A-Za-z]|官方|官网|博彩|娱乐|彩票|葡京|平台|体育\b|投注|赌", text))
