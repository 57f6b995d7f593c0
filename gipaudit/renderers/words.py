"""The words that outputs use for the codes in the records, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from gipaudit.documents.model import Place
from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormTable
from gipaudit.forms.report import Uncertain
from gipaudit.scorecard import Decided, Passage, Waiver

VERDICTS: Mapping[str, Message] = {
    "pass": Message("通过", "passed"),
    "fail": Message("未通过", "failed"),
    "not_assessable": Message("未能判定", "not assessable"),
    "not_applicable": Message("不适用", "not applicable"),
    "waived": Message("已豁免", "waived"),
    "manual": Message("待人工评定", "for a person to judge"),
    "crashed": Message("规则出错", "rule crashed"),
}

SEVERITIES: Mapping[str, Message] = {
    "error": Message("错误", "error"),
    "warning": Message("警告", "warning"),
    "info": Message("提示", "note"),
}

STATUSES: Mapping[str, Message] = {
    "stable": Message("正式", "stable"),
    "experimental": Message("试行", "on trial"),
    "deprecated": Message("将停用", "deprecated"),
}

STATES: Mapping[str, Message] = {
    "number": Message("数字", "number"),
    "blank": Message("空格", "blank"),
    "dash": Message("横线", "dash"),
    "text": Message("未能读出", "not read"),
    "missing": Message("缺少", "missing"),
}

SECTION_STATES: Mapping[str, Message] = {
    "present": Message("有", "present"),
    "empty": Message("有标题，无内容", "heading without content"),
    "untitled": Message("有内容，无标题", "content without heading"),
    "missing": Message("缺少", "missing"),
    "unknown": Message("未能判定", "cannot be told"),
}

PARTS: Mapping[str, Message] = {
    "title": Message("标题", "title"),
    "preamble": Message("引言", "preamble"),
    "annex": Message("附件", "annex"),
    "reading": Message("数字", "figures"),
}

MODELS: Mapping[str, Message] = {
    "deduct": Message("扣分制", "deduction"),
    "weighted": Message("加权平均", "weighted mean"),
    "pass-rate": Message("通过率", "pass rate"),
}

MATTERS: Mapping[str, Message] = {
    "unit": Message("单位", "unit"),
    "year": Message("年度", "year"),
    "level": Message("级别", "level"),
    "published": Message("公开日期", "published"),
    "form": Message("格式", "form"),
    "tables": Message("表格", "tables"),
    "annex": Message("附件", "annex"),
}
"""What may be uncertain; of the tables the code goes on with the id of one (``tables.applications``)."""

ROLES: Mapping[str, Message] = {
    "found": Message("原文", "found"),
    "expected": Message("应有", "expected"),
    "compared": Message("对照", "compared"),
}

BOUND_BY: Mapping[str, Message] = {
    "header": Message("按表头", "by header"),
    "position": Message("按位置", "by position"),
    "order": Message("按行序", "by order"),
    "label": Message("按行名", "by label"),
    "hand": Message("人工指定", "by hand"),
}

DECISIONS: Mapping[str, Message] = {
    "identity": Message("指定", "identity"),
    "reading": Message("更正", "reading"),
    "mark": Message("评分", "mark"),
    "waiver": Message("豁免", "waiver"),
}

_TIERS = {
    "province": Message("省级", "provincial"),
    "city": Message("市级", "city"),
    "county": Message("县级", "county"),
    "township": Message("乡级", "township"),
    "zone": Message("开发区", "zone"),
}

_KINDS = {
    "government": Message("政府", "government"),
    "department": Message("部门", "department"),
    "office": Message("政府办公厅（室）", "general office"),
}


def word(words: Mapping[str, Message], code: str, language: str) -> str:
    """Return the word for a code; a code that a plugin brought stands for itself."""
    message = words.get(code)
    return message.say(language) if message else code


def aside(text: str, language: str) -> str:
    """A remark in brackets, to be put behind a text."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def reader(loader: str, converter: str, language: str) -> str:
    """Say what read a file, and through which program."""
    return loader + aside(f"经 {converter}" if language == "zh" else f"via {converter}", language)


def level(code: str, language: str) -> str:
    """Say a level (``city-department``) in words; empty where nothing is known of it."""
    tier, _, kind = code.partition("-")
    parts = [words[part].say(language) for words, part in ((_TIERS, tier), (_KINDS, kind)) if part in words]
    return ("" if language == "zh" else " ").join(parts)


def form_name(form: Form | None, language: str) -> str:
    """Name a form and its variant."""
    if form is None:
        return "未找到已知格式的表格" if language == "zh" else "no known table found"
    title = form.title if language == "zh" else form.title_en or form.title
    # A variant's title is already its own, and says what it varies.
    return title + aside(form.id + (f"/{form.variant}" if form.variant else ""), language)


def table_title(table: FormTable) -> str:
    """Name a form's table: its short name, then its own heading where that says more."""
    name, title = table.label.name, table.label.title
    return name if name == title else f"{name}  {title}"


def place(where: Place, language: str) -> str:
    """Say where something stands, as a person would look for it: page, table, row and column, or else line.

    The file is named where it is an annex of the report's.
    """
    inside = _inside(where, language)
    if where.source is None:
        return inside
    return f"{where.source}{' ' if language == 'zh' else ', '}{inside}" if inside else where.source


def passage(shown: Passage, language: str) -> str:
    """Say where a passage stands; of another report's also whose it is and of which year."""
    where = place(shown.place, language)
    if shown.year is None:
        return where
    whose = (
        f"{shown.unit or ''}{shown.year}年度报告" if language == "zh" else f"{shown.unit or 'report'} {shown.year}"
    )
    return f"{whose}{'，' if language == 'zh' else ', '}{where}" if where else whose


def _inside(where: Place, language: str) -> str:
    if language == "en":
        names = ("page", "table", "row", "column", "paragraph", "line")
        values = (where.page, where.table, where.row, where.column, where.paragraph, where.line)
        return ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True) if value is not None)
    parts = [f"第{where.page}页"] if where.page is not None else []
    if where.table is not None:
        inside = [f"第{where.row}行"] if where.row is not None else []
        inside += [f"第{where.column}列"] if where.column is not None else []
        parts.append(f"第{where.table}张表{''.join(inside)}")
    elif where.paragraph is not None:
        parts.append(f"第{where.paragraph}段")
    if where.line is not None:
        parts.append(f"文件第{where.line}行")
    return "，".join(parts)


def waiver(item: Waiver, language: str) -> str:
    """Say what was waived, by whose leave, why and until when."""
    verdict = word(VERDICTS, item.verdict, language)
    if language == "en":
        return f"was: {verdict}; authority: {item.authority}{_who(item, language)}: {item.reason}"
    return f"原判{verdict}；依据：{item.authority}；理由：{item.reason}{_who(item, language)}"


def decided(item: Decided, language: str) -> str:
    """Say what a person decided of a report."""
    zh = language == "zh"
    match item.kind:
        case "reading":
            text = (
                f"更正{item.name}为{item.value}，原读作{item.before}"
                if zh
                else f"{item.what} is {item.value}, read as {item.before}"
            )
        case "mark":
            text = f"{item.name}评{item.value}分" if zh else f"{item.what}: {item.value} marks"
        case "waiver":
            text = f"豁免“{item.name}”{item.value}" if zh else f"waived {item.what}"
        case _:
            text = f"指定{item.name}为{item.value}" if zh else f"{item.what} is {item.value}"
    if item.authority:
        text += f"，依据：{item.authority}" if zh else f", authority: {item.authority}"
    return text + _who(item, language)


def _who(item: Decided | Waiver, language: str) -> str:
    """Who decided it and when, until when it holds, and where it is written."""
    zh = language == "zh"
    until = f"至{item.expires}" if zh else f"until {item.expires}"
    parts = [item.by, item.on.isoformat() if item.on else "", until if item.expires else "", item.place]
    return aside(("，" if zh else ", ").join(filter(None, parts)), language)


def uncertain(item: Uncertain, language: str) -> str:
    """Say what could not be told for sure, the value taken, and why."""
    matter = item.what.partition(".")[0]
    what = word(MATTERS, matter, language)
    value = level(item.value, language) if matter == "level" and item.value else item.value
    if language == "en":
        return f"{what} {f'“{value}”' if value else 'not determined'}: {item.why}"
    return f"{what}{f'“{value}”' if value else '未能确定'}：{item.why}"
