"""Looking for wrong cells: what it needs of last year's report, what it costs, and how it is switched off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from defects.draft import Draft, draft
from defects.naming import unit
from defects.printing import write

from gipaudit.pipeline import audit
from gipaudit.rules import localise
from gipaudit.rules.acts import LAST_YEAR
from gipaudit.rules.localise import NOT_ASKED
from gipaudit.scorecard import Scorecard

TODAY = date(2026, 7, 1)
SEEDS = 400


def two_years() -> tuple[Draft, Draft]:
    """One unit's reports of two years running, with a figure that differs."""
    for seed in range(SEEDS):
        whose = unit(Random(seed))
        before, now = draft(seed, "2021", "html", whose), draft(seed + SEEDS, "2021", "html", whose)
        if before.year + 1 == now.year and cell_that_differs(before, now):
            return before, now
    raise ValueError("no two years running")


def cell_that_differs(before: Draft, now: Draft) -> str:
    """A cell inside 表三 whose figure of last year is no slip of this year's."""
    for cell in now.form.table("applications").cells:
        old, new = before.figures[cell.address], now.figures[cell.address]
        if cell.column != "total" and len(old) == 2 and len(new) == 2 and not set(old) & set(new):
            return cell.address
    return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This year's report with one figure of last year's, last year's report, and one in order."""
    before, now = two_years()
    path = tmp_path_factory.mktemp("reports")
    (path / "in order.html").write_bytes(write(now))
    cell = cell_that_differs(before, now)
    (path / "cell.txt").write_text(f"{cell} {now.figures[cell]}", encoding="utf-8")
    now.figures[cell] = before.figures[cell]
    (path / "now.html").write_bytes(write(now))
    (path / "before.html").write_bytes(write(before))
    return path


def card(path: Path, **options: object) -> Scorecard:
    (found,) = audit(path, today=TODAY, **options).scorecards  # type: ignore[arg-type]
    return found


def test_a_number_left_in_from_last_year_is_told_where_last_years_report_is_given(folder: Path) -> None:
    cell, true = (folder / "cell.txt").read_text(encoding="utf-8").split()
    alone, beside = card(folder / "now.html"), card(folder / "now.html", previous=folder / "before.html")
    for found in (alone, beside):
        (cause,) = found.causes
        assert (cause.size, cause.cells) == (1, (cell,))
        assert [(each.address, each.value) for each in cause.suggestions] == [(cell, Decimal(true))]
    assert [cause.explanation for cause in (*alone.causes, *beside.causes)] == ["", LAST_YEAR]


def test_switched_off_no_cell_is_named_and_that_is_said(folder: Path) -> None:
    (cause,) = card(folder / "now.html", localise=False).causes
    assert (cause.size, cause.cells, cause.suggestions, cause.note) == (1, (), (), NOT_ASKED)


def test_where_nothing_fails_nothing_is_looked_for(folder: Path) -> None:
    with patch.object(localise, "smallest_sets", side_effect=AssertionError("searched")):
        assert card(folder / "in order.html").causes == ()
        with pytest.raises(AssertionError, match="searched"):
            card(folder / "now.html")
