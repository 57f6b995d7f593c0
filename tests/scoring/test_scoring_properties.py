"""What must hold of every score, whatever the scheme, the model and the verdicts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gipaudit.scorecard import Cause, Evidence, Outcome
from gipaudit.scoring import pool
from gipaudit.scoring.model import Judged, Result
from gipaudit.scoring.scheme import Deduction, Scheme, read_scheme
from gipaudit.scoring.scorers import score_report

ARITHMETIC = ("balance", "column", "row")
PLAIN = ("section.a", "section.b", "text.a", "text.b", "charts", "privacy")
CELLS = tuple(f"t.{row}.{column}" for row in "abc" for column in "xy")
VERDICTS = ("pass", "fail", "not_assessable", "not_applicable", "waived", "manual", "crashed")
SETTLED = ("not_assessable", "manual", "crashed")

MARKS = (0, 0.5, 1, 2, 3.25, 5, 8, 12)
POLICIES = ("interval", "as_pass", "as_fail", "drop")

Case = dict[str, Any]


def a_scheme(random: Random, policy: str) -> Scheme:
    def lose() -> Any:
        return random.choice([*MARKS, *MARKS, "all"])

    def entry() -> dict[str, Any]:
        choices: dict[str, Any] = {
            "per": random.choice(["report", "finding", "cell", "cause"]),
            "at_most": random.choice(MARKS),
            "dimension": random.choice(["accuracy", "completeness"]),
        }
        chosen = {key: value for key, value in choices.items() if random.random() < 0.5}
        return {"lose": lose(), "weight": random.randint(0, 3), **chosen}

    blocks: dict[str, Any] = {
        "dimensions": {"accuracy": {"marks": 60}, "completeness": {"marks": 40}},
        "items": {
            "elements": {"rules": ["section.*", "text.*"], "lose": lose(), "once": random.random() < 0.5},
        },
        "bonus": {"at_most": random.choice(MARKS), "rules": {"charts": random.choice(MARKS)}},
        "veto": [{"rule": "privacy", "ceiling": random.randint(0, 100)}],
        "manual": {"innovation": {"title": "创新", "marks": 5}},
    }
    return read_scheme(
        {
            "model": random.choice(["deduct", "deduct", "weighted", "pass-rate"]),
            "rules": {name: entry() for name in ("balance", "column", "row", "section.*", "text.a", "privacy")},
            "not_assessable": policy,
            "grades": {"优秀": 90, "合格": 60, "不合格": 0},
            **{key: block for key, block in blocks.items() if random.random() < 0.5},
        }
    )


def a_case(seed: int, policy: str | None = None) -> Case:
    """A case drawn by its seed: every kind of verdict, overlapping cells, causes that share rules."""
    random = Random(seed)
    judged = []
    for rule in ARITHMETIC + PLAIN:
        outcomes = tuple(
            Outcome(
                key, key, random.choice(VERDICTS), Evidence(cells=tuple(random.sample(CELLS, random.randint(0, 3))))
            )
            for key in random.sample("1234", random.randint(0, 4))
        )
        dimension = random.choice(["accuracy", "completeness"])
        judged.append(Judged(rule, dimension, "error", rule in ARITHMETIC, outcomes))
    failing = [(j.rule, o.instance) for j in judged if j.arithmetic for o in j.outcomes if o.verdict == "fail"]
    homes = {key: random.randint(0, 2) for key in failing}
    causes = [
        Cause("t", random.randint(1, 3), frozenset(key for key in failing if homes[key] == number))
        for number in (1, 2)
    ]
    return {
        "scheme": a_scheme(random, policy or random.choice(POLICIES)),
        "judged": tuple(judged),
        "causes": tuple(cause for cause in causes if cause.instances),
        "manual": {},
        "unread": frozenset(random.sample(CELLS, random.randint(0, len(CELLS)))),
    }


seeds = st.integers(0, 2**48)
cases = seeds.map(a_case)
unhurried = settings(deadline=None, max_examples=60)


def score(case: Case) -> Result:
    return score_report(**case)


def changed(case: Case, verdicts: dict[tuple[str, str], Any]) -> Case:
    """The same case with other verdicts on some findings."""
    judged = tuple(
        replace(
            each,
            outcomes=tuple(
                replace(outcome, verdict=verdicts.get((each.rule, outcome.instance), outcome.verdict))
                for outcome in each.outcomes
            ),
        )
        for each in case["judged"]
    )
    return {**case, "judged": judged}


def keys(case: Case, *verdicts: str) -> list[tuple[str, str]]:
    return [(j.rule, o.instance) for j in case["judged"] for o in j.outcomes if o.verdict in verdicts]


@unhurried
@given(cases)
def test_a_score_lies_between_nothing_and_full_marks_and_low_is_not_above_high(case: Case) -> None:
    result = score(case)
    assert 0 <= result.score.low <= result.score.high <= result.score.full
    for line in result.dimensions:
        assert 0 <= line.low <= line.high <= line.full
    for least, most in result.lost.values():
        assert 0 <= least <= most


@unhurried
@given(cases, st.data())
def test_mending_a_finding_lowers_neither_end(case: Case, data: st.DataObject) -> None:
    """Whether few assignments of causes to rules may be listed or many, and so also on the way from many to few."""
    open_ = keys(case, "fail", "not_assessable")
    assume(open_)
    mended = data.draw(st.sets(st.sampled_from(open_), min_size=1, max_size=3))
    with patch.object(pool, "LIMIT", data.draw(st.sampled_from([1, 4, 12, 200]))):
        before, after = score(case).score, score(changed(case, dict.fromkeys(mended, "pass"))).score
    assert after.low >= before.low
    assert after.high >= before.high


@unhurried
@given(cases)
def test_the_bound_taken_where_assignments_are_too_many_charges_no_less(case: Case) -> None:
    exact = score(case).score
    with patch.object(pool, "LIMIT", 0):
        bound = score(case).score
    assert bound.low <= exact.low
    assert bound.high <= exact.high


@unhurried
@given(cases, st.data())
def test_a_waiver_never_costs(case: Case, data: st.DataObject) -> None:
    open_ = keys(case, "fail", "not_assessable", "manual", "crashed")
    assume(open_)
    waived = data.draw(st.sampled_from(open_))
    before, after = score(case).score, score(changed(case, {waived: "waived"})).score
    assert after.low >= before.low
    assert after.high >= before.high


@unhurried
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_rules_outcomes_and_causes_is_nothing(case: Case, random: Random) -> None:
    def shuffled(things: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(things, len(things)))

    judged = tuple(replace(each, outcomes=shuffled(each.outcomes)) for each in shuffled(case["judged"]))
    other, causes = {**case, "judged": judged, "causes": shuffled(case["causes"])}, case["causes"]
    first, second = score(case), score(other)
    assert replace(first, cause_regained=()) == replace(second, cause_regained=())
    by_cause = dict(zip(other["causes"], second.cause_regained, strict=True))
    assert [by_cause[cause] for cause in causes] == list(first.cause_regained)


@unhurried
@given(seeds.map(lambda seed: a_case(seed, "interval")), st.data())
def test_the_interval_holds_the_score_once_everything_open_is_settled(case: Case, data: st.DataObject) -> None:
    open_ = keys(case, *SETTLED)
    settled = {key: data.draw(st.sampled_from(["pass", "fail"])) for key in open_}
    manual = {entry.id: data.draw(st.sampled_from([Decimal(0), entry.marks])) for entry in case["scheme"].manual}
    before, after = score(case).score, score({**changed(case, settled), "manual": manual}).score
    assert after.low == after.high
    assert before.low <= after.low
    assert after.high <= before.high


@unhurried
@given(cases)
def test_a_finding_regains_what_the_low_end_gains_without_it(case: Case) -> None:
    case = {**case, "causes": ()}
    result = score(case)
    for key in keys(case, "fail", "not_assessable", "manual", "crashed"):
        mended = score(changed(case, {key: "pass"})).score.low - result.score.low
        assert abs(result.finding_regained[key] - mended) <= Decimal("0.01")
    for rule, regained in result.regained.items():
        findings = [key for key in keys(case, "fail", "not_assessable", "manual", "crashed") if key[0] == rule]
        mended = score(changed(case, dict.fromkeys(findings, "pass"))).score.low - result.score.low
        assert abs(regained - mended) <= Decimal("0.01")


@unhurried
@given(seeds)
def test_the_findings_of_a_cause_regain_together_what_mending_the_cause_brings(seed: int) -> None:
    case = a_case(seed)
    rules = {rule: Deduction(Decimal(2), at_most=Decimal(5)) for rule in ARITHMETIC}
    case["scheme"] = replace(case["scheme"], model="deduct", rules=rules)
    result = score(case)
    for cause, regained in zip(case["causes"], result.cause_regained, strict=True):
        mended = score(changed(case, dict.fromkeys(cause.instances, "pass"))).score.low - result.score.low
        assert abs(regained - mended) <= Decimal("0.01")
        bearing = [key for key in cause.instances if result.finding_lost[key]]
        assert sum(result.finding_regained[key] for key in cause.instances) == (regained if bearing else 0)


@unhurried
@given(cases)
def test_what_findings_cost_adds_up_to_what_their_rule_costs(case: Case) -> None:
    result = score(changed(case, dict.fromkeys(keys(case, *SETTLED), "fail")))
    for rule, (least, most) in result.lost.items():
        assert least == most
        assert sum(cost for key, cost in result.finding_lost.items() if key[0] == rule) == least
