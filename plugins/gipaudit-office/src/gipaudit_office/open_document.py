"""OpenDocument text (.odt, .ott, .fodt), read through LibreOffice.

LibreOffice is given a package made anew, with the parts that hold text, styles and pictures only: scripts, macros,
settings and whatever else a file may carry stay behind, and what it inflates has been measured before.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from gipaudit.documents.archive import Archive, damaged, encrypted
from gipaudit.documents.encoding import head
from gipaudit.documents.limits import Limits, too_deep, too_large
from gipaudit.documents.model import Document
from gipaudit.documents.reading import Loader
from gipaudit.errors import DocumentError, Message
from gipaudit_office.guarded import Result, by_office, load_one

if TYPE_CHECKING:
    from lxml import etree

NAME = "odt"

_TYPE = b"application/vnd.oasis.opendocument.text"
_TYPES = (_TYPE, _TYPE + b"-template")
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST = "meta-inf/manifest.xml"
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_PICTURE = re.compile(r"(?:Pictures|ObjectReplacements)/[A-Za-z0-9_. -]+")
_HREF = "{http://www.w3.org/1999/xlink}href"
_CELL = f"{{{_NAMESPACE}table:1.0}}table-cell"


def load(data: bytes, limits: Limits) -> Document:
    """Read an OpenDocument text.

    Raises:
        DocumentError: ``no-converter``, ``encrypted``, ``unsafe``, ``too-deep``, ``too-large``, ``inflates``,
            ``too-slow``, ``damaged``, or as the loader of .docx.
    """
    return load_one(load_many, data, limits)


def load_many(files: Sequence[bytes], limits: Limits) -> list[Result]:
    """Read many OpenDocument texts in one run of LibreOffice, those in one XML file in another."""
    packed = [number for number, data in enumerate(files) if data.startswith(b"PK")]
    flat = [number for number in range(len(files)) if number not in packed]
    results: dict[int, Result] = {}
    for numbers, suffix, prepare in ((packed, "odt", _package), (flat, "fodt", _flat)):
        read = by_office([files[number] for number in numbers], limits, NAME, suffix, prepare)
        results |= dict(zip(numbers, read, strict=True))
    return [results[number] for number in range(len(files))]


def _package(data: bytes, limits: Limits) -> tuple[bytes, int]:
    """Return a package of the parts that are read, and the number of table cells."""
    archive = Archive(data, limits)
    if archive.encrypted or (_MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST)):
        raise encrypted()
    if "content.xml" not in archive.names:
        raise damaged()
    parts = {name: archive.read(name) for name in _PARTS if name in archive.names}
    roots = [_parsed(part, limits) for part in parts.values()]
    linked = {element.get(_HREF, "").removeprefix("./") for root in roots for element in root.iter()}
    for name in sorted(linked):
        if _PICTURE.fullmatch(name) and name.lower() in archive.names:
            parts[name] = archive.read(name)
            if sum(map(len, parts.values())) > limits.member_bytes:
                raise too_large(sum(map(len, parts.values())), limits.member_bytes)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, part in {
            "mimetype": _TYPE,
            **parts,
            "META-INF/manifest.xml": _manifest(list(parts)).encode(),
        }.items():
            package.writestr(name, part)
    return made.getvalue(), sum(map(_cells, roots))


def _flat(data: bytes, limits: Limits) -> tuple[bytes, int]:
    if len(data) > limits.text_bytes:
        raise too_large(len(data), limits.text_bytes)
    return data, _cells(_parsed(data, limits))


def _parsed(part: bytes, limits: Limits) -> etree._Element:
    """Parse a part before LibreOffice does.

    Raises:
        DocumentError: ``unsafe`` (a document type), ``too-deep`` or ``damaged``.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise too_deep(limits) from None
        raise _unsafe() if b"<!DOCTYPE" in part else damaged() from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _unsafe()
    return root


def _cells(root: etree._Element) -> int:
    return sum(1 for _ in root.iter(_CELL))


def _manifest(names: Sequence[str]) -> str:
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="{"text/xml" if name in _PARTS else ""}"/>'
        for name in names
    )
    return (
        f'<m:manifest xmlns:m="{_NAMESPACE}manifest:1.0" m:version="1.2">'
        f'<m:file-entry m:full-path="/" m:media-type="{_TYPE.decode()}"/>{entries}</m:manifest>'
    )


def _unsafe() -> DocumentError:
    return DocumentError(
        "unsafe",
        "文件中有文档类型声明（DOCTYPE），正常的 OpenDocument 文档没有，疑似恶意文件，未读取",
        "the file declares a document type, which no OpenDocument text does: not read",
    )


def recognise(data: bytes) -> bool:
    """Whether the bytes are a package or a single XML file that calls itself an OpenDocument text."""
    if not data.startswith(b"PK\x03\x04"):
        beginning = head(data)
        return f"{_NAMESPACE}office:1.0" in beginning and _TYPE.decode() in beginning
    try:
        archive = Archive(data, Limits())
        return "mimetype" in archive.names and archive.read("mimetype").strip() in _TYPES
    except DocumentError:
        return False


LOADER = Loader(
    NAME,
    "1",
    Message("OpenDocument 文档（.odt）", "OpenDocument text (.odt)"),
    recognise,
    load,
    rank=100,
    load_many=load_many,
)
