"""Whose annual report a document is: unit, year, level, date of publication. What is not printed stays unknown."""

from __future__ import annotations

from dataclasses import replace

from gipaudit.documents.model import Document, Paragraph
from gipaudit.forms.levels import level_of, level_of_pronoun
from gipaudit.forms.opening import Opening
from gipaudit.forms.phrases import Phrase, find_phrases
from gipaudit.forms.published import find_published
from gipaudit.forms.report import Identity, Uncertain
from gipaudit.forms.units import find_unit
from gipaudit.forms.years import LAST_USUAL_MONTH, find_year


def recognise(document: Document) -> tuple[Identity, tuple[Uncertain, ...]]:
    """Tell unit, year, level and date of publication from what the document prints.

    The unit is the longest name printed, never made up: 我局 and 市政府 name nobody. Whatever could not be told, or
    was told against contradicting evidence, is among the uncertain ones, with the value taken.
    """
    opening = Opening(document)
    titles = _titles(opening)
    said = [phrase for _, phrase in titles]
    mentioned = find_phrases(opening.own_text)
    unit, doubt = find_unit(opening, said, mentioned)
    uncertain = [Uncertain("unit", unit, doubt)] if doubt else []
    dated, _ = find_published(opening, None)
    year, doubts = find_year(opening, said, mentioned, dated)
    level = level_of(unit) if unit else level_of_pronoun(opening.own_text)
    if "unknown" in level or not unit:
        uncertain.append(
            Uncertain("level", level, "由单位名称不能确定层级" if unit else "没有单位名称，层级按文中称谓推断")
        )
    published, found = find_published(opening, year)
    if year is None and published and published.month <= LAST_USUAL_MONTH:
        doubts = [replace(doubts[0], why=f"{doubts[0].why}；发布于{published}，可能是{published.year - 1}年度")]
    uncertain += doubts + found
    title = _best_title(titles, unit, year)
    return Identity(unit, year, level, published, title), tuple(uncertain)


def _titles(opening: Opening) -> list[tuple[Paragraph, Phrase]]:
    """Every line, or run of short lines, that is nothing but a report's title; then the document's own metadata."""
    found = [
        (paragraph, phrase)
        for text, paragraph in opening.heads
        for phrase in find_phrases(text)
        if phrase.whole and not text.startswith(("上一", "下一", "相关"))
    ]
    return sorted(found, key=lambda item: not (item[1].unit and item[1].year))


def _best_title(titles: list[tuple[Paragraph, Phrase]], unit: str | None, year: int | None) -> Paragraph | None:
    """The title that agrees with what was found, or the first one."""
    for paragraph, phrase in titles:
        if phrase.year == year and phrase.unit and unit and phrase.unit in unit:
            return paragraph
    return titles[0][0] if titles else None
