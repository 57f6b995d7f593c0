"""A report with the personal data in all its texts hidden, as it is kept where an archive is to hold none."""

from __future__ import annotations

from dataclasses import replace

from gipaudit.documents.model import Block, Paragraph, Picture, Table
from gipaudit.forms.report import Reading, Report
from gipaudit.rules.masking import hide


def masked_report(report: Report) -> Report:
    """Return the report with personal data hidden behind asterisks; the report itself where it holds none.

    A section's blocks stay those of the document.
    """
    blocks: dict[int, Block] = {}

    def once(block: Block) -> Block:
        if id(block) not in blocks:
            blocks[id(block)] = _block(block)
        return blocks[id(block)]

    document = replace(report.document, blocks=tuple(report.document.blocks))
    title = report.identity.title
    unit = report.identity.unit
    result = replace(
        report,
        document=replace(
            document,
            blocks=tuple(map(once, document.blocks)),
            metadata={name: hide(value) for name, value in document.metadata.items()},
            notes=tuple(map(hide, document.notes)),
        ),
        identity=replace(
            report.identity,
            unit=unit and hide(unit),
            title=title and replace(title, text=hide(title.text)),
        ),
        readings={address: _reading(reading) for address, reading in report.readings.items()},
        sections={
            id: replace(section, title=hide(section.title), blocks=tuple(map(once, section.blocks)))
            for id, section in dict(report.sections).items()
        },
        uncertain=tuple(replace(e, value=e.value and hide(e.value), why=hide(e.why)) for e in report.uncertain),
        unbound=tuple(replace(each, text=hide(each.text), why=hide(each.why)) for each in report.unbound),
    )
    return report if result == report else result


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=hide(block.text))
    if isinstance(block, Picture):
        return replace(block, text=hide(block.text))
    return _table(block)


def _table(table: Table) -> Table:
    rows = tuple(tuple(replace(cell, text=hide(cell.text)) for cell in row) for row in table.rows)
    return replace(table, rows=rows, caption=hide(table.caption))


def _reading(reading: Reading) -> Reading:
    return replace(reading, text=hide(reading.text), why=hide(reading.why))
