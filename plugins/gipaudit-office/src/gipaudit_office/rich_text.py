"""Rich Text Format (RTF), read through LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gipaudit.documents.limits import Limits, too_deep
from gipaudit.documents.model import Document
from gipaudit.documents.reading import Loader
from gipaudit.errors import Message
from gipaudit_office.guarded import Result, by_office, load_one

NAME = "rtf"

_MAGIC = re.compile(rb"[\xef\xbb\xbf \t\r\n]{0,16}\{\\rtf")
# Binary data, whose length is told, may hold any byte; a backslash takes its meaning from the next one.
_TOKEN = re.compile(rb"\\bin([0-9]{1,9}) ?|\\[^a-z]|[{}]")
_CELL = re.compile(rb"\\(?:nest)?cell(?![a-z0-9])")


def load(data: bytes, limits: Limits) -> Document:
    """Read an RTF file.

    Raises:
        DocumentError: ``no-converter``, ``too-deep``, ``too-slow``, ``damaged``, or as the loader of .docx.
    """
    return load_one(load_many, data, limits)


def load_many(files: Sequence[bytes], limits: Limits) -> list[Result]:
    """Read many RTF files in one run of LibreOffice."""
    return by_office(files, limits, NAME, "rtf", _prepare)


def _prepare(data: bytes, limits: Limits) -> tuple[bytes, int]:
    data = data[data.index(b"{") :]
    _check_depth(data, limits)
    return data, len(_CELL.findall(data))


def _check_depth(data: bytes, limits: Limits) -> None:
    """Refuse groups that stand too far inside each other before a reader recurses into them."""
    depth = at = 0
    while found := _TOKEN.search(data, at):
        at = found.end() + int(found[1] or 0)
        if found[0] == b"{":
            depth += 1
            if depth > limits.depth:
                raise too_deep(limits)
        elif found[0] == b"}":
            depth -= 1


def recognise(data: bytes) -> bool:
    """Whether the file begins as every RTF file does."""
    return _MAGIC.match(data) is not None


LOADER = Loader(
    NAME, "1", Message("RTF 文档（.rtf）", "Rich Text Format (.rtf)"), recognise, load, rank=100, load_many=load_many
)
