"""Every rule of every shipped ruleset proves itself by its own examples."""

from __future__ import annotations

import pytest

from gipaudit.authoring.examples import run_examples
from gipaudit.resources import rulesets_folder
from gipaudit.rules.finding import available
from gipaudit.rules.ruleset import load_ruleset

SHIPPED = sorted(available([rulesets_folder() / "national", rulesets_folder() / "provinces"]))


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_every_example_comes_out_as_it_says(ruleset: str) -> None:
    assert [str(failure) for failure in run_examples(load_ruleset(ruleset, recheck=True))] == []
