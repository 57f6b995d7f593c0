"""What the section on problems says, taken apart: the problems it names, and what is done about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MEASURES = re.compile(
    r"(?:改进|整改)(?:的)?(?:措施|方向|办法|举措|打算|对策|工作|情况)|下一?步|下阶段|下一阶段|下一年|今后|接下来|[明来]年|新的一年|"
    r"针对(?:上述|以上|这些|存在|此|该|问题|[^。,]{0,10}问题)|(?:为此|因此|对此)[,，]|将?(?:采取|从)(?:以下|如下)|"
    r"(?:19|20)[0-9]{2}年[,]?[^。;,]{0,12}?(?:将|拟|计划|重点)"
)
_LOOKS_BACK = re.compile(r"(?:上年|上一年|去年|(?:19|20)[0-9]{2}年)[^。;]{0,16}(?:问题|不足)[^。;]{0,8}(?:改进|整改)")
_NAMES = re.compile("问题|不足|短板|差距|薄弱|困难")
_ITEM = re.compile(
    r"(?:^|(?<=[。;:,>]))(?:[(]?[一二三四五六七八九十]{1,2}(?:是|[)])|[0-9]{1,2}[.、](?![0-9])|[(][0-9]{1,2}[)]|[①-⑨]|"
    r"首先|其次|再次|最后)|(?<=有)一是|(?<=问题)一是|(?<=方面)一是"
)
_LACKING = re.compile(
    r"有待|不够|不足(?!之处)|欠缺|薄弱|差距|不[强高深全实严细到]|(?:需要?|[待还])(?:进一步|继续|再)?(?:加强|提高|提升|完善|增强|改进|强化|深化|巩固|"
    r"优化|规范|健全)"
)
_DEFINITE = re.compile(
    r"解读|图解|依申请|答复|申请|文书|栏目|专栏|网站|网页|新媒体|公众号|微信|微博|目录|指南|属性|审查|保密|脱敏|更新|时效|滞后|及时|"
    r"专职|兼职|流动|人手|人员|编制|培训|互动|回应|渠道|载体|形式|方式|检索|查询|搜索|宣传|范围|深度|广度|内容|重点领域|民生|"
    r"预算|决算|规范性文件|清单|数据|系统|设备|公开栏|公报|错别字|链接|图片|流程|台账|归档|村|社区|企业|老年|[0-9]|功能|平台"
)
_EMPTY_WORDS = re.compile(
    r"信息|(?:主动)?公开|政务|政府|单位|部门|处室|科室|工作|(?:思想)?认识|意识|重视程度?|重视|水平|能力|业务|素质|[主能]动性|自觉性|积极性|责任[心感]?|力度|"
    r"机制|制度|质量|效[果率能]|成效|整体|总体|人员|同志|干部|队伍|部分|个别|有些|一些|少数|有待于?|进一步|继续|需要?|加[强大]|提[高升]|增强|"
    r"完善|强化|深化|巩固|健全|改进|优化|规范|不[够足强高深到位]{1,3}|欠缺|存在|问题|差距|主要|方面|目前|当前|仍然?|尚|还|待|对|在|有|为|是|"
    r"等|的|和|与|及|以|我[省市州县区局委办厅镇乡]|我们|[^㐀-鿿]|[一二三四五六七八九十](?=是)|首先|其次|建设|开展|落实|推进|全面|较"
)
_LEAST_DEFINITE = 2
"""So many characters beside empty words make a clause say something definite."""

TOPICS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("政策解读", re.compile("解读|图解")),
    ("依申请公开", re.compile("依申请|答复|申请|文书|受理")),
    ("人员队伍", re.compile("队伍|人员|业务|培训|能力|专职|兼职|素质|水平")),
    ("平台和栏目", re.compile("平台|网站|栏目|新媒体|公众号|微信|微博|专栏")),
    ("更新时效", re.compile("更新|时效|滞后|及时|迟")),
    ("公开内容", re.compile("内容|范围|深度|广度|目录|重点领域|属性|形式|质量")),
    ("审查保密", re.compile("审查|审核|保密|脱敏")),
    ("互动回应", re.compile("互动|回应|渠道|参与|沟通|交流|宣传")),
    ("思想认识", re.compile("意识|重视|认识|主动性|自觉|责任")),
    ("制度机制", re.compile("制度|机制|规范|流程|考核|监督")),
)
"""What problems are about, and the words that speak of it."""


@dataclass(frozen=True, slots=True)
class Problems:
    """``problems`` and ``measures`` are the folded texts of the two halves; ``items`` and ``answers`` their items as
    numbered (none where they are not numbered). ``looks_back`` tells that last year's problems are spoken of first.
    """

    problems: str
    measures: str
    items: Sequence[str]
    answers: Sequence[str]
    looks_back: bool


def take_apart(text: str) -> Problems:
    """Take the folded text of the section apart; without a word that begins the measures all of it is problems."""
    named = _NAMES.search(text)
    first = _ITEM.search(text, named.end() if named else 0)
    start = first.end() if first is not None and first.start() < 200 else (named.end() if named else 0)
    boundary = _MEASURES.search(text, start)
    end = boundary.start() if boundary is not None else len(text)
    problems, measures = text[:end], text[end:]
    looks_back = _LOOKS_BACK.search(text[:80]) is not None
    return Problems(problems, measures, _items(problems), _items(measures), looks_back)


def _items(text: str) -> Sequence[str]:
    starts = [match.start() for match in _ITEM.finditer(text)]
    return [text[start:end].strip("。;,:") for start, end in pairwise([*starts, len(text)])]


def is_vague(problems: str) -> bool | None:
    """Whether problems are named without anything definite; ``None`` where none is named."""
    if _LACKING.search(problems) is None:
        return None
    clauses = [clause for clause in re.split("[,;。、:]", problems) if _LACKING.search(clause)]
    return _DEFINITE.search(problems) is None and all(
        len(_EMPTY_WORDS.sub("", clause)) < _LEAST_DEFINITE for clause in clauses
    )


def unanswered(found: Problems) -> Sequence[str]:
    """The numbered problems of which no measure speaks; none where there are as many measures as problems."""
    if len(found.answers) >= len(found.items) or len(found.items) < 2:
        return ()
    return [
        item
        for item in found.items
        if (topics := [pattern for _, pattern in TOPICS if pattern.search(item)])
        and not any(pattern.search(found.measures) for pattern in topics)
    ]
