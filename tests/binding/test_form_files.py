"""A form is only data: a variant is a small file, and a wrong file is told with file, line and reason."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.figures import figures
from support.formats import document
from support.habits import HABITS
from support.sheets import Style, banded, long_table, report, wide_table

from gipaudit.errors import SourceError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.form import Form
from gipaudit.forms.library import load_forms
from gipaudit.resources import rulesets_folder

EXTRA_ROW = """\
variant: 2021-other-files
extends: "2021"
title: 增列其他主动公开文件的格式
tables:
  documents:
    rows:
      others: {title: 其他主动公开文件, name: 其他文件, after: normative}
"""


def shipped() -> list[Path]:
    return sorted((rulesets_folder() / "forms").glob("*.yaml"))


def load(folder: Path, text: str) -> dict[str, Form]:
    file = folder / "variant.yaml"
    file.write_text(text, encoding="utf-8")
    return dict(load_forms([*shipped(), file]))


def said(folder: Path, text: str) -> str:
    with pytest.raises(SourceError) as error:
        load(folder, text)
    return error.value.message.zh


def test_a_variant_is_taken_where_its_row_is_printed(tmp_path: Path) -> None:
    forms = load(tmp_path, EXTRA_ROW)
    form = forms["2021/2021-other-files"].standard
    data = figures(form, Random(3))
    third = long_table(form.table("applications"), data)
    blocks = report(banded(form, data), third, [wide_table(form.table("disputes"), data)])
    bound = assemble(document(blocks, "html"), forms)
    assert bound.form is not None
    assert (bound.form.id, bound.form.variant) == ("2021", "2021-other-files")
    assert str(bound.readings["documents.others.issued"].low) == data["documents.others.issued"]


def test_the_official_form_is_taken_where_it_is_not(tmp_path: Path) -> None:
    forms = load(tmp_path, EXTRA_ROW)
    printed = HABITS["as issued"].make(forms["2021"].standard, Random(3))
    bound = assemble(document(printed.blocks, "html"), forms)
    assert bound.form is not None
    assert (bound.form.id, bound.form.variant) == ("2021", None)


def test_without_the_variant_the_extra_row_is_shown_as_unbound(tmp_path: Path) -> None:
    forms = dict(load_forms(shipped()))
    form = forms["2021"].standard
    data = figures(form, Random(3))
    second = banded(form, data, Style(added=(("normative", "其他主动公开文件"),)))
    third = long_table(form.table("applications"), data)
    bound = assemble(document(report(second, third, [wide_table(form.table("disputes"), data)]), "html"), forms)
    assert [item.text.split(" | ")[0] for item in bound.unbound] == ["其他主动公开文件"]


def test_what_a_variant_does_not_name_it_inherits(tmp_path: Path) -> None:
    forms = load(tmp_path, EXTRA_ROW)
    variant, form = forms["2021/2021-other-files"], forms["2021"]
    assert [row.id for row in variant.table("documents").rows] == ["rules", "normative", "others"]
    assert set(form.cells) < set(variant.cells)
    assert variant.sections == form.sections


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('variant: a\nextends: "2030"\n', 2, "2030"),
        ("variant: a\nextends: a\n", 2, "“a”"),
        ('variant: a\nextends: "2021"\nyears: 二〇二一年起\n', 3, "years"),
        (
            'variant: a\nextends: "2021"\ntables:\n  documents:\n    columns:\n      x: {title: 乙, kind: 个数}\n',
            6,
            "kind",
        ),
        ('variant: a\nextends: "2021"\ntables:\n  fees:\n    rows:\n      fees: off\n', 4, "rows"),
        ('variant: a\nextends: "2021"\ntables:\n  fees:\n    rows:\n      x: {name: 甲}\n', 6, "title"),
        ("title: 无名\n", 1, "form"),
        ('form: "2021"\ntitle: 重名\n', 1, "重名"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    message = said(tmp_path, text)
    assert f"variant.yaml:{line}:" in message
    assert words in message


def test_two_files_that_extend_each_other_are_told(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("variant: one\nextends: other\n", encoding="utf-8")
    other.write_text("variant: other\nextends: one\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"\.yaml:2:"):
        load_forms([*shipped(), one, other])


def test_no_two_names_in_a_table_are_alike() -> None:
    """Else a label could be taken for another one; rows that official forms call the same are told by their order."""
    from gipaudit.forms.labels import likeness

    for form in load_forms(shipped()).values():
        for table in form.tables:
            for parts in (table.row_wordings, table.column_wordings):
                for index, wordings in enumerate(parts):
                    others = [word for each in (*parts[:index], *parts[index + 1 :]) for word in each]
                    assert {likeness(word, other) for word in wordings for other in others} <= {0.0, 1.0}
