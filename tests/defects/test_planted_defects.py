"""Each defect that inspectors look for is found where it was planted, and nobody is accused of anything else."""

from __future__ import annotations

import pytest
from defects.catalogue import DEFECTS, planted
from defects.measuring import MANY, Answer, answer, audited

SEEDS = range(2 * MANY)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Answer]]:
    made = [(name, *planted(name, seed)) for name in DEFECTS for seed in SEEDS]
    cards = audited(tmp_path_factory.mktemp("planted"), [draft for _, draft, _ in made])
    found: dict[str, list[Answer]] = {name: [] for name in DEFECTS}
    for (name, _, defect), card in zip(made, cards, strict=True):
        found[name].append(answer(defect, card))
    return found


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_found_with_its_cells_and_sections(name: str, answers: dict[str, list[Answer]]) -> None:
    assert [each.found for each in answers[name]] == [True] * len(SEEDS)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_brings_no_other_accusation(name: str, answers: dict[str, list[Answer]]) -> None:
    assert [said for each in answers[name] for said in each.others] == []
