"""Findings as an official reads them: what is wrong, where, by which rule, how to mend it, and what that brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from gipaudit.forms.report import Reading
from gipaudit.renderers import words
from gipaudit.renderers.layout import block, columns, shortened, table
from gipaudit.renderers.numbers import between, marks, marks_between, plain
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.terminal import clean, styled
from gipaudit.scorecard import SEVERITIES, Cause, CellEvidence, Finding, Interval, RuleInfo, RuleResult, Scorecard

CELLS_SHOWN, CELLS_SHOWN_UNASSESSED = 12, 4
"""How many cells of one finding are printed, and of one that could not be assessed; the JSON output has all."""

LONGEST_TEXT = 24
"""What stands in a cell instead of a number is cut at so many columns: it may be a whole row."""

_COLOURS = {"error": "red", "warning": "yellow", "info": "dim"}


@dataclass(frozen=True)
class Group:
    """The findings of one rule that share basis and remedy, the one that brings most marks first."""

    findings: tuple[Finding, ...]
    regained: Decimal

    @property
    def rank(self) -> tuple[Decimal, int, str]:
        """By what mending brings, then by severity, then by rule."""
        first = self.findings[0]
        return (
            -self.regained,
            min(SEVERITIES.index(item.severity) for item in self.findings),
            first.rule,
        )


def grouped(findings: Sequence[Finding], causes: Sequence[Cause] = ()) -> list[Group]:
    """Gather findings by rule: what brings most marks when mended comes first, then what is most severe.

    A wrong cell that fails several rules brings its marks back only with all of them: each counts with the whole.
    """
    together = {pair: cause.regained for cause in causes for pair in cause.instances}
    rules: dict[tuple[str, str, str, str], list[Finding]] = {}
    for item in findings:
        rules.setdefault((item.rule, item.severity, item.basis, item.remedy), []).append(item)
    groups = []
    for items in rules.values():
        worth = [max(item.regained, together.get((item.rule, item.instance), Decimal(0))) for item in items]
        groups.append(Group(tuple(sorted(items, key=lambda item: -item.regained)), max(worth)))
    return sorted(groups, key=lambda group: group.rank)


def failed(
    card: Scorecard, rules: Mapping[str, RuleInfo], settings: Settings, findings: Sequence[Finding]
) -> Iterator[str]:
    """Yield the lines of the findings that fail."""
    results = {result.id: result for result in card.rules}
    titles = {dimension.id: dimension.title for dimension in card.dimensions}
    for number, group in enumerate(grouped(findings, card.causes), start=1):
        first = group.findings[0]
        yield from _heading(number, first, rules.get(first.rule), settings)
        yield from _worth(group, results.get(first.rule), titles, settings)
        say = partial(_said, settings=settings)
        yield from say("依据", "Basis", first.basis)
        yield from say("改法", "Remedy", first.remedy)
        for item in group.findings:
            yield from instance(item, settings, alone=len(group.findings) == 1)
        yield ""


def title(rule: RuleInfo | None, id: str, language: str) -> str:
    """A rule's title in the reader's language, or its id."""
    if rule is None:
        return id
    title = (rule.title_en or rule.title) if language == "en" else rule.title
    if rule.status != "experimental":
        return title
    return f"[on trial] {title}" if language == "en" else f"〔试行〕{title}"


def _heading(number: int, finding: Finding, rule: RuleInfo | None, settings: Settings) -> Iterator[str]:
    severity = words.word(words.SEVERITIES, finding.severity, settings.language)
    zh = settings.language == "zh"
    tag = f"{number}. 【{severity}】不符合：" if zh else f"{number}. [{severity}] does not hold: "
    lines = list(block(title(rule, finding.rule, settings.language), settings.width, tag, indent="   "))
    yield styled(lines[0], _COLOURS[finding.severity], settings.color)
    yield from lines[1:]


def _worth(
    group: Group, result: RuleResult | None, dimensions: Mapping[str, str], settings: Settings
) -> Iterator[str]:
    first = group.findings[0]
    low, high = result.lost if result else (sum((item.lost for item in group.findings), Decimal(0)),) * 2
    alone = result.regained if result else max(item.regained for item in group.findings)
    regained, shared = max(alone, group.regained), group.regained > alone
    dimension = dimensions.get(first.dimension, first.dimension)
    if settings.language == "zh":
        cost = f"扣{marks_between(low, high)}分" if high else "不另扣分" if shared else "不扣分"
        back = f"改正可得{plain(marks(regained))}分" + ("（与同一处填错引起的其他问题合计）" if shared else "")
        parts = [f"{cost}，{back}" if high or shared else cost, dimension, f"规则 {first.rule}"]
    else:
        cost = f"costs {marks_between(low, high)}" if high else "costs nothing more" if shared else "no marks"
        back = f"mending regains {plain(marks(regained))}" + (
            " (with all that the same slip breaks)" if shared else ""
        )
        parts = [f"{cost}, {back}" if high or shared else cost, dimension, f"rule {first.rule}"]
    mark = "；" if settings.language == "zh" else "; "
    yield from block(mark.join(filter(None, parts)), settings.width, "   ")


def _said(zh: str, en: str, text: str, settings: Settings, indent: str = "   ") -> Iterator[str]:
    if text:
        label = f"{zh}：" if settings.language == "zh" else f"{en}: "
        first = indent + label
        yield from block(text, settings.width, first, None if columns(first) <= 16 else indent + "    ")


def instance(finding: Finding, settings: Settings, *, alone: bool = True) -> Iterator[str]:
    """Yield one finding's message and evidence; where it is not ``alone``, also what mending only it brings."""
    evidence, indent = finding.evidence, "     "
    say = partial(_said, settings=settings, indent=indent)
    message = finding.message or finding.instance
    if finding.regained and not alone:
        regained = plain(marks(finding.regained))
        message += f"（仅改此项可得{regained}分）" if settings.language == "zh" else f" (alone regains {regained})"
    yield from block(message, settings.width, "   - ")
    if finding.waiver is not None:
        yield from say("豁免", "Waived", words.waiver(finding.waiver, settings.language))
    if finding.verdict != "fail" and clean(evidence.why) not in clean(finding.message):
        yield from say("原因", "Why", evidence.why)
    if evidence.equation and clean(evidence.equation) not in clean(finding.message):
        yield from say("算式", "Equation", evidence.equation)
    if evidence.left and evidence.right and not _exact(evidence.left, evidence.right):
        sides = f"{between(evidence.left)} ↔ {between(evidence.right)}"
        yield from say("两边的取值", "The sides", sides)
    limit = CELLS_SHOWN if finding.verdict == "fail" else CELLS_SHOWN_UNASSESSED
    yield from cells(finding.cells, settings, indent, limit)
    for passage in evidence.passages:
        role = words.ROLES.get(passage.role)
        where = words.passage(passage, settings.language)
        zh, en = (role.zh, role.en) if role else (passage.role, passage.role)
        yield from say(f"{zh}（{where}）" if where else zh, f"{en} ({where})" if where else en, f"“{passage.text}”")
    names = {cell.address: cell.name for cell in finding.cells}
    for suggestion in evidence.suggestions:
        name, value = names.get(suggestion.address, suggestion.address), plain(suggestion.value)
        text = f"{name} = {value}" + (words.aside(suggestion.why, settings.language) if suggestion.why else "")
        yield from say("建议", "Suggestion", text)


def _exact(*sides: Interval) -> bool:
    return all(low is not None and low == high for low, high in sides)


def cells(shown: Sequence[CellEvidence], settings: Settings, indent: str, limit: int) -> Iterator[str]:
    """Yield the first cells of a finding: Chinese name, what is printed there, and where."""
    if not shown:
        return
    rows = [
        (
            cell.name,
            printed(cell, settings.language),
            words.place(cell.reading.place, settings.language),
        )
        for cell in shown[:limit]
    ]
    yield from table(("", "", ""), rows, settings.width, right=(1,), flexible=(0, 2), indent=indent)
    more = len(shown) - limit
    if more > 0:
        zh, en = f"……另有{more}格，全部列在 json 格式中", f"… and {more} more cells, all in the json format"
        yield from block(zh if settings.language == "zh" else en, settings.width, indent)


def printed(cell: CellEvidence, language: str) -> str:
    """What the report prints in a cell, or what is there instead of a number; if corrected, also what was read."""
    text = _printed(cell.reading, language)
    if cell.reading.correction is None:
        return text
    before = _printed(cell.reading.correction.printed, language)
    note = f"人工更正，原读作{before}" if language == "zh" else f"corrected by hand, read as {before}"
    return text + words.aside(note, language)


def _printed(reading: Reading, language: str) -> str:
    state = words.word(words.STATES, reading.state, language)
    if reading.state == "number":
        text = reading.text.strip()
        note = between((reading.low, reading.high))
        meant = f"即{note}" if language == "zh" else f"= {note}"
        return text if text == note else text + words.aside(meant, language)
    if reading.text.strip():
        text = f"“{shortened(reading.text.strip(), LONGEST_TEXT)}”"
        return text if reading.state == "dash" else text + words.aside(state, language)
    return words.aside(state, language).strip()
