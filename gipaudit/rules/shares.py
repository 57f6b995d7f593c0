"""Shares in sentences: 予以公开42件，占51.85%; 不予公开20件（1.68%）; 主动公开的政府信息占41.5%; 办结率100%.

A share is told of a part, which stands right before it or is named again in other words, and of a whole, which the
paragraph has told before, or the tables have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.rules.counts import TOP, Count
from gipaudit.scorecard import Interval

_OF = re.compile(
    r"^[,、(]?(?:约|均|各|其)?占(?:比|总?数|总量|全部|所有|比例|比重|总体|申请|办[结理]|答复|收到|受理|公开|信息|件|条|总|政府|的|数|量|达|到|为|是|:){0,6}约?$"
)
_NAMED = re.compile(r"^(?P<name>.{2,24}?)(?:约|均)?占(?:比|总数|总量|全部|比例|的|达|到|为|是|总|数|量){0,4}约?$")
_ELSEWHERE = re.compile("全[省市州县区国镇乡]|生产总值|GDP|上年|去年|预算|资金")
_DROPPED = re.compile("的|数|量|总|共|其中|已|了|:")


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` has ``count`` in hundredths of a whole; ``wholes`` are the counts that may be meant, nearest last."""

    count: Count
    part: Count
    wholes: Sequence[Count]


def shares(found: Sequence[Count], before: Sequence[Count]) -> Iterator[Share]:
    """The shares of a sentence by its counts; ``before`` are those of the sentences before in its paragraph."""
    for index, count in enumerate(found):
        if not count.share or count.found.unit != "%":
            continue
        part = _part(found, index, before)
        if part is None or part.share or not part.unit:
            continue
        earlier = [*before, *found[:index]]
        wholes = [
            one
            for one in earlier
            if one is not part and not one.share and one.unit == part.unit and one.bracket in (TOP, part.bracket)
        ]
        yield Share(count, part, wholes)


def _part(found: Sequence[Count], index: int, before: Sequence[Count]) -> Count | None:
    """What a share is told of: the count right before it, or the one whose words it repeats."""
    count = found[index]
    previous = _before(found, index)
    if previous is not None:
        between = count.sentence.text[previous.end : count.start]
        if between == "(" or _OF.search(between):
            return None if _ELSEWHERE.search(between) else previous
    named = _NAMED.search(re.split("[,;。(]", count.between)[-1])
    if named is None or _ELSEWHERE.search(named["name"]):
        return None
    name = _DROPPED.sub("", named["name"])
    same = [one for one in (*before, *found[:index]) if len(name) >= 4 and _DROPPED.sub("", one.label) == name]
    return same[0] if len(same) == 1 else None


def _before(found: Sequence[Count], index: int) -> Count | None:
    """The count right before a share, in its bracket or right before that."""
    count = found[index]
    for one in reversed(found[:index]):
        if one.bracket in (count.bracket, TOP) and one.end <= (
            count.bracket if one.bracket != count.bracket else count.start
        ):
            return one
    return None


def fits(share: Interval, quantum: Decimal, part: Interval, whole: Interval) -> bool:
    """Whether part and whole may give that share, rounded or cut off behind the last digit printed.

    The tolerance is half a unit of that digit and a twentieth of a point.
    """
    if share[0] is None or part[0] is None or whole[1] is None:
        return True
    if not whole[1]:
        return not part[0]
    slack = quantum / 2 + Decimal("0.05")
    least = part[0] * 100 / whole[1]
    most = part[1] * 100 / whole[0] if part[1] is not None and whole[0] else None
    low, high = share[0] - slack, None if share[1] is None else share[1] + max(slack, quantum)
    return (most is None or most >= low) and (least is None or high is None or least <= high)
