"""Whether the points that a text numbers follow one another: none skipped, none numbered twice.

Looked at are 一是 … 二是 …, 第一，… 第二，… in running prose and （一）, 1., （1） at the beginning of paragraphs, in
each section by itself. The numbers of sections are left to the rules on sections. Where a point may be written in
another way, stand in a table or a picture, or be lost in a conversion, no unit is told that it is missing.

Basis: 《党政机关公文格式》（GB/T 9704—2012）7.3.3 on the numbers of parts of a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gipaudit.documents.model import Block, Paragraph
from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.passages import Prose
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import find_section, outline, section_problems
from gipaudit.rules.wording import fold
from gipaudit.scorecard import Evidence, Outcome, Passage
from gipaudit_shandong.lists import Fault, Points, lists
from gipaudit_shandong.markers import STYLES, Marker, Style, markers, opening

PREAMBLE = "preamble"

MOST_LISTS = 1000
"""No annual report has more lists."""


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    asked = rule.options.get("styles")
    styles = tuple(style for style in STYLES if asked is None or style.name in asked)
    if not any(block.text for block in report.document.blocks if isinstance(block, Paragraph)):
        yield Outcome("report", "全文", "not_assessable", Evidence(why="文件中没有读出文字"))
        return
    outcomes: list[Outcome] = []
    for id, name, blocks in _parts(report, rule.options.get("sections")):
        part = _Part(id, name, blocks)
        found = lists(part.markers(styles), part.headings)
        if len(outcomes) + len(found) > MOST_LISTS:
            why = f"编号列举超过{MOST_LISTS}处，不像年度报告，没有逐一核对"
            yield Outcome("report", "全文", "not_assessable", Evidence(why=why))
            return
        counts: dict[str, int] = {}
        for points in found:
            counts[points.style.name] = counts.get(points.style.name, 0) + 1
            instance = f"{id}:{points.style.name}:{counts[points.style.name]}"
            outcomes.append(part.outcome(instance, points, report.document.lossy))
    if not outcomes:
        outcomes.append(Outcome("report", "全文", "not_applicable", Evidence(why="文中没有编号列举的内容")))
    yield from outcomes


def _parts(report: Report, asked: Sequence[str] | None) -> Iterator[tuple[str, str, Sequence[Block]]]:
    """The parts of a report to look at, each with its name: its sections, or all of it where none was found."""
    form = outline(report)
    if form is None and asked is None:
        yield "report", "全文", report.document.blocks
        return
    described = {section.id: section for section in form.sections} if form is not None else {}
    wanted = None
    if asked is not None:
        found = [find_section(form, name) for name in asked] if form is not None else []
        wanted = {section.id for section in found if section is not None} | ({PREAMBLE} & set(asked))
    for id, section in report.sections.items():
        if section.blocks and (wanted is None or id in wanted):
            name = described[id].label.title if id in described else "引言" if id == PREAMBLE else section.title
            yield id, name or id, section.blocks


class _Part:
    """One part of a report: its paragraphs as one folded text, and what stands between them."""

    def __init__(self, id: str, name: str, blocks: Sequence[Block]) -> None:
        self.name = name
        self.headings: list[int] = []
        self._gaps: list[int] = []
        self._texts: list[str] = []
        paragraphs: list[Paragraph] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                if block.heading is not None:
                    self.headings.append(len(paragraphs))
                paragraphs.append(block)
                self._texts.append(fold(block.text))
            else:
                self._gaps.append(len(paragraphs))
        self._prose = Prose([(id, paragraphs)])
        self._opening = opening(self._prose.text)

    def markers(self, styles: tuple[Style, ...]) -> Iterator[Marker]:
        """The numbers in its paragraphs."""
        offset = 0
        for index, text in enumerate(self._texts):
            yield from markers(text, styles, offset, index)
            offset += len(text)

    def outcome(self, instance: str, points: Points, lossy: bool) -> Outcome:
        """What is to be said of one list."""
        faults = points.faults(self._prose.text, self._opening)
        label = f"“{self.name}”中的{points.printed(faults)}"
        if not faults:
            return Outcome(instance, label, "pass")
        passages = self._passages(faults)
        if lossy:
            why = f"编号{_said(points, faults)}，但文件经过转换，文字可能丢失或读错"
            return Outcome(instance, label, "not_assessable", Evidence(why=why, passages=passages))
        if any(self._interrupted(fault) for fault in faults):
            why = f"编号{_said(points, faults)}，但其间有表格或图片，内容可能在其中"
            return Outcome(instance, label, "not_assessable", Evidence(why=why, passages=passages))
        evidence = Evidence(
            values={
                "section": self.name,
                "found": points.printed(faults),
                "expected": "、".join(_missing(points, faults)),
                "count": str(len(faults)),
            },
            message=f"“{self.name}”列举的编号依次为{points.printed(faults)}：{_said(points, faults)}",
            passages=passages,
        )
        return Outcome(instance, label, "fail", evidence)

    def _passages(self, faults: Sequence[Fault]) -> tuple[Passage, ...]:
        """The points on both sides of the first break, and those after each further one."""
        around = [marker for fault in faults for marker in (fault.before, fault.marker) if marker is not None]
        return tuple(
            self._prose.passage(marker.start, marker.end) for marker in sorted(set(around), key=lambda m: m.start)[:5]
        )

    def _interrupted(self, fault: Fault) -> bool:
        """Whether a table or picture stands where the missing point might."""
        first = fault.before.paragraph if fault.before is not None else -1
        return bool(fault.missing) and any(first < gap <= fault.marker.paragraph for gap in self._gaps)


def _said(points: Points, faults: Sequence[Fault]) -> str:
    missing = _missing(points, faults)
    repeated = dict.fromkeys(points.style.show(fault.marker.number) for fault in faults if not fault.missing)
    said = [f"缺{'、'.join(missing)}"] if missing else []
    return "，".join([*said, *(f"{each}重复" for each in repeated)])


def _missing(points: Points, faults: Sequence[Fault]) -> list[str]:
    numbers = dict.fromkeys(number for fault in faults for number in fault.missing)
    return [points.style.show(number) for number in numbers]


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    for index, name in enumerate(rule.options.get("sections", ())):
        yield from section_problems(("sections", index), name, forms, (PREAMBLE,))


def _explain(rule: Rule, form: Form | None) -> str:
    styles = rule.options.get("styles") or [style.name for style in STYLES]
    asked = rule.options.get("sections")
    where = f"“{'、'.join(asked)}”" if asked else "各部分"
    return (
        f"检查{where}正文里列举的编号（{'、'.join(styles)}）是否连续，既不跳号也不重号。"
        "编号可能换了写法（如“其次”“二要”）、其间有表格或图片的，不判为缺漏；文件经过转换的，记为无法判断。"
    )


CHECK = Check(
    name="enumeration",
    title=Message("列举的编号是否连续", "Whether numbered points follow one another"),
    options={
        "type": "object",
        "properties": {
            "styles": {
                "type": "array",
                "items": {"enum": [style.name for style in STYLES]},
                "minItems": 1,
                "uniqueItems": True,
                "description": "检查哪几种编号；不写则全部检查",
            },
            "sections": {
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "minItems": 1,
                "maxItems": 20,
                "uniqueItems": True,
                "description": "检查哪些章节：代号或标题，preamble 为引言；不写则全部检查",
            },
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
)
