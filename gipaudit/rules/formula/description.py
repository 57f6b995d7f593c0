"""A formula in the form's own short Chinese names."""

from __future__ import annotations

from gipaudit.forms.form import Form
from gipaudit.rules.formula.instances import CompiledRule, compile_rule
from gipaudit.rules.formula.lexer import fold_name
from gipaudit.rules.formula.names import Scope, Target
from gipaudit.rules.formula.printing import render
from gipaudit.rules.formula.tree import Call, Name
from gipaudit.rules.rule import Rule


def describe(rule: Rule, form: Form) -> str:
    """Say a rule's formula with the Chinese name of every row, column or cell, and what it is asked of.

    Raises:
        FormulaError: the formula does not fit the form.
    """
    compiled = compile_rule(rule, form)
    targets = tuple(dict.fromkeys(i.here.target for i in compiled.instances if i.here is not None))
    formula = _Describer(compiled, Scope(form, targets)).text()
    if not targets:
        return formula
    where = "、".join(_where(target, form) for target in targets)
    return f"{where}：{formula}"


def _where(target: Target, form: Form) -> str:
    return f"{form.table(target.table).label.name}的每一{'列' if target.axis == 'columns' else '行'}"


class _Describer:
    def __init__(self, compiled: CompiledRule, scope: Scope) -> None:
        self._compiled = compiled
        self._scope = scope

    def text(self) -> str:
        return render(self._compiled.tree, self._name, self._call)

    def _call(self, call: Call) -> str:
        return f"{call.function}({'、'.join(self._name(name) for name in call.arguments)})"

    def _name(self, name: Name) -> str:
        prefix = f"{name.period}." if name.period else ""
        if len(name.parts) == 1:
            wording = fold_name(name.text)
            for target in self._scope.targets:
                found = self._scope.lines(target.table, target.across).called(wording)
                if found:
                    return prefix + min(found, key=lambda pair: pair[0])[1].name
        keys = self._compiled.instances[0].meaning[name.offset]
        if len(keys) > 1:
            return prefix + name.text
        cell = self._scope.whole.cells.get(keys[0].removeprefix(prefix))
        return prefix + (cell.name if cell else name.text)  # a cell of another form is called as it is written
