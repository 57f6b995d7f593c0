"""PDF and OFD files that draw, inflate or call themselves without end."""

from __future__ import annotations

import zlib

from hostile.case import READ, STOPPED, Cases
from support import ofd

LINE = b"0 0 m 9 9 l S"
Object = tuple[str, bytes | None]


def _pdf(objects: list[Object], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1: a dictionary, and a stream where there is one."""
    body, offsets = b"%PDF-1.7\n", []
    for number, (dictionary, stream) in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode()
        if stream is None:
            body += dictionary.encode() + b"\nendobj\n"
        else:
            length = f"<< /Length {len(stream)} {dictionary.removeprefix('<<')}".encode()
            body += length + b"\nstream\n" + stream + b"\nendstream\nendobj\n"
    listing = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        body
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{listing}"
            f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(body)}\n%%EOF"
        ).encode()
    )


def _drawn(content: bytes, dictionary: str = "<< >>", box: str = "0 0 595 842", *more: Object) -> bytes:
    """A PDF of one page with this content; its form and font are objects 5 and 6."""
    return _pdf(
        [
            ("<< /Type /Catalog /Pages 2 0 R >>", None),
            ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
                "/Resources << /XObject << /F 5 0 R >> /Font << /T 6 0 R >> >> >>",
                None,
            ),
            (dictionary, content),
            ("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] >>", LINE),
            ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", None),
            *more,
        ]
    )


def _many(operators: str) -> bytes:
    return "\n".join(operators % (number % 595, number % 595) for number in range(450_000)).encode() + b"\n"


def _recursive() -> bytes:
    data = _drawn(b"/F Do")
    plain = b"/Subtype /Form /BBox [0 0 9 9]"
    return data.replace(plain, plain + b" /Resources << /XObject << /F 5 0 R >> >>").replace(
        b"0 0 m 9 9 l S", b"/F Do /F Do  "
    )


def _laughing(levels: int) -> bytes:
    """Forms that draw ten of the next, and so on."""
    forms: list[Object] = [
        (
            "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
            f"<< /XObject << /F {7 + level} 0 R >> >> >>",
            b"/F Do " * 10,
        )
        for level in range(1, levels)
    ]
    last: Object = ("<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] >>", b"0 0 m 500 0 l S " * 10)
    return _drawn(b"/G Do", "<< >>", "0 0 595 842", *forms, last).replace(b"/F 5 0 R", b"/G 7 0 R")


def _tree(kids: str, count: str = "1") -> bytes:
    return _pdf(
        [
            ("<< /Type /Catalog /Pages 2 0 R >>", None),
            (f"<< /Type /Pages /Kids [{kids}] /Count {count} >>", None),
            ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", None),
        ]
    )


def _locked() -> bytes:
    entry = f"/Root 1 0 R /ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt 4 0 R"
    return _pdf(
        [
            ("<< /Type /Catalog /Pages 2 0 R >>", None),
            ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
            ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", None),
            (f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >>", None),
        ],
        entry,
    )


def _ofd(content: str, **parts: str) -> bytes:
    return ofd.archive({**ofd.document([content]), **parts})


WORDS = ofd.text("政府信息公开工作年度报告", 20, 20) + ofd.text("一、总体情况", 20, 30) + ofd.text("公开", 20, 40)

CASES: Cases = {
    "segments.pdf": (f"too-large {STOPPED}", lambda: _drawn(_many("%d 9 m %d 99 l S"))),
    "one-path.pdf": ("too-large", lambda: _drawn(b"0 0 m " + _many("%d 9 l %d 8 l") + b"S")),
    "letters.pdf": ("unrelated", lambda: _drawn(b"BT /T 9 Tf 9 9 Td (" + b"1" * 10**6 + b") Tj ET")),
    "content-bomb.pdf": (
        STOPPED,
        lambda: _drawn(zlib.compress(b"0 0 m 9 9 l S\n" * (10**8 // 14), 9), "<< /Filter /FlateDecode >>"),
    ),
    "recursive-form.pdf": (STOPPED, _recursive),
    "laughing-forms.pdf": (STOPPED, lambda: _laughing(9)),
    "tree-loop.pdf": ("scan", lambda: _tree("2 0 R")),
    "page-twice.pdf": ("empty", lambda: _tree(" ".join(["3 0 R"] * 400), "400")),
    "pages.pdf": ("too-many-pages", lambda: _tree(" ".join(["3 0 R"] * 600), "600")),
    "pages-lie.pdf": ("empty", lambda: _tree("3 0 R", "2147483647")),
    "pages-negative.pdf": ("empty", lambda: _tree("3 0 R", "-1")),
    "box-infinite.pdf": ("empty", lambda: _drawn(b"0 0 m 9 9 l S", "<< >>", "-1e38 -1e38 1e38 1e38")),
    "box-nothing.pdf": ("empty", lambda: _drawn(b"BT /T 9 Tf (1) Tj ET", "<< >>", "0 0 0 0")),
    "locked.pdf": ("encrypted", _locked),
    "trailer-only.pdf": ("damaged", lambda: b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF"),
    "begins.pdf": ("damaged", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
    "deltas.ofd": (READ, lambda: _ofd(WORDS.replace('DeltaX="', 'DeltaX="g 2147483647 3 '))),
    "laughs.ofd": (
        "unsafe",
        lambda: ofd.archive(
            {"OFD.xml": '<!DOCTYPE o [<!ENTITY a "甲">]><ofd>&a;</ofd>', "Doc_0/Document.xml": "<d/>"}
        ),
    ),
    "deep.ofd": ("inflates", lambda: _ofd("<ofd:PageBlock>" * 100_000 + "</ofd:PageBlock>" * 100_000)),
    "paths.ofd": ("inflates", lambda: _ofd(ofd.path("M 0 0 " + "L 9 9 L 0 9 " * 500_000))),
    "bomb.ofd": ("too-large", lambda: _ofd(" " * 2**26 + WORDS)),
}
