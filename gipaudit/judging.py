"""Reports → scorecards by one ruleset, some hundred at a time, so that no more of them is unpacked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gipaudit.cards import Cards
from gipaudit.decisions.applying import Applied
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.report import Identity, Report
from gipaudit.roster.enrolling import groups_of, placed, under_its_name
from gipaudit.rules.check import Check
from gipaudit.rules.engine import Judgement, judge
from gipaudit.rules.rule import Ruleset
from gipaudit.scorecard import Crash, Scorecard
from gipaudit.scoring.scheme import Scheme
from gipaudit.workers.packing import packed_bytes, shelved_card
from gipaudit.workers.parcels import OPEN_BYTES, Shelf

TOGETHER_BYTES = OPEN_BYTES // 3
"""How much is judged together, in bytes of pickle: some 60 reports. The year before is unpacked beside them."""

CARDS_OPEN_BYTES = 1 << 20
"""What is kept unpacked of scorecards, which are read one after another."""

Judged = Callable[[int, int], None]
"""Is told how many reports of how many are judged, from none to all."""


def nobody(done: int, total: int) -> None:
    """Is told, and tells nobody."""


@dataclass(frozen=True)
class Bench:
    """A ruleset, its scoring, and what stands around the reports that are judged by it."""

    rules: Ruleset
    scheme: Scheme
    checks: Mapping[str, Check]
    forms: Mapping[str, Form]
    context: Context
    applied: Applied
    localise: bool

    def cards(self, printed: Sequence[Identity], judged: Judged = nobody) -> tuple[list[Scorecard], list[Crash]]:
        """Judge all reports of the context: their scorecards, which lie packed on a shelf, and the rules that broke.

        ``printed`` tells of each whose it says to be itself: with a roster its card is under the name it has there.
        ``judged`` is told how far it is.

        Raises:
            UsageError: the shelf's file cannot be written.
        """
        reports, shelf = self.context.reports, Shelf(CARDS_OPEN_BYTES)
        groups = groups_of(self.context.roster) if self.context.roster else {}
        marking = Cards(self.scheme, localise=self.localise)
        cards: list[Scorecard] = []
        crashes: list[Crash] = []
        judged(0, len(reports))
        for numbers in _together(reports):
            judgements, broken = judge(
                self.rules, [reports[number] for number in numbers], self.checks, self.forms, self.context
            )
            crashes.extend(broken)
            for number, judgement in zip(numbers, judgements, strict=True):
                card = self._card(marking, self.applied.judgement(judgement), printed[number], groups)
                cards.append(shelved_card(card, shelf))
            judged(len(cards), len(reports))
        return cards, crashes

    def _card(self, marking: Cards, judgement: Judgement, printed: Identity, groups: Mapping[str, str]) -> Scorecard:
        marks, decided, roster = (
            self.applied.marks(judgement.report),
            self.applied.decided(judgement),
            self.context.roster,
        )
        if roster is None:
            return marking.of(judgement, marks, decided)
        card = marking.of(under_its_name(judgement, roster), marks, decided)
        return placed(card, printed.unit, printed.level, roster, groups)


def _together(reports: Sequence[Report]) -> Iterator[range]:
    """The numbers of the reports, cut where they are enough to be judged together."""
    start = size = 0
    for number, report in enumerate(reports):
        size += packed_bytes(report)
        if size >= TOGETHER_BYTES:
            yield range(start, number + 1)
            start, size = number + 1, 0
    if start < len(reports):
        yield range(start, len(reports))
