"""What must hold of every formula and report: no NaN, and no verdict that some number inside contradicts."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.forms.arrays import Reports
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, PASS
from gipaudit.rules.formula import compile_rule, to_text
from gipaudit.rules.formula.affine import affine
from gipaudit.rules.formula.compiled import links
from gipaudit.rules.formula.intervals import interval
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.terms import Terms
from gipaudit.rules.formula.tree import (
    All,
    Any,
    Call,
    Comparison,
    Equivalent,
    Implies,
    Name,
    Negative,
    Number,
    Part,
    Product,
    Sum,
)

ROWS = {"新收": "new", "结转": "kept", "公开": "granted", "办结总计": "total"}
COLUMN = "firm"


def name(row):
    return Name((Part(row, quoted=False),))


cells = st.sampled_from(sorted(ROWS)).map(name)
numbers = st.integers(0, 20).map(Number)
calls = st.builds(
    Call,
    st.sampled_from(["合计", "最大", "最小", "个数"]),
    st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=4, unique=True).map(
        lambda rows: tuple(map(name, rows))
    ),
)


def longer(terms):
    def signed(first, others):
        rest = st.lists(st.tuples(st.sampled_from(others), terms), min_size=1, max_size=3)
        return st.tuples(terms, rest).map(lambda pair: ((first, pair[0]), *pair[1]))

    return st.one_of(
        st.builds(Negative, terms),
        st.builds(Sum, signed("+", "+−")),
        st.builds(Product, signed("×", "×")),
        # a divisor that is surely not 0 now and then, or any
        st.builds(lambda top, bottom: Product((("×", top), ("÷", bottom))), terms, terms),
    )


terms = st.recursive(st.one_of(cells, numbers, calls), longer, max_leaves=5)
comparisons = st.builds(
    lambda left, operator, right: Comparison((left, right), (operator,)), terms, st.sampled_from("=≠<≤>≥"), terms
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        *(st.builds(kind, st.lists(inner, min_size=2, max_size=2).map(tuple)) for kind in (All, Any))
    ),
    max_leaves=3,
)
statements = st.one_of(
    conditions, st.builds(Implies, conditions, conditions), st.builds(Equivalent, conditions, conditions)
)

values = st.one_of(
    st.integers(0, 9),
    st.tuples(st.integers(0, 4), st.integers(4, 8)),
    st.tuples(st.integers(0, 4), st.none()),
    st.sampled_from(["空", "?"]),
)
readings = st.fixed_dictionaries(dict.fromkeys(ROWS, values))


class NoValue(Exception):
    """Division by zero: the formula has no value here."""


def value(term, point):
    match term:
        case Number():
            return Fraction(term.value)
        case Name():
            return Fraction(point[term.text])
        case Negative():
            return -value(term.operand, point)
        case Sum():
            return sum((value(part, point) if sign == "+" else -value(part, point)) for sign, part in term.terms)
        case Product():
            result = Fraction(1)
            for sign, factor in term.factors:
                other = value(factor, point)
                if sign == "÷" and not other:
                    raise NoValue
                result = result * other if sign == "×" else result / other
            return result
        case Call():
            found = [Fraction(point[argument.text]) for argument in term.arguments]
            return {"合计": sum, "最大": max, "最小": min, "个数": lambda many: Fraction(sum(map(bool, many)))}[
                term.function
            ](found)


COMPARE = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "≥": lambda a, b: a >= b,
}


def truth(statement, point):
    match statement:
        case Comparison():
            left, right = (value(operand, point) for operand in statement.operands)
            return COMPARE[statement.operators[0]](left, right)
        case All():
            return all(truth(part, point) for part in statement.conditions)
        case Any():
            return any(truth(part, point) for part in statement.conditions)
        case Implies():
            premise, conclusion = truth(statement.premise, point), truth(statement.conclusion, point)
            return conclusion if premise else None
        case Equivalent():
            return truth(statement.left, point) == truth(statement.right, point)


def points(draw, reading):
    """A number inside what is known of a cell."""
    if isinstance(reading, int):
        return reading
    if isinstance(reading, tuple):
        low, high = reading
        return draw(st.integers(low, 40 if high is None else high))
    return draw(st.integers(0, 40))


def compiled_or_none(bench, tree):
    from gipaudit.rules.formula import FormulaError

    rule = bench.rule(to_text(tree), each="requests.columns", **{"except": ["个人", "学校", "总计"]})
    try:
        return rule, compile_rule(rule, bench.divided)
    except FormulaError:  # no cell at all, or a division by a constant 0
        return rule, None


def report_of(bench, known):
    return bench.report({f"requests.{id}.{COLUMN}": known[row] for row, id in ROWS.items()})


@settings(max_examples=300, deadline=None)
@given(st.data(), statements, readings)
def test_no_number_inside_contradicts_a_verdict(bench, data, tree, known):
    rule, compiled = compiled_or_none(bench, tree)
    if compiled is None:
        return
    reports = Reports([report_of(bench, known)])
    (code,) = bench.outcomes(
        rule.options["formula"], reports, blank="unknown", **{k: v for k, v in rule.options.items() if k != "formula"}
    ).verdicts[:, 0]
    point = {row: points(data.draw, reading) for row, reading in known.items()}
    try:
        holds = truth(tree, point)
    except NoValue:
        return
    everything_blank = all(known[row] == "空" for row in used(compiled))
    if code == PASS:
        assert holds is not False
    elif code == FAIL:
        assert holds is False
    elif code == NOT_APPLICABLE and not everything_blank:
        assert holds is None


def used(compiled):
    ids = {key.split(".")[1] for key in compiled.instances[0].cells}
    return [row for row, id in ROWS.items() if id in ids]


@settings(max_examples=200, deadline=None)
@given(st.data(), comparisons, readings)
def test_an_interval_holds_every_value_and_is_never_nan(bench, data, tree, known):
    _, compiled = compiled_or_none(bench, tree)
    if compiled is None:
        return
    reports = Reports([report_of(bench, known)])
    ranges = Ranges(reports, bench.divided, Terms(), blank_is_zero=False)
    instance = compiled.instances[0]
    point = {row: points(data.draw, reading) for row, reading in known.items()}
    for link in links(instance.logic):
        for side in (link.left, link.right):
            low, high = interval(affine(side, instance.meaning), ranges)
            assert not np.isnan(low).any()
            assert not np.isnan(high).any()
            try:
                inside = float(value(side, point))
            except NoValue:
                continue
            slack = 1e-9 * max(1.0, abs(inside))
            assert low[0] - slack <= inside <= high[0] + slack


@settings(max_examples=60, deadline=None)
@given(st.data(), statements, st.lists(readings, min_size=1, max_size=5))
def test_reports_are_judged_alike_alone_together_and_in_any_order(bench, data, tree, many):
    rule, compiled = compiled_or_none(bench, tree)
    if compiled is None:
        return
    options = dict(rule.options)
    formula = options.pop("formula")
    made = [report_of(bench, known) for known in many]
    together = bench.outcomes(formula, Reports(made), **options)
    alone = [bench.outcomes(formula, Reports([report]), **options) for report in made]
    assert together.verdicts[:, :].T.tolist() == [one.verdicts[:, 0].tolist() for one in alone]
    order = data.draw(st.permutations(range(len(made))))
    shuffled = bench.outcomes(formula, Reports([made[index] for index in order]), **options)
    assert shuffled.verdicts.tolist() == together.verdicts[:, order].tolist()
    for number, one in enumerate(alone):
        assert [o.evidence for o in together.of(number)] == [o.evidence for o in one.of(0)]


exact = st.fixed_dictionaries(dict.fromkeys(ROWS, st.one_of(st.integers(0, 9), st.sampled_from([0.5, 3e12]))))


@settings(max_examples=80, deadline=None)
@given(statements, st.lists(exact, min_size=1, max_size=4), st.sampled_from([None, 0.3]))
def test_what_stands_in_cells_that_a_rule_does_not_name_changes_no_verdict(bench, tree, many, tolerance):
    """Reports that hold a number in every cell are judged apart from those that do not: in another way, but alike."""
    rule, compiled = compiled_or_none(bench, tree)
    if compiled is None:
        return
    options = {**rule.options, **({} if tolerance is None else {"tolerance": tolerance})}
    formula = options.pop("formula")
    cells = [{f"requests.{id}.{COLUMN}": known[row] for row, id in ROWS.items()} for known in many]
    every = bench.outcomes(formula, bench.reports(*cells), **options).verdicts
    beside = [
        {**each, "fees.refund.amount": other} for each, other in zip(cells, ["空", "?", (1, 5), "空"], strict=False)
    ]
    assert bench.outcomes(formula, bench.reports(*beside), **options).verdicts.tolist() == every.tolist()
    mixed = bench.reports(*cells, *beside)
    assert bench.outcomes(formula, mixed, **options).verdicts.tolist() == np.hstack([every, every]).tolist()


COLUMNS = {"person": "个人", "firm": "企业", "school": "学校", "all": "总计"}


@settings(max_examples=100, deadline=None)
@given(statements, st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, readings)), min_size=1, max_size=4))
def test_a_column_is_judged_alike_alone_and_beside_the_others(bench, tree, many):
    """All columns of a table are judged in one go, and what is told of them is told of all at once."""
    _, compiled = compiled_or_none(bench, tree)
    if compiled is None:
        return
    reports = Reports(
        [
            bench.report({f"requests.{ROWS[row]}.{id}": one[row] for id, one in known.items() for row in ROWS})
            for known in many
        ]
    )
    together = bench.outcomes(to_text(tree), reports, each="requests.columns")
    assert list(together.instances) == list(COLUMNS)
    for number, id in enumerate(COLUMNS):
        others = [name for other, name in COLUMNS.items() if other != id]
        alone = bench.outcomes(to_text(tree), reports, each="requests.columns", **{"except": others})
        assert alone.verdicts.tolist() == together.verdicts[number : number + 1].tolist()
        for report in range(len(many)):
            (outcome,) = alone.of(report)
            assert outcome == list(together.of(report))[number]
