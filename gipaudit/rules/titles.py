"""The report's title as printed, which may stand on several lines, and what is off with its wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gipaudit.documents.model import Paragraph
from gipaudit.forms.report import Report
from gipaudit.rules.wording import fold
from gipaudit.rules.years import TITLE_YEAR, number

WORDS = "政府信息公开工作年度报告"
"""The words that end a title. Source: arts. 49 and 50 of the Regulation."""

_LONGEST_LINE = 60
_LINES = 2
_NO_TITLE = re.compile(
    r"[:。;!?]|索引号|发布|来源|浏览|字号|当前位置|首页|^[0-9]{4}[年./-][0-9]{1,2}[月./-][0-9日]*$"
)
_UNIT = re.compile(
    "(?:[府厅室局委会处院校学站所队镇乡区县市省部社馆团台办组园旗盟州庭]|街道|中心|公司|集团|银行|图书馆)$"
)
_TRADITIONAL = str.maketrans("開報務", "开报务")
_BEGIN = re.compile("政府信息|政务信息|政务公开|信息公开")
_YEAR_INSIDE = re.compile("[0-9]{4}(?=年度报告)")
_PRONOUNS = re.compile(r"^(?:关于|本机关|本单位|本局|我局|我单位|《|附件[0-9]?[:.]?)+|[度的)）》]+$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: ``unit`` is what stands before its year and words, ``words`` what it calls the report."""

    printed: str
    unit: str
    years: tuple[int, ...]
    words: str


def read_title(report: Report) -> Title | None:
    """Take the report's title apart, with the short lines around it that belong to it; ``None`` without a title."""
    paragraph = report.identity.title
    if paragraph is None:
        return None
    before, after = _neighbours(report, paragraph)
    lines = [paragraph.text.strip()]
    while before and _adds(before[-1].text, "".join(lines)):
        lines.insert(0, before.pop().text.strip())
    printed = "".join(lines)
    longer = (printed + "".join(line.text.strip() for line in after[:count]) for count in range(1, len(after) + 1))
    if not fold(printed).endswith("报告"):
        printed = next((text for text in longer if fold(text).endswith("报告")), printed)
    return _parse(printed)


def _adds(line: str, rest: str) -> bool:
    """Whether a line before the rest of a title names the unit or the year that the rest lacks."""
    title, text = _parse(rest), fold(line)
    names_unit = _UNIT.search(re.sub(rf"{TITLE_YEAR.pattern}度?$", "", text)) is not None
    names_year = TITLE_YEAR.search(text) is not None
    return (not title.unit and names_unit) or (
        not title.years and names_year and (names_unit or not _BEGIN.search(text))
    )


def _neighbours(report: Report, paragraph: Paragraph) -> tuple[list[Paragraph], list[Paragraph]]:
    """The short lines right before and right behind the title that may belong to it."""
    blocks = report.document.blocks
    index = next((index for index, block in enumerate(blocks) if block is paragraph or block == paragraph), None)
    if index is None:
        return [], []
    before = _short(list(reversed(blocks[max(0, index - _LINES) : index])))
    return list(reversed(before)), _short(blocks[index + 1 : index + 1 + _LINES])


def _short(blocks: Sequence[object]) -> list[Paragraph]:
    """The paragraphs from the first on that look like lines of a title."""
    found: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            break
        text = fold(block.text)
        if not text or len(text) > _LONGEST_LINE or _NO_TITLE.search(text):
            break
        found.append(block)
    return found


def _parse(printed: str) -> Title:
    text = fold(printed).translate(_TRADITIONAL)
    begin = text.find(WORDS)
    if begin < 0:
        matches = list(_BEGIN.finditer(text))
        begin = matches[0].start() if matches else len(text)
    end = text.rfind("报告") + 2 if "报告" in text[begin:] else len(text)
    head, words = text[:begin], text[begin:end]
    years = tuple(dict.fromkeys(number(match[1]) for match in TITLE_YEAR.finditer(text)))
    words = re.sub(rf"{TITLE_YEAR.pattern}度?", "", _YEAR_INSIDE.sub("", words))
    unit = _PRONOUNS.sub("", re.sub(rf"{TITLE_YEAR.pattern}度?", "", head))
    return Title(" ".join(printed.split()), unit, years, words)


def wrong_words(words: str) -> list[str]:
    """How what a title calls the report differs from :data:`WORDS`, in Chinese, difference by difference."""
    matcher = SequenceMatcher(None, words, WORDS, autojunk=False)
    if matcher.ratio() < 0.5:
        return [f"没有“{WORDS}”字样"]
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    if len(changes) > 2 or any(change[0] == "replace" for change in changes):
        return [f"“{words}”应为“{WORDS}”"]
    return [f"多出“{words[i:j]}”" if kind == "delete" else f"缺少“{WORDS[k:m]}”" for kind, i, j, k, m in changes]
