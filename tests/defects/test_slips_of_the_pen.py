"""A slip in one cell of 表三 is traced to that cell, and charged once however many identities it breaks."""

from __future__ import annotations

from random import Random

import pytest
from defects.draft import Draft, draft
from defects.measuring import CONSEQUENCES, MANY, accusations, audited
from defects.slips import SLIPS

from gipaudit.scorecard import Scorecard

SUMS = ("applications.row_total", "applications.column_total", "applications.balance")
Case = tuple[str, tuple[str, ...], Scorecard]


def _slipped(slip: int, seed: int) -> tuple[Draft, tuple[str, ...]]:
    random = Random(f"{slip} {seed}")
    while True:
        made = draft(
            random.randrange(10**6), random.choice(("2019", "2021")), random.choice(("docx", "html", "tabs"))
        )
        try:
            return made, SLIPS[slip](made, random)
        except IndexError:  # a report of zeros has no such slip: take another
            continue


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    made = [(SLIPS[slip].__name__, *_slipped(slip, seed)) for slip in range(len(SLIPS)) for seed in range(8 * MANY)]
    cards = audited(tmp_path_factory.mktemp("slips"), [each[1] for each in made])
    return [(name, cells, card) for (name, _, cells), card in zip(made, cards, strict=True)]


def test_every_slip_is_found_and_nothing_else_is_said(cases: list[Case]) -> None:
    for _, _, card in cases:
        said = {finding.rule for finding in accusations(card)}
        rules = {rule for rule in said if not rule.startswith(CONSEQUENCES)}
        assert rules & set(SUMS)
        assert rules <= set(SUMS)


def test_the_cause_is_the_cell_that_was_changed(cases: list[Case]) -> None:
    one = [(cells, card) for _, cells, card in cases if len(cells) == 1]
    told = [len(card.causes) == 1 and card.causes[0].cells == cells for cells, card in one]
    assert sum(told) >= 0.95 * len(told)


def test_two_figures_that_changed_places_are_one_cause_of_two_cells(cases: list[Case]) -> None:
    """Where other pairs would explain the sums as well, no cell is named rather than a wrong one."""
    two = [(cells, card) for _, cells, card in cases if len(cells) == 2]
    assert two
    for cells, card in two:
        assert [cause.size for cause in card.causes] == [2]
        assert set(card.causes[0].cells) <= set(cells)


def test_one_slip_costs_one_cause(cases: list[Case]) -> None:
    for name, cells, card in cases:
        lost = sum(float(rule.lost[1]) for rule in card.rules if rule.id in SUMS)
        assert lost == 2 * len(cells), name
