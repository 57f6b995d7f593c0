"""What only a file system can hold: pipes, devices, loops, locked files, and the names that files may bear."""

from __future__ import annotations

import os
from pathlib import Path

from hostile.case import SAYS
from support import ooxml

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202etxt.exe\u2066\u200f"
"""Clears the screen, names the window, colours, and turns the direction of writing."""

NAMES = (
    f"{ESCAPES}报告.txt".encode(),
    b"\xff\xfe\xed\xa0\x80.txt",
    "两\n行\r.txt".encode(),
    b"--lang en.txt",
    b"-.txt",
    b" .txt",
    ("长" * 83 + ".txt").encode(),
    b"%s{unit}$(reboot)`reboot`.txt",
    "a\u0301\u200d\ufeff.txt".encode(),
)
"""Names of files that hold a short report; each says its own number."""

PLACES = {
    "pipe.docx": "not-a-file",
    "device.docx": "not-a-file",
    "loop.docx": "unreadable",
    "gone.docx": "not-found",
    "locked.docx": "unreadable",
}
"""What becomes of each thing that is no plain file that one may read."""


def place(folder: Path) -> None:
    """Put all of them into a folder."""
    os.mkfifo(folder / "pipe.docx")
    (folder / "device.docx").symlink_to("/dev/zero")
    (folder / "loop.docx").symlink_to(folder / "loop.docx")
    (folder / "gone.docx").symlink_to(folder / "nowhere.docx")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    locked = folder / "locked.docx"
    if os.geteuid():
        locked.write_bytes(ooxml.word(ooxml.p(SAYS)))
        locked.chmod(0)
    else:  # the superuser may read every file but this one, whose first byte nobody can
        locked.symlink_to("/proc/self/mem")
    for number, name in enumerate(NAMES):
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:
            file.write((f"第{number}份政府信息公开工作年度报告\n" + SAYS).encode())
