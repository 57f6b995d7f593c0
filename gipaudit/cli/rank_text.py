"""A year's ranking, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gipaudit.cli.kept_audits import called, described, grades_or_none, marks
from gipaudit.cli.language import say
from gipaudit.renderers.layout import block, table
from gipaudit.renderers.terminal import clean, styled

if TYPE_CHECKING:
    from gipaudit.comparing.standing import Place, Ranking, Standing

_NAMED = 10
"""How many of the units that are not ranked any more are named."""


def text(found: Standing, width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines."""
    yield from block(described(found.audit, found.year), width, say("审核：", "Audit: "))
    if found.earlier is not None:
        yield from block(described(found.earlier, found.earlier_year), width, say("上次：", "Before: "))
    yield ""
    for ranking in found.rankings:
        yield from _ranking(found, ranking, width, color=color)
    for note in _notes(found):
        yield from block(note, width, say("说明：", "Note: "))


def change(found: Standing, place: Place) -> str:
    """Say how a unit's place changed."""
    if found.earlier is None or place.rank is None:
        return ""
    if place.earlier is None:
        return say("新", "new")
    if place.moved:
        return say(f"原在{place.earlier.group}", f"was in {place.earlier.group}")
    if place.change is None:
        return say("上次未评定", "not ranked before")
    return "—" if place.change == 0 else f"{'↑' if place.change > 0 else '↓'}{abs(place.change)}"


def _ranking(found: Standing, ranking: Ranking, width: int, *, color: bool) -> Iterator[str]:
    name = say("排名", "Ranking")
    if found.grouped:
        name += say("：", ": ") + clean(ranking.group if ranking.group is not None else say("未分组", "no group"))
    count = len(ranking.ranked)
    many = say(f"（{count}个单位）", " (1 unit)" if count == 1 else f" ({count} units)")
    yield styled(name + many, "bold", color)
    if ranking.ranked:
        yield from _table(found, ranking.ranked, width)
        yield ""
    if ranking.unranked:
        yield from block(
            say(
                "未能评定（读出的单元格不足一半，不参加排名）", "Not ranked (fewer than half of the cells were read)"
            ),
            width,
        )
        rows = [(called(place.card), marks(place.card.score)) for place in ranking.unranked]
        yield from table((say("单位", "Unit"), say("得分", "Score")), rows, width, right=(1,))
        yield ""


def _table(found: Standing, places: Sequence[Place], width: int) -> Iterator[str]:
    uncertain = any(place.best != place.worst for place in places)
    headers = [say("名次", "Rank"), say("单位", "Unit"), say("得分", "Score"), say("等级", "Grade")]
    headers += [say("可能名次", "May be")] if uncertain else []
    headers += [say("总名次", "Of all")] if found.grouped else []
    right = [0, 2, *range(4, len(headers))]
    if found.earlier is not None:
        right.append(len(headers))
        headers += [say("上年", "Before"), say("升降", "Change")]
    rows = [_row(found, place, uncertain=uncertain) for place in places]
    yield from table(headers, rows, width, right=right, flexible=(1, len(headers) - 1) if found.earlier else (1,))


def _row(found: Standing, place: Place, *, uncertain: bool) -> Sequence[str]:
    row = [str(place.rank), called(place.card), marks(place.card.score), grades_or_none(place.card)]
    if uncertain:
        row.append("" if place.best == place.worst else f"{place.best}–{place.worst}")
    if found.grouped:
        row.append(str(place.card.rank))
    if found.earlier is not None:
        row += ["" if place.earlier_rank is None else str(place.earlier_rank), change(found, place)]
    return row


def _notes(found: Standing) -> Iterator[str]:
    places = [place for ranking in found.rankings for place in ranking.ranked]
    if any(place.best != place.worst for place in places):
        yield say(
            "得分是区间的（有未能判定的项），名次按最低分排；“可能名次”是各项都判定以后可能的名次",
            "where a score is an interval (something could not be assessed) its lower end counts; "
            "“may be” are the ranks that are possible once everything is assessed",
        )
    if not found.same_plan:
        yield say(
            "两次分值方案不同，分数不可直接比较；升降只说明名次",
            "the two audits judged by different plans (rules or marks): scores cannot be compared, only ranks",
        )
    if found.earlier is not None and found.earlier_year != found.year - 1:
        yield say(
            f"上次的审核结果中没有{found.year - 1}年度的报告，“上年”是其中的{found.earlier_year}年度",
            f"the audit before has no reports of {found.year - 1}: “before” is {found.earlier_year}",
        )
    if found.gone:
        named = say("、", ", ").join(clean(called(card)) for card in found.gone[:_NAMED])
        more = say("等", ", …") if len(found.gone) > _NAMED else ""
        yield say(
            f"上次有、这次没有的单位{len(found.gone)}个：{named}{more}",
            f"of the year before, not here: {len(found.gone)}: {named}{more}",
        )
    if found.others:
        yield say(
            f"其他年度或年度未能识别的报告{found.others}份，没有列入；用 --year 指定年度",
            f"reports of other years or of none, left out: {found.others} (choose with --year)",
        )
