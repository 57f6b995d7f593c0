"""What must hold of any two audits that are compared."""

from __future__ import annotations

from collections import Counter

from comparing.made import RULES, again, audit, card, finding
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.comparing.comparison import STATES, Comparison, compare
from gipaudit.recorded.records import Audit, Card

UNITS = ("禾丰县水务局", "禾丰县民政局", "禾丰县人民政府", "禾丰县", "青溪市禾丰县水务局", None)
TURNED = {"new": "fixed", "fixed": "new"}

findings = st.lists(
    st.tuples(
        st.sampled_from([*RULES, "gone"]),
        st.sampled_from(["natural", "legal", "report"]),
        st.sampled_from(["fail", "fail", "waived", "not_assessable"]),
        st.sampled_from(["error", "warning"]),
    ),
    max_size=5,
).map(lambda found: [finding(rule, where, verdict, severity=grave) for rule, where, verdict, grave in found])

verdicts = st.dictionaries(
    st.sampled_from([*RULES]), st.sampled_from(["not_assessable", "not_applicable", "crashed", "absent"]), max_size=2
)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    low = draw(st.integers(0, 100))
    return card(
        draw(st.sampled_from(UNITS)),
        draw(st.sampled_from([2022, 2023, 2023, 2024, None])),
        draw(findings),
        low,
        draw(st.integers(low, 100)),
        verdicts=draw(verdicts),
        sha256=draw(st.sampled_from(["a" * 64, "b" * 64, None])),
        source=draw(st.sampled_from(["一.html", "二.html", None])),
    )


@st.composite
def audits(draw: st.DrawFn) -> Audit:
    return audit(*draw(st.lists(cards(), max_size=6)), plan=draw(st.sampled_from(["p", "q"])))


def outcomes(found: Comparison) -> Counter[tuple[str, str, str]]:
    return Counter((each.state, each.rule, each.instance) for unit in found.units for each in unit.changes)


@settings(max_examples=40)
@given(audits())
def test_an_audit_compared_with_itself_has_nothing_new_and_nothing_fixed(one: Audit) -> None:
    found = compare(one, one)
    totals = found.totals()
    assert (totals["new"], totals["fixed"], totals["incomparable"]) == (0, 0, 0)
    assert all(unit.gained == (0, 0) for unit in found.units)


@settings(max_examples=40)
@given(audits(), audits())
def test_turned_round_what_was_new_is_fixed_and_nothing_else_changes(one: Audit, other: Audit) -> None:
    there, back = compare(one, other), compare(other, one)
    turned = Counter({(TURNED.get(state, state), *what): n for (state, *what), n in outcomes(there).items()})
    assert turned == outcomes(back)
    assert there.by == back.by
    assert (there.pairing.only_before, there.pairing.only_after) == (
        back.pairing.only_after,
        back.pairing.only_before,
    )
    assert all((unit.gained is not None) == there.same_plan for unit in there.units)


@settings(max_examples=40)
@given(audits(), audits())
def test_every_scorecard_and_every_problem_is_counted_once(one: Audit, other: Audit) -> None:
    found = compare(one, other)
    for side, audited in (("before", one), ("after", other)):
        alone = found.pairing.only_before if side == "before" else found.pairing.only_after
        paired = [getattr(unit, side) for unit in found.units]
        left_out = found.pairing.others[0 if side == "before" else 1]
        assert len(paired) + len(alone) + left_out == len(audited.standing)
        assert len({id(each) for each in (*paired, *alone)}) == len(paired) + len(alone)
        problems = sum(each.fails or each.is_waived for card in paired for each in card.findings)
        assert problems == sum(getattr(each, side) is not None for unit in found.units for each in unit.changes)
    assert sum(found.totals().values()) == sum(len(unit.of(state)) for unit in found.units for state in STATES)


@settings(max_examples=40)
@given(audits(), audits())
def test_only_what_was_judged_in_both_is_called_new_or_fixed(one: Audit, other: Audit) -> None:
    for unit in compare(one, other).units:
        for change in unit.changes:
            if change.state in ("new", "fixed"):
                silent = unit.before if change.state == "new" else unit.after
                result = silent.result(change.rule)
                assert result is not None
                assert result.verdict in ("pass", "fail", "waived")
            assert (change.state == "incomparable") == bool(change.why)


@settings(max_examples=40)
@given(audits())
def test_what_was_kept_is_read_as_it_was(one: Audit) -> None:
    assert again(one) == one


def test_a_rule_that_bears_a_new_id_is_the_same_rule() -> None:
    rules = {"older": RULES["balance"]}
    before = audit(card(findings=[finding("older"), finding("older", "legal")]), rules=rules)
    after = audit(card(findings=[finding("balance")]), renamed={"old": "balance", "older": "old"}, plan="q")
    there = compare(before, after)
    assert outcomes(there) == {("persisting", "balance", "natural"): 1, ("fixed", "balance", "legal"): 1}
    assert (there.rules_only_before, there.rules_only_after) == ((), ("blank", "contact"))
    assert outcomes(compare(after, before))["new", "balance", "legal"] == 1
