"""Finding a report's sections: by headings, else by content.

A section is *missing* only where neither its heading nor its content is found, and ``unknown`` instead where the
document lost things on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gipaudit.documents.model import Block, Document, Paragraph, Picture, Place, Table
from gipaudit.forms.form import Form, FormSection
from gipaudit.forms.labels import bare, fold, similarity
from gipaudit.forms.report import Section, SectionState

LONGEST_HEADING = 45
"""A heading has no more characters (numbering included)."""

_CHAPTER = re.compile(r"^(?:第[一二三四五六七八九十]{1,2}(?:部分|章|节)|[一二三四五六七八九十]{1,2}[、.,:])")
_BRACKETED = re.compile(r"^\(?[一二三四五六七八九十]{1,2}\)")
_FIGURED = re.compile(r"^\(?\d{1,2}(?:[、,)]|\.(?!\d))")
_MARKS = re.compile(r"\(?重复率.*$")
_TITLE_END = re.compile(r"[。;；:：\s]")

_SENTENCE = re.compile(r"[。;:!?]|^(?:无|没有|暂无)")
_CHAPTER_NUMBER = re.compile(r"^第?([一二三四五六七八九十]{1,2})(?:部分|章|节|[、.,:])")

_FILLED_IN = re.compile(r"^(?:填报|填表|报送|制表)?(?:单位|机关|时间|日期|人)(?:\(.{1,8}\))?:.{0,40}$")

SURE = 0.9
"""A line without a chapter's number, or with text behind it, is a heading only where its title is so like."""

LONG_TITLE = 8
"""Only a title of so many characters is known at the end of a longer line."""

PREAMBLE = "preamble"


@dataclass(frozen=True, slots=True)
class _Heading:
    index: int
    section: FormSection
    title: str
    rest: str
    alike: float
    numbering: str
    strong: bool


def _numbering(text: str) -> str:
    """The kind of number before a heading: ``chapter`` (一、), ``bracketed`` (（一）), ``figured`` (1.) or none."""
    for kind, pattern in (("chapter", _CHAPTER), ("bracketed", _BRACKETED), ("figured", _FIGURED)):
        if pattern.match(text):
            return kind
    return ""


def find_sections(
    document: Document, form: Form, tables: Mapping[str, tuple[int, ...]], skip: int = 0
) -> dict[str, Section]:
    """Find every section of the form, and the ``preamble`` before them.

    ``tables`` tells which of the document's tables hold each form table, ``skip`` how many blocks belong to the
    page's head and title.
    """
    blocks = document.blocks
    headings = _headings(blocks, form, skip)
    result: dict[str, Section] = {}
    first = headings[0].index if headings else len(blocks)
    preamble = blocks[skip:first]
    state: SectionState = "present" if any(_fills(block) for block in preamble) else "missing"
    result[PREAMBLE] = Section(PREAMBLE, "", state, _place(preamble), tuple(preamble))
    chapters = _chapter_starts(blocks, headings)
    for heading in headings:
        end = min((start for start in chapters if start > heading.index), default=len(blocks))
        body = _body(blocks, heading, end)
        found: SectionState = "present" if any(_fills(block) for block in body) else "empty"
        result[heading.section.id] = Section(
            heading.section.id, heading.title, found, blocks[heading.index].place, body
        )
    for section in form.sections:
        if section.id not in result:
            result[section.id] = _without_heading(section, form, document, tables, result, skip)
    return {id: result[id] for id in (PREAMBLE, *(section.id for section in form.sections))}


def _fills(block: Block) -> bool:
    return not isinstance(block, Paragraph) or bool(fold(block.text))


def _place(blocks: Sequence[Block]) -> Place:
    return next((block.place for block in blocks if _fills(block)), Place())


def _headings(blocks: Sequence[Block], form: Form, skip: int) -> list[_Heading]:
    """The headings of the form's sections, in reading order, one for each section.

    Where the form orders its sections, the chain of headings that keeps that order is preferred over a better
    resemblance elsewhere (a table of contents, a sentence that repeats a title).
    """
    found = [
        heading
        for index, block in enumerate(blocks)
        if index >= skip
        and isinstance(block, Paragraph)
        and (heading := _heading(index, block, form) or _over_table(index, blocks, form)) is not None
    ]
    level = next((kind for kind in ("chapter", "bracketed", "figured") if _several(found, kind)), "")
    listed = _listed(blocks, {heading.index for heading in found})
    best: dict[str, _Heading] = {}
    for heading in found:
        if heading.numbering not in (level, ""):
            continue
        known = best.get(heading.section.id)
        if known is None or _better(heading, known, known.index in listed):
            best[heading.section.id] = heading
    named = sorted(best.values(), key=lambda heading: heading.index)
    return sorted([*named, *_renamed(blocks, form, named)], key=lambda heading: heading.index)


def _better(new: _Heading, known: _Heading, listed: bool) -> bool:
    """Whether a later heading is the section's rather than the one known.

    A number or the format's own mark decides; then the likeness; a list of contents gives way.
    """
    if new.strong != known.strong:
        return new.strong
    return new.alike > known.alike + 0.1 - 0.15 * listed


def _renamed(blocks: Sequence[Block], form: Form, named: Sequence[_Heading]) -> list[_Heading]:
    """Chapters whose title is none of the form's, but whose number and place are those of a section not found."""
    places = {heading.section.id: heading.index for heading in named}
    order = [section.id for section in form.sections]
    found: list[_Heading] = []
    for index in _chapter_starts(blocks, named) if form.ordered else ():
        block = blocks[index]
        text = fold(block.text) if isinstance(block, Paragraph) else ""
        number = _CHAPTER_NUMBER.match(text)
        if number is None or index in places.values() or _SENTENCE.search(text):
            continue
        for section in form.sections:
            at = order.index(section.id)
            before = [places[id] for id in order[:at] if id in places]
            behind = [places[id] for id in order[at + 1 :] if id in places]
            between = max(before, default=-1) < index < min(behind, default=len(blocks))
            if section.number == number[1] and section.id not in places and between:
                found.append(_Heading(index, section, text, "", 0.0, "chapter", True))
                places[section.id] = index
    return found


def _several(found: Sequence[_Heading], kind: str) -> bool:
    """Whether a kind of number stands before the headings of at least two sections: the level of chapters here."""
    return len({heading.section.id for heading in found if heading.numbering == kind}) >= 2


def _listed(blocks: Sequence[Block], headings: set[int]) -> set[int]:
    """The headings that may stand in a list of contents: right before or right behind another one."""
    filled = [index for index, block in enumerate(blocks) if _fills(block)]
    return {index for pair in pairwise(filled) if headings.issuperset(pair) for index in pair}


def _heading(index: int, block: Paragraph, form: Form) -> _Heading | None:
    text = _MARKS.sub("", fold(block.text))
    numbering = _numbering(text)
    numbered = numbering == "chapter"
    title, rest = text, ""
    if numbered:
        title, rest = _run_in(block.text, form) or (text, "")
        if len(title) > LONGEST_HEADING:
            head, _, rest = block.text.partition("。")
            title = fold(head)
    if len(title) > LONGEST_HEADING:
        return None
    printed = bare(title)
    alike, section = _likest(printed, form)
    if not numbering and block.heading is None and (alike < SURE or _SENTENCE.search(text)):
        return None
    if alike == 0.0 and numbered:
        section_or_none = _by_cue(printed, form)
        if section_or_none is None:
            return None
        alike, section = 0.5, section_or_none
    strong = bool(numbering) or block.heading is not None
    return _Heading(index, section, title, rest, alike, numbering, strong) if alike else None


def _over_table(index: int, blocks: Sequence[Block], form: Form) -> _Heading | None:
    """A line above a table that ends in a section's title: 2018年度某局政府信息公开情况统计表.

    Between them may stand who filled the table in, and when.
    """
    block = blocks[index]
    if not isinstance(block, Paragraph) or not isinstance(_first_but_filled_in(blocks[index + 1 :]), Table):
        return None
    text = fold(block.text)
    for section in form.sections:
        if section.tables and any(_ends_in(text, wording) for wording in section.label.bare_wordings):
            return _Heading(index, section, text, "", 1.0, "", True)
    return None


def _first_but_filled_in(blocks: Sequence[Block]) -> Block | None:
    filled = (block for block in blocks if _fills(block))
    return next((b for b in filled if not (isinstance(b, Paragraph) and _FILLED_IN.match(fold(b.text)))), None)


def _ends_in(text: str, title: str) -> bool:
    return len(title) >= LONG_TITLE and len(text) <= LONGEST_HEADING and text.endswith(title)


def _likest(printed: str, form: Form) -> tuple[float, FormSection]:
    """The section whose title is most like a bare one, and how like."""
    candidates = [
        (max(similarity(printed, wording) for wording in section.label.bare_wordings), section)
        for section in form.sections
    ]
    return max(candidates, key=lambda pair: pair[0])


def _run_in(text: str, form: Form) -> tuple[str, str] | None:
    """Part a heading from the text that runs on in the same paragraph: 一、总体情况。2023年……"""
    for mark in _TITLE_END.finditer(text, 0, 2 * LONGEST_HEADING):
        head, rest = fold(text[: mark.start()]), text[mark.end() :].strip()
        if rest and len(head) <= LONGEST_HEADING and _likest(bare(head), form)[0] >= SURE:
            return (head, rest) if fold(rest) and not _TITLE_END.match(rest) else None
    return None


def _by_cue(printed: str, form: Form) -> FormSection | None:
    """A chapter heading in other words: the section whose cue it holds, where just one does."""
    if len(printed) > 24:
        return None
    hits = [section for section in form.sections if any(fold(cue) in printed for cue in section.cues)]
    return hits[0] if len(hits) == 1 else None


def _chapter_starts(blocks: Sequence[Block], headings: Sequence[_Heading]) -> list[int]:
    """Where a section ends: at every heading of a section, and at every other chapter (一、二、…) of the text."""
    starts = {heading.index for heading in headings}
    if not headings:
        return []
    for index, block in enumerate(blocks):
        if index > headings[0].index and isinstance(block, Paragraph):
            text = fold(block.text)
            level = block.heading
            if _CHAPTER.match(text) and len(text) <= LONGEST_HEADING and (level is None or level <= 2):
                starts.add(index)
    return sorted(starts)


def _body(blocks: Sequence[Block], heading: _Heading, end: int) -> tuple[Block, ...]:
    body = list(blocks[heading.index + 1 : end])
    source = blocks[heading.index]
    if heading.rest and isinstance(source, Paragraph):
        body.insert(0, Paragraph(heading.rest, source.place))
    return tuple(body)


def _without_heading(
    section: FormSection,
    form: Form,
    document: Document,
    tables: Mapping[str, tuple[int, ...]],
    found: Mapping[str, Section],
    skip: int,
) -> Section:
    """A section whose heading is not there: its content may be."""
    wanted = {number for id in section.tables for number in tables.get(id, ())}
    own = tuple(table for number, table in enumerate(document.tables) if number in wanted)
    if own:
        return Section(section.id, "", "untitled", own[0].place, own)
    hits = tuple(
        block for block in _where_it_would_stand(section, form, document, found, skip) if _cued(block, section)
    )
    if hits:
        return Section(section.id, "", "untitled", hits[0].place, hits)
    return Section(section.id, "", "unknown" if document.lossy else "missing", Place())


def _cued(block: Block, section: FormSection) -> bool:
    return isinstance(block, Paragraph) and any(fold(cue) in fold(block.text) for cue in section.cues)


def _where_it_would_stand(
    section: FormSection, form: Form, document: Document, found: Mapping[str, Section], skip: int
) -> Sequence[Block]:
    """The blocks in which an untitled section may hide.

    Where sections are ordered: the section before it, behind its tables; else the whole text but the preamble.
    """
    if not form.ordered:
        preamble = found[PREAMBLE].blocks if len(found) > 1 else ()
        return [block for block in document.blocks[skip:] if block not in preamble]
    order = [each.id for each in form.sections]
    before = [found[id] for id in order[: order.index(section.id)] if id in found and found[id].title]
    blocks = before[-1].blocks if before else found[PREAMBLE].blocks
    tables = [index for index, block in enumerate(blocks) if isinstance(block, Table | Picture)]
    return blocks[tables[-1] + 1 :] if tables else blocks
