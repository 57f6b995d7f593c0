"""PDF: characters and ruling lines as pdfium tells them, put together to paragraphs and tables; scans recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from gipaudit.documents.archive import damaged, encrypted
from gipaudit.documents.encoding import printed
from gipaudit.documents.limits import Limits, Meter, too_many_pages
from gipaudit.documents.model import Document
from gipaudit.documents.pages.page import Page
from gipaudit.documents.reading import Loader
from gipaudit.documents.recognisers import recogniser
from gipaudit.documents.scans import left_out, scanned, untrusted
from gipaudit.errors import Message

_HEAD = 1024
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?([+-]\d{2})?'?(\d{2})?")
_PROPERTIES = {"title": b"Title", "subject": b"Subject", "created": b"CreationDate", "modified": b"ModDate"}


@dataclass
class _Read:
    """The pages that were read, and the numbers of those that could not be, or not well."""

    pages: list[Page] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    untrusted: list[int] = field(default_factory=list)
    converter: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(say(pages) for say, pages in ((left_out, self.left_out), (untrusted, self.untrusted)) if pages)


def load(data: bytes, limits: Limits) -> Document:
    """Read a PDF. Nothing in it is run, fetched or unpacked beside its pages.

    Raises:
        DocumentError: ``encrypted``, ``damaged``, ``scan``, ``too-many-pages``, ``too-large`` or ``too-many-cells``.
    """
    from gipaudit.documents.pages.compose import compose

    with _opened(data) as document:
        metadata = _metadata(document)
        read = _read(document, limits)
    if read.left_out and not any(run.text.strip() for page in read.pages for run in page.runs):
        raise scanned()
    blocks = compose(read.pages, Meter(limits))
    notes = read.notes
    return Document(blocks, LOADER.name, metadata, bool(notes or read.converter), notes, read.converter)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """Open a PDF; one under an empty password opens without asking.

    Raises:
        DocumentError: ``encrypted`` or ``damaged``.
    """
    import pypdfium2  # noqa: F401  (starts the library)
    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        protected = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise encrypted() if protected else damaged()
    try:
        if pdfium.FPDF_GetPageCount(document) < 1:
            raise damaged()
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _read(document: Any, limits: Limits) -> _Read:
    import pypdfium2.raw as pdfium

    from gipaudit.documents.pages.marks import Marks
    from gipaudit.documents.pdf_pages import scan_of, sheets

    if pdfium.FPDF_GetPageCount(document) > limits.pages:
        raise too_many_pages(limits)
    read = _Read()
    for sheet, handle in sheets(document, Marks(limits)):
        reader = recogniser() if sheet.kind != "text" and handle is not None else None
        if reader is not None:
            read.pages.append(reader.read(scan_of(handle, sheet.page), limits))
            read.converter = f"{reader.name} {reader.version}"
            continue
        if sheet.kind == "picture":
            read.left_out.append(sheet.page.number)
        elif sheet.kind == "overlaid":
            read.untrusted.append(sheet.page.number)
        read.pages.append(sheet.page)
    return read


def _metadata(document: Any) -> dict[str, str]:
    """Return title, subject and dates; who wrote it is nobody's business here."""
    import pypdfium2.raw as pdfium

    metadata: dict[str, str] = {}
    for name, key in _PROPERTIES.items():
        length = pdfium.FPDF_GetMetaText(document, key, None, 0)
        if not 2 < length < 100_000:
            continue
        buffer = pdfium.create_string_buffer(length)
        pdfium.FPDF_GetMetaText(document, key, buffer, length)
        text = " ".join(printed(buffer.raw.decode("utf-16-le", errors="replace")).split())[:1000]
        if text:
            metadata[name] = _iso(text) if key.endswith(b"Date") else text
    return metadata


def _iso(text: str) -> str:
    """Return a PDF date as ISO 8601 writes it, as far as it goes; what is none as it is."""
    found = _DATE.match(text)
    if found is None:
        return text
    year, month, day, hour, minute, second, zone, zone_minutes = found.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if hour is None or minute is None:
        return date
    offset = f"{zone}:{zone_minutes or '00'}" if zone else "Z" if "Z" in text else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{offset}"


def recognise(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does; readers accept some bytes of another program before it."""
    at = data[:_HEAD].find(b"%PDF-")
    return at == 0 or (at > 0 and b"startxref" in data[-2 * _HEAD :])


LOADER = Loader("pdf", "1", Message("PDF 文件", "PDF document"), recognise, load, rank=100)
"""PDF."""
