"""Word 97–2003 documents and what WPS saves like them (.doc, .wps, .dot, .wpt), and those of Word 6 and 95.

msdoc2docx reads first: it is quick, runs in this process and refuses what it does not understand. What it refuses,
or says it did not read in full, LibreOffice reads where it is installed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from gipaudit.documents.archive import damaged, encrypted
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.documents.reading import Loader
from gipaudit.errors import DocumentError, Message
from gipaudit_office import converted, office
from gipaudit_office.compound import MAGIC, Container
from gipaudit_office.guarded import Result, load_one

NAME = "doc"

DOUBTFUL = "msdoc2docx 未能完整转换这个文件，部分内容可能缺失；安装 LibreOffice 后可由它读取"

MENDED = "文件结构不合规范，由 LibreOffice 修复后读取，部分内容可能缺失"

CONVERTER = f"msdoc2docx {version('msdoc2docx')}"

LOSSES = frozenset((
    "FLOATING_PICTURE_FORMAT_DEFERRED", "FLOATING_SHAPE_TYPES_DEFERRED", "INLINE_PICTURE_ANCHOR_INVALID",
    "INLINE_PICTURE_DATA_STREAM_MISSING", "INLINE_PICTURE_FORMAT_DEFERRED", "INLINE_PICTURE_MALFORMED",
    "INVALID_UTF16", "LIST_NUMBER_FORMAT_APPROXIMATED", "MAIN_TEXTBOX_TABLE_MALFORMED", "MALFORMED_TABLE_FLATTENED",
    "NUMBERING_TABLE_MALFORMED", "OBJECT_ANCHOR_DEFERRED", "OFFICEART_MALFORMED", "OLE_OBJECT_OMITTED",
    "OLE_OBJECT_STORAGE_MISSING", "PICTURES_DEFERRED", "STYLE_TABLE_MALFORMED", "TABLE_CELL_DEFINITION_MISMATCH",
    "TABLE_DEPTH_LIMITED", "TABLE_GRID_MISMATCH", "TABLE_MARKER_DEFERRED", "UNSUPPORTED_CONTROL_CHARACTER",
    "UNTERMINATED_FIELD",
))  # fmt: skip
"""What msdoc2docx reports where text, tables, pictures or numbers may be missing or otherwise than printed."""

_DOCUMENT = "WordDocument"
_STREAMS = (_DOCUMENT, "0Table", "1Table")
_ENCRYPTED = 0x0100

# A young library's own errors, and what code that reads binary structures raises where they are malformed.
_REFUSALS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, struct.error, zlib.error)


def load(data: bytes, limits: Limits) -> Document:
    """Read a Word document of the old format.

    Raises:
        DocumentError: ``encrypted``, ``no-converter``, ``too-slow``, ``damaged``, or as the loader of .docx.
    """
    return load_one(load_many, data, limits)


def load_many(files: Sequence[bytes], limits: Limits) -> list[Result]:
    """Read many documents; those that are left to LibreOffice in one run of it."""
    results: list[Result] = [_by_msdoc2docx(data, limits) for data in files]
    left = [number for number, result in enumerate(results) if _wants_another(result)]
    program = office.find()
    if program is not None and left:
        made = office.convert(program, [files[number] for number in left], "doc", limits)
        for number, second in zip(left, made, strict=True):
            results[number] = _by_office(files[number], results[number], second, limits)
    return results


def _wants_another(result: Result) -> bool:
    if isinstance(result, DocumentError):
        return result.code == "no-converter"
    return DOUBTFUL in result.notes


def _by_office(data: bytes, first: Result, second: bytes | DocumentError, limits: Limits) -> Result:
    """LibreOffice's reading, unless it is none or has lost tables that a doubtful first reading has.

    LibreOffice mends what is malformed without a word. So what it reads of a file of which msdoc2docx does not
    understand the structure may be incomplete; of a version that msdoc2docx does not read, nothing is known against
    it.
    """
    doubtful = first if isinstance(first, Document) else None
    if isinstance(second, DocumentError):
        return doubtful or second
    cells = sum(len(row) for table in doubtful.tables for row in table.rows) if doubtful else None
    try:
        read = converted.read(second, limits, NAME, converted.written_by(second, limits), cells)
    except DocumentError as error:
        return doubtful or error
    if doubtful:
        return doubtful if read.lossy else read
    return read if _is_older(data) else _incomplete(read, MENDED)


def _by_msdoc2docx(data: bytes, limits: Limits) -> Result:
    """Read by msdoc2docx; ``no-converter`` where it refuses."""
    from doc2docx import convert
    from doc2docx.cfb import CompoundFileLimits
    from doc2docx.errors import Doc2DocxError

    container = Container(data)
    if not container.names or any(container.is_cut_off(name) for name in _STREAMS):
        return damaged()
    if _flags(container) & _ENCRYPTED:
        return encrypted()
    bounds = CompoundFileLimits(limits.file_bytes, limits.file_bytes, limits.members)
    with TemporaryDirectory(prefix="gipaudit-") as folder:
        source, target = Path(folder, "in.doc"), Path(folder, "out.docx")
        source.write_bytes(data)
        try:
            report = convert(source, target, limits=bounds).report
            docx = target.read_bytes()
        except (Doc2DocxError, *_REFUSALS):
            return office.absent("msdoc2docx 不能读取这个 .doc 文件（较旧或有损坏）", "this .doc, old or damaged,")
    try:
        read = converted.read(docx, limits, NAME, CONVERTER)
    except DocumentError as error:
        return error
    doubtful = any(warning.code in LOSSES for warning in report.warnings)
    return _incomplete(read, DOUBTFUL) if doubtful else read


def _incomplete(document: Document, note: str) -> Document:
    return replace(document, lossy=True, notes=(*document.notes, note))


def _flags(container: Container) -> int:
    """The flags of the document's head (FibBase, MS-DOC 2.5.2), alike in all versions."""
    head = container.begins(_DOCUMENT)
    return int.from_bytes(head[10:12], "little")


def _is_older(data: bytes) -> bool:
    """Whether a document is one of Word 6 or 95, which msdoc2docx does not claim to read."""
    return Container(data).begins(_DOCUMENT)[:2] == b"\xdc\xa5"


def recognise(data: bytes) -> bool:
    """Whether the bytes are a container with a Word document at its top, or one too damaged to tell where it is."""
    if not data.startswith(MAGIC):
        return False
    names = Container(data).names
    return _DOCUMENT in names or (not names and _DOCUMENT.encode("utf-16-le") in data)


LOADER = Loader(
    NAME,
    f"1, {CONVERTER}",
    Message("旧版 Word、WPS 文档（.doc、.wps）", "legacy Word or WPS document (.doc, .wps)"),
    recognise,
    load,
    rank=100,
    load_many=load_many,
)
