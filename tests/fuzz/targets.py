"""What the fuzzer drives: for each format a function that reads bytes as an audit would, and files to begin with.

Formats that are archives have a second target whose bytes are the one part that holds the document: bytes changed in
a compressed archive seldom reach the reader behind its checksums.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import BytesIO
from random import Random
from unittest.mock import patch

from formats.samples import random_sample
from support import formats, ooxml
from support.ofd import to_ofd
from support.pages import to_pdf

from gipaudit.documents import ofd, pdf, recognisers, word_package
from gipaudit.documents.limits import Limits
from gipaudit.documents.reading import Loader, loaders, read_bytes
from gipaudit.errors import DocumentError

LIMITS = Limits(seconds=10, characters=200_000, cells=5_000, positions=50_000, blocks=5_000, pages=20, marks=20_000)
"""Small enough that the fuzzer tries thousands of files instead of reading a few large ones."""

SEEDS = range(4)


@dataclass(frozen=True)
class Target:
    """``read`` raises nothing on any bytes but what is a defect; ``seeds`` are files that are read well."""

    read: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def _tried(read: Callable[[bytes], object], data: bytes) -> None:
    """Read without text recognition, which takes seconds for a page and is no reader of bytes."""
    with ExitStack() as stack, suppress(DocumentError):
        for module in (ofd, pdf, recognisers, word_package):
            stack.enter_context(patch.object(module, "recogniser", lambda: None))
        read(data)


def _loaded(loader: Loader, data: bytes) -> None:
    loader.recognise(data)
    _tried(lambda data: loader.load(data, LIMITS), data)


def _by(name: str) -> Callable[[bytes], None]:
    return lambda data: _loaded(loaders()[name], data)


def _any(data: bytes) -> None:
    _tried(lambda data: read_bytes(data, LIMITS), data)


def _written(write: Callable[[list[formats.Block]], bytes]) -> Callable[[], list[bytes]]:
    return lambda: [write(list(random_sample(seed).blocks)) for seed in SEEDS]


def _part(file: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return archive.read(name)


def _with_part(file: bytes, name: str, content: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return buffer.getvalue()


def _inside(loader: str, write: Callable[[list[formats.Block]], bytes], name: str) -> Target:
    """The target whose bytes are one part of an archive."""
    whole = write(list(random_sample(0).blocks))
    return Target(
        lambda data: _loaded(loaders()[loader], _with_part(whole, name, data)),
        lambda: [_part(file, name) for file in _written(write)()],
    )


def _lists() -> list[bytes]:
    """Word documents with automatic numbers and styles, which random reports have not."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = f"<w:p>{properties}<w:r><w:t>总体</w:t></w:r></w:p>"
    return [ooxml.word(body, styles=styles, numbering=numbering)]


def targets() -> dict[str, Target]:
    """All targets by name."""
    docx, ofd = formats.to_docx, to_ofd
    return {
        "text": Target(_by("text"), _written(formats.to_tabs)),
        "markdown": Target(_by("markdown"), _written(formats.to_markdown)),
        "html": Target(_by("html"), _written(formats.to_html)),
        "docx": Target(_by("docx"), lambda: _written(docx)() + _lists()),
        "docx-part": _inside("docx", docx, "word/document.xml"),
        "pdf": Target(_by("pdf"), _written(to_pdf)),
        "ofd": Target(_by("ofd"), _written(ofd)),
        "ofd-part": _inside("ofd", ofd, _page_name(ofd)),
        "any": Target(_any, lambda: [seed for write in (docx, to_pdf, ofd) for seed in _written(write)()[:1]]),
    }


def _page_name(write: Callable[[list[formats.Block]], bytes]) -> str:
    with zipfile.ZipFile(BytesIO(write(list(random_sample(0).blocks)))) as archive:
        return next(name for name in archive.namelist() if name.endswith("Content.xml"))


def mutated(data: bytes, random: Random) -> bytes:
    """The file with a few pieces changed, cut, doubled or taken from elsewhere in it."""
    made = bytearray(data)
    for _ in range(random.randint(1, 8)):
        if not made:
            break
        at, length = random.randrange(len(made)), random.choice((1, 1, 2, 8, 64))
        match random.randrange(5):
            case 0:
                made[at] = random.randrange(256)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length] * random.choice((1, 2, 50))
            case 3:
                start = random.randrange(len(made))
                made[at : at + length] = made[start : start + length]
            case _:
                made[at : at + length] = random.choice(_TOKENS)
    return bytes(made)


_TOKENS: Iterable[bytes] = (
    *(
        b"0",
        b"-1",
        b"65535",
        b"99999999999999999999",
        b"1e308",
        b"nan",
        b"\x00",
        b"\xff\xfe",
        b"]]>",
        b"<!--",
        b"&#0;",
    ),
    *(
        b"<td",
        b"</table>",
        b"<w:tbl>",
        b"</w:tc>",
        b" colspan=0 rowspan=0",
        b"g 3 4",
        b"/Kids",
        b"endobj",
        b"\t",
        b"|",
    ),
)
