"""Rules that no report can meet, and rules that none can fail, on their own form and by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gipaudit.authoring.linting.cases import Case, Space, TooManyCasesError, atoms, cases
from gipaudit.authoring.linting.finding import LintFinding
from gipaudit.authoring.places import Places
from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.rules.formula import CompiledRule, FormulaError, compile_condition, compile_rule
from gipaudit.rules.formula.compiled import Then
from gipaudit.rules.rule import Rule, Ruleset


def meeting(ruleset: Ruleset, forms: Mapping[str, Form], places: Places) -> Iterator[LintFinding]:
    """Tell the identities that hold for every report or for none."""
    for rule in ruleset.rules.values():
        if rule.check == "identity":
            yield from _findings(rule, forms, places)


def _findings(rule: Rule, forms: Mapping[str, Form], places: Places) -> Iterator[LintFinding]:
    told: dict[tuple[str, Message], list[str]] = {}
    asked = 0
    for key, form in forms.items():
        compiled = compiled_on(rule, form)
        if compiled is not None:
            asked += 1
            found = _of(rule, compiled, form)
            if found is not None:
                told.setdefault(found, []).append(key)
    for (code, message), on in told.items():
        if len(on) < asked:
            listed = "、".join(on)
            message = Message(f"格式 {listed}：{message.zh}", f"form {listed}: {message.en}")
        yield LintFinding(code, places.rule(rule, "formula"), rule.id, message)


def compiled_on(rule: Rule, form: Form) -> CompiledRule | None:
    """A rule on a form as issued; ``None`` where it does not speak of that form or of this variant."""
    if form.id not in rule.forms:
        return None
    try:
        return compile_rule(rule, form.standard)
    except FormulaError:  # loading made sure that another variant of the generation understands it
        return None


def _of(rule: Rule, compiled: CompiledRule, form: Form) -> tuple[str, Message] | None:
    """What is to be told of a rule on one form: of all its instances or not at all."""
    try:
        verdicts = {_verdict(rule, compiled, number, form) for number in range(len(compiled.instances))}
    except TooManyCasesError:
        return None
    return verdicts.pop() if len(verdicts) == 1 else None


def _verdict(rule: Rule, compiled: CompiledRule, number: int, form: Form) -> tuple[str, Message] | None:
    instance = compiled.instances[number]
    logic = instance.logic
    space, beside = Space(form), list(atoms(logic))
    condition: Sequence[Case] = [()]
    if rule.condition is not None:
        bound = compile_condition(rule.condition, form.standard).logic
        condition, beside = cases(bound), [*beside, *atoms(bound)]

    def possible(several: Sequence[Case]) -> bool:
        return any(space.possible((*case, *under), beside) for case in several for under in condition)

    if isinstance(logic, Then) and not possible(cases(logic.premise)):
        return "never-fails", Message("“如果”后面的条件永远不成立，规则从不适用", "its premise never holds")
    if "tolerance" not in rule.options and not possible(cases(logic)):
        return "never-passes", Message(
            "没有一份报告能满足：各格都填非负数时，公式永远不成立", "no report can meet it: the formula never holds"
        )
    if not possible(cases(logic, holds=False)):
        return "never-fails", Message(
            "任何报告都满足：各格都填非负数时，公式永远成立", "every report meets it: the formula always holds"
        )
    return None
