"""The shipped forms, the written examples, and one real report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gipaudit.authoring.specimen import BLANK, Specimen, make_report
from gipaudit.forms.arrays import Reports
from gipaudit.forms.library import forms
from gipaudit.rules.check import CODES
from gipaudit.rules.checks.identity import CHECK
from gipaudit.rules.formula import parse, to_text
from gipaudit.rules.formula.names import Scope
from gipaudit.rules.rule import Rule

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formulas.md"
EXAMPLES = re.findall(r"^(20\d\d) \| (.*?) ?\| (.+)$", PAGE.read_text(encoding="utf-8"), re.M)


def rule(form, each, formula, **options):
    return Rule("r", "r", "identity", (form,), {"formula": formula, **({"each": each} if each else {}), **options})


@pytest.mark.parametrize(("form", "each", "formula"), EXAMPLES)
def test_every_written_example_fits_its_form(form, each, formula):
    known = {key: one for key, one in forms().items() if one.id == form}
    assert list(CHECK.validate(rule(form, each, formula), known)) == []


@pytest.mark.parametrize(("form", "each", "formula"), [one for one in EXAMPLES if "上年." not in one[2]])
def test_every_written_example_holds_of_a_report_of_zeros(form, each, formula):
    reports = Reports([make_report(forms()[form], Specimen())])
    verdicts = CHECK.judge(rule(form, each, formula), reports).verdicts
    assert {CODES[code] for code in verdicts.ravel()} <= {"pass", "not_applicable"}


def test_there_are_examples():
    assert {form for form, _, _ in EXAMPLES} == {"2014", "2019", "2021"}


@pytest.mark.parametrize("key", ["2014", "2019", "2021"])
def test_every_cell_can_be_named_by_its_address_and_by_its_parts(key):
    form = forms()[key]
    scope = Scope(form)
    for cell in form.countable:
        table = form.table(cell.table)
        parts = (table.label.name, table.row(cell.row).label.name, table.column(cell.column).label.name)
        for text in (cell.address, "·".join(f"「{part}」" for part in parts)):
            name = parse(f"{text} = 0", scope).operands[0]
            assert scope.resolve(name, None, function=False, alone=False) == (cell.address,)


@pytest.mark.parametrize("key", ["2014", "2019", "2021"])
def test_every_row_and_column_can_be_written_without_quotes(key):
    form = forms()[key]
    scope = Scope(form)
    for table in form.tables:
        for line in (*scope.lines(table.id, "rows").plain, *scope.lines(table.id, "columns").plain):
            name = parse(f"{line.name} + 1 = 合计({line.name})", scope).operands[0].terms[0][1]
            assert name.text == line.name
    text = "「甲」 = 1"
    assert to_text(parse(text, scope)) == text


def test_the_balance_of_the_first_real_report_holds(truth):
    known = truth("jining_rfb_2020")["readings"]
    cells = {address: BLANK if value is None else value for address, value in known.items()}
    reports = Reports([make_report(forms()["2019"], Specimen(cells))])
    outcomes = CHECK.judge(
        rule("2019", "applications.columns", "本年新收 + 上年结转 = 办理结果总计 + 结转下年度"), reports
    )
    assert [CODES[code] for code in outcomes.verdicts[:, 0]] == ["pass"] * 7
