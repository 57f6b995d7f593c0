"""Which generation of the form a document prints: told by its headers, never by the year alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gipaudit.documents.model import Document
from gipaudit.forms.form import Form
from gipaudit.forms.labels import bare, fold, similarity
from gipaudit.forms.library import variants_of

FEW_HEADERS = 0.25
"""A smaller share of a generation's own headers found in table cells tells nothing."""

FEW_IN_PROSE = 0.5
"""In prose, where no table was read, at least so many must stand."""

_LONGER_WORDS = {"统计数": "据字", "指标名称": ""}


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that the document's headers speak for, and the share of its own headers found (0–1)."""

    id: str
    share: float
    in_tables: bool


def tell_generation(document: Document, forms: Mapping[str, Form]) -> tuple[Generation, ...]:
    """The generations whose headers the document prints, the best first; empty where there are none."""
    cells = {
        bare(cell.text) for table in document.tables for row in table.rows for cell in row if len(cell.text) < 80
    }
    mains = [form for form in forms.values() if form.variant is None]
    found = [Generation(form.id, _share_in_cells(form, cells), True) for form in mains]
    found = [generation for generation in found if generation.share >= FEW_HEADERS]
    if not found:
        text = fold("".join(paragraph.text for paragraph in document.paragraphs))
        found = [Generation(form.id, _share_in_prose(form, text), False) for form in mains]
        found = [generation for generation in found if generation.share >= FEW_IN_PROSE]
    return tuple(sorted(found, key=lambda generation: (-generation.share, generation.id)))


def _share_in_cells(form: Form, cells: set[str]) -> float:
    headers = [bare(header) for header in form.headers]
    hits = sum(header in cells or any(similarity(cell, header) for cell in cells) for header in headers)
    return hits / len(headers) if headers else 0.0


def _share_in_prose(form: Form, text: str) -> float:
    headers = [fold(header) for header in form.headers]
    hits = sum(_stands(header, text) for header in headers)
    return hits / len(headers) if headers else 0.0


def _stands(header: str, text: str) -> bool:
    """Whether the header stands in the text, and not as the beginning of a longer word (统计数据)."""
    start = text.find(header)
    while start >= 0:
        follower = text[start + len(header) : start + len(header) + 1]
        if not follower or follower not in _LONGER_WORDS.get(header, ""):
            return True
        start = text.find(header, start + 1)
    return False


def candidates(generations: Sequence[Generation], forms: Mapping[str, Form]) -> tuple[Form, ...]:
    """The forms to try: all variants of the best generations, or all forms where no header tells."""
    if not generations:
        return tuple(forms.values())
    best = generations[0].share
    return tuple(
        form
        for generation in generations
        if generation.share >= best - 0.2
        for form in variants_of(generation.id, forms)
    )
