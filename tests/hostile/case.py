"""What a hostile input is: a file name, what must become of it, and how it is built.

``READ`` is a file that gets its scorecard all the same; a code of :data:`gipaudit.forms.genre.REASONS` one that is
read and passed over; ``STOPPED`` one whose reading is ended, by whichever bound it reaches first, time or memory; any
other code one that is refused. Two words: either.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from support import ooxml

Cases = dict[str, tuple[str, Callable[[], bytes]]]

READ = "read"
STOPPED = "stopped"
SAYS = "一、总体情况\n本机关按照《中华人民共和国政府信息公开条例》开展政府信息公开工作。\n"
RELATIONS = ooxml.relationships(officeDocument="word/document.xml")


def page(body: str) -> bytes:
    """A web page."""
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def says() -> str:
    """The paragraphs of a short report, as Word has them."""
    return "".join(ooxml.p(line) for line in SAYS.splitlines())


def package(main: str | bytes, others: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document with that main part, and others by name."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": ooxml.CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": main,
    }
    return ooxml.archive(members | dict(others or {}))


def bomb(size: int, member: str = "word/document.xml") -> bytes:
    """A Word document of which one part unpacks to ``size`` blanks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", ooxml.CONTENT_TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        if member != "word/document.xml":
            file.writestr("word/document.xml", ooxml.document(says()))
        with file.open(member, "w") as part:
            for _ in range(size // 2**20):
                part.write(b" " * 2**20)
    return buffer.getvalue()


def loose(body: str) -> bytes:
    """A Word document that says something and then this, not compressed: so that no ratio gives it away."""
    buffer = io.BytesIO(ooxml.word(says() + body))
    with zipfile.ZipFile(buffer) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()}, zipfile.ZIP_STORED)


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def altered(data: bytes, offset: int, form: str, value: int, signature: bytes = b"PK\x01\x02") -> bytes:
    """An archive of which one field of every record with that signature is overwritten."""
    changed = bytearray(data)
    position = changed.find(signature)
    while position >= 0:
        struct.pack_into(form, changed, position + offset, value)
        position = changed.find(signature, position + 4)
    return bytes(changed)
