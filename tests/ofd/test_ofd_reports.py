"""A report in OFD gives the readings that were written, in the dialect of every producer."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import ofdkit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.figures import figures
from support.formats import Block, grid
from support.habits import HABITS
from support.ofd import Dialect, pages_to_ofd, to_ofd
from support.sheets import issued
from support.typeset import Setter, typeset

from gipaudit.documents.model import Document
from gipaudit.documents.reading import read_bytes
from gipaudit.forms.binding import bind
from gipaudit.forms.library import forms
from gipaudit.pipeline import read_report

RUNNING = "云溪市水务局政府信息公开"

DIALECTS = {
    "as the standard has it": Dialect(),
    "a text object a character, lines as filled boxes": Dialect(text="character", lines="filled"),
    "one text object a page, lines in drawings, templates": Dialect(
        text="codes", repeats=True, lines="composite", templates=True
    ),
    "scaled by matrices, without prefix, absolute paths": Dialect(
        text="matrix", lines="matrix", prefix="", namespace="http://example.cn/ofd", absolute=True, lower=True
    ),
    "a prefix never declared, paths in another case": Dialect(namespace=None, upper=True, repeats=True),
}
every_dialect = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 10**6)


def wrong_and_unread(document: Document, generation: str, truth: dict[str, str]) -> tuple[list[str], list[str]]:
    readings = bind(document, forms()[generation], 2023).readings
    wrong = [
        address
        for address, reading in readings.items()
        if reading.state == "number" and (not truth.get(address) or Decimal(truth[address]) != reading.low)
    ]
    unread = [
        address
        for address, text in truth.items()
        if readings[address].state not in (("number",) if text else ("blank",))
    ]
    return wrong, unread


@every_dialect
@pytest.mark.parametrize("generation", ["2019", "2021"])
def test_every_cell_of_a_report_is_read(dialect: Dialect, generation: str, tmp_path: Path) -> None:
    form = forms()[generation].standard
    truth = figures(form, Random(7))
    path = tmp_path / "年报.ofd"
    path.write_bytes(to_ofd(issued(form, truth), dialect, RUNNING))
    report = read_report(path)
    assert {address: reading.text.strip() for address, reading in report.readings.items()} == truth
    assert report.identity.unit == "云溪市水务局"
    assert report.identity.year == 2023
    assert {id for id, section in report.sections.items() if section.state != "present"} == {"preamble"}
    assert RUNNING not in "".join(paragraph.text for paragraph in report.document.paragraphs)
    assert not report.document.lossy


def test_every_cell_tells_its_page_and_box() -> None:
    form = forms()["2021"].standard
    document = read_bytes(to_ofd(issued(form, figures(form, Random(2)))))
    places = [cell.place for table in document.tables for row in table.rows for cell in row]
    assert {place.page for place in places} >= {1, 2}
    assert all(place.box and place.box[0] < place.box[2] and place.box[1] < place.box[3] for place in places)


@every_dialect
@few
@given(seed=seeds, generation=st.sampled_from(["2019", "2021"]), habit=st.sampled_from(["as issued", "blank cells"]))
def test_random_reports(dialect: Dialect, seed: int, generation: str, habit: str) -> None:
    printed = HABITS[habit].make(forms()[generation].standard, Random(seed))
    wrong, unread = wrong_and_unread(
        read_bytes(to_ofd(printed.blocks, dialect, RUNNING)), generation, dict(printed.figures)
    )
    assert wrong == []
    assert unread == []


@few
@given(seed=seeds)
def test_the_form_of_2014(seed: int) -> None:
    form = forms()["2014"].standard
    truth = figures(form, Random(seed))
    wrong, unread = wrong_and_unread(read_bytes(to_ofd(issued(form, truth))), "2014", truth)
    assert wrong == []
    assert unread == []


words = st.text(alphabet="县局办公室信息公开件数项目第一二三0123456789", min_size=1, max_size=9)


@st.composite
def tables(draw: st.DrawFn) -> list[list[tuple[str, int, int]]]:
    """A table of two to nine rows in two to six columns, its first row merged in two, its other cells single."""
    width = draw(st.integers(2, 6))
    cut = draw(st.integers(1, width - 1))
    body = draw(st.lists(st.lists(words, min_size=width, max_size=width), min_size=1, max_size=8))
    return [[(draw(words), 1, cut), (draw(words), 1, width - cut)], *([(text, 1, 1) for text in row] for row in body)]


@few
@given(table=tables(), dialect=st.sampled_from(list(DIALECTS.values())))
def test_random_tables(table: list[list[tuple[str, int, int]]], dialect: Dialect) -> None:
    """Four figures or more are enough to know a table for one; their cells are those that were written."""
    rows = [*table, *[[(str(11 + row), 1, 1) for _ in table[1]] for row in range(4)]]
    (found,) = read_bytes(to_ofd(["云溪市水务局年度报告", rows], dialect)).tables
    read = [[(cell.text, cell.column_span) for cell in row] for row in found.rows]
    assert read == [[(text, across) for text, _, across in row] for row in rows]
    assert found.width == len(grid(rows)[0])


@every_dialect
def test_the_text_is_that_which_another_reader_finds(dialect: Dialect) -> None:
    form = forms()["2021"].standard
    # The other reader knows attributes in the standard's spelling only.
    data = to_ofd(issued(form, figures(form, Random(4))), replace(dialect, lower=False))
    with ofdkit.open(io.BytesIO(data)) as other:
        theirs = sorted("".join(run.text for page in other.pages for run in page.runs if run.text.strip()))
    document = read_bytes(data)
    ours = "".join(paragraph.text for paragraph in document.paragraphs) + "".join(
        cell.text for table in document.tables for row in table.rows for cell in row
    )
    blank = " \n\u3000"
    assert sorted(c for c in ours if c not in blank) == [c for c in theirs if c not in blank]


def test_a_table_goes_on_over_many_pages_with_heads_set_upright() -> None:
    """表三 in a small page area: its merged row heads stand one or two characters a line, on every page it takes."""
    form = forms()["2021"].standard
    truth = figures(form, Random(9))
    setter = Setter(table_size=13.0)
    blocks: list[Block] = issued(form, truth)
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            setter.paragraph(block, first=index == 0)
        else:
            setter.table(block)
    assert len(setter.leaves) > len(typeset(blocks))
    wrong, unread = wrong_and_unread(read_bytes(pages_to_ofd(setter.leaves)), "2021", truth)
    assert wrong == []
    assert unread == []


def test_title_and_dates_are_kept() -> None:
    document = read_bytes(to_ofd(["云溪市水务局年度报告", "一、总体情况"]))
    assert dict(document.metadata) == {"title": "年度报告", "created": "2024-01-20"}
