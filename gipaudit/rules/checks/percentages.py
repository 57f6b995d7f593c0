"""Whether the shares that the text gives are those of its counts: 共81件，其中予以公开42件，占51.85%.

A share is held to every whole that may be meant: the counts told before it in its paragraph, and the cells that the
rule names. It fails only where it is the share of none of them; as the whole that is meant may stand elsewhere, rules
tell it as a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.counts import Count, above, counted
from gipaudit.rules.formula.errors import UnknownNameError
from gipaudit.rules.formula.figures import plain
from gipaudit.rules.narrative_options import CELL, WORDS, cell_problems
from gipaudit.rules.narrative_quantities import Value, quantity, value
from gipaudit.rules.rule import Rule
from gipaudit.rules.shares import Share, fits, shares
from gipaudit.rules.targets import outline
from gipaudit.scorecard import Evidence, Interval, Outcome, Passage, Verdict

_WHOLE = "report"


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    form = outline(report)
    titles = {section.id: section.label.title for section in form.sections} if form is not None else {}
    number: dict[str, int] = {}
    before: list[Count] = []
    around = ""
    for sentence, found in counted(report):
        if sentence.around != around:
            before, around = [], sentence.around
        for each in shares(found, before):
            outcome = _outcome(rule, report, each)
            if outcome is not None:
                section = sentence.section or _WHOLE
                number[section] = number.get(section, 0) + 1
                key, label = f"{section}:{number[section]}", f"{titles.get(section, '正文')}第{number[section]}处"
                yield Outcome(key, label, *outcome)
        before.extend(found)
    if not number:
        yield Outcome(_WHOLE, "", "not_applicable", Evidence(why="文字中没有可以核对的占比"))


def _outcome(rule: Rule, report: Report, each: Share) -> tuple[Verdict, Evidence] | None:
    """The verdict on one share and its evidence; ``None`` where nothing tells the whole."""
    share, part, quantum = each.count.interval, each.part.interval, each.count.found.quantum
    told = [one for one in each.wholes if not above(part, one.interval)]
    if any(fits(share, quantum, part, one.interval) for one in told):
        return "pass", Evidence()
    cells = _cells(rule, report, each)
    known = [one for one in cells if not one.why and one.low is not None and one.low == one.high]
    if any(fits(share, quantum, part, one.interval) for one in known):
        return "pass", Evidence()
    begin = each.part.start if each.part.sentence is each.count.sentence else each.count.start
    passage = each.count.sentence.passage(begin, each.count.end)
    if len(known) < len(cells):
        why = "；".join(dict.fromkeys(one.why for one in cells if one.why)) or "表中的数没有读出"
        return "not_assessable", Evidence(why=f"{why}，无法核对占比", passages=(passage,))
    if told:
        biggest = max(told, key=lambda one: one.interval[0] or 0)
        return "fail", _evidence(each, biggest.interval, f"总数“{biggest.printed}”", passage)
    possible = [one.interval for one in known if not above(part, one.interval) and one.high]
    return ("fail", _evidence(each, possible[0], "表中总数", passage)) if possible else None


def _cells(rule: Rule, report: Report, each: Share) -> list[Value]:
    """What the tables have as the whole, where the sentence speaks of what they count."""
    said = each.count.sentence.around
    if report.form is None or not any(word in said for word in rule.options.get("about", ())):
        return []
    found = []
    for written in rule.options.get("wholes", ()):
        try:
            found.append(value(quantity(written, report.form), report))
        except UnknownNameError:  # loading made sure that another variant of this form has it
            continue
    return found


def _evidence(each: Share, whole: Interval, named: str, passage: Passage) -> Evidence:
    share, part = each.count.found, each.part.interval
    printed = each.count.printed
    right = f"{_bounds(part)} ÷ {_bounds(whole)}"
    computed = ""
    if part[0] is not None and part[0] == part[1] and whole[0] and whole[0] == whole[1]:
        digits = max(share.quantum, Decimal("0.01"))
        computed = f"{plain((part[0] * 100 / whole[0]).quantize(digits))}%"
        right = f"{right} = {computed}"
    return Evidence(
        values={"found": printed, "expected": computed, "left": printed, "right": right},
        message=f"“{each.part.printed}”写占{printed}，按{named}计算应为{computed or right}；占的是别的总数的，请写明",
        equation=f"{printed} ≠ {right}",
        left=each.count.interval,
        passages=(passage,),
    )


def _bounds(interval: Interval) -> str:
    low, high = interval
    if low is not None and low == high:
        return plain(low)
    lower = "" if low is None else plain(low)
    return f"{lower}以上" if high is None else f"{lower}～{plain(high)}"


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    for index, written in enumerate(rule.options.get("wholes", ())):
        yield from cell_problems(("wholes", index), written, forms)


def _explain(rule: Rule, form: Form | None) -> str:
    wholes = rule.options.get("wholes", ())
    cells = f"、表中的“{'”“'.join(wholes)}”" if wholes else ""
    return (
        f"逐句找出“甲n件，占p%”一类写法，用同段前文的总数{cells}核算；与其中任何一个相符即可，"
        "按所印的末位四舍五入或舍去都算相符。总数没有写明的不比。"
    )


CHECK = Check(
    name="percentages",
    title=Message("文字中的占比与数量是否相符", "Whether the shares in the text are those of its counts"),
    options={
        "type": "object",
        "properties": {
            "wholes": {
                "type": "array",
                "items": CELL,
                "minItems": 1,
                "maxItems": 10,
                "description": "占比也可能以表中这些数为总数：单元格或几格之和，如 办理结果总计·总计",
            },
            "about": {**WORDS, "description": "本段或其标题有其中一词的，才用表中的总数核算，如 依申请、公开申请"},
        },
        "dependentRequired": {"wholes": ["about"]},
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
)
