"""OFD (GB/T 33190-2016), the state's own format of fixed pages: what the pages print, put together from its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gipaudit.documents.archive import Archive, damaged
from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Document
from gipaudit.documents.ofd_canvas import Sheet
from gipaudit.documents.ofd_package import ENCRYPTIONS, ENTRY, Package
from gipaudit.documents.pages.page import Page
from gipaudit.documents.reading import Loader
from gipaudit.documents.recognisers import Recogniser, recogniser
from gipaudit.documents.scans import left_out, scanned, untrusted
from gipaudit.errors import DocumentError, Message


@dataclass
class _Read:
    """The pages that could be read, and the numbers of those that could not, or not well."""

    pages: list[Page] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    untrusted: list[int] = field(default_factory=list)
    incomplete: list[int] = field(default_factory=list)
    converter: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        said = [say(pages) for say, pages in ((left_out, self.left_out), (untrusted, self.untrusted)) if pages]
        return (*said, *([_incomplete(self.incomplete)] if self.incomplete else ()))


def load(data: bytes, limits: Limits) -> Document:
    """Read an OFD file.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, ``inflates``, ``scan``, ``too-large``, ``too-deep``,
            ``too-many-cells``, ``too-many-members`` or ``too-many-pages``.
    """
    from gipaudit.documents.ofd_sheets import sheets
    from gipaudit.documents.pages.compose import compose

    package = Package(data, limits)
    read = _Read()
    for sheet in sheets(package, limits):
        _read(package, sheet, read, limits)
    if not any(page.runs for page in read.pages):
        if read.left_out:
            raise scanned()
        if read.incomplete:
            raise damaged()
    blocks = compose(read.pages, Meter(limits))
    notes = read.notes
    return Document(blocks, LOADER.name, package.metadata, bool(notes or read.converter), notes, read.converter)


def _read(package: Package, sheet: Sheet, read: _Read, limits: Limits) -> None:
    """Take in a page: its text, or where it is a picture what recognition makes of it."""
    if sheet.canvas.lost:
        read.incomplete.append(sheet.number)
    reader = recogniser() if sheet.pictured else None
    if reader is not None and (page := _recognised(package, sheet, reader, limits)) is not None:
        read.pages.append(page)
        read.converter = f"{reader.name} {reader.version}"
        return
    if sheet.pictured and sheet.overlaid:
        read.untrusted.append(sheet.number)
        read.pages.append(sheet.page(hidden=True))
        return
    if sheet.pictured or sheet.outlined:
        read.left_out.append(sheet.number)
    if not sheet.outlined:
        read.pages.append(sheet.page())


def _recognised(package: Package, sheet: Sheet, reader: Recogniser, limits: Limits) -> Page | None:
    from gipaudit.documents.ofd_pictures import scan

    picture = scan(package, sheet)
    return reader.read(picture, limits) if picture is not None else None


def _incomplete(pages: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, pages))} 页有内容缺失，或位置、大小不合规范，未能读取"


def recognise(data: bytes) -> bool:
    """Whether the bytes are an archive with an OFD entry."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        names = Archive(data, Limits()).names
    except DocumentError:
        return False
    return bool(names & {ENTRY, ENCRYPTIONS})


LOADER = Loader("ofd", "1", Message("OFD 版式文件", "OFD document"), recognise, load, rank=100)
