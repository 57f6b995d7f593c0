"""Invented reports, typeset, printed to pixels, turned and dirtied: what is read of them, and what is not claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from PIL import Image
from support.figures import Figures, figures
from support.formats import Block
from support.scans import Look, scans
from support.sheets import SECTIONS, TITLE, banded, issued, wide_table

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Document, Table
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.reading import read_bytes
from gipaudit.documents.recognisers import Scan, recogniser
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report

FORM = forms()["2021"].standard


def truth(seed: int) -> Figures:
    """Figures whose sums hold but for some cells left blank and some dashes."""
    random = Random(seed)
    made = figures(FORM, random)
    for address in random.sample(sorted(made), 12):
        made[address] = random.choice(("", "-", "/"))
    return made


def as_file(blocks: Sequence[Block], look: Look, kind: str = "TIFF") -> bytes:
    """A report as a file of pictures, a page each, with the resolution at which it was scanned."""
    first, *others = (Image.fromarray(page) for page in scans(blocks, look))
    buffer = BytesIO()
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(buffer, kind, dpi=(look.dpi, look.dpi), **more)
    return buffer.getvalue()


def verdicts(report: Report, made: Figures) -> Counter[str]:
    return Counter(_verdict(report, address, text) for address, text in made.items())


def _verdict(report: Report, address: str, text: str) -> str:
    reading = report.readings[address]
    if reading.state in ("text", "missing"):
        return "unread"
    if text in ("", "-", "/"):
        return "right" if reading.state == ("dash" if text else "blank") else "wrong"
    return "right" if reading.state == "number" and reading.low == reading.high == Decimal(text) else "wrong"


@pytest.fixture(scope="module")
def scanned() -> tuple[Document, Report, Figures]:
    made = truth(3)
    document = read_bytes(as_file(issued(FORM, made), Look()))
    return document, assemble(document, forms()), made


def test_a_scanned_report_is_read_and_nothing_wrong_is_claimed(scanned: tuple[Document, Report, Figures]) -> None:
    _, report, made = scanned
    counts = verdicts(report, made)
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.97 * len(made)


def test_its_unit_year_and_sections_are_found(scanned: tuple[Document, Report, Figures]) -> None:
    _, report, _ = scanned
    assert (report.identity.unit, report.identity.year) == ("云溪市水务局", 2023)
    assert {report.sections[section.id].state for section in FORM.sections if section.required} == {"present"}


def test_it_says_what_recognised_it_and_where_every_cell_stands(scanned: tuple[Document, Report, Figures]) -> None:
    document, report, _ = scanned
    assert document.converter.startswith("rapidocr 3.10")
    assert {item.what for item in report.uncertain} == {"reading"}
    for reading in report.readings.values():
        assert reading.place.page in (1, 2)
        assert reading.place.box is not None
        assert reading.confidence < 1 or reading.state == "blank"


def small(made: Figures) -> list[Block]:
    """A report of one page: the second and the fourth table."""
    title, two, four = TITLE.format(year=2023), SECTIONS[1], SECTIONS[3]
    return [title, two, *banded(FORM, made), four, wide_table(FORM.table("disputes"), made)]


@pytest.mark.parametrize(
    "look",
    [
        Look(quarter=1, turn=-1.2, digits="Helvetica"),
        Look(quarter=2, seal=True, paper=190, dpi=170),
        Look(salt=0.003, rules=140, thin=0.35, jpeg=40),
    ],
    ids=["on its side", "on its head, stamped", "dirty, with faint lines"],
)
def test_a_page_in_a_bad_state_gives_no_wrong_figure(look: Look) -> None:
    made = truth(8)
    (page,) = scans(small(made), look)
    found = recogniser()
    assert found is not None
    height, width = page.shape
    read = found.read(Scan(1, width * 72 / look.dpi, height * 72 / look.dpi, page), Limits())
    assert read.width < read.height

    report = assemble(Document(compose([read], Meter(Limits())), "picture", converter="rapidocr"), forms())
    asked = {address: text for address, text in made.items() if not address.startswith("applications")}
    counts = verdicts(report, asked)
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.85 * len(asked)


def test_reading_twice_gives_the_same(scanned: tuple[Document, Report, Figures]) -> None:
    made = dict.fromkeys(truth(1), "17")
    file = as_file([wide_table(FORM.table("disputes"), made)], Look(), "PNG")
    first, second = read_bytes(file), read_bytes(file)
    assert first == second
    assert any(isinstance(block, Table) for block in first.blocks)
