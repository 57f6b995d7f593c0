"""Judging by arrays says what judging by readings says, however the reports are cut, and marks shared are marks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scale.archive import filled
from scale.arrays import drawn, reports_of, whose
from scale.stages import on_arrays

from gipaudit.archive import open_archive
from gipaudit.cards import Cards, card_of
from gipaudit.forms.arrays import Arrays, Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.rules import engine
from gipaudit.rules.check import FAIL
from gipaudit.rules.engine import Engine, Judgement, judge
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Scorecard
from gipaudit.scoring.scheme import scheme_of

COUNT = 160
CHECKS = {check.name: check for check in registered_checks()}


@pytest.fixture(scope="module")
def form() -> Form:
    return forms()["2021"].standard


@pytest.fixture(scope="module")
def arrays(form: Form) -> Arrays:
    return drawn(form, COUNT, seed=7)


@pytest.fixture(scope="module")
def reports(arrays: Arrays) -> list[Report]:
    """Reports whose readings are at hand, as those of documents are."""
    made = reports_of(arrays, [whose(number) for number in range(COUNT)])
    return [replace(report, readings=dict(report.readings)) for report in made]


@pytest.fixture(scope="module")
def judged(reports: list[Report]) -> list[Judgement]:
    judgements, crashes = judge(on_arrays(), reports, CHECKS, forms())
    assert crashes == []
    return judgements


def said(judgements: Sequence[Judgement]) -> list[object]:
    return [[(a.rule.id, a.outcomes) for a in each.answers] for each in judgements]


def cards(judgements: Sequence[Judgement]) -> list[Scorecard]:
    making = Cards(scheme_of(on_arrays()))
    return [making.of(judgement) for judgement in judgements]


def test_arrays_alone_judge_as_the_readings_they_were_made_of(
    arrays: Arrays, reports: list[Report], judged: list[Judgement]
) -> None:
    def of(some: Sequence[Report]) -> Arrays:
        return Arrays.gathered([(arrays, int(report.source[:6])) for report in some])

    context = Context(reports=tuple(reports), arrays=of)
    alone = list(Engine(on_arrays(), CHECKS, forms()).judgements(Reports(reports, context, arrays)))
    assert said(alone) == said(judged)
    assert [each.share_read for each in alone] == [report.share_read for report in reports]


def test_an_archive_gives_back_the_arrays_that_were_put_in(form: Form, tmp_path: Path) -> None:
    filled(tmp_path / "archive.db", form, 30)
    with closing(open_archive(str(tmp_path / "archive.db"), create=False)) as archive:
        (part,) = archive.figures(forms())
    expected = drawn(form, 30, seed=0)
    for name in ("low", "high", "states", "quanta", "unsure"):
        assert np.array_equal(getattr(part.arrays, name), getattr(expected, name))
    assert list(zip(part.units, part.years, strict=True)) == [
        (each.unit, each.year) for each in map(whose, range(30))
    ]


def test_how_many_are_judged_together_changes_nothing(
    reports: list[Report], judged: list[Judgement], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PIECE", 7)
    assert said(judge(on_arrays(), reports, CHECKS, forms())[0]) == said(judged)


def test_cards_made_together_are_the_cards_made_one_by_one(judged: list[Judgement]) -> None:
    scheme = scheme_of(on_arrays())
    together = cards(judged)
    assert together == [card_of(judgement, scheme) for judgement in judged]
    assert any(card.causes for card in together)
    assert len({card.score.low for card in together}) > 4


def test_verdicts_are_those_of_the_findings(arrays: Arrays, reports: list[Report], judged: list[Judgement]) -> None:
    failing = {
        (rule.id, outcomes.instances[row], number)
        for rule, outcomes in Engine(on_arrays(), CHECKS, forms()).verdicts(Reports(reports, judged[0].context))
        if len(outcomes.verdicts.T) == COUNT  # rules that are not asked of every level have other numbers
        for row, number in np.argwhere(outcomes.verdicts == FAIL).tolist()
    }
    rules = {rule for rule, _, _ in failing}
    assert len(rules) > 3
    assert failing == {
        (finding.rule, finding.instance, number)
        for number, card in enumerate(cards(judged))
        for finding in card.findings
        if finding.verdict == "fail" and finding.rule in rules
    }


def test_what_no_rule_tells_of_is_one_answer_for_all(judged: list[Judgement]) -> None:
    quiet = [each.answers for each in judged if not any(answer.standing.open for answer in each.answers)]
    assert len({id(answers) for answers in quiet}) < len(quiet) / 4


def test_arrays_of_another_form_or_number_are_refused(form: Form, arrays: Arrays, reports: list[Report]) -> None:
    with pytest.raises(ValueError, match="other shapes"):
        Arrays(form, arrays.low[1:], arrays.high[1:], arrays.states[1:], arrays.quanta[1:], arrays.unsure[1:])
    with pytest.raises(ValueError, match="beside"):
        Reports(reports[1:], arrays=arrays)
