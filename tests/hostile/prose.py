"""Text that makes a careless pattern, number or list of rows work without end."""

from __future__ import annotations

from hostile.case import READ, SAYS, Cases, loose, page
from support import ooxml
from support.ooxml import p, tbl, tc, tr

HEAD = "三、收到和处理政府信息公开申请情况\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2048


SMALL = "<table><tr><td>规章</td><td>0</td></tr><tr><td>1</td></tr></table>"


def _text(body: str) -> bytes:
    return (SAYS + body).encode()


def _cell(text: str) -> bytes:
    return page(SAYS + f"<table><tr><td>自然人</td><td>总计</td></tr><tr><td>{text}</td><td>0</td></tr></table>")


def _rows(label: str, rows: int) -> bytes:
    return page(SAYS + HEAD + "<table>" + f"<tr><td>{label}</td><td>0</td><td>1</td></tr>" * rows + "</table>")


CASES: Cases = {
    "long-line.txt": ("too-large", lambda: _text("政府信息公开" * 2_000_000)),
    "tabs.txt": ("too-large", lambda: _text("\t" * 3_000_000)),
    "pipes.md": ("too-large", lambda: _text("|" * 2_000_000 + "\n" + "|---" * 300_000)),
    "lines.txt": ("too-large", lambda: _text("\n\t0" * 1_000_000)),
    "years.txt": ("too-large", lambda: _text("2023年1月1日至" * 200_000)),
    "brackets.txt": (READ, lambda: ("（" * 100_000 + "《" * 100_000 + SAYS).encode()),
    "headings.txt": ("too-large", lambda: _text("一、\n" * 100_000)),
    "fewer-headings.txt": (READ, lambda: _text("一、\n" * 6_000)),
    "numbered.txt": (READ, lambda: _text("".join(f"（{n}）情况\n" for n in range(4_000)))),
    "digits.html": (READ, lambda: _cell("9" * 100_000)),
    "full-width-digits.html": ("too-large", lambda: _cell("９" * 1_000_000)),
    "too-many-digits.txt": ("too-large", lambda: _text("９" * 6_000_000)),
    "blanks.html": (READ, lambda: _cell("1" + "　" * 100_000 + "2")),
    "commas.html": (READ, lambda: _cell("1," * 100_000)),
    "exponent.html": (READ, lambda: _cell("1e999999999")),
    "power.html": (READ, lambda: _cell("9^9^9^9")),
    "not-a-number.html": (READ, lambda: _cell("NaN")),
    "chinese-digits.html": (READ, lambda: _cell("一亿" * 20_000)),
    "label.html": (
        "too-large",
        lambda: page(SAYS + f"<table><tr><td>{'新收' * 500_000}</td><td>0</td></tr></table>"),
    ),
    "digit-sentence.txt": (READ, lambda: _text("收到申请" + "1" * 500_000 + "件。")),
    "rows.html": ("too-large", lambda: _rows("（一）予以公开", 20_000)),
    "same-rows.html": (READ, lambda: _rows("（一）予以公开", 800)),
    "headers.html": (READ, lambda: _rows("自然人</td><td>商业企业</td><td>科研机构", 800)),
    "tables.html": ("too-many-rows", lambda: page(SAYS + SMALL * 4_000)),
    "fewer-tables.html": (READ, lambda: page(SAYS + SMALL * 400)),
    "label-rows.docx": (READ, lambda: loose(p(HEAD) + tbl(*(tr(tc(f"其他处理{n}"), tc("0")) for n in range(800))))),
    "nul.txt": ("binary", lambda: SAYS.encode() + b"\x00" * 1_000_000),
    "controls.txt": ("binary", lambda: "规章\x01\x02\x03\x1b[2J".encode() * 500),
    "noise.docx": ("binary", lambda: bytes(range(256)) * 64),
    "surrogates.txt": (READ, lambda: SAYS.encode() + b"\xed\xa0\x80\xed\xb0\x80\n" + SAYS.encode()),
    "marks.txt": (READ, lambda: _text("\u202e\u2066\u200f\ufeff\u0300" * 10_000)),
    "blank.docx": ("empty", lambda: b" \r\n\t" * 100_000),
    "zeros.docx": ("empty", lambda: b"\x00" * 1_000_000),
    "nothing.pdf": ("empty", lambda: b""),
    "not-word.docx": (READ, lambda: _text("名为 docx 的文本。")),
    "really-word.txt": (READ, lambda: ooxml.word(p(SAYS) + p("名为 txt 的文档。"))),
    "password-in-ole.docx": ("encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 2048),
    "truncated.docx": ("damaged", lambda: ooxml.word(p("政府信息公开" * 500))[:-200]),
}
