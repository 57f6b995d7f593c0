"""The formula language of rulesets: parse, bind to a form, evaluate on intervals, print back.

The written grammar is in ``docs/formulas.md``.
"""

from gipaudit.rules.formula.conditions import BoundCondition, condition
from gipaudit.rules.formula.description import describe
from gipaudit.rules.formula.errors import AmbiguousNameError, FormulaError, UnknownNameError
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.instances import (
    CompiledRule,
    compile_condition,
    compile_rule,
    constraints,
    problems,
)
from gipaudit.rules.formula.names import Scope, Target
from gipaudit.rules.formula.parser import parse, parse_condition
from gipaudit.rules.formula.printing import to_text
from gipaudit.rules.formula.ranges import Ranges

__all__ = [
    "AmbiguousNameError",
    "BoundCondition",
    "CompiledRule",
    "FormulaError",
    "Instance",
    "Ranges",
    "Scope",
    "Target",
    "UnknownNameError",
    "compile_condition",
    "compile_rule",
    "condition",
    "constraints",
    "describe",
    "evaluate",
    "parse",
    "parse_condition",
    "problems",
    "to_text",
]
