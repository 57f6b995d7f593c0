"""From what a model says was earned to the score: manual marks, bonus, veto ceilings, grades, gains by mending.

These steps are the same for every model; a model only says how many marks the rules themselves leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Protocol

from gipaudit.errors import UsageError
from gipaudit.scorecard import DimensionScore, Score
from gipaudit.scoring.charges import decided
from gipaudit.scoring.effects import Costs, Gains
from gipaudit.scoring.model import NOTHING, Case, End, Key, Result, rounded

ZERO = Decimal(0)


class Reduction(Protocol):
    """A model at work on one case."""

    def earned(self, end: End, mended: frozenset[Key]) -> Decimal:
        """The marks that the rules leave at one end, with some findings mended, from 0 to the scheme's base."""
        ...

    def dimensions(self, end: End) -> Mapping[str, Decimal]:
        """The marks left in each dimension that counts."""
        ...

    def lost(self, end: End) -> Mapping[Key, Decimal]:
        """What each finding costs, before its dimension's marks run out."""
        ...

    def together(self, key: Key) -> frozenset[Key]:
        """The findings that go with this one when it is mended, itself among them."""
        ...


def settle(model: str, case: Case, reduction: Reduction) -> Result:
    """Make the result of a reduction.

    Raises:
        UsageError: a manual mark is out of its range or belongs to no entry of the scheme.
    """
    _check_manual(case)
    total = _Total(case, reduction)
    low, high = total.marks("low", NOTHING), total.marks("high", NOTHING)
    costs = Costs(case, reduction.lost("high"), reduction.lost("low"))
    gains = Gains(case, costs, partial(total.marks, "low"), reduction.together)
    return Result(
        score=_score(model, case, rounded(low), rounded(high), total.vetoed_by()),
        dimensions=_dimensions(case, reduction, total),
        lost=costs.rules,
        regained={rule: gains.of_rule(rule) for rule in case.rules},
        finding_lost=costs.findings,
        finding_regained={key: gains.of_finding(key) for key in case.told},
        cause_regained=tuple(gains.of(cause.instances) for cause in case.causes),
    )


def _check_manual(case: Case) -> None:
    entries = {entry.id: entry for entry in case.scheme.manual}
    for id, given in case.manual.items():
        if id not in entries:
            known = "、".join(sorted(entries)) or "无"
            raise UsageError(f"没有人工评分项“{id}”；可用：{known}", f"no manual mark {id!r}; known: {known}")
        full, choices = entries[id].marks, entries[id].choices
        if not 0 <= given <= full:
            raise UsageError(
                f"人工评分“{id}”应在0到{full}分之间，实为{given}分", f"manual mark {id!r}: {given} not in 0–{full}"
            )
        if choices and given not in choices.values():
            listed = "、".join(f"{word}{marks}分" for word, marks in choices.items())
            raise UsageError(
                f"人工评分“{id}”只能是{listed}，实为{given}分", f"manual mark {id!r}: {given} is none of {listed}"
            )


class _Total:
    """The total of a case at either end, with bonus and veto rules looked up once."""

    def __init__(self, case: Case, reduction: Reduction) -> None:
        scheme = case.scheme
        self._case, self._reduction = case, reduction
        self._bonus = [(rule, marks) for rule in case.rules if (marks := scheme.bonus_of(rule)) is not None]
        self._vetoes = [(rule, marks) for rule in case.rules if (marks := scheme.ceiling_of(rule)) is not None]

    def marks(self, end: End, mended: frozenset[Key]) -> Decimal:
        """All marks, from 0 to full marks, under the ceilings of failing veto rules."""
        marks = self._reduction.earned(end, mended) + self.bonus(end, mended)
        marks += sum(_manual(self._case, end).values(), ZERO)
        ceilings = [marks for rule, marks in self._vetoes if self._case.standing(end, rule, mended).failing]
        return max(ZERO, min(marks, self._case.scheme.full_marks, *ceilings))

    def bonus(self, end: End, mended: frozenset[Key] = NOTHING) -> Decimal:
        """The marks that passing bonus rules bring."""
        earned = ZERO
        for rule, marks in self._bonus:
            standing = self._case.standing(end, rule, mended)
            if standing.passing and not standing.failing:
                earned += marks
        cap = self._case.scheme.bonus_at_most
        return earned if cap is None else min(earned, cap)

    def vetoed_by(self) -> tuple[str, ...]:
        """The veto rules that fail whatever becomes of what could not be assessed."""
        return tuple(rule for rule, _ in self._vetoes if self._case.standing("high", rule).failing)


def _manual(case: Case, end: End) -> Mapping[str, Decimal]:
    """Marks given by people; until then the default, else nothing at the low end and everything at the high."""
    marks = {}
    for entry in case.scheme.given:
        open_ = ZERO if end == "low" else entry.marks
        marks[entry.id] = case.manual.get(entry.id, open_ if entry.default is None else entry.default)
    return marks


def _pending(case: Case) -> tuple[str, ...]:
    """What waits for a person and has no default, in the order of the scheme, with the marks at stake.

    A deduction to which rules give the clue waits only where one of them did not pass.
    """
    waiting = {entry.id for entry in case.scheme.manual if entry.id not in case.manual and entry.default is None}
    waiting -= {each.entry.id for each in decided(case) if each.entry.rules and not each.loss(case, "low", NOTHING)}
    return tuple(
        f"{entry.title}（{'扣' if entry.deducts else ''}0–{entry.marks}分）"
        for entry in case.scheme.manual
        if entry.id in waiting
    )


def _score(model: str, case: Case, low: Decimal, high: Decimal, vetoed_by: tuple[str, ...]) -> Score:
    full, grade, grade_high = case.scheme.full_marks, case.scheme.grade(low), case.scheme.grade(high)
    other = None if grade_high == grade else grade_high
    return Score(low, high, full, model, grade, other, vetoed_by, _pending(case))


def _dimensions(case: Case, reduction: Reduction, total: _Total) -> tuple[DimensionScore, ...]:
    """The lines that make up the total: dimensions, then what people give, then the bonus."""
    scheme = case.scheme
    low, high = reduction.dimensions("low"), reduction.dimensions("high")
    lines = [
        DimensionScore(each.id, each.title, rounded(low[each.id]), rounded(high[each.id]), each.marks)
        for each in scheme.dimensions
        if each.id in low
    ]
    least, most = _manual(case, "low"), _manual(case, "high")
    lines += [DimensionScore(each.id, each.title, least[each.id], most[each.id], each.marks) for each in scheme.given]
    if scheme.bonus:
        full = sum(scheme.bonus.values(), ZERO) if scheme.bonus_at_most is None else scheme.bonus_at_most
        ends = total.bonus("low"), total.bonus("high")
        lines.append(DimensionScore("bonus", "加分", *ends, full))
    return tuple(lines)
