"""Every format that a report comes in: how the tests write it, and what must be there to read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from formats import office, pages
from formats.samples import Sample
from support import formats as plain
from support.ofd import to_ofd
from support.pages import to_pdf

Write = Callable[["Workshop", Sequence[Sample]], list[bytes]]
TALL = 2800
"""The height in points of one page that holds a whole report."""


class Workshop:
    """Writes reports into every format, each conversion by an office program once for all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[tuple[str, tuple[str, ...], int], list[bytes]] = {}

    def converted(self, samples: Sequence[Sample], kind: str, height: int = 842) -> list[bytes]:
        """What LibreOffice makes of the samples as Word documents with pages of that height (points)."""
        key = (kind, tuple(sample.name for sample in samples), height)
        if key not in self._made:
            folder = self.folder / str(len(self._made))
            folder.mkdir()
            files = [office.to_word(sample.blocks, height) for sample in samples]
            self._made[key] = office.converted(files, kind, folder)
        return self._made[key]


@dataclass(frozen=True)
class Format:
    """``name`` as the table prints it. ``needs`` are the modules without which it cannot be read, ``recognised``
    tells that text recognition reads it, ``blanks`` that it keeps the difference between a blank and a lost cell.
    """

    name: str
    write: Write
    needs: tuple[str, ...] = ()
    office: bool = False
    recognised: bool = False
    blanks: bool = True

    @property
    def missing(self) -> str:
        """What must be installed before it can be written and read; empty where all is there."""
        absent = [module for module in self.needs if find_spec(module) is None]
        return "、".join([*absent, *(["LibreOffice"] if self.office and not office.available() else [])])


def _each(write: Callable[[Sequence[plain.Block]], bytes]) -> Write:
    return lambda _, samples: [write(sample.blocks) for sample in samples]


def _by_office(kind: str) -> Write:
    return lambda workshop, samples: workshop.converted(samples, kind)


def _gb18030(blocks: Sequence[plain.Block]) -> bytes:
    return plain.to_html(blocks).decode().replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")


def _scan(workshop: Workshop, samples: Sequence[Sample]) -> list[bytes]:
    return [pages.scanned(pdf, seed) for seed, pdf in enumerate(workshop.converted(samples, "pdf"))]


def _picture(workshop: Workshop, samples: Sequence[Sample]) -> list[bytes]:
    return [pages.photographed(pdf, seed) for seed, pdf in enumerate(workshop.converted(samples, "pdf", TALL))]


PDF = ("gipaudit.documents.pdf",)
OFFICE = ("gipaudit_office",)
OCR = ("gipaudit_ocr",)

FORMATS = (
    Format("docx", _each(plain.to_docx)),
    Format("html (UTF-8)", _each(plain.to_html)),
    Format("html (GB18030)", _each(_gb18030)),
    Format("markdown", _each(plain.to_markdown), blanks=False),
    Format("text with tabs", _each(plain.to_tabs)),
    Format("text, a cell a line", _each(plain.to_lines)),
    Format("pdf (LibreOffice)", _by_office("pdf"), PDF, office=True),
    Format("pdf (WeasyPrint)", _each(pages.printed_page), (*PDF, "weasyprint")),
    Format("pdf (font not embedded)", _each(to_pdf), (*PDF, "reportlab")),
    Format("ofd", _each(to_ofd)),
    Format("doc", _by_office("doc"), OFFICE, office=True),
    Format("wps", _by_office("doc"), OFFICE, office=True),
    Format("odt", _by_office("odt"), OFFICE, office=True),
    Format("rtf", _by_office("rtf"), OFFICE, office=True),
    Format("scan (pdf)", _scan, OCR, office=True, recognised=True),
    Format("picture (png)", _picture, OCR, office=True, recognised=True),
)
