"""Waivers: what a rule found is kept and shown, and costs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property

from gipaudit.decisions.matching import Desk, Log
from gipaudit.decisions.records import WaiverDecision
from gipaudit.decisions.schema import ALL
from gipaudit.rules.engine import Answer
from gipaudit.rules.masking import mask
from gipaudit.rules.names import unknown
from gipaudit.scorecard import Decided, Outcome, Verdict, Waiver

WAIVED: tuple[Verdict, ...] = ("fail", "not_assessable", "manual")
"""The verdicts that can be waived: a crash is no fault of the unit's, and no decision of a person's mends it."""


@dataclass
class Waivers:
    """The waivers of an audit at work; what each did is counted."""

    decisions: Sequence[WaiverDecision]
    desk: Desk
    today: date
    _used: Counter[int] = field(default_factory=Counter)
    _rest: dict[int, set[str]] = field(default_factory=dict)

    def waived(self, answers: Sequence[Answer], unit: str | None, year: int | None) -> tuple[Answer, ...]:
        """The answers of the rules on one report, or on a unit that sent nothing, with what is waived waived."""
        own = self._by_unit.get(self.desk.key(unit), ()) if unit else ()
        applying = [
            (number, self.decisions[number])
            for number in sorted((*own, *self._by_unit.get(ALL, ())))
            if self.decisions[number].year in (None, year)
        ]
        if not applying:
            return tuple(answers)
        return tuple(self._answer(answer, applying) for answer in answers)

    @cached_property
    def _by_unit(self) -> Mapping[str, Sequence[int]]:
        """The waivers that hold, by the unit they name."""
        found: dict[str, list[int]] = {}
        for number, decision in enumerate(self.decisions):
            if not self._expired(decision):
                key = ALL if decision.unit == ALL else self.desk.key(decision.unit)
                found.setdefault(key, []).append(number)
        return found

    def _expired(self, decision: WaiverDecision) -> bool:
        return decision.expires is not None and decision.expires < self.today

    def _answer(self, answer: Answer, applying: Sequence[tuple[int, WaiverDecision]]) -> Answer:
        asked = [(number, each) for number, each in applying if fnmatchcase(answer.rule.id, each.rule)]
        if not asked:
            return answer
        return replace(answer, outcomes=tuple(self._outcome(outcome, asked) for outcome in answer.outcomes))

    def _outcome(self, outcome: Outcome, asked: Sequence[tuple[int, WaiverDecision]]) -> Outcome:
        if outcome.verdict not in WAIVED:
            return outcome
        for number, decision in asked:
            if self._covers(number, decision, outcome):
                self._used[number] += 1
                return replace(outcome, verdict="waived", waiver=_waiver(decision, outcome.verdict))
        return outcome

    def _covers(self, number: int, decision: WaiverDecision, outcome: Outcome) -> bool:
        if decision.instances and not {outcome.instance, outcome.label} & decision.instances:
            return False
        if not decision.cells:
            return True
        named = frozenset[str]().union(*decision.cells.values())
        cells = set(outcome.evidence.cells)
        if cells and cells <= named:
            return True
        if cells & named:
            self._rest.setdefault(number, set()).update(cells - named)
        return False

    def tell(self, log: Log, rules: Sequence[str], names: Mapping[str, str]) -> None:
        """Note the waivers that did nothing, or not all that was meant.

        ``rules`` are the ids of the ruleset's rules, ``names`` the Chinese names of cells by address.
        """
        for number, decision in enumerate(self.decisions):
            if self._expired(decision):
                log.tell(decision, "expired", f"豁免已于{decision.expires}到期，不再适用")
            elif number in self._rest:
                rest = "、".join(names.get(address, address) for address in sorted(self._rest[number])[:5])
                kept = "其余的没有豁免" if self._used[number] else "没有豁免"
                log.tell(
                    decision, "partial", f"有的问题还涉及没有列出的单元格（{rest}），{kept}；请补齐，或改写 instances"
                )
            elif not self._used[number]:
                log.tell(decision, *self._why_unused(decision, rules))

    def _why_unused(self, decision: WaiverDecision, rules: Sequence[str]) -> tuple[str, str]:
        if not any(fnmatchcase(rule, decision.rule) for rule in rules):
            return "unmatched", unknown("规则", "rule", decision.rule, rules).zh
        if decision.year is not None and decision.year not in self.desk.years:
            return "other-year", f"此次没有{decision.year}年度的报告"
        if decision.unit != ALL and not self.desk.knows(decision.unit):
            return "unmatched", self.desk.no_unit(decision.unit)
        return "unneeded", "没有可以豁免的问题：规则已经通过，或不适用，或所写的范围对不上"


def _waiver(decision: WaiverDecision, verdict: Verdict) -> Waiver:
    made = decision.made
    return Waiver(
        verdict=verdict,
        reason=mask(made.reason),
        authority=mask(decision.authority),
        place=made.place,
        by=made.by,
        on=made.on,
        expires=decision.expires,
    )


def decided_of(answers: Sequence[Answer]) -> tuple[Decided, ...]:
    """What was waived in one report: each rule and each decision once."""
    found: dict[tuple[str, Waiver], list[str]] = {}
    for answer in answers:
        for outcome in answer.outcomes:
            if outcome.waiver is not None:
                waiver = replace(outcome.waiver, verdict="waived")
                found.setdefault((answer.rule.id, waiver), []).append(outcome.label or outcome.instance)
    titles = {answer.rule.id: answer.rule.title for answer in answers}
    return tuple(
        Decided(
            kind="waiver",
            what=rule,
            name=titles[rule],
            value=f"{len(labels)}处",
            place=waiver.place,
            by=waiver.by,
            on=waiver.on,
            reason=waiver.reason,
            authority=waiver.authority,
            expires=waiver.expires,
        )
        for (rule, waiver), labels in found.items()
    )
