"""Numbers in sentences: how many, how much, what share. What only looks like one is passed over.

Counted things need no unit when written in digits; numbers written in characters (三件, 一百二十条) need one, for
一般, 二十大 and 十四五 count nothing. Dates, spans of time, numbers of documents and articles, telephones, codes and
numbering are no figures. What can be read in two ways (112，113件) and ranges (3-5件) are passed over as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.forms.numerals import AFTER, BEFORE, COUNTERS, DIGIT, FULL_WIDTH, MONEY, Figure, read_figure

PERCENT = "%"
"""The unit of a share in hundredths."""

_POINTS = "个百分点"
_MORE_COUNTERS = ("字", "版", "张", "幅", "门", "股", "所", "套", "辆", "台", "枚", "笔", "单", "问", "人民币")
_UNITS = "|".join(sorted((*MONEY, *COUNTERS, *_MORE_COUNTERS), key=len, reverse=True))
_CHARACTERS = f"[{DIGIT}十拾百佰千仟万萬亿億点]"

_FIGURE = re.compile(
    rf"(?P<hundredths>百分之)?(?P<before>{BEFORE})?\s?(?P<sign>(?!))?(?P<money>[¥￥])?"
    r"(?P<core>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?[十百千万萬亿億]{0,3}(?:[0-9]+[千万萬]{1,2})?"
    rf"|{_CHARACTERS}{{1,24}})"
    r"(?P<more>余|多)?(?P<places>[万萬亿億]*)\s?(?P<more_after>余|多)?"
    rf"(?P<unit>(?!{_POINTS})(?:{_UNITS}))?(?P<times>\([次人]\))?(?P<percent>{_POINTS}|[%‰])?(?P<after>{AFTER})?"
)
_BEFORE_NONE = re.compile(
    r"(?:第|[A-Za-z_@/#=&?+×*.:：〔\[【]|[0-9][-－—–:：/.．、]?|[0-9]，|[0-9][至到]|几|[上成]|跑|每|某|逐|唯|统|之|编|专[栏题]|"
    r"邮编[:：]?|电话[:：]?|传真[:：]?|热线[:：]?|号码[:：]?|QQ[:：]?)$"
)
_SEVERAL = re.compile(r"10{1,4}|[十拾百佰千仟万萬亿億]+")
_AFTER_NONE = re.compile(
    r"\s?(?:[A-Za-z_@/#=&?+×*]|[0-9十百千万亿]|[-－—–~～至到](?=[0-9])|号|年|月|日|时|点|分(?![别类])|秒|天|周|岁|世纪|届|级|"
    r"个?(?:小时|工作日|月|星期|季度)|季度|热线|平台|公里|平方|米|℃|[》】\]〕])"
)
_GOES_ON = re.compile(r"[.,，:：][0-9]")
_NUMBERING_AFTER = re.compile(r"\s?[.．、)）]\s?(?![0-9])")
_STATEMENT_ENDS = "。；;！!？?：:\n\u3000"
_IDIOMS = re.compile(
    r"零件(?:加工|制造|生产|配套|企业|市场|厂)|一(?:件事|件不|个不|条不|次性|次办|条龙|本通|张网|个(?:窗口|平台|中心|方面|重要|问题|月)|项(?:重要|系统|长期)|户一|人一|事一|类事项|部门)|"
    r"两(?:个(?:维护|确立)|张网|级|微)|三(?:个清单|项制度)|四个(?:意识|自信)|十个一|百个|(?:一|三|五)公开"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text: ``text[start:end]``, its unit included.

    ``low`` and ``high`` bound the value in its own unit, ``None`` is open; ``quantum`` is the unit of the last digit
    printed; ``unit`` the word behind it (:data:`PERCENT` for shares). ``inexact`` tells of 约, 余 and their kin.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    quantum: Decimal
    unit: str | None
    inexact: bool


def find_numbers(text: str) -> list[Found]:
    """All numbers in a text, in its order; the spans are those of the text as given."""
    plain = text.translate(FULL_WIDTH)
    return list(_numbers(plain))


def _numbers(text: str) -> Iterator[Found]:
    position = 0
    while match := _FIGURE.search(text, position):
        found = _found(match, text)
        if found is not None:
            yield found
            position = found.end
            continue
        # Past the digits or characters that are no number, not into the middle of them.
        position = max(match.start() + 1, match.end("core"))


def _found(match: re.Match[str], text: str) -> Found | None:
    core, unit = match["core"], match["unit"]
    written = not core[0].isdecimal()
    share = match["percent"] or match["hundredths"]
    start, end = match.start(), match.end()
    start += len(match[0]) - len(match[0].lstrip())
    if written and not (unit or share):
        return None
    if share and (match["money"] or unit):
        return None
    ahead = text[max(0, start - 6) : start]
    if _BEFORE_NONE.search(ahead) or _AFTER_NONE.match(text, end):
        return None
    if ahead.endswith("数") and _SEVERAL.fullmatch(core):
        return None  # 数百条, but 信息数142条
    bare = not (unit or share)
    if bare and (_GOES_ON.match(text, end) or _is_code(core, match, text)):
        return None
    if written and _IDIOMS.match(text, match.start("core")):
        return None
    if "," in core and "分别" in text[max(0, start - 12) : start]:
        return None
    figure = read_figure(match, whole=not share)
    if figure is None:
        return None
    return Found(start, end, figure.low, figure.high, figure.quantum, _unit(match, figure), figure.inexact)


def _is_code(core: str, match: re.Match[str], text: str) -> bool:
    """Whether bare digits are a year, a code, a telephone or the numbering of a line or a list."""
    if match["before"] or match["more"] or match["more_after"] or match["after"]:
        return False
    digits = core.replace(",", "")
    if digits.isdecimal() and (len(digits) >= 7 or (digits.startswith("0") and len(digits) > 1)):
        return True
    if re.fullmatch(r"(?:19|20)[0-9]{2}", core):
        return True
    start, end = match.start("core"), match.end("core")
    opened = text[max(0, start - 8) : start].rstrip(" \t")[-1:] in ("", "(", *_STATEMENT_ENDS)
    return opened and len(digits) <= 2 and _NUMBERING_AFTER.match(text, end) is not None


def _unit(match: re.Match[str], figure: Figure) -> str | None:
    if match["hundredths"] or match["percent"] == PERCENT:
        return PERCENT
    if match["percent"]:
        return match["percent"]
    return f"{figure.unit}{match['times'][1]}" if match["times"] and figure.unit else figure.unit
