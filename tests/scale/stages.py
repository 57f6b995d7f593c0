"""The stages of judging an archive by its arrays, each timed by itself in processor time."""

from __future__ import annotations

import gc
import resource
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import process_time

from scale.arrays import reports_of

from gipaudit.archive import open_archive
from gipaudit.archive.figures import Figures
from gipaudit.cards import Cards
from gipaudit.cli.main import MANY_OBJECTS
from gipaudit.forms.arrays import Arrays, Reports
from gipaudit.forms.context import Context
from gipaudit.forms.library import forms
from gipaudit.forms.report import Identity, Report
from gipaudit.rules.engine import PIECE, Engine, Judgement
from gipaudit.rules.rule import Ruleset
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Scorecard
from gipaudit.scoring.ranking import ranked
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import scheme_of

ON_ARRAYS = ("identity", "complete")
"""The checks that judge by arrays; all others look at texts and places of each report."""

LOADING, VERDICTS, EVIDENCE, MARKS, LOCALISING, RANKING = (
    "loading",
    "verdicts",
    "evidence",
    "findings and marks",
    "wrong cells",
    "ranking",
)
STAGES = (LOADING, VERDICTS, EVIDENCE, MARKS, LOCALISING, RANKING)


@dataclass
class Measured:
    """Seconds by stage, the most memory in MB up to the end of a stage, and what there was to do."""

    reports: int
    rules: int = 0
    verdicts: int = 0
    findings: int = 0
    broken: int = 0
    memory: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = process_time()
        yield
        self.seconds[stage] = process_time() - start
        self.memory[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def on_arrays() -> Ruleset:
    """The national ruleset's rules that judge by arrays."""
    rules = load_ruleset("national")
    return replace(rules, rules={id: rule for id, rule in rules.rules.items() if rule.check in ON_ARRAYS})


def measured(file: Path) -> Measured:
    """Judge a whole archive, from its rows to the ranking, in this process alone."""
    gc.set_threshold(MANY_OBJECTS, 20, 20)  # as the command does
    known, rules = forms(), on_arrays()
    checks = {check.name: check for check in registered_checks()}
    told = Measured(0)
    with told.timed(LOADING), closing(open_archive(str(file), create=False)) as archive:
        loaded = Loaded(list(archive.figures(known, most=PIECE)))
    told.reports = len(loaded)
    few = next(loaded.pieces()).only(range(10))
    list(Engine(rules, checks, known).judgements(few))  # formulas are compiled once, whatever the number of reports
    engine = Engine(rules, checks, known)
    with told.timed(VERDICTS):
        for piece in loaded.pieces():
            for _, outcomes in engine.verdicts(piece):
                told.verdicts += int((outcomes.verdicts >= 0).sum())
    with told.timed(EVIDENCE):
        judgements = [judgement for piece in loaded.pieces() for judgement in engine.judgements(piece)]
    told.seconds[EVIDENCE] -= told.seconds[VERDICTS]  # verdicts are given again on the way
    assert engine.crashes == []
    told.rules = len(judgements[0].answers)
    estimated = Measured(0)
    with estimated.timed(MARKS):
        _cards(rules, judgements, localise=False)
    with told.timed(LOCALISING):
        cards = _cards(rules, judgements, localise=True)
    told.seconds[MARKS] = estimated.seconds[MARKS]
    told.seconds[LOCALISING] -= told.seconds[MARKS]
    with told.timed(RANKING):
        ranked(sorted(cards, key=lambda card: (card.unit or "", card.year or 0)))
    told.findings = sum(len(card.findings) for card in cards)
    told.broken = sum(any(finding.verdict == "fail" for finding in card.findings) for card in cards)
    return told


class Loaded:
    """All readings of an archive as arrays, and reports that know only whose they are."""

    def __init__(self, parts: Sequence[Figures]) -> None:
        self._parts = [(part.arrays, reports_of(part.arrays, _identities(part))) for part in parts]
        self._columns = {
            id(report): (arrays, number) for arrays, reports in self._parts for number, report in enumerate(reports)
        }
        everything = tuple(report for _, reports in self._parts for report in reports)
        self._context = Context(reports=everything, arrays=self._of)

    def __len__(self) -> int:
        return len(self._columns)

    def pieces(self) -> Iterator[Reports]:
        """The reports as they are judged together."""
        for arrays, reports in self._parts:
            yield Reports(reports, self._context, arrays)

    def _of(self, reports: Sequence[Report]) -> Arrays:
        return Arrays.gathered([self._columns[id(report)] for report in reports])


def _identities(part: Figures) -> list[Identity]:
    return [
        Identity(unit, year, level) for unit, year, level in zip(part.units, part.years, part.levels, strict=True)
    ]


def _cards(rules: Ruleset, judgements: Sequence[Judgement], *, localise: bool) -> list[Scorecard]:
    cards = Cards(scheme_of(rules), localise=localise)
    return [cards.of(judgement) for judgement in judgements]
