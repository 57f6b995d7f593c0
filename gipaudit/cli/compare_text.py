"""Two audits compared, for reading: unit by unit what became of every problem, then the table and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from gipaudit.cli.kept_audits import called, described, marks, title
from gipaudit.cli.language import current, say
from gipaudit.errors import Message
from gipaudit.renderers.layout import block, columns, table
from gipaudit.renderers.numbers import plain
from gipaudit.renderers.terminal import clean, styled

if TYPE_CHECKING:
    from gipaudit.comparing.comparison import Change, Comparison, State, UnitChange
    from gipaudit.recorded.records import Card

STATES: Mapping[State, Message] = {
    "new": Message("新增", "new"),
    "fixed": Message("已改", "fixed"),
    "persisting": Message("仍在", "persisting"),
    "waived": Message("豁免", "waived"),
    "incomparable": Message("不可比", "not comparable"),
}

_COLUMNS: Mapping[State, Message] = {
    "new": Message("新增", "New"),
    "fixed": Message("已改", "Fixed"),
    "persisting": Message("仍在", "Still"),
    "waived": Message("豁免", "Waived"),
    "incomparable": Message("不可比", "N/C"),
}

WHY: Mapping[str, Message] = {
    "no-report": Message("没有报送", "nothing was sent"),
    "no-rule": Message("规则集中没有这条规则", "the ruleset has no such rule"),
    "not-asked": Message("这条规则不用于该格式的报告", "the rule is not for a report of that form"),
    "not-applicable": Message("规则不适用", "the rule did not apply"),
    "not-assessable": Message("未能判定", "it could not be assessed"),
    "manual": Message("待人工评定", "a person was yet to judge"),
    "crashed": Message("规则出错", "the rule crashed"),
}

_STYLES = {"new": "red", "fixed": "green", "incomparable": "dim", "waived": "dim"}
_RULES_NAMED = 8


def text(found: Comparison, width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines; the table of units and the totals come last, so that they stay on the screen."""
    yield from _head(found, width)
    for unit in found.units:
        if unit.changes:
            yield from _unit(found, unit, width, color=color)
    yield from _units(found, width, color=color)
    yield from _alone(say("只在甲中的报告", "Reports only in A"), found.pairing.only_before, width, color=color)
    yield from _alone(say("只在乙中的报告", "Reports only in B"), found.pairing.only_after, width, color=color)
    yield from _foot(found, width)


def _head(found: Comparison, width: int) -> Iterator[str]:
    years = found.pairing.years if found.by == "years" else (None, None)
    yield from block(described(found.before, years[0]), width, say("甲：", "A: "))
    yield from block(described(found.after, years[1]), width, say("乙：", "B: "))
    yield from block(_paired_by(found), width)
    for note in _notes(found):
        yield from block(note.say(current()), width, say("注意：", "Note: "))
    yield ""


def _paired_by(found: Comparison) -> str:
    if not found.units:
        return say(
            "两次审核没有对得上的报告：单位和年度都不相同，文件也不相同。",
            "No report of one audit is in the other: units, years and files are others.",
        )
    if found.by == "reports":
        return say(
            "按同一批报告比较：单位和年度相同（或文件相同）的对上。",
            "The same reports are compared: those of the same unit and year, or the same file.",
        )
    one, other = found.pairing.years
    return say(
        f"按两个年度比较：同一单位的{one}年度与{other}年度报告。",
        f"Two years are compared: the same units' reports of {one} and {other}.",
    )


def _notes(found: Comparison) -> Iterator[Message]:
    if not found.same_plan:
        yield Message(
            "两次分值方案不同，分数不可直接比较",
            "the two audits judged by different plans (rules or marks): their scores cannot be compared",
        )
    if not found.same_programs:
        yield Message(
            f"两次审核的程序或插件版本不同（{found.before.version}、{found.after.version}），结果的差别可能由此而来",
            f"gipaudit or its plugins were of other versions ({found.before.version}, {found.after.version}), "
            "which may be why results differ",
        )


def _unit(found: Comparison, unit: UnitChange, width: int, *, color: bool) -> Iterator[str]:
    names = [called(unit.after)]
    if unit.before.unit is not None and unit.before.unit != unit.after.unit:
        names.append(say(f"（甲中作“{unit.before.unit}”）", f' ("{unit.before.unit}" in A)'))
    if found.by == "reports" and unit.after.year is not None:
        names.append(say(f"  {unit.after.year}年度", f"  {unit.after.year}"))
    for line in block("".join(names), width):
        yield styled(line, "bold", color)
    room = max(columns(STATES[state].say(current())) for state in STATES)
    for state, word in STATES.items():
        for change in unit.changes:
            if change.state != state:
                continue
            name = word.say(current())
            first = "  " + name + " " * (room - columns(name) + 2)
            head, *rest = block(_change(found, change), width, first)
            yield head.replace(name, styled(name, _STYLES[state], color), 1) if state in _STYLES else head
            yield from rest
    yield ""


def _change(found: Comparison, change: Change) -> str:
    """What a problem says, its rule, and what makes it stand apart."""
    shown = change.after or change.before
    if shown is None:
        raise ValueError("a change of nothing")
    said = shown.message or title((found.before, found.after), change.rule)
    return f"{said}{say('（', ' (')}{change.rule}{say('）', ')')}{_remark(change)}"


def _remark(change: Change) -> str:
    semicolon = say("；", "; ")
    if change.state == "incomparable":
        side = say("甲", "A") if change.before is None else say("乙", "B")
        note = say(f"（{change.note}）", f" ({change.note})") if change.note else ""
        return f"{semicolon}{side}{say('：', ': ')}{WHY[change.why].say(current())}{note}"
    if change.state == "waived":
        both = (say("甲", "A"), change.before), (say("乙", "B"), change.after)
        said = [side for side, finding in both if finding is not None and finding.is_waived]
        failing = [side for side, finding in both if finding is not None and finding.fails]
        waived = semicolon + say("、", ", ").join(said) + say("豁免", " waived")
        return waived + (say(f"，{failing[0]}计为问题", f", a problem in {failing[0]}") if failing else "")
    if change.before is None or change.after is None:
        return ""
    remark = ""
    if change.before.severity != change.after.severity:
        from gipaudit.renderers import words

        severities = (
            words.word(words.SEVERITIES, each.severity, current()) for each in (change.before, change.after)
        )
        remark = semicolon + " → ".join(severities)
    if change.before.message != change.after.message:
        remark += f"{semicolon}{say('甲：', 'A: ')}{change.before.message}"
    return remark


def _units(found: Comparison, width: int, *, color: bool) -> Iterator[str]:
    if not found.units:
        return
    yield styled(say("各单位", "Units"), "bold", color)
    headers = [
        say("单位", "Unit"),
        *((say("年度", "Year"),) if found.by == "reports" else ()),
        say("甲得分", "A"),
        say("乙得分", "B"),
        *((say("增减", "Gained"),) if found.same_plan else ()),
    ]
    states = [state for state in STATES if found.totals()[state]]
    headers += [_COLUMNS[state].say(current()) for state in states]
    rows = [_row(found, unit, states) for unit in found.units]
    yield from table(headers, rows, width, right=range(1, len(headers)), flexible=(0,))
    yield ""


def _row(found: Comparison, unit: UnitChange, states: Sequence[State]) -> Sequence[str]:
    year = "" if unit.after.year is None else str(unit.after.year)
    return [
        called(unit.after),
        *((year,) if found.by == "reports" else ()),
        marks(unit.before.score),
        marks(unit.after.score),
        *((_gained(unit),) if found.same_plan else ()),
        *(str(len(unit.of(state)) or "") for state in states),
    ]


def _gained(unit: UnitChange) -> str:
    if unit.gained is None:
        return ""
    ends = [f"+{plain(end)}" if end > 0 else plain(end).replace("-", "−") for end in unit.gained]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}…{ends[1]}"


def _alone(name: str, cards: Sequence[Card], width: int, *, color: bool) -> Iterator[str]:
    if not cards:
        return
    yield styled(f"{name}{say('（', ' (')}{len(cards)}{say('）', ')')}", "bold", color)
    headers = (say("单位", "Unit"), say("年度", "Year"), say("得分", "Score"), say("问题", "Problems"))
    rows = [
        (
            called(card) + (say("（未报送）", " (not received)") if card.source is None else ""),
            "" if card.year is None else str(card.year),
            marks(card.score),
            str(sum(finding.fails for finding in card.findings)),
        )
        for card in cards
    ]
    yield from table(headers, rows, width, right=(1, 2, 3), flexible=(0,))
    yield ""


def _foot(found: Comparison, width: int) -> Iterator[str]:
    totals, pairing = found.totals(), found.pairing
    counts = say("，", ", ").join(
        say(f"{word.zh}{totals[state]}处", f"{totals[state]} {word.en}") for state, word in STATES.items()
    )
    many = len(found.units)
    compared = say(f"{many}份评分卡", f"{many} scorecard{'s' if many != 1 else ''}")
    yield from block(say(f"共对照{compared}：{counts}。", f"{compared} compared: {counts}."), width)
    if pairing.only_before or pairing.only_after:
        one, other = len(pairing.only_before), len(pairing.only_after)
        yield from block(
            say(
                f"只在甲中的报告{one}份，只在乙中的{other}份，其问题未计入。",
                f"Only in A {one}, only in B {other}: their problems are not counted.",
            ),
            width,
        )
    for (one, other), zh, en in (
        (pairing.others, "其他年度的报告未比较", "Reports of other years are left out"),
        (
            found.duplicates,
            "同一单位同一年度重复的报告未比较",
            "Further reports of the same unit and year are left out",
        ),
    ):
        if one or other:
            yield from block(say(f"{zh}：甲{one}份，乙{other}份。", f"{en}: {one} of A, {other} of B."), width)
    for side, rules in ((say("甲", "A"), found.rules_only_before), (say("乙", "B"), found.rules_only_after)):
        if rules:
            named = say("、", ", ").join(map(clean, rules[:_RULES_NAMED]))
            more = say("等", ", …") if len(rules) > _RULES_NAMED else ""
            yield from block(
                say(
                    f"只有{side}查的规则{len(rules)}条：{named}{more}。",
                    f"Rules that only {side} asks: {len(rules)}: {named}{more}.",
                ),
                width,
            )
