"""Files that want to hang, fill or fool the tool, and the names they may bear."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from support import ooxml

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202etxt.exe\u2066\u200f"
"""Clears the screen, names the window, colours, and turns the direction of writing."""

SAYS = "一、总体情况\n本机关按照《中华人民共和国政府信息公开条例》开展政府信息公开工作。\n"


def bomb(member: str, size: int) -> bytes:
    """A Word document of which one part unpacks to ``size`` blanks."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", ooxml.CONTENT_TYPES)
        file.writestr("_rels/.rels", ooxml.relationships(officeDocument="word/document.xml"))
        if member != "word/document.xml":
            file.writestr("word/document.xml", ooxml.document(ooxml.p("政府信息公开工作年度报告")))
        with file.open(member, "w") as part:
            for _ in range(size // 2**20):
                part.write(b" " * 2**20)
    return buffer.getvalue()


def encrypted() -> bytes:
    """The container in which Word keeps a document with a password."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2048 + name + b"\x00" * 2048


def page(body: str) -> bytes:
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def _tall(rows: int) -> str:
    return "<table>" + "<tr><td colspan=65535 rowspan=65535>自然人</td></tr>" * rows + "</table>"


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.docx": lambda: bomb("word/document.xml", 96 * 2**20),
    "bomb-media.docx": lambda: bomb("word/media/image1.png", 96 * 2**20),
    "deep.html": lambda: page(SAYS + "<div>" * 100_000 + "政府信息公开工作年度报告"),
    "deep-table.html": lambda: page(SAYS + "<table><tr><td>" * 5_000 + "0"),
    "wide.html": lambda: page(SAYS + _tall(300)),
    "long-line.txt": lambda: (SAYS + "政府信息公开" * 2_000_000).encode(),
    "tabs.txt": lambda: (SAYS + "\t" * 3_000_000).encode(),
    "pipes.md": lambda: (SAYS + "|" * 2_000_000 + "\n" + "|---" * 300_000).encode(),
    "lines.txt": lambda: (SAYS + "\n\t0" * 1_000_000).encode(),
    "brackets.txt": lambda: ("（" * 100_000 + "《" * 100_000 + SAYS).encode(),
    "years.txt": lambda: (SAYS + "2023年1月1日至" * 200_000).encode(),
    "numbers.html": lambda: page(SAYS + "<table><tr><td>自然人</td><td>" + "9" * 200_000 + "</td></tr></table>"),
    "entities.html": lambda: page(SAYS + "&lt;" * 200_000),
    "zeros.txt": lambda: SAYS.encode() + b"\x00" * 1_000_000,
    "truncated.docx": lambda: ooxml.word(ooxml.p("政府信息公开" * 500))[:-200],
    "not-word.docx": lambda: SAYS.encode(),
    "really-word.txt": lambda: ooxml.word(ooxml.p(SAYS)),
    "encrypted.docx": encrypted,
    "empty.docx": lambda: b"",
}


def place(folder: Path) -> None:
    """Write all of them into a folder, and what only a file system can hold."""
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    os.mkfifo(folder / "pipe.docx")
    (folder / "loop.docx").symlink_to(folder / "loop.docx")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    locked = folder / "locked.docx"
    if os.geteuid():
        locked.write_bytes(ooxml.word(ooxml.p(SAYS)))
        locked.chmod(0)
    else:  # the superuser may read every file but this one, whose first byte nobody can
        locked.symlink_to("/proc/self/mem")
    (folder / f"{ESCAPES.replace('/', '')}报告.txt").write_bytes(
        (f"{ESCAPES}政府信息公开工作年度报告\n" + SAYS).encode()
    )
    with open(os.fsencode(folder) + b"/\xff\xfe\xed\xa0\x80.txt", "wb") as file:
        file.write(SAYS.encode())
