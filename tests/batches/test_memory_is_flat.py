"""Of a report that nobody looks at an audit holds no more than what tells whose it is, however many there are."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from formats.samples import random_sample
from hypothesis import given, settings
from hypothesis import strategies as st
from support.formats import to_html

from gipaudit import pipeline
from gipaudit.documents.model import Cell
from gipaudit.documents.reading import read_bytes
from gipaudit.errors import UsageError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms
from gipaudit.forms.report import Reading, Report
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.rules import remembering
from gipaudit.scorecard import Audit, Finding, RuleResult
from gipaudit.workers.files import File, Outcome
from gipaudit.workers.packing import PackedMapping, PackedSequence, packed, shelved, shelved_card
from gipaudit.workers.parcels import Parcel, Shelf

DAY = date(2026, 3, 1)
ROOM = 150_000
"""Bytes of pickle that the shelves of these tests keep unpacked: three reports."""


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    known = forms()
    return [
        assemble(read_bytes(to_html(random_sample(seed).blocks)), known, f"{seed}.html", f"{seed:064}")
        for seed in range(6)
    ]


def copies(reports: Sequence[Report], count: int) -> Iterator[Report]:
    """So many reports of as many units."""
    for number in range(count):
        like = reports[number % len(reports)]
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        yield replace(
            like, source=f"{number}.html", sha256=sha256, identity=replace(like.identity, unit=f"青溪市第{number}局")
        )


def audit_of(count: int, reports: Sequence[Report], folder: Path) -> Audit:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.html").touch()

    def read(files: Sequence[File], *_: Any) -> Iterator[Outcome]:
        return (packed(report) for report in copies(reports, len(files)))

    return pipeline.audit(folder, today=DAY, read=read, localise=False)


def living(*kinds: type) -> int:
    gc.collect()
    return sum(isinstance(one, kinds) for one in gc.get_objects())


def test_four_times_as_many_reports_leave_no_more_in_memory(
    reports: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("intake", "judging"):
        monkeypatch.setattr(f"gipaudit.{module}.Shelf", lambda *_: Shelf(ROOM))
    monkeypatch.setattr("gipaudit.judging.TOGETHER_BYTES", ROOM // 3)
    monkeypatch.setattr(remembering, "MOST", 4)
    held = {}
    for count in (6, 18):
        before = living(Reading, Cell, Finding, RuleResult)
        audit = audit_of(count, reports, tmp_path / str(count))
        assert len(audit.scorecards) == count
        assert sum(map(len, render(audit, Settings(language="zh", width=80, color=False, readings=True)))) > 10_000
        held[count] = living(Reading, Cell, Finding, RuleResult) - before
    assert 0 < held[18] < 1.2 * held[6]


def test_one_report_at_a_time_gives_the_same_audit_as_all_together(
    reports: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = audit_of(12, reports, tmp_path / "together")
    monkeypatch.setattr("gipaudit.judging.TOGETHER_BYTES", 1)
    assert audit_of(12, reports, tmp_path / "apart") == together


def test_a_packed_report_is_the_report(reports: list[Report]) -> None:
    shelf = Shelf(ROOM)
    laid = [shelved(report, shelf) for report in reports]
    for _ in range(2):
        assert laid == reports
    assert pickle.loads(pickle.dumps(laid)) == reports
    assert laid[0].readings.keys() == reports[0].readings.keys()
    assert laid[0].document.blocks[1:3] == tuple(reports[0].document.blocks)[1:3]
    assert hash(laid[0].unbound) == hash(tuple(reports[0].unbound))
    assert repr(laid[0].readings) == repr(dict(reports[0].readings))


def test_a_packed_scorecard_is_the_scorecard(reports: list[Report], tmp_path: Path) -> None:
    for card in audit_of(6, reports, tmp_path / "six").scorecards:
        plain = replace(
            card,
            sections=tuple(card.sections),
            rules=tuple(card.rules),
            findings=tuple(card.findings),
            unbound=tuple(card.unbound),
            causes=tuple(card.causes),
            readings=dict(card.readings),
        )
        assert card == plain
        assert shelved_card(plain, Shelf()) == plain


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.text(max_size=20), max_size=20), min_size=1, max_size=30),
    st.integers(1, 2000),
    st.randoms(use_true_random=False),
)
def test_a_shelf_gives_back_what_was_laid_on_it_whatever_its_room(
    given_: list[list[str]], room: int, random: Any
) -> None:
    shelf = Shelf(room)
    parcels = [Parcel.of(tuple(each), {text: number for number, text in enumerate(each)}) for each in given_]
    for parcel in parcels:
        if random.random() < 0.5:
            assert parcel.parts
        parcel.lie_on(shelf)
    for number in random.choices(range(len(parcels)), k=60):
        sequence: PackedSequence[str] = PackedSequence(parcels[number], 0)
        mapping: PackedMapping[int] = PackedMapping(parcels[number], 1)
        assert sequence == tuple(given_[number])
        assert mapping == {text: place for place, text in enumerate(given_[number])}
        assert all(text in sequence and text in mapping for text in given_[number])


def test_nobody_else_can_read_a_shelf_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shelf = Shelf()
    Parcel.of("text").lie_on(shelf)
    state = os.fstat(shelf._file.fileno())
    assert (stat.S_IMODE(state.st_mode), state.st_nlink) == (0o600, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full)
        with pytest.raises(UsageError, match="TMPDIR"):
            Parcel.of("text").lie_on(Shelf())
