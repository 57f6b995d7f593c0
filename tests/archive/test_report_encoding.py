"""A report comes out of the archive as it went in, and bytes that are no report are told to be none."""

from __future__ import annotations

import random
import zlib
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.archived import reports
from support.reports import SMALL, report

from gipaudit.archive.encoding.layouts import Layouts, fingerprint
from gipaudit.archive.encoding.reports import decode, encode, figures_row
from gipaudit.archive.encoding.values import inflated
from gipaudit.archive.problems import DamagedError
from gipaudit.documents.reading import read
from gipaudit.errors import DocumentError
from gipaudit.forms.arrays import Arrays
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report

KNOWN = {"small": SMALL}


def again(made: Report, known=KNOWN) -> Report:
    written = encode(made)
    return decode(written.document, written.report, made.source, Layouts(known))


@settings(max_examples=25)
@given(reports(KNOWN))
def test_a_report_comes_back_as_it_was(made: Report) -> None:
    back = again(made)
    assert back == made
    assert list(back.readings) == list(made.readings)  # the order is that of the JSON
    assert [str(r.low) for r in back.readings.values()] == [str(r.low) for r in made.readings.values()]
    assert [str(r.quantum) for r in back.readings.values()] == [str(r.quantum) for r in made.readings.values()]


@settings(max_examples=15)
@given(reports(KNOWN))
def test_sections_hold_the_very_blocks_of_the_document(made: Report) -> None:
    def numbers(one: Report) -> list[list[int | None]]:
        known = {id(block): number for number, block in enumerate(one.document.blocks)}
        return [[known.get(id(block)) for block in section.blocks] for section in one.sections.values()]

    assert numbers(again(made)) == numbers(made)


def test_reports_of_one_layout_share_one_form() -> None:
    known, layout = Layouts(KNOWN), SMALL.layout(frozenset({"requests.other"}))
    written = encode(report(form=layout))
    first, second = (decode(written.document, written.report, name, known) for name in ("a.docx", "b.docx"))
    assert first.form is second.form
    assert (first.form, first.source, second.source) == (layout, "a.docx", "b.docx")


def test_the_real_reports_come_back_as_they_were(corpus: Path) -> None:
    known, kinds = forms(), set()
    for file in sorted(corpus.glob("*/report.*")):
        if file.suffix in (".html", ".md", ".txt", ".docx"):
            try:
                made = assemble(read(file), known, file.name, "b" * 64)
            except DocumentError:
                continue
            assert again(made, known) == made, file
            kinds.add(made.form and (made.form.id, made.form.variant))
    assert len(kinds) > 1


@settings(max_examples=15)
@given(reports(KNOWN).filter(lambda made: made.form is not None))
def test_the_figures_row_holds_the_arrays_of_the_report(made: Report) -> None:
    arrays = Arrays.of(made.form, [made])
    row = zlib.decompress(figures_row(made) or b"")
    cells = len(made.form.cells)
    doubles = np.frombuffer(row[: 24 * cells], "<f8").reshape(3, cells)
    for given_, expected in zip(doubles, (arrays.low, arrays.high, arrays.quanta), strict=True):
        np.testing.assert_array_equal(given_, expected[:, 0])
    np.testing.assert_array_equal(np.frombuffer(row[24 * cells : 25 * cells], np.int8), arrays.states[:, 0])
    np.testing.assert_array_equal(np.frombuffer(row[25 * cells :], np.bool_), arrays.unsure[:, 0])


@settings(max_examples=150)
@given(st.randoms(use_true_random=False), st.booleans())
def test_bytes_that_were_changed_are_a_report_or_damaged_and_nothing_else(chance: random.Random, head: bool) -> None:
    written = encode(report({"requests.new.natural": 3}, {"overview": "总体情况良好。"}))
    parts = [bytearray(zlib.decompress(part)) for part in (written.document, written.report)]
    changed = parts[0 if head else 1]
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(changed))
        changed[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    document, rest = (zlib.compress(bytes(part)) for part in parts)
    with suppress(DamagedError):
        assert isinstance(decode(document, rest, "a.docx", Layouts(KNOWN)), Report)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zlib",
        zlib.compress(b""),
        zlib.compress(msgspec.msgpack.encode([1, 2])),
        zlib.compress(b"\x91" * 9000),
    ],
)
def test_what_was_never_a_report_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedError):
        decode(data, data, "a.docx", Layouts(KNOWN))


def test_a_record_that_inflates_beyond_measure_is_damaged() -> None:
    assert inflated(zlib.compress(bytes(1000)), largest=1000) == bytes(1000)
    with pytest.raises(DamagedError, match="too large"):
        inflated(zlib.compress(bytes(1001)), largest=1000)


@pytest.mark.parametrize("number", [Decimal("1e999999"), Decimal("1e-999999"), Decimal("NaN"), Decimal("Infinity")])
def test_a_number_that_nobody_could_print_is_damaged(number: Decimal) -> None:
    made = report({"requests.new.natural": 3})
    readings = dict(made.readings)
    object.__setattr__(readings["requests.new.natural"], "low", number)
    written = encode(made)
    with pytest.raises(DamagedError, match="number"):
        decode(written.document, written.report, "a.docx", Layouts(KNOWN))


def test_a_form_that_is_not_known_any_more_is_damaged() -> None:
    written = encode(report())
    with pytest.raises(DamagedError, match="small"):
        decode(written.document, written.report, "a.docx", Layouts({}))


def test_the_fingerprint_of_forms_changes_with_a_word_of_one_of_them() -> None:
    other = replace(SMALL, headers=("本年新收",))
    assert fingerprint(KNOWN) == fingerprint({"small": replace(SMALL)})
    assert fingerprint(KNOWN) != fingerprint({"small": other})
