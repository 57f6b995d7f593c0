"""Whether lists in the text add up: 共12件，其中自然人10件、企业2件; 新制定5件、修改4件，共9件.

No part is more than its whole, and parts that exclude one another are together no more than it: what breaks that is
proven by the sentence alone. That parts are less than the whole is told only of lists that are whole in form (分别为,
其他, a bracket that lists, all kinds of results), and lighter: the sentence may leave parts out. What is published
through several channels is counted once in the whole and again in each channel
(年度报告格式: 不同渠道和方式公开相同信息计1条).

Basis: 国办公开办函〔2021〕30号 asks for contents that are accurate and complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.counts import Count, above, counted, meet, total
from gipaudit.rules.formula.figures import plain
from gipaudit.rules.lists import List, lists
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import outline
from gipaudit.scorecard import SEVERITIES, Evidence, Interval, Outcome, Severity

_WHOLE = "report"
_CHANNELS = re.compile(
    "网站|微信|微博|公众号|新媒体|客户端|抖音|平台|公报|报刊|报纸|电视|广播|渠道|媒体|宣传栏|公开栏|公告栏|电子屏|专栏|栏目"
)
_OVERLAPPING = re.compile("同时|重复|重叠|含|转载")
_MANY_SIDED = re.compile("涉及|有关|关于")
_REST = re.compile("其他|其它|其余|另")
_KINDS = (
    re.compile("自然人|法人|企业|组织|公民|科研|公益|法律服务"),
    re.compile("予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|不予提供|非本机关|不存在|不掌握"),
    re.compile("当面|现场|窗口|传真|信函|邮寄|邮件|网络|网上|在线|平台|来信"),
    re.compile("按时|按期|延期|及时|逾期"),
    re.compile("新收|结转|办结|答复|办理中|正在办理|尚未"),
)
_COMPLETE_SETS = (
    (("自然人", "公民"), ("法人", "企业", "组织")),
    (("主动公开",), ("依申请",), ("不予公开",)),
    (("予以公开",), ("不予公开",), ("无法提供",), ("不予处理",)),
    (("当面", "现场"), ("信函", "邮寄"), ("网络", "网上", "平台")),
    (("维持",), ("纠正", "纠错"), ("其他",), ("未审结",)),
)
_NEARLY = Decimal("0.8")
_SHOWN = 8


@dataclass(frozen=True)
class _Fault:
    """What is wrong with a list: how much lighter than the rule it is (0–2), in words, and its two sides."""

    lighter: int
    message: str
    left: Interval
    whole: Count


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    form = outline(report)
    titles = {section.id: section.label.title for section in form.sections} if form is not None else {}
    number: dict[str, int] = {}
    before: Sequence[Count] = ()
    around = ""
    for sentence, found in counted(report):
        near = before if sentence.around == around and sentence.text.lstrip(",").startswith("其中") else ()
        for each in lists(found, near):
            section = sentence.section or _WHOLE
            number[section] = number.get(section, 0) + 1
            key, label = f"{section}:{number[section]}", f"{titles.get(section, '正文')}第{number[section]}处"
            fault = _fault(each)
            if fault is None:
                yield Outcome(key, label, "pass")
            else:
                lighter = fault.lighter + sentence.recognised
                yield Outcome(key, label, "fail", _evidence(each, fault), _lighter(rule.severity, lighter))
        before, around = found, sentence.around
    if not number:
        yield Outcome(_WHOLE, "", "not_applicable", Evidence(why="文字中没有列出各部分数量的句子"))


def _fault(each: List) -> _Fault | None:
    items, whole = each.items, each.wholes[-1]
    known = [one.interval for one in each.wholes]
    if len(each.wholes) > 1:
        known.append(total(each.wholes))
    if any(meet(total(part), one) for part in _beginnings(items) for one in known):
        return None
    if each.kind == "total":
        return _not_summed(each, whole)
    biggest = next((item for item in items if all(above(item.interval, one) for one in known)), None)
    if biggest is not None:
        said = f"“{_words(biggest)}”大于所属的总数“{_words(whole)}”"
        return _Fault(0, said, biggest.interval, whole)
    judged = _one_list(each)
    added = total(judged)
    labels = "".join(item.label for item in judged)
    if len(judged) > 1 and all(above(added, one) for one in known):
        if _by_channel(judged) or _MANY_SIDED.search(labels):
            return None
        overlapping = _OVERLAPPING.search(labels) is not None or len(_kinds(judged)) > 1
        return _Fault(int(overlapping), "各部分之和大于总数" + "（各部分可能有交叉）" * overlapping, added, whole)
    if not above(whole.interval, added) or each.is_open or _by_channel(judged):
        return None
    if _is_complete(each, judged):
        return _Fault(1, "各部分之和小于总数，没有列全的请写明“等”或其余数量", added, whole)
    nearly = added[0] is not None and whole.interval[1] is not None and added[0] >= whole.interval[1] * _NEARLY
    if len(judged) >= 3 and nearly and len(each.groups) == 1:
        return _Fault(2, "各部分之和小于总数，没有列全的请写明“等”或其余数量", added, whole)
    return None


def _not_summed(each: List, whole: Count) -> _Fault | None:
    """What is wrong with parts told before their sum; the list may begin later than it seems to."""
    if any(meet(total(each.items[begin:]), whole.interval) for begin in range(len(each.items) - 1)):
        return None
    added = total(each.items)
    if above(added, whole.interval) and _by_channel(each.items):
        return None
    return _Fault(1, "前面各数之和与“共”后的数不符", added, whole)


def _by_channel(items: Sequence[Count]) -> bool:
    """Whether information is told by the channels it was published through; channels themselves (个, 家) are not."""
    return items[0].unit not in ("个", "家") and any(_CHANNELS.search(item.label) for item in items)


def _beginnings(items: Sequence[Count]) -> Iterator[Sequence[Count]]:
    """The whole list, and its beginnings behind which another list may begin."""
    yield items
    for end in range(1, len(items)):
        before, following = _kinds(items[:end]), _kinds(items[end : end + 1])
        unlike = before != following if before and following else "," in items[end].between
        if ";" in items[end].between or unlike:
            yield items[:end]


def _one_list(each: List) -> Sequence[Count]:
    """The items that surely make one list: of several groups only the first, of several kinds only the first."""
    groups = each.groups
    items = groups[0] if len(groups) > 1 and max(map(len, groups)) > 1 else each.items
    kinds = _kinds(items[:1])
    if kinds and len(_kinds(items)) > 1:
        return [item for item in items if _kinds([item]) == kinds]
    return items


def _kinds(items: Sequence[Count]) -> set[int]:
    """Which kinds of parts these are (applicants, results, ways, …)."""
    return {number for item in items for number, kind in enumerate(_KINDS) if kind.search(item.label)}


def _is_complete(each: List, items: Sequence[Count]) -> bool:
    """Whether a list is whole in form."""
    if len(items) < 2:
        return False
    if each.kind in ("each", "bracket") or _REST.search(items[-1].label):
        return True
    labels = [item.label for item in items]
    return any(
        all(any(word in label for word in words for label in labels) for words in needed) for needed in _COMPLETE_SETS
    )


def _evidence(each: List, fault: _Fault) -> Evidence:
    shown = " + ".join(_bounds(item.interval) for item in each.items[:_SHOWN])
    shown += " + …" * (len(each.items) > _SHOWN)
    left, right = _bounds(fault.left), _bounds(fault.whole.interval)
    summed = f"{shown} = {left} ≠ {right}" if fault.left == total(each.items) else f"{left} ≠ {right}"
    found = _words(fault.whole)
    first, last = each.items[0], each.items[-1]
    passages = [first.sentence.passage(first.start, last.end)]
    if fault.whole.sentence is not first.sentence:
        passages.insert(0, fault.whole.sentence.passage(fault.whole.start, fault.whole.end, "compared"))
    return Evidence(
        values={"found": found, "left": left, "right": right, "count": str(len(each.items))},
        message=f"“{found}”：{fault.message}，{summed}",
        equation=summed,
        left=fault.left,
        right=fault.whole.interval,
        passages=tuple(passages),
    )


def _words(count: Count) -> str:
    """A count with what it counts, as printed."""
    begin = count.start - min(len(count.label), 16)
    return (
        count.sentence.shown(begin, count.end)
        if count.sentence.text[begin : count.start] in count.label
        else count.printed
    )


def _bounds(interval: Interval) -> str:
    low, high = interval
    if low is not None and low == high:
        return plain(low)
    lower = "" if low is None else plain(low)
    return f"{lower}以上" if high is None else f"{lower}～{plain(high)}"


def _lighter(severity: Severity, steps: int) -> Severity | None:
    return SEVERITIES[min(SEVERITIES.index(severity) + steps, len(SEVERITIES) - 1)] if steps else None


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        "逐句找出“共…，其中…”“分别为…”“…（甲…、乙…）”“甲…、乙…，共…”一类写法，核对各部分与总数：部分不得大于总数，"
        "各部分之和不得大于总数；写法上已列全而各部分之和小于总数的，只作提示。"
        "不同渠道发布的同一信息可以重复计数；约数按区间比较；写有“等”的不要求加总相等。"
    )


CHECK = Check(
    name="sums",
    title=Message("文字中各部分数量与总数是否相符", "Whether the parts told in the text add up to their whole"),
    options={"type": "object", "properties": {}, "additionalProperties": False},
    judge=per_report(_judge),
    explain=_explain,
)
