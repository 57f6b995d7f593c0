"""Bytes → text: a BOM, else UTF-16 where the bytes show it, else strict UTF-8, else strict GB18030.

What a page says of its own encoding is believed last: Chinese pages that say ``gb2312`` use characters beyond it, and
many say something else than they are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from gipaudit.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_HEAD = 4096

# C0 and C1 control characters but tab and line ends, soft hyphen, zero-width characters, lone surrogates: none is
# printed. Marks of direction stay, for they change what is printed.
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200d\u2060\ufeff\ud800-\udfff]")
_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_LINE_ENDS = re.compile(f"\r\n|[{_ENDS}]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

# Characters that any Chinese page of a government holds, written alike in both scripts.
_FREQUENT = "一不人大政府年的公"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with ``\\n`` line ends. ``exact`` is false where some bytes could not be read."""

    text: str
    encoding: str
    exact: bool = True


def decode(data: bytes) -> Decoded:
    """Decode a text file of unknown encoding.

    Raises:
        DocumentError: ``binary`` where the bytes are no text.
    """
    found = _decode(data)
    text = found.text
    if _UNPRINTED.search(text):
        if len(_CONTROLS.findall(text)) * 100 > len(text):
            raise DocumentError(
                "binary",
                "不是文字文件：其中有大量控制字符；本版本可读 docx、pdf、ofd、html、txt、md",
                "not a text file: it is full of control characters; docx, html, txt and md can be read",
            )
        text = _UNPRINTED.sub("", text)
    return Decoded(_with_line_ends(text), found.encoding, found.exact)


def printed(text: str) -> str:
    """Return the text without what nobody can see: control and zero-width characters, lone surrogates."""
    if text.isprintable():  # as nearly every cell and heading is: then there is no such character
        return text
    return _UNPRINTED.sub("", _with_line_ends(text))


def _with_line_ends(text: str) -> str:
    """Return the text with ``\\n`` for every end of a line."""
    return _LINE_ENDS.sub("\n", text) if any(end in text for end in _ENDS) else text


def head(data: bytes) -> str:
    """Return the ASCII letters of a file's beginning, in lower case, whatever its encoding."""
    return data[:_HEAD].replace(b"\x00", b"").decode("latin-1").lower()


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding) or _replaced(data[len(mark) :], encoding)
    for encoding in (*_wide(data), "utf-8", "gb18030"):
        if found := _strict(data, encoding):
            return _big5(data, found) if encoding == "gb18030" else found
    return _replaced(data, _likely(data))


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding)


def _replaced(data: bytes, encoding: str) -> Decoded:
    return Decoded(data.decode(encoding, errors="replace"), encoding, exact=False)


def _wide(data: bytes) -> tuple[str, ...]:
    """Return the UTF-16 that the zero bytes show: those of line ends and digits all stand on one side."""
    sample = data[: 1 << 20]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or even + odd == 0 or (even + odd) * 200 < len(sample):
        return ()
    # In Chinese UTF-16 the low byte of a character may be zero (一 is U+4E00), the high byte of ASCII always is.
    for encoding, ascii_side, other in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if ascii_side >= other and (text := data.decode(encoding, errors="replace")) and _plausible(text):
            return (encoding,)
    return ()


def _plausible(text: str) -> bool:
    sample = text[:20000]
    usual = sum(
        character in "\t\n\r"
        or " " <= character <= "~"
        or "\u2010" <= character <= "\u2030"
        or "\u2460" <= character <= "\u24ff"
        or "\u3000" <= character <= "\u30ff"
        or "\u4e00" <= character <= "\u9fff"
        or "\uff00" <= character <= "\uffef"
        for character in sample
    )
    return usual * 10 >= len(sample) * 9


def _big5(data: bytes, found: Decoded) -> Decoded:
    """Return a page that says it is Big5 as Big5 where that makes more sense: GB18030 decodes nearly anything."""
    if _declared(data) not in ("big5", "big5-hkscs"):
        return found
    other = _strict(data, "big5hkscs")
    if other is None or _sense(other.text) <= _sense(found.text):
        return found
    return other


def _sense(text: str) -> int:
    return sum(text.count(character) for character in _FREQUENT)


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    return match[1].decode("ascii").lower() if match else ""


def _likely(data: bytes) -> str:
    """Return the encoding in which fewest bytes are lost, where none reads them all."""
    candidates = ["utf-8", "gb18030"]
    declared = _declared(data)
    if declared.startswith("big5"):
        candidates.append("big5hkscs")
    return min(candidates, key=lambda encoding: data.decode(encoding, errors="replace").count("\ufffd"))
