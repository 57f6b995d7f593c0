"""A file's bytes → text, in the encodings that editors on Chinese office machines save."""

from __future__ import annotations

import re
from pathlib import Path

from gipaudit.errors import Message, Position, Problem, SourceError

LARGEST_FILE = 1 << 20
"""Bytes. The largest ruleset known has 80 KB."""

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_GB2312 = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*")


def read_text(file: Path, largest: int = LARGEST_FILE) -> tuple[str, str]:
    """Return a file's text and the name of its encoding; ``largest`` is in bytes.

    UTF-8 (with or without a byte order mark) and UTF-16 with one are read as such. Anything else is taken for
    GB18030 only where every character is one of the common ones of GB 2312: a damaged UTF-8 file never is, and
    is refused instead of being read as gibberish.

    Raises:
        SourceError: it is not there, too large, in no known encoding, or holds invisible control characters.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(largest + 1)
    except FileNotFoundError:
        raise _refuse(file, "文件不存在", "no such file") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _refuse(file, f"文件无法打开（{reason}）", f"cannot be opened ({reason})") from None
    if len(data) > largest:
        limit = largest >> 20
        raise _refuse(file, f"文件超过 {limit} MB，不读取", f"larger than {limit} MB, not read")
    text, encoding = _decode(file, data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _REFUSED.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        code = f"U+{ord(found[0]):04X}"
        raise _refuse(
            file, f"有看不见的控制字符 {code}，请删去", f"invisible control character {code}: delete it", line, column
        )
    return text, encoding


def _decode(file: Path, data: bytes) -> tuple[str, str]:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), "utf-16"
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error.start
    if _GB2312.fullmatch(data):
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as error:
            broken = error.start
    line = data.count(b"\n", 0, broken) + 1
    zh = "文字编码无法识别，请用编辑器另存为 UTF-8"
    raise _refuse(file, zh, "unknown text encoding: save the file as UTF-8", line)


def _refuse(file: Path, zh: str, en: str, line: int = 1, column: int = 1) -> SourceError:
    return SourceError([Problem(Position(file, line, column), Message(zh, en))])
