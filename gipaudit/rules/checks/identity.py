"""The check ``identity``: any comparison between cells, written as a formula.

Options: ``formula`` (required), ``each`` (``表三.列``: once for every column; ``表三.行``: for every row; or a list),
``except`` (rows or columns left out), ``tolerance`` (≥ 0, in the cells' unit) and ``blank`` (``zero``: a blank may
pass as 0, the default; ``unknown``: it never does).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.rules.below import judged_below
from gipaudit.rules.check import ABSENT, Check, OptionProblem, Outcomes
from gipaudit.rules.formula import compile_rule, describe, problems
from gipaudit.rules.formula.errors import UnknownNameError
from gipaudit.rules.formula.explaining import Explained
from gipaudit.rules.formula.instances import EachError
from gipaudit.rules.formula.judging import judge as judge_compiled
from gipaudit.rules.formula.known import Readings
from gipaudit.rules.formula.lexer import fold
from gipaudit.rules.formula.scopes import NotInPreviousFormError
from gipaudit.rules.formula.terms import Terms
from gipaudit.rules.rule import Rule
from gipaudit.rules.yearly import not_asked, year_by_year
from gipaudit.scorecard import Evidence

_ONE_OR_MANY = {
    "oneOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "uniqueItems": True},
    ]
}

OPTIONS: Mapping[str, object] = {
    "type": "object",
    "required": ["formula"],
    "additionalProperties": False,
    "properties": {
        "formula": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2000,
            "description": "公式，例如：本年新收 + 上年结转 = 办理结果总计 + 结转下年度",
        },
        "each": {**_ONE_OR_MANY, "description": "逐列或逐行：表三.列、applications.rows，可列多张表"},
        "except": {**_ONE_OR_MANY, "description": "不查的行或列，写名称或代号"},
        "tolerance": {"type": "number", "minimum": 0, "description": "允许的差额，单位同单元格；不写则件数须相等"},
        "blank": {"enum": ["zero", "unknown"], "description": "空格：zero 可按 0 计（默认），unknown 一律不能判定"},
    },
}


def judge(
    rule: Rule, reports: Reports, *, previous: Readings | None = None, below: Readings | None = None
) -> Outcomes:
    """Judge one rule on many reports of one layout.

    ``previous`` and ``below`` are what 上年 and 下级 read, aligned with the reports; without them a formula that
    names them is not applicable.

    Raises:
        FormulaError: the formula does not fit the form (a ruleset that was loaded is known to fit).
    """
    before = previous if isinstance(previous, Reports) else None
    return _judge(rule, reports, previous, below, before)


def _judge(
    rule: Rule, reports: Reports, previous: Readings | None, below: Readings | None, before: Reports | None
) -> Outcomes:
    import numpy as np

    if reports.form is None:
        return Outcomes((), (), np.full((0, len(reports)), ABSENT, np.int8), lambda _, __: Evidence())
    try:
        compiled = compile_rule(rule, reports.form, before.form if before else None)
    except NotInPreviousFormError:
        return not_asked(reports, "上年报告的表式没有所比的单元格")
    except (UnknownNameError, EachError):  # loading made sure that another variant of this form has it
        return not_asked(reports, "本表式没有规则所比的表、行或列")
    tolerance = rule.options.get("tolerance")
    terms = Terms(
        tolerance=None if tolerance is None else float(tolerance),
        blank_is_zero=rule.options.get("blank", "zero") == "zero",
        previous=previous,
        below=below,
        before=before,
    )
    verdicts = judge_compiled(compiled, reports, terms)
    return Outcomes(
        [instance.key for instance in compiled.instances],
        [instance.label for instance in compiled.instances],
        verdicts,
        Explained(compiled, reports, verdicts, terms).of,
    )


def judge_in_context(rule: Rule, reports: Reports) -> Outcomes:
    """Judge one rule on many reports of one layout, with last year's reports and the sums over the units below where
    the formula asks for them.
    """
    if not compares_years(rule) or reports.form is None:
        return _summed(rule, reports, None)
    return year_by_year(reports, lambda these, before: _summed(rule, these, before))


def _summed(rule: Rule, reports: Reports, before: Reports | None) -> Outcomes:
    if _BELOW.search(fold(str(rule.options.get("formula", "")))) is None or reports.form is None:
        return judge(rule, reports, previous=before)
    return judged_below(
        reports,
        lambda these, numbers, sums: judge(
            rule, these, previous=None if before is None else before.only(numbers), below=sums
        ),
    )


def compares_years(rule: Rule) -> bool:
    """Whether the formula names a cell of last year's report."""
    return _LAST_YEAR.search(fold(str(rule.options.get("formula", "")))) is not None


_LAST_YEAR = re.compile(r"上年\s{0,9}\.")
_BELOW = re.compile(r"下级\s{0,9}\.")


def validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    """Tell what is wrong in ``formula``, ``each`` and ``except``."""
    return problems(rule, forms)


def explain(rule: Rule, form: Form | None) -> str:
    """Say the formula in the form's Chinese names."""
    return str(rule.options.get("formula", "")) if form is None else describe(rule, form)


CHECK = Check(
    name="identity",
    title=Message("勾稽关系", "comparison between cells"),
    options=OPTIONS,
    judge=judge_in_context,
    validate=validate,
    explain=explain,
    compares_years=compares_years,
)
