"""One report in every format: the same readings, and nothing said that is not so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from conftest import need
from formats.measuring import Tally, read_reports, tally, total
from formats.samples import Sample, chosen
from formats.writing import FORMATS, Format, Workshop

SCANNED = {"scan (pdf)": ("2019 as issued",), "picture (png)": ("2021 blanks",)}
"""The reports whose pages are scanned: recognition takes seconds a page."""
MOST_WRONG_IN_SCANS = 0.002
LEAST_RIGHT_IN_SCANS = 0.97

SAMPLES = chosen()


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


def read(format: Format, workshop: Workshop, samples: Sequence[Sample]) -> Tally:
    need(not format.missing, f"{format.name} needs {format.missing}")
    return total(map(tally, samples, read_reports(format.write(workshop, samples))))


@pytest.mark.parametrize("format", [f for f in FORMATS if not f.recognised], ids=lambda format: format.name)
def test_every_cell_and_section_is_read_alike(format: Format, workshop: Workshop) -> None:
    found = read(format, workshop, SAMPLES)
    assert found.wrong == []
    assert found.missed == []
    assert found.doubts == []
    if format.blanks:
        assert found.unread == [], "only a blank may have been lost by what made the file"
    assert found.right + len(found.unread) == found.cells == sum(len(sample.truth) for sample in SAMPLES)


@pytest.mark.parametrize("format", [f for f in FORMATS if f.recognised], ids=lambda format: format.name)
def test_what_is_recognised_is_hardly_ever_wrong(format: Format, workshop: Workshop) -> None:
    found = read(format, workshop, [sample for sample in SAMPLES if sample.name in SCANNED[format.name]])
    assert len(found.wrong) <= MOST_WRONG_IN_SCANS * found.cells, found.wrong
    assert found.right >= LEAST_RIGHT_IN_SCANS * found.cells, found.unread
    assert found.missed == []
