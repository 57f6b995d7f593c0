"""Whether the numbers in the text are those of the tables, sentence by sentence.

A rule names a cell (or a sum of cells) and the ways in which reports speak of it. Every sentence that does so is one
instance: equal numbers pass, numbers that cannot be the same fail, and so does a sentence that says there was none
where the table has some. Where the sentence may count for another circle than the table (another unit, a part, an
earlier year), the instance is lighter than its rule and says why.

Basis: 国办公开办函〔2021〕30号 asks for contents that are accurate and complete; text and tables of one report count
the same year and the same units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from gipaudit.errors import Message
from gipaudit.forms.figures import Found
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, WrittenPattern, per_report
from gipaudit.rules.formula.errors import UnknownNameError
from gipaudit.rules.formula.figures import plain
from gipaudit.rules.narrative_options import OPTIONS, explain, validate
from gipaudit.rules.narrative_patterns import Mention, compile_mention, expanded, mentions
from gipaudit.rules.narrative_quantities import Quantity, Value, alike, apart, counted, quantity, value
from gipaudit.rules.narrative_scope import doubts, is_part, of_this_year, speaks_of_all
from gipaudit.rules.narrative_sentences import sentences
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import chosen_sections, outline
from gipaudit.scorecard import SEVERITIES, Evidence, Outcome, Passage, Severity

_WHOLE = "report"
_LONGEST_QUOTE = 40
_NONE = Found(0, 0, Decimal(0), Decimal(0), Decimal(1), None, False)


@dataclass(frozen=True)
class _Said:
    """A number that a sentence gives the quantity, and why it may count otherwise."""

    mention: Mention
    number: Found
    doubts: tuple[str, ...]


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    found = list(_mentions(rule, report))
    if not found:
        yield _silent("文字中没有写到这一数量")
        return
    if report.form is None:
        why = "没有读出统计表，无法与文字核对"
        yield Outcome(_WHOLE, "", "not_assessable", Evidence(why=why, passages=(_passage(found[0]),)))
        return
    try:
        asked = quantity(rule.options["cell"], report.form)
        others = [quantity(text, report.form) for text in rule.options.get("also", ())]
    except UnknownNameError:  # loading made sure that another variant of this form has it
        yield _silent("本表式没有规则所比的单元格")
        return
    table = value(asked, report)
    values = [table, *(value(other, report) for other in others)]
    said = list(_said(rule, report, asked, values, found))
    if not said:
        yield _silent("文字中没有写到这一数量")
        return
    yield from _outcomes(rule, report, asked, values, said)


def _silent(why: str) -> Outcome:
    return Outcome(_WHOLE, "", "not_applicable", Evidence(why=why))


def _mentions(rule: Rule, report: Report) -> Iterator[Mention]:
    """Where the report speaks of the quantity, in the order of the text, each number once."""
    asked = _sections(rule, report)
    about: Sequence[str] = rule.options.get("about", ("",))
    searched = [
        sentence
        for sentence in sentences(report)
        if (asked is None or sentence.section in asked) and any(word in sentence.around for word in about)
    ]
    text = "\n".join(sentence.text for sentence in searched)
    patterns = [
        pattern
        for key in ("patterns", "none")
        for written in rule.options.get(key, ())
        if (pattern := compile_mention(written, key == "patterns", report.identity.year)).search(text) is not None
    ]
    without: Sequence[str] = rule.options.get("without", ())
    for sentence in searched if patterns else ():
        found: dict[int, Mention] = {}
        for pattern in patterns:
            for mention in mentions(pattern, sentence):
                if not any(word in mention.clause for word in without):
                    found.setdefault(mention.at, mention)
        yield from (found[at] for at in sorted(found))


def _sections(rule: Rule, report: Report) -> frozenset[str] | None:
    asked = rule.options.get("sections")
    form = outline(report)
    if asked is None or form is None:
        return None
    return frozenset(section.id for section in chosen_sections(form, asked))


def _said(
    rule: Rule, report: Report, asked: Quantity, values: Sequence[Value], found: Iterable[Mention]
) -> Iterator[_Said]:
    """What the mentions say of this quantity in this year; a part that fits into the whole says nothing of it."""
    own: Sequence[str] = rule.options.get("scope", ())
    for mention in found:
        number = _NONE if mention.number is None else counted(mention.number, asked)
        if number is None or not of_this_year(mention, report.identity.year):
            continue
        why = list(doubts(mention, report, own))
        a_part = is_part(mention, rule.options.get("among", False), rule.options.get("parts", ()))
        if a_part and (values[0].why or all(apart(number, each) for each in values)):
            if values[0].why or _below(number, values[0]):
                continue
            why.insert(0, "句中写的是其中一部分")
        if rule.severity == "error" and not why and not speaks_of_all(mention, report):
            why.append("句中没有写明是全地区的数")
        yield _Said(mention, number, tuple(dict.fromkeys(why)))


def _below(number: Found, table: Value) -> bool:
    return table.low is not None and number.low is not None and number.low <= table.low


def _outcomes(
    rule: Rule, report: Report, asked: Quantity, values: Sequence[Value], said: Sequence[_Said]
) -> Iterator[Outcome]:
    form = outline(report)
    titles = {section.id: section.label.title for section in form.sections} if form is not None else {}
    right = [each for each in said if any(not apart(each.number, known) for known in values)]
    counts: dict[str, int] = {}
    for each in said:
        section = each.mention.sentence.section or _WHOLE
        counts[section] = counts.get(section, 0) + 1
        instance, label = f"{section}:{counts[section]}", f"{titles.get(section, '正文')}第{counts[section]}处"
        table = values[0]
        if each in right and not (table.why and (table.low is None or table.low != table.high)):
            yield Outcome(instance, label, "pass")
        elif table.why:
            why = f"{table.why}，无法与文字“{_words(each)}”核对"
            yield Outcome(
                instance,
                label,
                "not_assessable",
                Evidence(why=why, cells=asked.cells, passages=(_passage(each.mention),)),
            )
        else:
            evidence = _evidence(report, asked, table, each, right)
            yield Outcome(instance, label, "fail", evidence, _lighter(rule.severity) if each.doubts else None)
    if values[0].why:
        yield from _contradictory(rule, said)


def _contradictory(rule: Rule, said: Sequence[_Said]) -> Iterator[Outcome]:
    """Where the table cannot tell: two sentences that give the same quantity two numbers."""
    plain_ones = [each for each in said if not each.doubts]
    for first, second in pairwise(plain_ones):
        known = Value(first.number.low, first.number.high, Decimal(0))
        if apart(second.number, known):
            message = f"同一数量文中写法不一：一处“{_words(first)}”，一处“{_words(second)}”"
            passages = (_passage(first.mention), replace(_passage(second.mention), role="compared"))
            evidence = Evidence(message=message, passages=passages)
            yield Outcome("mentions", "文中各处", "fail", evidence, _lighter(rule.severity))
            return


def _evidence(report: Report, asked: Quantity, table: Value, each: _Said, right: Sequence[_Said]) -> Evidence:
    name = _name(report, asked)
    left, shown = _bounds(each.number.low, each.number.high), _bounds(table.low, table.high)
    difference = ""
    if table.low is not None and table.low == table.high and each.number.low == each.number.high is not None:
        difference = plain(abs((each.number.low or Decimal(0)) - table.low))
    message = f"文字写“{_words(each)}”，{name}为{shown}" + (f"（差{difference}）" if difference else "")
    same = alike(report, asked, each.number)
    if same is not None:
        message += f"；这个数与“{same}”相同，可能写成了那一项"
    if right:
        message += f"；文中另一处“{_words(right[0])}”与表格一致"
    if each.doubts:
        message += f"；{'，'.join(each.doubts[:2])}，口径可能与表格不同，请核实"
    return Evidence(
        values={
            "cell": name,
            "found": _words(each),
            "expected": shown,
            "left": left,
            "right": shown,
            "difference": difference,
        },
        message=message,
        equation=f"{left} ≠ {shown}",
        left=(each.number.low, each.number.high),
        right=table.interval,
        cells=asked.cells,
        passages=(_passage(each.mention),),
    )


def _name(report: Report, asked: Quantity) -> str:
    if len(asked.cells) == 1 and report.form is not None:
        return f"表中“{report.form.cells[asked.cells[0]].name}”"
    return f"表中“{asked.text}”"


def _words(each: _Said) -> str:
    mention = each.mention
    shown = mention.sentence.shown(mention.start, mention.end)
    return shown if len(shown) <= _LONGEST_QUOTE else f"…{shown[-_LONGEST_QUOTE:]}"


def _passage(mention: Mention) -> Passage:
    return mention.sentence.passage(mention.start, mention.end)


def _bounds(low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and low == high:
        return plain(low)
    lower, upper = ("" if bound is None else plain(bound) for bound in (low, high))
    return f"{lower}以上" if high is None else f"{lower}～{upper}"


def _lighter(severity: Severity) -> Severity:
    return SEVERITIES[min(SEVERITIES.index(severity) + 1, len(SEVERITIES) - 1)]


def _patterns(rule: Rule) -> Iterator[WrittenPattern]:
    for key in ("patterns", "none"):
        for index, written in enumerate(rule.options.get(key, ())):
            yield WrittenPattern((key, index), expanded(written), key)


CHECK = Check(
    name="narrative",
    title=Message("文字与表格的数是否一致", "Whether the text gives the numbers of the tables"),
    options=OPTIONS,
    judge=per_report(_judge),
    validate=validate,
    explain=explain,
    patterns=_patterns,
)
