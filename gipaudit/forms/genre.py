"""Whether a document is an annual report at all, or news, a notice, an empty form, something else.

When in doubt it is a report: a report wrongly passed over would never be judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gipaudit.documents.model import Document, Picture
from gipaudit.forms.opening import Opening
from gipaudit.forms.phrases import find_phrases

REASONS: Mapping[str, str] = {
    "empty": "文件中没有文字",
    "unrelated": "全文没有提到政府信息公开或政务公开",
    "news": "是关于年度报告的新闻，不是年度报告",
    "notice": "是关于年度报告的通知、制度或格式，不是年度报告",
    "blank-form": "是空白的表格或格式，没有填写内容",
}
"""Why a document is passed over, by the code that :func:`looks_like_report` gives."""

_SUBJECT = re.compile(r"信息公开|政务公开|公开条例|本年(?:度)?报告|本报告|本年报")
_SECTIONS = re.compile(
    r"^\s?(?:[一二三四五六七八九十][、.]|第[一二三四五六七]部分)?\s?(?:总体情况|概述|主动公开|依申请公开|收到和处理|政府信息公开行政复议|"
    r"因政府信息公开|存在的?(?:主要)?问题|其他需要报告|工作总体|组织领导)",
    re.MULTILINE,
)
_NEWS = re.compile(
    r"(?:讯|电|记者[\u4e00-\u9fff]{0,8}|通讯员[\u4e00-\u9fff]{0,8})[\s)】:]|《(?:年度)?报告》(?:显示|指出|称|提到)|记者从"
)
_NEWS_TITLE = re.compile(r"年度报告》?(?:公布|发布|出炉|对外公布|正式发布|解读)$")
_NOTICE = re.compile(
    r"关于.{0,50}(?:年度报告|年报).{0,30}(?:通知|函|公告|通报|办法|意见)$|(?:年度报告|年报)(?:编制|公布|发布|工作)?制度(?:\(试行\))?$"
    r"|年度报告格式(?:\(试行\))?$"
)
_FORM = re.compile(r"统计(?:报)?表$|年度报告(?:\(?(?:格式|模板|样表|范本)\)?)$")
_TEMPLATE = re.compile(
    r"(?:模板|范本|范例|样本|样式|样表|参考(?:格式|文本))\)?$"
    r"|(?:[XＸx×＊*○]{2,}|_{2,}|\((?:单位|机关|行政机关)(?:名称|全称)\)).{0,30}信息公开.{0,8}(?:年度报告|年报)"
)
_TOLD = re.compile(r"(?<![0-9])[0-9][0-9,.]*\s?(?:余|多)?(?:条|件|次|篇|人次|场|期|项|个|部|万元)")
_FEW_TOLD = 3
_FIGURE = re.compile(r"\s*[0-9０-９]+\s*")
_TO_FILL = re.compile(
    r"□{3,}|单位盖章|_{4,}|单位负责人:\s?(?:$|\n|审核)|"
    r"[XＸ×]{2,}(?:年|单位|局|市|县)",
    re.MULTILINE,
)


def looks_like_report(document: Document) -> tuple[bool, str]:
    """Return whether the document may be an annual report, and else the code of the reason (see :data:`REASONS`)."""
    opening = Opening(document)
    whole = "\n".join(line.text for line in opening.lines)
    if not whole.strip():
        pictures = any(isinstance(block, Picture) for block in document.blocks)
        return (True, "") if pictures else (False, "empty")
    heads = [text for text, _ in opening.heads[:24]]
    unfilled = not _has_figures(document) and not _tells(opening)
    if unfilled and any(_asks_for_reports(head) for head in heads) and _SECTIONS.search(opening.text):
        return False, "notice"
    if unfilled and any(_TEMPLATE.search(head) for head in heads[:8]):
        return False, "blank-form"
    if _SECTIONS.search(opening.text) and not _is_blank(document, opening):
        return True, ""
    if any(_NOTICE.search(head) for head in heads) and not any(phrase.whole for phrase in find_phrases(opening.text)):
        return False, "notice"
    if any(_NEWS_TITLE.search(head) for head in heads) or _NEWS.search(opening.text[:600]):
        return False, "news"
    if _is_blank(document, opening):
        return False, "blank-form"
    return (True, "") if _SUBJECT.search(whole) else (False, "unrelated")


def _asks_for_reports(head: str) -> bool:
    """Whether a title is a notice's that asks for reports; one that publishes a report names its unit and year."""
    return bool(_NOTICE.search(head)) and not any(phrase.unit and phrase.year for phrase in find_phrases(head))


def _has_figures(document: Document) -> bool:
    """Whether a figure stands in any table; a number before a row's label is the row's own."""
    return any(
        _FIGURE.fullmatch(cell.text)
        for table in document.tables
        for row in table.rows
        for cell in row
        if cell.column or not any(other.text.strip() and not _FIGURE.fullmatch(other.text) for other in row)
    )


def _tells(opening: Opening) -> bool:
    """Whether the text tells what was done, in figures; a notice or a form asks for it."""
    return len(_TOLD.findall(opening.text)) >= _FEW_TOLD


def _is_blank(document: Document, opening: Opening) -> bool:
    """Whether nothing was filled in: no figure in any table and no sentence between the headings."""
    if _has_figures(document):
        return False
    sentences = [line.text for line in opening.prose if len(line.text) > 40 and "勾稽关系" not in line.text]
    if any(not (text.startswith("(") and text.endswith(")")) for text in sentences):
        return False
    is_form = any(_FORM.search(text) for text, _ in opening.heads[:24]) or bool(_TO_FILL.search(opening.text))
    named = any(phrase.unit or phrase.year for phrase in find_phrases(opening.text))
    return is_form or (any(True for _ in document.tables) and not named)
