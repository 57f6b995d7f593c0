"""Reading documents, against the library that most would take for it, and against the least that could do it."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import docx
import pytest
from conftest import need
from formats import office
from formats.samples import Sample, sample
from pytest_benchmark.fixture import BenchmarkFixture
from support.formats import to_html
from support.word import write_docx

from gipaudit.documents.model import Document, Table
from gipaudit.documents.reading import read_bytes

from . import others

ROUNDS = 11
MENU = "".join(f'<li><a href="/channel/{number}.html" target="_blank">栏目{number}</a></li>' for number in range(150))
STYLED = ' style="text-align:center;line-height:28px;font-family:仿宋"'


@pytest.fixture(scope="session")
def report() -> Sample:
    """A complete report of the form of 2021."""
    return sample("benchmark", 1, "2021")


@pytest.fixture(params=["made by python-docx", "five times as long", "made by LibreOffice", "made by WPS, filled in"])
def word(request: pytest.FixtureRequest, report: Sample, tmp_path: Path) -> bytes:
    """The report, or the official form filled in, as a Word document."""
    times = _times(request)
    path = write_docx(tmp_path / "report.docx", [*report.blocks] * times)
    if request.param == "made by LibreOffice":
        need(office.available(), "LibreOffice (apt-get install libreoffice-writer-nogui)")
        (made,) = office.converted([path.read_bytes()], "docx", tmp_path)
        return made
    if request.param == "made by WPS, filled in":
        return _filled(request.getfixturevalue("corpus") / "template_2021_blank" / "template.docx", report, path)
    return path.read_bytes()


def _times(request: pytest.FixtureRequest) -> int:
    """How often a document holds the report; not more than twice where nothing is timed."""
    if request.param != "five times as long":
        return 1
    return 2 if request.config.getoption("benchmark_disable") else 5


def _filled(template: Path, report: Sample, path: Path) -> bytes:
    document = docx.Document(str(template))
    for table in document.tables:
        for element in table._tbl.iter_tcs():
            if element.vMerge != "continue" and not "".join(element.itertext()).strip():
                docx.table._Cell(element, table).text = "0"
    for block in report.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
    document.save(str(path))
    return path.read_bytes()


@pytest.fixture(params=["bare", "five times as long", "saved by Word", "as a portal serves it"])
def page(request: pytest.FixtureRequest, report: Sample) -> bytes:
    """The report as a web page."""
    made = to_html([*report.blocks] * _times(request)).decode()
    if request.param in ("bare", "five times as long"):
        return made.encode()
    made = made.replace("</td>", "</span></p></td>").replace("<td ", '<td width="57" valign="center" ')
    made = "".join(_opened(piece) for piece in made.split("<td "))
    made = made.replace("<p>", f"<p{STYLED}>")
    if request.param == "saved by Word":
        return made.encode()
    script = "<script>" + "var page = {visited: true, count: 0};\n" * 300 + "</script>"
    head, body = made.split("<body>")
    frame = f'<div class="menu"><ul>{MENU}</ul></div><div class="crumbs">当前位置：<a href="/">首页</a></div>'
    return f"{head}{script}<body>{frame}{body.replace('</body>', f'<div><ul>{MENU}</ul></div></body>')}".encode()


def _opened(piece: str) -> str:
    if not piece.startswith("width"):
        return piece
    attributes, end, text = piece.partition(">")
    return f'<td {attributes}{end}<p class="MsoNormal"{STYLED}><span lang="EN-US" style="font-size:9.0pt">{text}'


@pytest.fixture(params=["made by LibreOffice", "with a font that is not embedded"])
def pdf(request: pytest.FixtureRequest, report: Sample, tmp_path: Path) -> bytes:
    """The report as a PDF of some pages."""
    if request.param == "made by LibreOffice":
        need(office.available(), "LibreOffice (apt-get install libreoffice-writer-nogui)")
        (made,) = office.converted([office.to_word(report.blocks)], "pdf", tmp_path)
        return made
    from support.pages import to_pdf

    return to_pdf(report.blocks)


def test_word_against_python_docx(benchmark: BenchmarkFixture, word: bytes) -> None:
    """Baseline: python-docx, all paragraphs and the text of ``row.cells``."""
    document = benchmark(read_bytes, word)
    assert _said(document) >= {_bare(text) for text in others.python_docx(word)[0]} - {""}
    _tell(benchmark, partial(read_bytes, word), [partial(others.python_docx, word)], partial(others.bare_lxml, word))


def test_web_page_against_beautiful_soup(benchmark: BenchmarkFixture, page: bytes) -> None:
    """Baseline: BeautifulSoup with the faster of its parsers, the same paragraphs and grids."""
    document = benchmark(read_bytes, page)
    assert [_grid(table) for table in document.tables] == _without_blanks(others.beautiful_soup(page, "lxml")[1])
    rivals = [partial(others.beautiful_soup, page, parser) for parser in ("lxml", "html.parser")]
    _tell(benchmark, partial(read_bytes, page), rivals, partial(others.bare_selectolax, page))


def test_real_web_pages_against_beautiful_soup(benchmark: BenchmarkFixture, corpus: Path) -> None:
    """Baseline: the same, on the pages on which offices really published their reports, all of them."""
    pages = [path.read_bytes() for path in sorted(corpus.glob("*/report.html"))]
    benchmark(_each, read_bytes, pages)
    rivals = [
        partial(_each, partial(others.beautiful_soup, parser=parser), pages) for parser in ("lxml", "html.parser")
    ]
    _tell(benchmark, partial(_each, read_bytes, pages), rivals, partial(_each, others.bare_selectolax, pages))


def _each(read: Callable[[bytes], object], files: Sequence[bytes]) -> None:
    for file in files:
        read(file)


def test_pdf_against_pdfplumber(benchmark: BenchmarkFixture, report: Sample, pdf: bytes) -> None:
    """Baseline: pdfplumber, text and tables of every page; both are asked how many cells they have right."""
    document = benchmark(read_bytes, pdf)
    ours = [[[cell.text for cell in row] for row in table.rows] for table in document.tables]
    share, other = _right(report, ours), _right(report, others.pdfplumber(pdf)[1])
    benchmark.extra_info["cells_right"], benchmark.extra_info["baseline_cells_right"] = (
        round(share, 4),
        round(other, 4),
    )
    assert share >= other
    _tell(benchmark, partial(read_bytes, pdf), [partial(others.pdfplumber, pdf)], partial(others.bare_pdfium, pdf))


def _said(document: Document) -> set[str]:
    return {_bare(paragraph.text) for paragraph in document.paragraphs}


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _grid(table: Table) -> list[list[str]]:
    """The text that covers each position of the grid."""
    return [[_bare(cell.text) for cell in row for _ in range(cell.column_span)] for row in table.grid]


def _without_blanks(grids: Sequence[others.Grid]) -> list[list[list[str]]]:
    return [[[_bare(text) for text in row] for row in grid] for grid in grids]


def _right(report: Sample, grids: Sequence[others.Grid]) -> float:
    """The share of the report's cells that stand in a row which was read whole, in order, and as one."""
    rows = Counter(tuple(_bare(text) for text in row if text is not None) for grid in grids for row in grid)
    right = total = 0
    for block in report.blocks:
        for row in block if not isinstance(block, str) else ():
            texts = tuple(_bare(text) for text, _, _ in row)
            total += len(texts)
            if rows[texts] > 0:
                rows[texts] -= 1
                right += len(texts)
    return right / total


def _tell(
    benchmark: BenchmarkFixture,
    ours: Callable[[], object],
    rivals: Sequence[Callable[[], object]],
    floor: Callable[[], object],
) -> None:
    """Note how many times as fast as its fastest rival, and how many times its floor, a reader is.

    Processor time, all by turns, the median of the rounds: a machine that slows down slows all of them. What one
    leaves behind for the collector of circles, python-docx whole trees, is no other's to clear away.
    """
    if benchmark.stats is None:  # benchmarks are switched off: the work ran once and that is all
        return
    rounds = [[_seconds(work) for work in (ours, floor, *rivals)] for _ in range(ROUNDS)]
    benchmark.extra_info["milliseconds"] = round(median(own for own, *_ in rounds) * 1000, 1)
    benchmark.extra_info["times_as_fast"] = round(median(min(rest) / own for own, _, *rest in rounds), 2)
    benchmark.extra_info["times_the_floor"] = round(median(own / least for own, least, *_ in rounds), 1)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
