"""Make .docx packages from raw WordprocessingML, for what no writer would write."""

from __future__ import annotations

import io
import zipfile

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)


def relationships(**targets: str) -> str:
    """Return a relationships part: kind → target."""
    entries = "".join(
        f'<Relationship Id="r{index}" Type="{_TYPE}{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def document(body: str, namespace: str = TRANSITIONAL) -> str:
    """Return a main part with that body."""
    return (
        f'<w:document xmlns:w="{namespace}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    """Return a deflated archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def word(body: str, *, namespace: str = TRANSITIONAL, styles: str = "", numbering: str = "") -> bytes:
    """Return a .docx whose body, styles and numbering are given as inner XML."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(officeDocument="word/document.xml"),
        "word/document.xml": document(body, namespace),
    }
    targets = {}
    if styles:
        targets["styles"] = "styles.xml"
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{namespace}">{styles}</w:styles>'
    if numbering:
        targets["numbering"] = "/word/numbering.xml"
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{namespace}">{numbering}</w:numbering>'
    parts["word/_rels/document.xml.rels"] = relationships(**targets)
    return archive(parts)


def p(text: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """Return a cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """Return a table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
