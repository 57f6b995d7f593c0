"""Whether the report has the sections of its form, in order, under the form's own headings, and not empty.

Basis: art. 50 of the Regulation and the forms name the sections; 国办公开办函〔2021〕30号 forbids to leave one out.
A section is missing only where neither its heading nor its content is found; what a conversion may have lost is not
assessable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from gipaudit.documents.model import Place
from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormSection
from gipaudit.forms.report import Report, Section
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, choice_schema, chosen_sections, outline, section_problems
from gipaudit.rules.wording import same_heading
from gipaudit.scorecard import Evidence, Outcome, Passage, Verdict

Judgement = tuple[Verdict, Evidence]

ASKS: Mapping[str, str] = {
    "present": "有此章节",
    "order": "次序与格式一致",
    "title": "标题与格式一致",
    "filled": "标题下有内容",
    "tables": "表格不是图片",
}
"""What may be asked of sections, and how it is called."""

PASS: Judgement = ("pass", Evidence())


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    asks = _asked(rule)
    form = outline(report)
    if form is None:
        why = "没有认出所用格式，无法核对章节"
        yield Outcome("sections", "章节", "not_assessable", Evidence(why=why))
        return
    asked = chosen_sections(form, rule.options.get("sections"))
    for ask in asks:
        if ask == "order":
            yield _order(report, form, asked)
            continue
        for described in asked:
            if ask == "tables" and not described.tables:
                continue
            found = report.sections.get(described.id)
            verdict, evidence = _ONE[ask](report, described, found or _absent(described.id))
            yield Outcome(f"{described.id}:{ask}", f"{described.label.title}：{ASKS[ask]}", verdict, evidence)


def _asked(rule: Rule) -> Sequence[str]:
    asked = rule.options.get("asks", ("present",))
    return tuple(ask for ask in ASKS if ask in asked)


def _absent(id: str) -> Section:
    return Section(id, "", "missing", Place())


def _lost(report: Report, section: Section) -> bool:
    """Whether what is not found may have been lost on the way."""
    return section.state == "unknown" or (section.state == "missing" and report.document.lossy)


def _unread(described: FormSection) -> Judgement:
    return "not_assessable", Evidence(
        why=f"文件经过转换、识别或有残缺，没有找到“{described.label.title}”，无法判断是否缺失"
    )


def _gone(described: FormSection) -> Judgement:
    return "not_applicable", Evidence(why=f"缺少“{described.label.title}”一节")


def _heading(section: Section) -> tuple[Passage, ...]:
    return (Passage("found", section.id, section.title, section.place),) if section.title else ()


def _present(report: Report, described: FormSection, section: Section) -> Judgement:
    if _lost(report, section):
        return _unread(described)
    if section.state != "missing":
        return PASS
    title = described.label.title
    return "fail", Evidence(
        values={"section": title, "expected": title, "found": "无"},
        message=f"缺少“{title}”一节：既没有这一标题，也没有相应内容",
    )


def _title(report: Report, described: FormSection, section: Section) -> Judgement:
    if _lost(report, section):
        return _unread(described)
    if section.state == "missing":
        return _gone(described)
    title = described.label.title
    if section.state == "untitled":
        return _untitled(report, described)
    if any(same_heading(section.title, wording, report.identity.unit) for wording in described.label.wordings):
        return PASS
    return "fail", Evidence(
        values={"section": title, "expected": title, "found": section.title},
        message=f"标题“{section.title}”与格式规定的“{title}”不一致",
        passages=_heading(section),
    )


def _untitled(report: Report, described: FormSection) -> Judgement:
    title = described.label.title
    if report.document.lossy:
        return "not_assessable", Evidence(why=f"没有找到标题“{title}”，可能在文件转换中丢失")
    form = outline(report)
    if form is not None and not form.ordered:
        return "not_applicable", Evidence(why=f"这一格式可按专题分章，“{title}”的内容写在其他标题之下")
    return "fail", Evidence(
        values={"section": title, "expected": title, "found": "无标题"},
        message=f"有“{title}”的内容，但没有这一标题",
    )


def _filled(report: Report, described: FormSection, section: Section) -> Judgement:
    if _lost(report, section):
        return _unread(described)
    if section.state == "missing":
        return _gone(described)
    if section.state != "empty":
        return PASS
    if report.document.lossy:
        why = f"文件经过转换，“{described.label.title}”标题下的内容可能在转换中丢失"
        return "not_assessable", Evidence(why=why)
    return "fail", Evidence(
        values={"section": described.label.title, "found": "空"},
        message=f"“{described.label.title}”标题下没有任何内容",
        passages=_heading(section),
    )


def _tables(report: Report, described: FormSection, section: Section) -> Judgement:
    """A section whose tables were not read fails where a picture stands instead of them."""
    if _lost(report, section):
        return _unread(described)
    if section.state in ("missing", "empty"):
        return "not_applicable", Evidence(why=f"“{described.label.title}”一节缺失或没有内容")
    form = report.form
    cells = [cell for table in form.tables if table.id in described.tables for cell in table.cells] if form else []
    if any(report.readings[c.address].state in ("number", "blank", "dash") for c in cells if c.kind != "heading"):
        return PASS
    if section.pictures and not section.tables:
        return "fail", Evidence(
            values={"section": described.label.title, "found": "图片", "expected": "表格"},
            message=f"“{described.label.title}”中的表格是图片，其中的数据无法读取和核对",
            cells=tuple(cell.address for cell in cells if cell.kind != "heading"),
            passages=_heading(section),
        )
    why = f"“{described.label.title}”中没有读出表格，也没有图片"
    return "not_assessable", Evidence(why=why)


_ONE: Mapping[str, Callable[[Report, FormSection, Section], Judgement]] = {
    "present": _present,
    "title": _title,
    "filled": _filled,
    "tables": _tables,
}


def _order(report: Report, form: Form, asked: Sequence[FormSection]) -> Outcome:
    """Judge the order of the headings found; sections without a heading have no place of their own."""
    label = f"章节：{ASKS['order']}"
    if not form.ordered:
        why = "这一格式不规定章节次序"
        return Outcome("order", label, "not_applicable", Evidence(why=why))
    titles = {described.id: described.label.title for described in asked}
    headed = [id for id in titles if id in report.sections and report.sections[id].state in ("present", "empty")]
    printed = _by_place([report.sections[id] for id in headed])
    if len(headed) < 2:
        verdict: Verdict = "not_assessable" if report.document.lossy else "not_applicable"
        return Outcome("order", label, verdict, Evidence(why="找到的章节标题不足两个，无法比较次序"))
    if printed is None:
        return Outcome("order", label, "not_assessable", Evidence(why="不能确定各章节标题在文件中的先后"))
    if printed == headed:
        return Outcome("order", label, "pass")
    first = next(index for index, (a, b) in enumerate(zip(printed, headed, strict=True)) if a != b)
    section = report.sections[printed[first]]
    shown = "、".join(titles[id] for id in printed)
    return Outcome(
        "order",
        label,
        "fail",
        Evidence(
            values={
                "section": titles[printed[first]],
                "found": shown,
                "expected": "、".join(titles[id] for id in headed),
            },
            message=f"章节次序与格式不一致：“{titles[printed[first]]}”应在“{titles[headed[first]]}”之后；现为{shown}",
            passages=_heading(section),
        ),
    )


def _by_place(sections: Sequence[Section]) -> list[str] | None:
    """The ids in the order of their headings in the document; ``None`` where the places cannot tell."""
    for places in ([section.place.line for section in sections], [section.place.paragraph for section in sections]):
        known = [place for place in places if place is not None]
        if len(set(known)) == len(sections):
            return [section.id for _, section in sorted(zip(known, sections, strict=True), key=lambda pair: pair[0])]
    return None


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    for index, name in enumerate(rule.options.get("sections", ())):
        yield from section_problems(("sections", index), name, forms)


def _explain(rule: Rule, form: Form | None) -> str:
    asked: Sequence[str] | None = rule.options.get("sections")
    if form is not None:
        asked = [section.label.title for section in chosen_sections(form, asked)]
    where = "、".join(asked) if asked else "格式规定的全部章节"
    return (
        f"检查{where}：{'、'.join(ASKS[ask] for ask in _asked(rule))}。标题和内容都找不到才算缺失；"
        "文件转换中可能丢失的，记为无法判断。标题的编号、空格、引号以及已知的通行写法不计较。"
    )


CHECK = Check(
    name="sections",
    title=Message("章节是否齐全规范", "Whether the sections are as the form has them"),
    options={
        "type": "object",
        "properties": {
            "sections": {**NAMES_SCHEMA, "description": "检查哪些章节（代号或标题）；不写则检查格式要求的全部章节"},
            "asks": choice_schema(
                ASKS,
                "要求什么：present 有此章节、order 次序与格式一致、title 标题与格式一致、"
                "filled 标题下有内容、tables 表格不是图片；不写则只检查有无",
            ),
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
)
