"""Write OFD files (GB/T 33190-2016): reports set on pages, in the dialects of several producers, and single parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from support.formats import Block
from support.typeset import HEIGHT, WIDTH, Leaf, Words, typeset, width_of

MM = 25.4 / 72
STANDARD = "http://www.ofdspec.org/2016"


@dataclass(frozen=True)
class Dialect:
    """How a producer writes.

    ``text``: a text object a ``line``, a ``character``, a page (``codes``: many codes, those of one height naming
    it once), or a line scaled by a matrix (``matrix``). ``repeats`` writes equal steps as ``g n v``. ``lines``: a
    path a ``stroke``, one by a ``matrix``, ``filled`` boxes, or all lines of a page in a ``composite`` drawing.
    ``prefix`` and ``namespace`` of elements; an undeclared prefix where the namespace is ``None``. ``templates``
    puts the running line into a template. ``upper`` names parts in another case than they have, ``absolute`` names
    them from the root. ``lower`` writes names of attributes in lower case.
    """

    text: str = "line"
    repeats: bool = False
    lines: str = "stroke"
    prefix: str = "ofd:"
    namespace: str | None = STANDARD
    templates: bool = False
    upper: bool = False
    absolute: bool = False
    lower: bool = False


PLAIN = Dialect()


def to_ofd(blocks: Sequence[Block], dialect: Dialect = PLAIN, running: str = "") -> bytes:
    """A report as OFD, with a running head and page numbers where ``running`` is given."""
    return pages_to_ofd(typeset(blocks, "" if dialect.templates else running), dialect, running)


def pages_to_ofd(leaves: Sequence[Leaf], dialect: Dialect = PLAIN, running: str = "") -> bytes:
    """Pages as OFD."""
    units: list[str] = []
    contents = []
    for leaf in leaves:
        drawn = _lines(leaf, dialect, units) + _text(leaf.words, dialect)
        contents.append(drawn)
    template = ""
    if dialect.templates and running:
        template = _text([Words(running, 72, 50, 9), Words("政务公开", 480, 806, 9)], dialect)
    return archive(document(contents, dialect, template, "".join(units)))


def document(
    contents: Sequence[str], dialect: Dialect = PLAIN, template: str = "", units: str = "", resources: str = ""
) -> dict[str, str]:
    """The parts of a file: objects of each page, of a template under all of them, drawings and other resources."""
    root = "/Doc_0/" if dialect.absolute else ""
    name = str.upper if dialect.upper else str
    tpl = f'<TemplatePage ID="900" BaseLoc="{name(root + "Tpls/Tpl_0/Content.xml")}"/>' if template else ""
    pages = "".join(
        f'<Page ID="{100 + index}" BaseLoc="{name(f"{root}Pages/Page_{index}/Content.xml")}"/>'
        for index in range(len(contents))
    )
    uses = '<Template TemplateID="900" ZOrder="Background"/>' if template else ""
    box = f"0 0 {WIDTH * MM:.4f} {HEIGHT * MM:.4f}"
    parts = {
        "OFD.xml": '<OFD Version="1.1" DocType="OFD"><DocBody><DocInfo><DocID>1</DocID><Title>年度报告</Title>'
        f"<CreationDate>2024-01-20</CreationDate></DocInfo><DocRoot>{name(root or 'Doc_0/')}Document.xml</DocRoot>"
        "</DocBody></OFD>",
        "Doc_0/Document.xml": f"<Document><CommonData><MaxUnitID>9999</MaxUnitID><PageArea><PhysicalBox>{box}"
        f"</PhysicalBox></PageArea><DocumentRes>{name(root + 'DocumentRes.xml')}</DocumentRes>{tpl}</CommonData>"
        f"<Pages>{pages}</Pages></Document>",
        "Doc_0/DocumentRes.xml": '<Res BaseLoc="Res"><Fonts><Font ID="3" FontName="宋体"/></Fonts>'
        f"<CompositeGraphicUnits>{units}</CompositeGraphicUnits>{resources}</Res>",
    }
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page(template)
    for index, content in enumerate(contents):
        parts[f"Doc_0/Pages/Page_{index}/Content.xml"] = page(content, uses)
    return {part: spelt(xml, dialect) for part, xml in parts.items()}


def page(content: str, uses: str = "") -> str:
    """A page or template that shows these objects."""
    return f'<Page>{uses}<Content><Layer ID="1" Type="Body">{content}</Layer></Content></Page>'


def spelt(xml: str, dialect: Dialect = PLAIN) -> str:
    """XML without prefixes as a producer spells it."""
    out = []
    for index, piece in enumerate(xml.split("<")):
        if index:
            closing = piece.startswith("/")
            body = piece[1:] if closing else piece
            if index == 1 and dialect.namespace is not None:
                tag, space, rest = body.partition(" ") if " " in body.split(">")[0] else (body.split(">")[0], "", "")
                declared = f' xmlns{":" + dialect.prefix[:-1] if dialect.prefix else ""}="{dialect.namespace}"'
                body = f"{tag}{declared}{space}{rest}" if space else body.replace(tag, tag + declared, 1)
            out.append(f"<{'/' if closing else ''}{dialect.prefix}{body}")
    text = "".join(out)
    if dialect.lower:
        for attribute in ("Boundary", "Size", "DeltaX", "CTM", "LineWidth", "BaseLoc", "TemplateID"):
            text = text.replace(f" {attribute}=", f" {attribute.lower()}=")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def archive(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def text(words: str, x: float, baseline: float, size: float = 4.0, more: str = "", code: str = "") -> str:
    """A text object, in millimetres; ``more`` and ``code`` are further attributes of it and of its text code."""
    steps = f' DeltaX="{_steps([width_of(character, size) for character in words[:-1]], False)}"'
    return (
        f'<TextObject ID="7" Boundary="{x:.4f} {baseline - size:.4f} {width_of(words, size):.4f} {size * 1.2:.4f}" '
        f'Font="3" Size="{size:.4f}"{more}><TextCode X="0" Y="{size:.4f}"{code or (steps if words[1:] else "")}>'
        f"{escape(words)}</TextCode></TextObject>"
    )


def path(data: str, boundary: str = "0 0 210 297", more: str = "") -> str:
    """A path object, in millimetres."""
    return (
        f'<PathObject ID="8" Boundary="{boundary}" LineWidth="0.2"{more}>'
        f"<AbbreviatedData>{data}</AbbreviatedData></PathObject>"
    )


def _steps(widths: Sequence[float], repeats: bool) -> str:
    if not repeats:
        return " ".join(f"{width:.4f}" for width in widths)
    runs = [(f"{width:.4f}", len(list(group))) for width, group in groupby(widths)]
    return " ".join(f"g {count} {width}" if count > 1 else width for width, count in runs)


def _text(words: Sequence[Words], dialect: Dialect) -> str:
    if dialect.text == "codes":
        return _codes(words, dialect)
    objects = []
    for line in words:
        x, size = line.x * MM, line.size * MM
        if dialect.text == "character":
            for character in line.text:
                if not character.isspace():
                    objects.append(text(character, x, line.baseline * MM, size))
                x += width_of(character, size)
            continue
        steps = [width_of(character, 1 if dialect.text == "matrix" else size) for character in line.text[:-1]]
        delta = f' DeltaX="{_steps(steps, dialect.repeats)}"' if steps else ""
        box = f"{x:.4f} {line.baseline * MM - size:.4f} {width_of(line.text, size):.4f} {size * 1.2:.4f}"
        scale, shown = (f' CTM="{size:.4f} 0 0 {size:.4f} 0 0"', 1.0) if dialect.text == "matrix" else ("", size)
        objects.append(
            f'<TextObject ID="7" Boundary="{box}" Font="3" Size="{shown:.4f}"{scale}>'
            f'<TextCode X="0" Y="{shown:.4f}"{delta}>{escape(line.text)}</TextCode></TextObject>'
        )
    return "".join(objects)


def _codes(words: Sequence[Words], dialect: Dialect) -> str:
    """One text object for each size of letters on the page; a code of the height of the one before says none."""
    objects = []
    for size in sorted({line.size for line in words}):
        codes, height = [], None
        for line in (line for line in words if line.size == size):
            delta = _steps([width_of(character, size * MM) for character in line.text[:-1]], dialect.repeats)
            y = "" if height == line.baseline else f' Y="{line.baseline * MM:.4f}"'
            height = line.baseline
            codes.append(
                f'<TextCode X="{line.x * MM:.4f}"{y}{f" DeltaX={delta!r}" if delta else ""}>'
                f"{escape(line.text)}</TextCode>"
            )
        objects.append(
            f'<TextObject ID="7" Boundary="0 0 210 297" Font="3" Size="{size * MM:.4f}">{"".join(codes)}</TextObject>'
        )
    return "".join(objects)


def _lines(leaf: Leaf, dialect: Dialect, units: list[str]) -> str:
    drawn = "".join(_line([end * MM for end in rule], dialect.lines) for rule in leaf.rules)
    if dialect.lines != "composite" or not drawn:
        return drawn
    units.append(
        f'<CompositeGraphicUnit ID="{500 + len(units)}" Width="210" Height="297"><Content>{drawn}</Content>'
        "</CompositeGraphicUnit>"
    )
    return f'<CompositeObject ID="9" Boundary="0 0 210 297" ResourceID="{499 + len(units)}"/>'


def _line(ends: Sequence[float], kind: str) -> str:
    left, top, right, bottom = ends
    width, height = right - left, bottom - top
    if kind == "filled":
        box = f"{left - 0.1:.4f} {top - 0.1:.4f} {width + 0.2:.4f} {height + 0.2:.4f}"
        sides = f"M 0 0 L {width + 0.2:.4f} 0 L {width + 0.2:.4f} {height + 0.2:.4f} L 0 {height + 0.2:.4f} C"
        return path(sides, box, ' Stroke="false" Fill="true"')
    box = f"{left:.4f} {top:.4f} {max(width, 0.2):.4f} {max(height, 0.2):.4f}"
    if kind == "matrix":
        return path("M 0 0 L 1 1", box, f' CTM="{width:.4f} 0 0 {height:.4f} 0 0"')
    return path(f"M 0 0 L {width:.4f} {height:.4f}", box)
