"""Lists in sentences that tell the parts of a whole: 共12件，其中自然人10件、企业2件; 3件、4件，共7件.

A list begins with 其中, 分别为, a colon or a bracket behind a count, or it ends with 共. It goes on as long as counts
follow one another with nothing but what they count between them; whatever else is said ends it. A list that ends with
等, or begins with 包括 or 主要, is open: what it leaves out is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gipaudit.rules.counts import TOP, Count

Kind = Literal["among", "each", "bracket", "colon", "total"]

_OPENER = re.compile(
    r"(?P<partly>(?:其中|主要)?(?:主要)?(?:包括|包含|涵盖|涉及|含|主要[是有为]):?)|(?P<among>其中:?)|"
    r"(?P<each>分别[为是有]:?)|(?P<colon>:)"
)
_OPENER_IN_BRACKET = re.compile(r"^,?(?:其中|含|包括|包含|不含|除|不包|主要|同比|较|比|占|累计|如)")
_RESTART = re.compile(
    r"^(?:并(?!案)|同时|另外|此外|还|且|全[年市县区省]|今年|本年|年内|共|累计|总[共计]|合计|截[至止]|[0-9]{4}年)"
)
_COMPARED = re.compile("较|同比|环比|比上|比去|增[加长]|减少|下降|上升|提高|降低|平均|以上年|去年")
_OTHER_MATTER = re.compile("复议|诉讼|应诉|起诉|收费|收取|会议|培训|提案|建议|咨询|信访")
_TOTAL = re.compile(r"^[,、;]?(?:总?共计?|合计|总计|一共)为?$")
_SPOKEN = re.compile("[㐀-鿿]")
_AT_ONCE = re.compile(r"^[^,;、:。()]{0,8},?$")
_AND_SO_ON = re.compile(r"^[^,;、。]{0,8}等")
_ORDINAL = re.compile(r"[一二三四五六七八九十]是|第[一二三四五六七八九十]|\([一二三四五六七八九十]\)")
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class List:
    """``items`` that are told as parts of one of ``wholes`` (the last one stands nearest), in one unit.

    ``is_open`` tells that the list says itself that it leaves parts out; ``sections`` counts the groups that
    semicolons make.
    """

    kind: Kind
    wholes: Sequence[Count]
    items: Sequence[Count]
    is_open: bool

    @property
    def groups(self) -> Sequence[Sequence[Count]]:
        """The items, those between two semicolons together."""
        found: list[list[Count]] = []
        for item in self.items:
            if not found or ";" in item.between:
                found.append([])
            found[-1].append(item)
        return found


def lists(found: Sequence[Count], before: Sequence[Count] = ()) -> Iterator[List]:
    """The lists of a sentence by its counts; ``before`` are those of the sentence right before it."""
    if len(found) < 2:
        return
    brackets = dict.fromkeys(count.bracket for count in found)
    for bracket in brackets:
        inside = [count for count in found if count.bracket == bracket]
        for index, count in enumerate(inside):
            yield from _opened(found, inside, index, before)
            if _TOTAL.search(_tail(count)) and not count.share:
                yield from _summed(inside, index)


def _tail(count: Count) -> str:
    """The words right before a count with the stop before them, where they are no more."""
    return count.between if len(count.between) <= 6 else ""


def _opened(found: Sequence[Count], inside: Sequence[Count], index: int, before: Sequence[Count]) -> Iterator[List]:
    """The lists that begin with this count: one for each unit."""
    first = inside[index]
    opener = next(reversed(list(_OPENER.finditer(first.between))), None)
    own = first.bracket != TOP and index == 0
    wholes = _outside(found, first) if own else inside[:index]
    if opener is None:
        if own and wholes and not _OPENER_IN_BRACKET.search(first.between):
            yield from _of_each_unit("bracket", wholes, inside, index, first.between, False)
        return
    kind: Kind = "among"
    said = first.between[: opener.start()]
    if opener["each"] or opener["colon"]:
        kind = "each" if opener["each"] else "colon"
        if own or index == 0 or not _AT_ONCE.search(said):
            return
        wholes = wholes[-1:]
    elif not wholes and index == 0 and len(said) <= 1:
        wholes = before
    partly = opener["partly"] is not None
    yield from _of_each_unit(kind, wholes, inside, index, first.between[opener.end() :], partly)


def _outside(found: Sequence[Count], first: Count) -> Sequence[Count]:
    """The count that a bracket stands right behind."""
    ahead = [count for count in found if count.end <= first.bracket]
    if ahead and _AT_ONCE.search(first.sentence.text[ahead[-1].end : first.bracket]):
        return ahead[-1:]
    return ()


def _of_each_unit(
    kind: Kind, wholes: Sequence[Count], inside: Sequence[Count], index: int, opening: str, is_open: bool
) -> Iterator[List]:
    known = [whole for whole in wholes if not whole.share and not _COMPARED.search(whole.label)]
    if not known:
        return
    matters = set(_OTHER_MATTER.findall(known[-1].between + inside[index].between))
    items, cut = _run(inside, index, opening, matters)
    for unit in dict.fromkeys(whole.unit for whole in known if whole.unit):
        of_unit = [item for item in items if item.unit == unit or (not item.unit and item.label.endswith("数"))]
        if of_unit:
            same = [whole for whole in known if whole.unit == unit]
            yield List(kind, same, of_unit, is_open or cut or _goes_on(items[-1]))


def _run(inside: Sequence[Count], index: int, opening: str, matters: set[str]) -> tuple[list[Count], bool]:
    """The counts that follow one another from ``index`` on, and whether the list says 等 inside."""
    items: list[Count] = []
    for number, count in enumerate(inside[index:]):
        between = opening.lstrip(",:") if number == 0 else count.between
        if number == 0 and (_ORDINAL.search(between) or _tells(between)):
            return [], False
        if number and _AND_SO_ON.search(between):
            return items, True
        if number and (_OPENER.search(between) or _breaks(between)):
            break
        label = re.split("[,;:]", between)[-1].lstrip("、")
        if number and (_RESTART.search(label) or len(label) > _LONGEST_LABEL):
            break
        if set(_OTHER_MATTER.findall(label)) - matters and number:
            break
        if not count.share and not _COMPARED.search(label):
            items.append(count)
    return items, False


def _tells(opening: str) -> bool:
    """Whether something is told before the first count is come to: 主要有两个问题:公开不够及时,有3个项目…"""
    return any(_SPOKEN.search(piece) for piece in re.split("[,;]", opening)[:-1])


def _breaks(between: str) -> bool:
    """Whether something else is said between two counts of a list."""
    pieces = re.split("[,;]", between)
    return any(_SPOKEN.search(piece) for piece in pieces[1:-1] if piece != "其中")


def _goes_on(last: Count) -> bool:
    """Whether 等 follows the last count of a list."""
    return _AND_SO_ON.search(last.sentence.text[last.end : last.end + 12]) is not None


def _summed(inside: Sequence[Count], index: int) -> Iterator[List]:
    """The list that a count with 共 before it sums up."""
    whole = inside[index]
    items: list[Count] = []
    for count in reversed(inside[:index]):
        if count.share or count.unit != whole.unit:
            break
        items.insert(0, count)
        if _OPENER.search(count.between) or _breaks(count.between) or ";" in count.between:
            break
    if len(items) >= 2:
        yield List("total", [whole], items, False)
