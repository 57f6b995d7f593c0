"""One PDF page: what it prints, and whether that can be trusted or is only a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from gipaudit.documents.pages.marks import Marks
from gipaudit.documents.pages.page import Box, Page, Run
from gipaudit.documents.pdf_objects import Objects, objects_of
from gipaudit.documents.pdf_text import Characters, Sight, characters
from gipaudit.documents.pdf_view import View, view_of
from gipaudit.documents.scans import UNTRUSTED

if TYPE_CHECKING:
    from gipaudit.documents.recognisers import Scan

_FEW = 40
"""Characters: a page number, a stamp's text, a line added to a scan."""

_COVERED = 0.6
_SHAPES = 50
_MOSTLY = 0.8
_DOTS_PER_INCH = 200
_MOST_PIXELS = 12_000_000
_WIDGET, _FREE_TEXT = 20, 3

Kind = Literal["text", "overlaid", "picture"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as read, and what it is: ``text``; a ``picture`` of text, or text whose font tells no characters; or a
    picture ``overlaid`` with invisible text, which somebody else's recognition made.
    """

    page: Page
    kind: Kind


def sheets(document: Any, marks: Marks) -> Iterator[tuple[Sheet, Any]]:
    """Yield each page of an opened document as read, with its handle, open until the next one is asked for.

    Raises:
        DocumentError: ``too-large``.
    """
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = _opened(document, index)
        if not page:
            yield Sheet(Page(index + 1, 595.0, 842.0, ()), "picture"), None
            continue
        try:
            yield _sheet(page, index + 1, marks), page
        finally:
            pdfium.FPDF_ClosePage(page)


def _opened(document: Any, index: int) -> Any:
    """Open a page, with what is filled in its form fields as part of it."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    kinds = set()
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), 1000)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if annotation:
            kinds.add(pdfium.FPDFAnnot_GetSubtype(annotation))
            pdfium.FPDFPage_CloseAnnot(annotation)
    if kinds & {_WIDGET, _FREE_TEXT} and pdfium.FPDFPage_Flatten(page, 0) == pdfium.FLATTEN_SUCCESS:
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, index)
    return page


def _sheet(handle: Any, number: int, marks: Marks) -> Sheet:
    objects = objects_of(handle, marks)
    view = _upright(view_of(handle), objects)
    sight = Sight([*objects.filled, *objects.pictures]) if objects.unseen else None
    text = characters(handle, view, sight, marks)
    width, height = view.size
    pictures = [view.box(*box) for box in objects.pictures]
    covered = _area(pictures, width, height) > _COVERED * width * height
    kind = _kind(text, covered, objects)
    runs = [replace(run, confidence=UNTRUSTED) for run in text.invisible] if kind == "overlaid" else []
    rules = [view.box(*box) for box in objects.rules]
    seen = () if kind == "picture" and text.unmapped else text.seen
    return Sheet(Page(number, width, height, (*seen, *runs), tuple(rules), tuple(pictures)), kind)


def _upright(view: View, objects: Objects) -> View:
    """Return the view in which nearly all text runs from left to right: pages are printed lying on their side."""
    total = sum(objects.directions.values())
    quarters, count = max(objects.directions.items(), key=lambda item: item[1], default=(view.quarters, 0))
    return view.turned(quarters - view.quarters) if count > _MOSTLY * total else view


def _kind(text: Characters, covered: bool, objects: Objects) -> Kind:
    printed = _printed(text.seen)
    if text.unmapped > printed:
        return "picture"
    if covered and printed <= _FEW:
        return "overlaid" if _printed(text.invisible) > _FEW else "picture"
    if not printed and objects.shapes > _SHAPES:
        return "picture"
    return "text"


def _printed(runs: Sequence[Run]) -> int:
    return sum(not run.text.isspace() for run in runs)


def _area(boxes: Sequence[Box], width: float, height: float) -> float:
    return sum(
        max(min(right, width) - max(left, 0.0), 0.0) * max(min(bottom, height) - max(top, 0.0), 0.0)
        for left, top, right, bottom in boxes
    )


def scan_of(handle: Any, page: Page) -> Scan:
    """Return the picture of an opened page as it is seen, grey, at 200 dots per inch or fewer on a huge page."""
    import numpy as np
    import pypdfium2.raw as pdfium

    from gipaudit.documents.recognisers import Scan, grey_of

    width, height = max(pdfium.FPDF_GetPageWidthF(handle), 1.0), max(pdfium.FPDF_GetPageHeightF(handle), 1.0)
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
    columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGR, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        address = pdfium.FPDFBitmap_GetBuffer(bitmap)
        data = (pdfium.c_ubyte * (stride * rows)).from_address(address)
        lines = np.frombuffer(data, dtype=np.uint8).reshape(rows, stride)[:, : 3 * columns]
        pixels = grey_of(lines.reshape(rows, columns, 3)[:, :, ::-1])
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Scan(page.number, width, height, pixels)
