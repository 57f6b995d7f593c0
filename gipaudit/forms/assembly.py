"""A document → a report: who and when, which form, its readings and its sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gipaudit.documents.model import Document
from gipaudit.forms.binding import Binding, bind
from gipaudit.forms.by_hand import ByHand, named_form
from gipaudit.forms.form import Form
from gipaudit.forms.generation import candidates, tell_generation
from gipaudit.forms.grounds import unread
from gipaudit.forms.recognise import recognise
from gipaudit.forms.report import Identity, Reading, Report, Section, Unbound, Uncertain
from gipaudit.forms.sections import find_sections


def assemble(
    document: Document, forms: Mapping[str, Form], source: str = "", sha256: str = "", by_hand: ByHand | None = None
) -> Report:
    """Bind a document to the form that it prints.

    Raises:
        UsageError: the form given by hand is not known.
    """
    hand = by_hand or ByHand()
    identity, uncertain = recognise(document)
    identity = _set_by_hand(identity, hand)
    uncertain = tuple(item for item in uncertain if item.what not in hand.given())
    binding, doubts = choose(document, forms, identity.year, hand.form)
    outline = binding.form if binding else _form_of_year(forms, identity.year)
    tables = binding.tables if binding else {}
    sections = find_sections(document, outline, tables, behind_title(document, identity)) if outline else {}
    return Report(
        source=source,
        sha256=sha256,
        document=document,
        identity=identity,
        form=binding.form if binding else None,
        readings=unless_pictured(binding, sections) if binding else {},
        sections=sections,
        uncertain=(*uncertain, *doubts, *(binding.uncertain if binding else ())),
        unbound=binding.unbound if binding else tuple(_all_unbound(document)),
        outline=outline,
    )


def unless_pictured(binding: Binding, sections: Mapping[str, Section]) -> Mapping[str, Reading]:
    """Return the readings; cells of a table not there, while its section holds a picture, could not be read."""
    pictured = {
        table.id: sections[table.section].pictures[0]
        for table in binding.form.tables
        if not binding.tables[table.id] and table.section in sections and sections[table.section].pictures
    }
    return {
        cell.address: unread(cell, "该部分印有图片，表可能印成了图片", place=pictured[cell.table].place)
        if cell.table in pictured and binding.readings[cell.address].state == "missing"
        else binding.readings[cell.address]
        for cell in binding.form.cells.values()
        if cell.address in binding.readings
    }


def _set_by_hand(identity: Identity, hand: ByHand) -> Identity:
    return replace(
        identity,
        unit=hand.unit if hand.unit is not None else identity.unit,
        year=hand.year if hand.year is not None else identity.year,
        level=hand.level if hand.level is not None else identity.level,
        by_hand=hand.given(),
    )


def choose(
    document: Document, forms: Mapping[str, Form], year: int | None, named: str | None
) -> tuple[Binding | None, tuple[Uncertain, ...]]:
    """Bind to every form that the headers speak for and take the one on which most rows are laid."""
    if named is not None:
        return bind(document, named_form(named, forms), year), ()
    generations = tell_generation(document, forms)
    bindings = [bind(document, form, year) for form in candidates(generations, forms)]
    shares = {generation.id: generation.share for generation in generations}

    def rank(binding: Binding) -> tuple[float, int, bool, int, bool]:
        """The form whose headers are there, on which most rows are laid, and which asks for least beside them.

        The year decides only where headers and rows speak for two forms alike.
        """
        share = shares.get(binding.form.id, 0.0)
        beside = len(binding.readings) if binding.rows else 0
        in_force = year is not None and binding.form.covers(year)
        return round(share, 2), binding.rows, in_force, -beside, binding.form.variant is None

    best = max(bindings, key=rank, default=None)
    if best is None:
        return None, ()
    if not generations:
        return _without_headers(best)
    if not generations[0].in_tables:
        why = "表头只见于正文文字，没有可以识别的表格"
        return best, (Uncertain("form", best.form.id, why),)
    rivals = [g for g in generations if g.id != best.form.id and g.share >= shares[best.form.id] - 0.2]
    if rivals:
        both = "、".join([best.form.id, *(rival.id for rival in rivals)])
        return best, (Uncertain("form", best.form.id, f"文档中有几种格式的表头：{both}"),)
    return best, ()


def _without_headers(best: Binding) -> tuple[Binding | None, tuple[Uncertain, ...]]:
    """No header tells the generation: only where most of a form's rows are there is the form taken, as uncertain."""
    rows = sum(len(table.rows) for table in best.form.tables)
    if 2 * best.rows < rows:
        return None, ()
    return best, (Uncertain("form", best.form.id, "没有可辨认的表头，按各行名称判定格式"),)


def _form_of_year(forms: Mapping[str, Form], year: int | None) -> Form | None:
    """The national form of the report's year, whose sections are looked for where no table tells."""
    mains = [form for form in forms.values() if form.variant is None and form.id.isdigit()]
    covering = [form for form in mains if year is not None and form.covers(year)]
    return (covering or sorted(mains, key=lambda form: form.id))[-1] if mains else None


def behind_title(document: Document, identity: Identity) -> int:
    """Return how many blocks belong to the page's head and the title."""
    if identity.title is None:
        return 0
    return next((i + 1 for i, block in enumerate(document.blocks) if block == identity.title), 0)


def _all_unbound(document: Document) -> list[Unbound]:
    why = "没有找到年度报告格式的表格"
    return [
        Unbound(" | ".join(cell.text.strip() for cell in row)[:200], table.place, why)
        for table in document.tables
        for row in table.rows[:3]
    ]
