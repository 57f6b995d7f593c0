"""What LibreOffice alone reads: the error where it is not installed, the batch, each result as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.errors import DocumentError
from gipaudit_office import converted, office

Result = Document | DocumentError

Prepare = Callable[[bytes, Limits], tuple[bytes, int]]
"""A file → what LibreOffice is given of it, and how many table cells it has. Raises DocumentError."""


def load_one(many: Callable[[Sequence[bytes], Limits], Sequence[Result]], data: bytes, limits: Limits) -> Document:
    """Read one file by what reads many.

    Raises:
        DocumentError: what that kept.
    """
    (result,) = many([data], limits)
    if isinstance(result, DocumentError):
        raise result
    return result


def by_office(files: Sequence[bytes], limits: Limits, loader: str, suffix: str, prepare: Prepare) -> list[Result]:
    """Read files through LibreOffice, in their order; what is refused before costs no run of it."""
    results: dict[int, Result] = {}
    given: dict[int, tuple[bytes, int]] = {}
    for number, data in enumerate(files):
        try:
            given[number] = prepare(data, limits)
        except DocumentError as error:
            results[number] = error
    program = office.find()
    if program is None:
        missing = office.absent(f"读取这类文件（.{suffix}）", f"reading .{suffix} files")
        results |= dict.fromkeys(given, missing)
    elif given:
        made = office.convert(program, [data for data, _ in given.values()], suffix, limits)
        for (number, (_, cells)), docx in zip(given.items(), made, strict=True):
            results[number] = docx if isinstance(docx, DocumentError) else _read(docx, limits, loader, cells)
    return [results[number] for number in range(len(files))]


def _read(docx: bytes, limits: Limits, loader: str, cells: int) -> Result:
    try:
        return converted.read(docx, limits, loader, converted.written_by(docx, limits), cells)
    except DocumentError as error:
        return error
