"""A report's scorecard depends on the report alone; equal inputs give equal bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from gipaudit.pipeline import audit
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.scorecard import Scorecard

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
TODAY = date(2024, 4, 1)


def alone(card: Scorecard) -> Scorecard:
    """The scorecard without what only a comparison with other reports gives."""
    rules = tuple(rule for rule in card.rules if not rule.id.startswith("copies."))
    return replace(card, rank=None, rank_in_group=None, duplicate_of=None, rules=rules, dimensions=())


def test_auditing_a_folder_gives_each_report_the_scorecard_that_it_gets_alone() -> None:
    together = audit([EXAMPLES], ruleset="shandong", today=TODAY)
    assert len(together.scorecards) == 8
    for card in together.scorecards:
        (single,) = audit([EXAMPLES / str(card.source)], ruleset="shandong", today=TODAY).scorecards
        assert alone(single) == alone(card)


def test_the_same_inputs_give_the_same_bytes() -> None:
    first, second = ("".join(render(audit([EXAMPLES], today=TODAY), Settings())) for _ in range(2))
    assert first == second


def test_the_order_of_the_arguments_changes_nothing() -> None:
    paths = sorted(EXAMPLES.glob("*.docx"))
    assert len(paths) > 2
    assert audit(paths, today=TODAY) == audit(paths[::-1], today=TODAY)
