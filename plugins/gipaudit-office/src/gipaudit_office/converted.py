"""A file that was turned into a .docx, read by the core, with what converted it and what that may have lost."""

from __future__ import annotations

import re
from dataclasses import replace

from gipaudit.documents.archive import Archive
from gipaudit.documents.docx import load
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document

FEWER_CELLS = "转换后的表格单元格比原文件少：表格可能在转换时丢失"

_ENOUGH = 0.95
"""The share of a file's table cells that must still be there: repeated and empty ones may be written otherwise."""

_CELL = re.compile(rb"<w:tc[ >]")
_PROPERTIES = "docprops/app.xml"
_OFFICE = re.compile(rb"<Application>(LibreOffice)[^/<]*/([0-9.]+)")


def read(data: bytes, limits: Limits, loader: str, converter: str, cells: int | None = None) -> Document:
    """Read a converted file as one of that loader and converter; ``cells`` is how many table cells the original has.

    Raises:
        DocumentError: as the core's loader of Word documents.
    """
    document = replace(load(data, limits), loader=loader, converter=converter)
    if cells and cells_in(data, limits) < cells * _ENOUGH:
        return replace(document, lossy=True, notes=(*document.notes, FEWER_CELLS))
    return document


def cells_in(data: bytes, limits: Limits) -> int:
    """Count the table cells of a .docx, headers, footers and notes included."""
    archive = Archive(data, limits)
    parts = (name for name in archive.names if re.fullmatch(r"word/[a-z]+[0-9]*\.xml", name))
    return sum(len(_CELL.findall(archive.read(name))) for name in parts)


def written_by(data: bytes, limits: Limits) -> str:
    """Return name and version of the LibreOffice that wrote a .docx, as it signs its files."""
    archive = Archive(data, limits)
    found = _OFFICE.search(archive.read(_PROPERTIES)) if _PROPERTIES in archive.names else None
    return f"{found[1].decode()} {found[2].decode()}" if found else "LibreOffice"
