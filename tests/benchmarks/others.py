"""The same reading by other libraries, written as their users write it, and the least that any reader must do."""

from __future__ import annotations

import zipfile
from io import BytesIO

Grid = list[list[str | None]]


def python_docx(data: bytes) -> tuple[list[str], list[Grid]]:
    """Paragraphs, and tables by ``row.cells``, which resolves merges."""
    import docx

    document = docx.Document(BytesIO(data))
    tables: list[Grid] = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


def bare_lxml(data: bytes) -> object:
    """The main part inflated and parsed."""
    from lxml import etree

    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def beautiful_soup(data: bytes, parser: str) -> tuple[list[str], list[Grid]]:
    """Paragraphs outside tables, and tables as grids with their spans resolved."""
    from bs4 import BeautifulSoup

    paragraphs: list[str] = []
    tables: list[Grid] = []
    for element in BeautifulSoup(data, parser).find_all(["p", "h1", "h2", "h3", "h4", "li", "table"]):
        if element.find_parent("table") is not None:
            continue
        if element.name == "table":
            tables.append(_spanned(element.find_all("tr")))
        elif text := " ".join(element.get_text().split()):
            paragraphs.append(text)
    return paragraphs, tables


def _spanned(rows: list) -> Grid:  # type: ignore[type-arg]  # the library's own type is no list
    covered: dict[tuple[int, int], str] = {}
    for index, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["td", "th"]):
            while (index, column) in covered:
                column += 1
            text = " ".join(cell.get_text().split())
            down, across = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            for below in range(down):
                for right in range(across):
                    covered[index + below, column + right] = text
            column += across
    width = 1 + max((column for _, column in covered), default=-1)
    return [[covered.get((row, column)) for column in range(width)] for row in range(len(rows))]


def bare_selectolax(data: bytes) -> object:
    """The page decoded and parsed."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(data.decode())


def pdfplumber(data: bytes) -> tuple[list[str], list[Grid]]:
    """The text of each page, and its tables."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        texts = [page.extract_text() for page in document.pages]
        return texts, [table for page in document.pages for table in page.extract_tables()]


def bare_pdfium(data: bytes) -> object:
    """The text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts
