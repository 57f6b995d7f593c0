"""Whether the numbering of headings and items goes on without a skip or a repetition: 一是…三是… lacks 二是.

Asked of the sections that hold no table of the form (a table that a conversion turned into lines prints its own
numbers), and of the headings of the sections themselves. What was recognised from pictures or converted by another
tool may have lost an item, so there a break accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gipaudit.documents.model import Paragraph
from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormSection
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.ordinals import breaks, chapter_number, heading_breaks
from gipaudit.rules.passages import Prose
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import outline
from gipaudit.rules.wording import fold, fold_with_origins
from gipaudit.scorecard import Evidence, Outcome, Passage

_HEADINGS = "headings"
_SHOWN = 3
_LONGEST = 40
"""The longest paragraph taken for a heading."""


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    form = outline(report)
    if form is None:
        why = "没有认出所用格式，无法核对编号"
        yield Outcome(_HEADINGS, "章节标题", "not_assessable", Evidence(why=why))
        return
    yield _headings(report, form)
    for described in form.sections:
        found = report.sections.get(described.id)
        if found is None or found.state != "present" or described.tables:
            continue
        yield _items(report, described, found.paragraphs)


def _headings(report: Report, form: Form) -> Outcome:
    """The headings of the sections found, in the order of the document."""
    titles = {
        section.place: section.title
        for described in form.sections
        if (section := report.sections.get(described.id)) is not None and section.title
    }
    headings = [
        (block, chapter_number(fold(block.text[:_LONGEST])) or chapter_number(fold(titles.get(block.place, ""))))
        for block in report.document.blocks
        if isinstance(block, Paragraph) and (block.place in titles or (not form.ordered and _is_chapter(block)))
    ]
    wrong = [(headings[index][0], why) for index, why in heading_breaks([number for _, number in headings])]
    lost = [
        described.label.title
        for described in form.sections
        if (section := report.sections.get(described.id)) is not None and section.state in ("untitled", "unknown")
    ]
    passages = [Passage("found", "", fold(block.text)[:40], block.place) for block, _ in wrong]
    name = "章节标题"
    if wrong and lost and form.ordered:
        why = f"没有找到“{lost[0]}”的标题，标题编号不能判断"
        return Outcome(_HEADINGS, name, "not_assessable", Evidence(why=why, passages=tuple(passages)))
    return _outcome(report, _HEADINGS, name, [why for _, why in wrong], passages)


def _is_chapter(block: Paragraph) -> bool:
    if len(block.text) > _LONGEST:
        return False
    text = fold(block.text)
    return chapter_number(text) is not None and not text.endswith(("。", ";"))


def _items(report: Report, described: FormSection, paragraphs: Sequence[Paragraph]) -> Outcome:
    lines = [fold_with_origins(paragraph.text).text for paragraph in paragraphs]
    wrong = list(breaks(lines))
    passages = []
    for each in wrong:
        prose = Prose([(described.id, [paragraphs[each.line]])])
        passages.append(prose.passage(each.start, each.end))
    return _outcome(report, described.id, described.label.title, [each.why for each in wrong], passages)


def _outcome(report: Report, key: str, name: str, wrong: Sequence[str], passages: Sequence[Passage]) -> Outcome:
    if not wrong:
        return Outcome(key, name, "pass")
    told = "；".join(dict.fromkeys(wrong[:_SHOWN])) + "等" * (len(wrong) > _SHOWN)
    recognised = any(isinstance(block, Paragraph) and block.confidence < 1 for block in report.document.blocks)
    if report.document.lossy or recognised:
        why = f"编号不连续（{told}），但文件经过转换或识别，可能是转换时丢失"
        return Outcome(key, name, "not_assessable", Evidence(why=why, passages=tuple(passages)))
    evidence = Evidence(
        values={"section": name, "found": told, "count": str(len(wrong))},
        message=f"“{name}”编号不连续：{told}",
        passages=tuple(passages),
    )
    return Outcome(key, name, "fail", evidence)


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        "核对章节标题（一、二、…）和没有统计表的各部分里（一）、1.、(1)、一是 等编号：不跳号、不重复。"
        "重新从一开始的另算一列；文件经过转换或识别的，只记为无法判断。"
    )


CHECK = Check(
    name="numbering",
    title=Message("编号是否连续", "Whether numbering goes on without a skip"),
    options={"type": "object", "properties": {}, "additionalProperties": False},
    judge=per_report(_judge),
    explain=_explain,
)
