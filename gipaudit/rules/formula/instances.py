"""What a rule is asked of: one instance a column, a row, or the report; and the rule's formula bound to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.rules.check import OptionProblem
from gipaudit.rules.formula.compiled import compile_statement
from gipaudit.rules.formula.compiled import constraints as constraints_of
from gipaudit.rules.formula.errors import FormulaError, UnknownNameError
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.keys import address_of
from gipaudit.rules.formula.lexer import fold, fold_name
from gipaudit.rules.formula.lines import Axis
from gipaudit.rules.formula.names import Here, Scope, Target, scope_of
from gipaudit.rules.formula.parser import parse, parse_condition
from gipaudit.rules.formula.scopes import Scopes
from gipaudit.rules.formula.stacks import Stack, stacked
from gipaudit.rules.formula.tree import Call, Name, Node, Statement, children
from gipaudit.rules.linear import Constraint
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import find_tables

REPORT = "report"
"""The instance key of a rule without ``each``."""

_AXES: Mapping[str, Axis] = {
    "columns": "columns",
    "列": "columns",
    "各列": "columns",
    "rows": "rows",
    "行": "rows",
    "各行": "rows",
}


class EachError(FormulaError):
    """``each`` or ``except`` names something that the form has not. ``path`` leads to it in the rule."""

    def __init__(self, zh: str, en: str, path: tuple[str | int, ...]) -> None:
        super().__init__(zh, en)
        self.path = path


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule's formula bound to one layout of one form. ``stacks`` are the instances, those of one make together."""

    tree: Statement
    instances: tuple[Instance, ...]
    stacks: tuple[Stack, ...]


def compile_rule(rule: Rule, form: Form, previous: Form | None = None) -> CompiledRule:
    """Parse a rule's ``formula`` in its scope and bind it to every instance. Kept by text and layouts.

    ``previous`` is the form of last year's report, in which names behind 上年. are looked up. Without it they are
    looked up in the report's own form and then in the others, for a rule may compare two generations.

    Raises:
        FormulaError: it cannot be read or does not fit the form; :class:`EachError` where the scope does not.
    """
    each, left_out = _listed(rule.options.get("each")), _listed(rule.options.get("except"))
    key = (str(rule.options.get("formula", "")), each, left_out, _layout(form), _layout(previous))
    kept = _COMPILED.get(key)
    if kept is None:
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        kept = _COMPILED[key] = (form, previous), _compile(key[0], each, left_out, form, previous)
    return kept[1]


def _layout(form: Form | None) -> Layout:
    return (0, frozenset()) if form is None else (id(form.whole or form), form.omitted)


Layout = tuple[int, frozenset[str]]
_MOST_COMPILED = 2000
_COMPILED: dict[
    tuple[str, tuple[str, ...], tuple[str, ...], Layout, Layout], tuple[tuple[Form, Form | None], CompiledRule]
] = {}
"""What is kept keeps its forms alive, so that no other form can come to have their identity."""


def compile_condition(text: str, form: Form, previous: Form | None = None) -> Instance:
    """Bind the condition of an ``if`` to a form; for ``previous`` see :func:`compile_rule`.

    Raises:
        FormulaError: it cannot be read or does not fit the form.
    """
    scope = scope_of(form)
    return _bind(parse_condition(text, scope), Scopes(form, previous, scope), None, REPORT, "")


def constraints(rule: Rule, form: Form) -> Mapping[str, tuple[Constraint, ...]]:
    """The linear constraints that each instance of an identity puts on the cells that this layout prints.

    Raises:
        FormulaError: the formula does not fit the form.
    """
    result = {}
    for instance in compile_rule(rule, form).instances:
        printed = tuple(
            constraint
            for constraint in constraints_of(instance.logic)
            if all(key in form.cells for key in constraint.form.terms) and constraint.form.terms
        )
        if printed:
            result[instance.key] = printed
    return result


def problems(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    """What is wrong in a rule's ``formula``, ``each`` and ``except``, for every generation that it names.

    A name need only be known to one of a generation's variants: the others are then not asked.
    """
    generations: dict[str, list[Form]] = {}
    for form in forms.values():
        generations.setdefault(form.id, []).append(form)
    fitting: list[str] = []
    wrong: dict[tuple[tuple[str | int, ...], int | None, Message], tuple[FormulaError, list[str]]] = {}
    for generation, variants in generations.items():
        errors = [_error(rule, form) for form in variants]
        fits = any(error is None for error in errors)
        if fits:
            fitting.append(generation)
        for error in errors if fits else errors[:1]:
            if error is None or (fits and isinstance(error, UnknownNameError | EachError)):
                continue
            offset = None if isinstance(error, EachError) else error.offset
            wrong.setdefault((_path(error, rule), offset, error.message), (error, []))[1].append(generation)
    for (path, offset, message), (error, lacking) in wrong.items():
        if fitting and isinstance(error, UnknownNameError | EachError):
            message = _elsewhere(message, lacking, fitting)
        yield OptionProblem(path, message, offset)


def _elsewhere(message: Message, lacking: Sequence[str], fitting: Sequence[str]) -> Message:
    """Say of a name that some of the rule's forms know and others do not, what to write."""
    written = ", ".join(f'"{id}"' for id in fitting)
    return Message(
        f"格式 {'、'.join(lacking)}：{message.zh}。规则只用于别的格式的，请写 forms: [{written}]",
        f"form {', '.join(lacking)}: {message.en}. If the rule is for the others only, write forms: [{written}]",
    )


def _path(error: FormulaError, rule: Rule) -> tuple[str | int, ...]:
    """Where in the rule's options the trouble is; an option that is one word has no places inside."""
    if not isinstance(error, EachError):
        return ("formula",)
    return error.path[:1] if isinstance(rule.options.get(str(error.path[0])), str) else error.path


def _error(rule: Rule, form: Form) -> FormulaError | None:
    try:
        compile_rule(rule, form)
    except FormulaError as error:
        return error
    return None


def _listed(option: Any) -> tuple[str, ...]:
    if option is None:
        return ()
    return (option,) if isinstance(option, str) else tuple(str(entry) for entry in option)


def _compile(
    text: str, each: tuple[str, ...], left_out: tuple[str, ...], form: Form, previous: Form | None
) -> CompiledRule:
    whole = form.whole or form
    targets = tuple(target for number, entry in enumerate(each) for target in _targets(whole, entry, number))
    if len({target.table for target in targets}) < len(targets):
        raise EachError("each 里同一张表只能出现一次", "each may name a table only once", ("each",))
    scope = scope_of(form, targets)
    tree = parse(text, scope)
    scopes = Scopes(form, previous, scope)
    if not targets:
        return _compiled(tree, [_bind(tree, scopes, None, REPORT, "")], form, previous)
    skipped = [_skipped(scope, entry, number) for number, entry in enumerate(left_out)]
    instances = []
    for target in targets:
        table = form.table(target.table)
        shown = {row.id for row in table.rows} if target.axis == "rows" else {column.id for column in table.columns}
        for line in scope.lines(target.table, target.axis).plain:
            if line.id not in shown or any((target, line.id) in pairs for pairs in skipped):
                continue
            key = f"{target.table}.{line.id}" if len(targets) > 1 else line.id
            instances.append(_bind(tree, scopes, Here(target, line.id), key, line.name))
    return _compiled(tree, instances, form, previous)


def _compiled(tree: Statement, instances: Sequence[Instance], form: Form, previous: Form | None) -> CompiledRule:
    return CompiledRule(tree, tuple(instances), stacked(instances, form, previous))


def _targets(form: Form, entry: str, number: int) -> list[Target]:
    """What one entry of ``each`` names: 表二 stands for all the tables that the form prints as its parts."""
    name, dot, axis = fold(entry).strip().rpartition(".")
    path = ("each", number)
    if not dot or axis.strip() not in _AXES:
        raise EachError(
            f"each 应写作“表.列”或“表.行”，不是“{entry}”",
            f"each is written table.columns or table.rows, not {entry!r}",
            path,
        )
    tables = find_tables(form, name.strip())
    if not tables:
        known = "、".join(f"{table.label.name}（{table.id}）" for table in form.tables)
        raise EachError(f"没有表“{name}”；可用：{known}", f"no table {name!r}; known: {known}", path)
    return [Target(table.id, _AXES[axis.strip()]) for table in tables]


def _skipped(scope: Scope, entry: str, number: int) -> set[tuple[Target, str]]:
    found = {
        (target, member)
        for target in scope.targets
        for _, line in scope.lines(target.table, target.axis).called(fold_name(entry))
        for member in line.members
    }
    if not found:
        known = "、".join(line.name for t in scope.targets for line in scope.lines(t.table, t.axis).plain)
        raise EachError(
            f"except 里的“{entry}”不在其中；可用：{known}",
            f"{entry!r} in except is none of: {known}",
            ("except", number),
        )
    return found


def _bind(tree: Statement, scopes: Scopes, here: Here | None, key: str, label: str) -> Instance:
    meaning: dict[int, tuple[str, ...]] = {}
    _resolve(tree, scopes, here, meaning)
    if not meaning:
        raise FormulaError("公式里没有单元格", "the formula names no cell", tree.offset)
    cells = tuple(dict.fromkeys(key for keys in meaning.values() for key in keys))
    unprinted = frozenset(key for key in cells if address_of(key) == key and key not in scopes.form.cells)
    shown = frozenset(cells) - unprinted
    foreign = tuple(key for key in cells if address_of(key) != key)
    return Instance(key, label, here, compile_statement(tree, meaning), meaning, cells, unprinted, shown, foreign)


def _resolve(node: Node, scopes: Scopes, here: Here | None, meaning: dict[int, tuple[str, ...]]) -> None:
    if isinstance(node, Name):
        meaning[node.offset] = scopes.meant(node, here, function=False, alone=False)
    elif isinstance(node, Call):
        for name in node.arguments:
            meaning[name.offset] = scopes.meant(name, here, function=True, alone=len(node.arguments) == 1)
    else:
        for child in children(node):
            _resolve(child, scopes, here, meaning)
