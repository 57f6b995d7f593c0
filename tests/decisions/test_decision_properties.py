"""What must hold of decisions, whatever the report: the truth restored is the truth, and a waiver costs nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gipaudit.authoring.specimen import Specimen, make_report
from gipaudit.cards import card_of
from gipaudit.decisions.applying import Applied
from gipaudit.decisions.identifying import Told
from gipaudit.decisions.matching import Desk
from gipaudit.decisions.records import Decisions, Made, ReadingDecision, WaiverDecision, Whose
from gipaudit.errors import Position
from gipaudit.forms.by_hand import ByHand
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Reading, Report, whole_range
from gipaudit.rules.engine import Judgement, judge
from gipaudit.rules.rule import Ruleset
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Scorecard
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import Scheme, read_scheme

TODAY = date(2024, 2, 20)
MODELS = ("deduct", "weighted", "pass-rate")


def form() -> Form:
    return forms()["2021"].standard


@cache
def ruleset() -> Ruleset:
    return load_ruleset(Path(__file__).parent / "office.yaml")


def judged(report: Report) -> Judgement:
    checks = {check.name: check for check in registered_checks()}
    (judgement,), crashes = judge(ruleset(), [report], checks, forms(), Context(TODAY, (report,)))
    assert not crashes
    return judgement


def applied(decisions: Decisions, report: Report, scheme: Scheme) -> Applied:
    return Applied(decisions, Told((), ByHand()), Desk((report,)), scheme, TODAY, {})


def card(report: Report, decisions: Decisions, scheme: Scheme | None = None) -> Scorecard:
    scheme = scheme or read_scheme(ruleset().scoring)
    work = applied(decisions, report, scheme)
    judgement = work.judgement(judged(work.report(report)))
    return card_of(judgement, scheme, work.marks(report), work.decided(judgement))


def a_report(random: Random) -> Report:
    """A report of which some figures add up and some do not."""
    addresses = [address for address in form().cells if address.startswith(("applications", "documents"))]
    chosen = random.sample(addresses, random.randint(0, 8))
    return make_report(form(), Specimen(cells={each: random.choice(["空", 0, 1, 2, 7, "12"]) for each in chosen}))


def misread(reading: Reading, address: str, random: Random) -> Reading:
    """The same cell as a machine may read it: another figure, nothing, or a text of which it is not sure."""
    low, high = whole_range(form().cells[address].kind)
    value = Decimal(random.choice([1, 3, 8, 13, 70]))
    return random.choice(
        [
            replace(reading, state="number", low=value, high=value, text=str(value), confidence=0.95),
            replace(reading, state="blank", low=low, high=high, text="", confidence=0.9),
            replace(reading, state="text", low=low, high=high, text="l2", confidence=0.4, why="把握不足"),
            replace(reading, by="order", confidence=0.7),
        ]
    )


def made(line: int) -> Made:
    return Made(Position(Path("decisions.yaml"), line, 1), "李四", date(2024, 2, 3), "对照原件")


def correction(report: Report, address: str, true: Reading, line: int) -> ReadingDecision:
    whose = Whose(unit=report.identity.unit, year=report.identity.year)
    return ReadingDecision(whose, address, frozenset({address}), true.text, made(line))


def told(one: Scorecard) -> list[tuple[str, ...]]:
    return [(f.rule, f.instance, f.verdict, f.severity, f.message) for f in one.findings]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_corrections_that_restore_the_truth_bring_its_findings_and_marks(seed: int) -> None:
    random = Random(seed)
    true = a_report(random)
    wrong = random.sample(sorted(true.readings), random.randint(1, 6))
    read = replace(
        true,
        readings={
            address: misread(reading, address, random) if address in wrong else reading
            for address, reading in true.readings.items()
        },
    )
    decisions = tuple(correction(read, each, true.readings[each], line) for line, each in enumerate(wrong, 1))
    mended, honest = card(read, Decisions(readings=decisions)), card(true, Decisions())
    assert told(mended) == told(honest)
    assert mended.score == honest.score
    assert mended.dimensions == honest.dimensions
    for address in wrong:
        one, other = mended.readings[address], honest.readings[address]
        assert (one.state, one.low, one.high, one.quantum) == (other.state, other.low, other.high, other.quantum)
        assert one.correction is None or one.correction.printed == read.readings[address]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(MODELS), st.sampled_from(["interval", "as_pass", "as_fail", "drop"]))
def test_waiving_never_lowers_a_score_and_forgets_no_finding(seed: int, model: str, policy: str) -> None:
    random = Random(seed)
    report = a_report(random)
    report = replace(
        report,
        readings={
            address: misread(reading, address, random) if random.random() < 0.02 else reading
            for address, reading in report.readings.items()
        },
    )
    scheme = replace(read_scheme(ruleset().scoring), model=model, not_assessable=policy)
    before = card(report, Decisions(), scheme)
    assume(before.findings)
    waivers = [waiver(random, before, line) for line in range(1, random.randint(2, 4))]
    after = card(report, Decisions(waivers=tuple(waivers)), scheme)
    assert after.score.low >= before.score.low
    assert after.score.high >= before.score.high
    assert kept(after) == kept(before)
    for finding in after.findings:
        assert (finding.waiver is None) == (finding.verdict != "waived")
        assert finding.waiver is None or (finding.lost, finding.regained) == (0, 0)


def waiver(random: Random, before: Scorecard, line: int) -> WaiverDecision:
    finding = random.choice(before.findings)
    instances = frozenset({finding.instance}) if random.random() < 0.5 else frozenset[str]()
    rule = random.choice([finding.rule, f"{finding.rule[:3]}*", "*"])
    return WaiverDecision(
        *(before.unit or "", before.year, rule, instances, {}, "县政办", None),
        made=made(line),
    )


def kept(one: Scorecard) -> Sequence[tuple[str, str, int]]:
    """What the rules found, whatever was waived of it."""
    return [(result.id, "", result.failed + result.not_assessable + result.waived) for result in one.rules]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_an_expired_waiver_changes_nothing(seed: int) -> None:
    random = Random(seed)
    report = a_report(random)
    before = card(report, Decisions())
    assume(before.findings)
    expired = replace(waiver(random, before, 1), expires=date(2024, 2, 19))
    assert card(report, Decisions(waivers=(expired,))) == before
