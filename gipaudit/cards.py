"""Judgements and marks → scorecards: which outcomes are findings, what they say and what mending them would bring."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gipaudit.documents.model import Document
from gipaudit.forms.report import Identity, Reading, Report, whole_range
from gipaudit.rules.absent import Absent
from gipaudit.rules.blame import ARITHMETIC, causes_of
from gipaudit.rules.check import fill
from gipaudit.rules.engine import WHOLE_REPORT, Answer, Judgement
from gipaudit.rules.masking import (
    MaskedReadings,
    mask,
    masked_evidence,
    masked_reading,
    masked_section,
    masked_unbound,
    masked_uncertain,
)
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import (
    Cause,
    CellEvidence,
    Decided,
    Evidence,
    Finding,
    Outcome,
    RuleResult,
    Score,
    Scorecard,
    Suggestion,
    Verdict,
    Waiver,
)
from gipaudit.scoring.charges import rests_on_cells
from gipaudit.scoring.model import Judged, Result
from gipaudit.scoring.scheme import Scheme
from gipaudit.scoring.scorers import has_marks, score_report, scored_by_verdict, unread_cells

TOLD: tuple[Verdict, ...] = ("crashed", "fail", "manual", "waived")
"""Verdicts that each make a finding; what is not assessable makes one finding a rule."""


MOST_KEPT = 500
"""For how many different losses the marks are kept, those that were met last: some 30 KB each. Most reports lose
nothing, or what others lose too.
"""

MOST_REASONS = 10
"""For how many reasons why rules do not apply the results of one loss are kept."""


class Cards:
    """Makes scorecards under one scheme. Reports that lose the same share their marks, which are reckoned once.

    Where wrong cells are not to be localised, their number is estimated.
    """

    def __init__(self, scheme: Scheme, *, localise: bool = True) -> None:
        self._scheme = scheme
        self._localise = localise
        self._by_verdict = scored_by_verdict(scheme)
        self._kept: dict[object, _Marks] = {}
        self._by_cell: dict[str, bool] = {}
        self._quiet: dict[int, tuple[Answer, Judged]] = {}

    def of(
        self,
        judgement: Judgement,
        manual: Mapping[str, Decimal] | None = None,
        decided: tuple[Decided, ...] = (),
    ) -> Scorecard:
        """Make one report's scorecard.

        ``manual`` are marks that people gave, ``decided`` all that they decided of it.
        """
        report = judgement.report
        identity = report.identity
        causes = _standing(causes_of(judgement, localise=self._localise), judgement.answers)
        marks = self._marks(judgement, causes, manual or {})
        result = marks.result
        telling = [answer for answer in judgement.answers if answer.standing.open]
        findings = [finding for answer in telling for finding in _findings(answer, report, result)]
        return Scorecard(
            source=report.source,
            sha256=report.sha256,
            unit=identity.unit,
            year=identity.year,
            level=identity.level,
            group=None,
            form=report.form,
            published=identity.published,
            by_hand=identity.by_hand,
            uncertain=tuple(masked_uncertain(item) for item in report.uncertain),
            sections=tuple(masked_section(section) for section in report.sections.values()),
            score=marks.score,
            dimensions=marks.dimensions,
            rules=marks.rules(judgement.answers),
            findings=tuple(sorted(findings, key=lambda finding: (finding.rule, finding.instance))),
            readings=MaskedReadings(report.readings),
            unbound=tuple(masked_unbound(item) for item in report.unbound),
            share_read=judgement.share_read,
            causes=tuple(replace(c, regained=back) for c, back in zip(causes, result.cause_regained, strict=False)),
            notes=tuple(mask(note) for note in report.document.notes),
            outline=report.outline,
            loader=report.document.loader,
            converter=report.document.converter,
            annexes=report.annexes,
            decided=decided,
        )

    def _marks(self, judgement: Judgement, causes: Sequence[Cause], manual: Mapping[str, Decimal]) -> _Marks:
        """The marks of a report, reckoned anew only where they rest on anything that was not met before."""
        if not self._by_verdict:
            return self._reckoned(judgement, causes, manual, unread_cells(judgement.report.readings))
        counting = [answer.standing for answer in judgement.answers if answer.standing.open and self._counts(answer)]
        cells = tuple(standing.cells for standing in counting)
        unread = _unread({cell for each in cells for some in each for cell in some}, judgement.report)
        key = (
            tuple(answer.standing for answer in judgement.answers),
            tuple((cause.table, cause.size, cause.instances) for cause in causes),
            cells,
            unread,
            tuple(manual.items()),
        )
        found = self._kept.pop(key, None) or self._reckoned(judgement, causes, manual, unread)
        self._kept[key] = found  # the last, which is let go of last
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def _counts(self, answer: Answer) -> bool:
        """Whether it matters to the marks which cells an answer is about."""
        rule = answer.rule
        if rule.id not in self._by_cell:
            self._by_cell[rule.id] = rests_on_cells(self._scheme, rule.id, rule.check == ARITHMETIC)
        return self._by_cell[rule.id]

    def _reckoned(
        self, judgement: Judgement, causes: Sequence[Cause], manual: Mapping[str, Decimal], unread: frozenset[str]
    ) -> _Marks:
        judged = [self._judged(answer) for answer in judgement.answers]
        result = score_report(self._scheme, judged, causes, manual, unread)
        return _Marks(self._scheme, judgement.answers, result)

    def _judged(self, answer: Answer) -> Judged:
        """An answer as a scoring model is given it; those that tell nothing are shared by many reports."""
        rule, kept = answer.rule, self._quiet.get(id(answer))
        if kept is not None and kept[0] is answer:
            return kept[1]
        judged = Judged(rule.id, rule.dimension, rule.severity, rule.check == ARITHMETIC, answer.outcomes)
        if not answer.standing.open:
            if len(self._quiet) >= MOST_KEPT:
                self._quiet.clear()
            self._quiet[id(answer)] = answer, judged
        return judged


def card_of(
    judgement: Judgement,
    scheme: Scheme,
    manual: Mapping[str, Decimal] | None = None,
    decided: tuple[Decided, ...] = (),
    *,
    localise: bool = True,
) -> Scorecard:
    """Make the scorecard of one report by itself; see :class:`Cards`."""
    return Cards(scheme, localise=localise).of(judgement, manual, decided)


class _Marks:
    """What reports that lose the same have in common on their scorecards."""

    def __init__(self, scheme: Scheme, answers: Sequence[Answer], result: Result) -> None:
        asked = [answer for answer in answers if answer.standing.verdict != "not_applicable"]
        often = Counter(_dimension(each, scheme) for each in asked if has_marks(scheme, each.rule.id))
        self.result = result
        self.score = result.score if asked else _unmarked(result.score, scheme)
        self.dimensions = tuple(replace(each, rules=often[each.id]) for each in result.dimensions)
        self._results: dict[tuple[str, ...], tuple[RuleResult, ...]] = {}

    def rules(self, answers: Sequence[Answer]) -> tuple[RuleResult, ...]:
        """How each rule came out."""
        why = tuple(answer.why for answer in answers)
        if why not in self._results:
            if len(self._results) >= MOST_REASONS:
                self._results.clear()
            self._results[why] = tuple(_rule_result(answer, self.result) for answer in answers)
        return self._results[why]


def _unread(cells: Iterable[str], report: Report) -> frozenset[str]:
    """Those of the cells that hold no exact number."""
    readings = report.readings
    return frozenset(cell for cell in cells if (reading := readings.get(cell)) is not None and not reading.exact)


def _standing(causes: Sequence[Cause], answers: Sequence[Answer]) -> tuple[Cause, ...]:
    """The causes of failures that are not all waived."""
    if not causes:
        return ()
    failing = {(a.rule.id, outcome.instance) for a in answers for outcome in a.outcomes if outcome.verdict == "fail"}
    return tuple(cause for cause in causes if cause.instances & failing)


def absent_card(absent: Absent, answers: Sequence[Answer], scheme: Scheme) -> Scorecard:
    """Make the scorecard of a unit that sent nothing.

    Where a rule holds that against it, it loses what the scheme says of such units, by default everything; else that
    much is open. No scheme can give marks to the parts of a report that is not there, so none is asked.
    """
    identity = Identity(absent.unit.name, absent.year, absent.unit.level)
    report = Report("", "", Document((), ""), identity, None, {}, {})
    card = card_of(Judgement(report, tuple(answers)), scheme)
    missing = any(result.verdict == "fail" for result in card.rules)
    full, nothing = card.score.full, Decimal(0)
    cost = full if scheme.absent == "all" else scheme.absent
    low = full - cost
    high = low if missing else full
    grade, grade_high = scheme.grade(low), scheme.grade(high)
    lost = {"fail": (cost, cost)}
    lines = card.dimensions if cost == full else ()
    return replace(
        card,
        source=None,
        sha256=None,
        score=replace(
            card.score,
            low=low,
            high=high,
            grade=grade,
            grade_high=grade_high if grade_high != grade else None,
            pending=(),
        ),
        dimensions=tuple(replace(each, low=nothing, high=nothing if missing else each.full) for each in lines),
        rules=tuple(
            replace(
                each, lost=lost.get(each.verdict, each.lost), regained=cost if each.verdict == "fail" else nothing
            )
            for each in card.rules
        ),
        findings=tuple(
            replace(each, lost=cost, regained=cost) if each.verdict == "fail" else each for each in card.findings
        ),
    )


def _dimension(answer: Answer, scheme: Scheme) -> str:
    """The dimension that a rule's marks go to: its own, or the one that the scheme gives it."""
    deduction = scheme.deduction(answer.rule.id)
    return (deduction.dimension if deduction else None) or answer.rule.dimension


def _unmarked(score: Score, scheme: Scheme) -> Score:
    """The marks of a report that no rule of the ruleset applies to: nothing is known, so nothing is earned."""
    low, high = Decimal(0), scheme.grade(score.high)
    grade = scheme.grade(low)
    return replace(score, low=low, grade=grade, grade_high=high if high != grade else None)


def _rule_result(answer: Answer, result: Result) -> RuleResult:
    verdicts = [outcome.verdict for outcome in answer.outcomes]
    zero = Decimal(0)
    return RuleResult(
        id=answer.rule.id,
        verdict=answer.standing.verdict,
        instances=sum(each != "not_applicable" for each in verdicts),
        failed=verdicts.count("fail"),
        not_assessable=verdicts.count("not_assessable"),
        waived=verdicts.count("waived"),
        lost=result.lost.get(answer.rule.id, (zero, zero)),
        regained=result.regained.get(answer.rule.id, zero),
        why=mask(answer.why),
    )


def _findings(answer: Answer, report: Report, result: Result) -> Iterable[Finding]:
    rule = answer.rule
    for outcome in answer.outcomes:
        if outcome.verdict in TOLD and outcome.original != "not_assessable":
            key = (rule.id, outcome.instance)
            lost = result.finding_lost.get(key, Decimal(0))
            regained = result.finding_regained.get(key, Decimal(0))
            yield _finding(rule, outcome, report, lost, regained)
    for unknown in _unknown(answer.outcomes):
        keys = [(rule.id, outcome.instance) for outcome in unknown]
        lost = sum((result.finding_lost.get(key, Decimal(0)) for key in keys), Decimal(0))
        yield _finding(rule, _merged(unknown), report, lost, Decimal(0))


def _unknown(outcomes: Iterable[Outcome]) -> Iterable[Sequence[Outcome]]:
    """What is not assessable, all that one waiver takes (or none) together."""
    found: dict[Waiver | None, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.original == "not_assessable":
            found.setdefault(outcome.waiver, []).append(outcome)
    return found.values()


def _merged(unknown: Sequence[Outcome]) -> Outcome:
    """All instances of one rule that are not assessable, as one: one lost table is one thing to tell."""
    if len(unknown) == 1:
        return unknown[0]
    first = unknown[0].evidence
    cells = tuple(dict.fromkeys(cell for outcome in unknown for cell in outcome.evidence.cells))
    suggestions: dict[str, Suggestion] = {}
    for outcome in unknown:
        for suggestion in outcome.evidence.suggestions:
            suggestions.setdefault(suggestion.address, suggestion)
    names = "、".join(outcome.label for outcome in unknown[:3] if outcome.label)
    where = f"（{names}{'等' if len(unknown) > 3 else ''}）" if names else ""
    evidence = Evidence(
        message=f"{len(unknown)}处无法评定{where}：{first.why}",
        cells=cells,
        passages=first.passages,
        suggestions=tuple(suggestions.values()),
        why=first.why,
    )
    return Outcome(WHOLE_REPORT, "", unknown[0].verdict, evidence, waiver=unknown[0].waiver)


def _finding(rule: Rule, outcome: Outcome, report: Report, lost: Decimal, regained: Decimal) -> Finding:
    evidence = masked_evidence(outcome.evidence)
    unit = report.identity.unit or report.sha256
    return Finding(
        rule=rule.id,
        instance=outcome.instance,
        verdict=outcome.verdict,
        severity=outcome.severity or rule.severity,
        dimension=rule.dimension,
        message=_message(rule, outcome, evidence, report),
        remedy=rule.remedy,
        basis=rule.basis,
        evidence=evidence,
        cells=_cells(evidence.cells, report),
        lost=lost,
        regained=regained,
        fingerprint=_digest(unit, str(report.identity.year), rule.id, outcome.instance),
        series=_digest(unit, rule.id, outcome.instance),
        waiver=outcome.waiver,
    )


def _message(rule: Rule, outcome: Outcome, evidence: Evidence, report: Report) -> str:
    """The rule's own message for a failure, the check's own words for everything else."""
    own = rule.message if outcome.original == "fail" else ""
    if not (own or evidence.message):
        return evidence.why or rule.title
    values = {"unit": report.identity.unit or "", "year": str(report.identity.year or ""), **evidence.values}
    return fill(own or evidence.message, values)


def _cells(addresses: Sequence[str], report: Report) -> tuple[CellEvidence, ...]:
    """The cells that a finding is about, as it shows them."""
    if not addresses:
        return ()
    if report.form is None:
        raise ValueError("a finding names a cell of a report without a form")
    asked, readings = (report.form.whole or report.form).cells, report.readings
    shown = []
    for address in addresses:
        cell, reading = asked[address], readings.get(address)
        if reading is None:
            reading = Reading("missing", *whole_range(cell.kind))
        shown.append(CellEvidence(address, cell.name, masked_reading(reading)))
    return tuple(shown)


def _digest(*parts: str) -> str:
    text = "\x1f".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
