"""Archives that unpack to too much, lie about what they hold, or name what is not theirs."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile

from hostile.case import READ, SAYS, Cases, altered, bomb, package, says, zipped
from support import ooxml


def _word(*others: str) -> bytes:
    return package(ooxml.document(says()), dict.fromkeys(others, b"x"))


def _twice() -> bytes:
    buffer = io.BytesIO(_word())
    with zipfile.ZipFile(buffer, "a") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.writestr("word/document.xml", ooxml.document(ooxml.p("乙")))
    return buffer.getvalue()


def _overlapping(entries: int) -> bytes:
    """One megabyte of blanks, listed under many names that all point at the same bytes."""
    data = bytearray(_word())
    kernel = zipped({"k": b" " * 2**20})
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        listing = file.start_dir
    directory = bytes(data[listing : data.rfind(b"PK\x05\x06")])
    body = bytes(data[:listing]) + kernel[: kernel.find(b"PK\x01\x02")]
    record = bytearray(kernel[kernel.find(b"PK\x01\x02") : kernel.rfind(b"PK\x05\x06")])
    record[42:46] = listing.to_bytes(4, "little")
    many = b""
    for number in range(entries):
        name = f"word/media/{number:06}.png".encode()
        record[28:30] = len(name).to_bytes(2, "little")
        many += bytes(record[:46]) + name
    end = data[-22:]
    total = (4 - 1 + entries).to_bytes(2, "little")
    end[8:10] = end[10:12] = total
    end[12:16] = len(directory + many).to_bytes(4, "little")
    end[16:20] = len(body).to_bytes(4, "little")
    return body + directory + many + bytes(end)


def _nested(depth: int, width: int) -> bytes:
    """ZIP files in ZIP files, many times over: the last ones unpack to blanks."""
    data = zipped({f"{number}.txt": b" " * 2**22 for number in range(width)})
    for _ in range(depth):
        data = zipped({f"{number}.zip": data for number in range(width)})
    return data


def _link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        link = zipfile.ZipInfo("report.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    return buffer.getvalue()


CASES: Cases = {
    "bomb.docx": ("too-large", lambda: bomb(96 * 2**20)),
    "bomb-just-small-enough.docx": ("inflates", lambda: bomb(48 * 2**20)),
    "bomb-media.docx": (READ, lambda: bomb(96 * 2**20, "word/media/image1.png")),
    "members.docx": ("too-many-members", lambda: _word(*(f"word/{n}" for n in range(6_000)))),
    "members.zip": ("too-many-members", lambda: zipped({f"{n}.txt": SAYS for n in range(6_000)})),
    "overlapping.docx": (READ, lambda: _overlapping(4_000)),
    "directory-lies.docx": ("damaged", lambda: altered(_word(), 24, "<I", 10)),
    "directory-counts-wrong.docx": (READ, lambda: altered(_word(), 10, "<H", 9, b"PK\x05\x06")),
    "offset-outside.docx": ("damaged", lambda: altered(_word(), 42, "<I", 0x7FFFFFFF)),
    "method.docx": ("damaged", lambda: altered(altered(_word(), 10, "<H", 99), 8, "<H", 99, b"PK\x03\x04")),
    "lzma.docx": ("damaged", lambda: zipped({"[Content_Types].xml": ooxml.CONTENT_TYPES}, zipfile.ZIP_LZMA)),
    "checksum.docx": ("damaged", lambda: altered(_word(), 16, "<I", 7)),
    "password.docx": ("encrypted", lambda: altered(_word(), 8, "<H", 1)),
    "twice.docx": ("damaged", _twice),
    "traversal.docx": (READ, lambda: _word("../../../../tmp/gipaudit-was-here", "/etc/gipaudit-was-here")),
    "main-part-outside.docx": (
        "damaged",
        lambda: zipped(
            {
                "[Content_Types].xml": ooxml.CONTENT_TYPES,
                "_rels/.rels": ooxml.relationships(officeDocument="../../../etc/passwd"),
            }
        ),
    ),
    "nested.zip": ("too-deep", lambda: _nested(4, 3)),
    "wide.zip": ("inflates", lambda: zipped({f"{n}.txt": b" " * 2**22 for n in range(40)})),
    "traversal.zip": ("unrelated", lambda: zipped({"../../../../tmp/gipaudit-was-here.txt": "一"})),
    "link.zip": ("unrelated", _link),
}
