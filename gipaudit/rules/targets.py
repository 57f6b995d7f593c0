"""What a rule's options point at: tables and sections of a form, by id or by Chinese name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gipaudit.forms.form import Form, FormSection, FormTable, Label
from gipaudit.forms.report import Report
from gipaudit.rules.check import OptionProblem
from gipaudit.rules.names import unknown
from gipaudit.rules.wording import bare

NAMES_SCHEMA: Mapping[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1},
    "minItems": 1,
    "maxItems": 50,
    "uniqueItems": True,
}
"""JSON Schema of a list of names."""


def choice_schema(words: Iterable[str], description: str) -> Mapping[str, Any]:
    """JSON Schema of an option that takes one or more of some words."""
    return {
        "type": "array",
        "items": {"enum": list(words)},
        "minItems": 1,
        "uniqueItems": True,
        "description": description,
    }


def outline(report: Report) -> Form | None:
    """The form whose sections were looked for in a report: its own, or that of its year where no table was found."""
    return report.form or report.outline


_WHOLE = re.compile("表[一二三四五六七八九十]")


def _answers(id: str, label: Label, asked: str) -> bool:
    return asked == id or bare(asked) in {bare(wording) for wording in (label.name, *label.wordings)}


def _is_table(id: str, label: Label, asked: str) -> bool:
    """Whether a table is meant; 表二 means all its parts (表二第（一）项 …)."""
    return _answers(id, label, asked) or (_WHOLE.fullmatch(asked) is not None and label.name.startswith(asked))


def find_tables(form: Form, asked: str) -> tuple[FormTable, ...]:
    """The tables of that id or name: several where one printed table is several of the form's (表二)."""
    return tuple(table for table in form.tables if _is_table(table.id, table.label, asked))


def find_section(form: Form, asked: str) -> FormSection | None:
    """The section of that id or name, or ``None``."""
    return next((section for section in form.sections if _answers(section.id, section.label, asked)), None)


def chosen_tables(form: Form, asked: Sequence[str] | None) -> tuple[FormTable, ...]:
    """The tables that an option ``tables`` chooses; all where it is absent; those the form has not are left out."""
    if asked is None:
        return form.tables
    wanted = {table.id for name in asked for table in find_tables(form, name)}
    return tuple(table for table in form.tables if table.id in wanted)


def tables_in_words(form: Form | None, asked: Sequence[str] | None) -> str:
    """What an option ``tables`` chooses, in Chinese: the tables of the form, else the names as written."""
    names = asked if form is None else [table.label.name for table in chosen_tables(form, asked)]
    return "、".join(names) if names else "格式规定的全部表格"


def chosen_sections(form: Form, asked: Sequence[str] | None) -> tuple[FormSection, ...]:
    """The sections that an option ``sections`` chooses; the required ones where it is absent."""
    if asked is None:
        return tuple(section for section in form.sections if section.required)
    found = (find_section(form, name) for name in asked)
    wanted = {section.id for section in found if section is not None}
    return tuple(section for section in form.sections if section.id in wanted)


def table_problems(key: str, asked: Sequence[str] | None, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    """A problem for each name that is no table of any of the forms."""
    known = [(table.id, table.label) for form in forms.values() for table in form.tables]
    for index, name in enumerate(asked or ()):
        if not any(_is_table(id, label, name) for id, label in known):
            yield OptionProblem((key, index), unknown("表", "table", name, _words(known)))


def section_problems(
    path: tuple[str | int, ...], name: str, forms: Mapping[str, Form], others: Iterable[str] = ()
) -> Iterator[OptionProblem]:
    """A problem where a name is neither a section of any of the forms nor one of ``others``."""
    known = [(section.id, section.label) for form in forms.values() for section in form.sections]
    if name not in others and not any(_answers(id, label, name) for id, label in known):
        yield OptionProblem(path, unknown("章节", "section", name, [*_words(known), *others]))


def _words(known: Iterable[tuple[str, Label]]) -> list[str]:
    return [word for id, label in known for word in (id, label.name)]
