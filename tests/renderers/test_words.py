"""What a reader sees instead of the codes in the records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.records import AUDIT, CARD

from gipaudit.documents.model import Place
from gipaudit.forms.report import Section, Uncertain
from gipaudit.renderers import words
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.table import render


@pytest.mark.parametrize(
    ("item", "zh", "en"),
    [
        (Uncertain("unit", None, "甲"), "单位未能确定：甲", "unit not determined: 甲"),
        (Uncertain("year", "2023", "甲"), "年度“2023”：甲", "year “2023”: 甲"),
        (Uncertain("level", "county-unknown", "甲"), "级别“县级”：甲", "level “county”: 甲"),
        (Uncertain("level", "unknown-unknown", "甲"), "级别未能确定：甲", "level not determined: 甲"),
        (Uncertain("tables.disputes", None, "甲"), "表格未能确定：甲", "tables not determined: 甲"),
    ],
)
def test_what_is_uncertain_is_said_without_codes(item: Uncertain, zh: str, en: str) -> None:
    assert (words.uncertain(item, "zh"), words.uncertain(item, "en")) == (zh, en)


def test_sections_are_called_by_their_titles_where_no_table_was_found() -> None:
    assert CARD.form is not None
    asked = CARD.form.sections[0]
    lost = Section(asked.id, "", "unknown", Place())
    card = replace(CARD, form=None, outline=CARD.form, readings={}, findings=(), causes=(), sections=(lost,))
    printed = "".join(render(replace(AUDIT, scorecards=(card,), ranking=()), Settings()))
    assert f"章节  {asked.label.title}（未能判定）" in printed
    assert asked.id not in printed
