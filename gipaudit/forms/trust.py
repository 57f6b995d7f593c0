"""How far a reading may be held against the unit.

What a conversion may have lost, or what was found only by the order of rows, accuses nobody.
"""

from __future__ import annotations

from gipaudit.forms.numerals import read_cell
from gipaudit.forms.report import Reading, Report

TRUSTED = 0.8
"""The least confidence at which a reading is evidence against the unit."""

_NAMED = ("header", "label", "hand")


def doubtful(reading: Reading) -> bool:
    """Whether a reading was laid on its cell by little more than a guess."""
    return reading.by == "order" or reading.confidence < TRUSTED


def lost(reading: Reading, report: Report) -> bool:
    """Whether a cell could not be read for reasons that are not the unit's.

    It is so for text that is not what the unit printed in this cell (no words, doubtful, laid without a named
    header, or in a document that another tool converted), for what is missing in such a document, and for whatever
    else is doubtful.
    """
    if reading.state == "number":
        return False
    if doubtful(reading):
        return True
    if reading.state == "missing":
        return report.document.lossy
    if reading.state == "text":
        return report.document.lossy or reading.by not in _NAMED or not _words(reading.text)
    return False


def unsure(reading: Reading, report: Report) -> bool:
    """Whether what a cell holds may not be held against the unit, be it a number or none."""
    return doubtful(reading) if reading.state == "number" else lost(reading, report)


def _words(text: str) -> bool:
    """Whether a cell really holds words: a number, or nothing, kept as text is the binding's own doubt."""
    return read_cell(text, "signed", None).state == "text"
