"""The sum over the units below: on any tree of governments, whatever is missing, and on thousands of units."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st
from support.reports import report, rule

from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.rules.below import Below, below
from gipaudit.rules.checks import hierarchy, identity
from gipaudit.scorecard import Outcome

CELL = "applications.new.natural"


def form() -> Form:
    return forms()["2021"]


def made(unit: str, count: int | None, level: str = "county-department") -> Report:
    cells = {CELL: count, "applications.new.total": count}
    own = report(cells, form=form(), unit=unit, year=2023, level=level)
    return replace(own, source=f"{unit}.docx", sha256=unit)


class Tree:
    """A province of invented governments: each reports its own units' sum; some reports are left out."""

    def __init__(self, random: Random, left_out: float) -> None:
        self.units: list[RosterUnit] = []
        self.reports: list[Report] = []
        self.total: dict[str, int] = {}
        self._random, self._left_out = random, left_out
        self._grow("甲县", None, 0)
        self.context = Context(reports=tuple(self.reports), roster=Roster(self.units))

    def _grow(self, name: str, parent: str | None, depth: int) -> int:
        children = self._random.randrange(1, 4) if depth < 3 else 0
        whole = f"{name}人民政府" if children else f"{name}财政局"
        level = "county-government" if children else "county-department"
        self.units.append(RosterUnit(whole, level=level, parent=parent))
        place = len(self.reports)
        if children:
            count = sum(self._grow(f"{name[:-1]}{'乙丙丁'[i]}县", whole, depth + 1) for i in range(children))
        else:
            count = self._random.randrange(50)
        self.total[whole] = count
        if parent is None or self._random.random() >= self._left_out:
            self.reports.insert(place, made(whole, count, level))
        return count


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), left_out=st.sampled_from([0.0, 0.3, 0.8]))
def test_the_sum_never_passes_what_the_government_covers(seed: int, left_out: float) -> None:
    tree = Tree(Random(seed), left_out)
    for each in tree.reports:
        found = below(each, tree.context)
        if isinstance(found, str):
            continue
        low, high = found.bounds[CELL]
        total = tree.total[each.identity.unit or ""]
        assert low is not None
        assert low <= total
        assert high is None or low == high == total
        assert found.complete == (high is not None)
        assert left_out or found.complete


def judged(check_rule: object, context: Context, at: Report) -> list[Outcome]:
    return list(hierarchy.CHECK.judge(check_rule, Reports([at], context)).of(0))  # type: ignore[arg-type]


AT_LEAST = rule("hierarchy", forms=("2021",), relation="at_least", tables=["applications"])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), left_out=st.sampled_from([0.0, 0.5]), short=st.integers(1, 5))
def test_only_a_government_under_its_sum_is_accused(seed: int, left_out: float, short: int) -> None:
    tree = Tree(Random(seed), left_out)
    for each in tree.reports:
        assert not [outcome for outcome in judged(AT_LEAST, tree.context, each) if outcome.verdict == "fail"]
    top = tree.reports[0]
    found = below(top, tree.context)
    if isinstance(found, Below) and found.bounds[CELL][0]:
        least = int(found.bounds[CELL][0] or 0)
        under = made(top.identity.unit or "", max(least - short, 0), "county-government")
        context = Context(reports=(under, *tree.reports[1:]), roster=tree.context.roster)
        failing = [outcome.instance for outcome in judged(AT_LEAST, context, under) if outcome.verdict == "fail"]
        assert failing == ["applications.natural", "applications.total"]


def test_what_could_not_be_read_below_opens_the_sum_and_accuses_nobody() -> None:
    units = [RosterUnit("甲县人民政府"), RosterUnit("甲县财政局", parent="甲县人民政府")]
    top, unread = made("甲县人民政府", 3, "county-government"), made("甲县财政局", None)
    context = Context(reports=(top, unread), roster=Roster(units))
    found = below(top, context)
    assert isinstance(found, Below)
    assert found.bounds[CELL] == (0, None)
    assert {outcome.verdict for outcome in judged(AT_LEAST, context, top)} == {"pass"}


def test_a_formula_reads_the_sum_closed_only_when_all_are_there() -> None:
    units = [RosterUnit("甲县人民政府"), *(RosterUnit(f"甲县{n}局", parent="甲县人民政府") for n in ("财政", "民政"))]
    top, one, two = made("甲县人民政府", 5, "county-government"), made("甲县财政局", 2), made("甲县民政局", 3)
    equal = rule("identity", forms=("2021",), formula="本年新收·自然人 = 下级.本年新收·自然人")

    def verdicts(*reports: Report) -> list[str]:
        context = Context(reports=reports, roster=Roster(units))
        outcomes = identity.CHECK.judge(equal, Reports(list(reports), context))
        return [outcome.verdict for number in range(len(reports)) for outcome in outcomes.of(number)]

    assert verdicts(top, one, two) == ["pass", "not_applicable", "not_applicable"]
    assert verdicts(top, one) == ["not_assessable", "not_applicable"]
    assert verdicts(top) == ["not_applicable"]
    assert verdicts(made("甲县人民政府", 4, "county-government"), one, two)[0] == "fail"
    assert verdicts(made("甲县人民政府", 1, "county-government"), one)[0] == "fail"


def _flat(size: int) -> tuple[Context, Report]:
    names = [f"甲县{chr(0x4E00 + n % 97)}{chr(0x5000 + n // 97)}业局" for n in range(size)]
    units = [RosterUnit("甲县人民政府"), *(RosterUnit(name, parent="甲县人民政府") for name in names)]
    single = made("甲县财政局", 1)
    top = made("甲县人民政府", size, "county-government")
    copies = [
        replace(single, identity=replace(single.identity, unit=name), source=name, sha256=name) for name in names
    ]
    return Context(reports=(top, *copies), roster=Roster(units)), top


def test_time_grows_with_the_number_of_units_and_not_with_its_square() -> None:
    def seconds(size: int) -> float:
        context, top = _flat(size)
        begin = perf_counter()
        found = below(top, context)
        took = perf_counter() - begin
        assert isinstance(found, Below)
        assert found.bounds[CELL] == (size, size)
        return took

    seconds(50)
    small, large = seconds(300), seconds(3000)
    assert large < 40 * max(small, 0.01)
