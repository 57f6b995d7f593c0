"""A report in order is accused of nothing, whoever wrote it, in whatever words and format."""

from __future__ import annotations

import json

import pytest
from defects.draft import Draft, draft
from defects.measuring import MANY, accusations, audited

from gipaudit.scorecard import Scorecard

Pair = tuple[Draft, Scorecard]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    drafts = [draft(seed) for seed in range(60 * MANY)]
    return list(zip(drafts, audited(tmp_path_factory.mktemp("clean"), drafts), strict=True))


def test_nothing_is_held_against_a_report_in_order(pairs: list[Pair]) -> None:
    said = [
        f"{made.unit.name} {made.form.id} {made.format}: {finding.rule}: {finding.message}"
        for made, card in pairs
        for finding in accusations(card)
    ]
    assert said == []


def test_unit_year_and_form_are_told(pairs: list[Pair]) -> None:
    told = [(card.unit, card.year, card.form.id if card.form else None) for _, card in pairs]
    assert told == [(made.unit.name, made.year, made.form.id) for made, _ in pairs]


def test_every_number_read_is_the_number_printed(pairs: list[Pair]) -> None:
    for made, card in pairs:
        numbers = {address: r for address, r in card.readings.items() if r.state == "number"}
        assert {address: reading.text for address, reading in numbers.items()} == {
            address: made.figures[address] for address in numbers
        }
        assert len(numbers) >= 0.95 * len(made.figures)


def test_equal_seeds_give_equal_reports() -> None:
    assert draft(7) == draft(7)
    assert json.dumps(draft(7).figures) != json.dumps(draft(8).figures)
