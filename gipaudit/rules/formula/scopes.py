"""In which form a name is looked up: this report's own, or that of last year's report."""

from __future__ import annotations

from collections.abc import Iterator

from gipaudit.forms.form import Form
from gipaudit.rules.formula.errors import AmbiguousNameError, FormulaError, UnknownNameError
from gipaudit.rules.formula.lexer import fold_name
from gipaudit.rules.formula.names import Here, Scope, scope_of
from gipaudit.rules.formula.tree import Name


class NotInPreviousFormError(FormulaError):
    """A name behind 上年. that means nothing in the form of last year's report: the two cannot be compared."""


class Scopes:
    """The scope of a report's own names, and those of 上年. names.

    Without ``previous`` any registered form may have been last year's, this report's own before the others.
    """

    def __init__(self, form: Form, previous: Form | None, own: Scope) -> None:
        self.form = form
        self._own = own
        self._previous = previous

    def meant(self, name: Name, here: Here | None, *, function: bool, alone: bool) -> tuple[str, ...]:
        """The keys of the cells that a name means (see :mod:`gipaudit.rules.formula.ranges`).

        Raises:
            FormulaError: it means nothing, or several things; :class:`NotInPreviousFormError` where it is the given
                form of last year's report that has no such cell.
        """
        if name.period != "上年":
            prefix = f"{name.period}." if name.period else ""
            return tuple(prefix + a for a in self._own.resolve(name, here, function=function, alone=alone))
        unknown: FormulaError | None = None
        for form in self._last_years():
            scope, there = _scope_in(form, self._own, here)
            if here is not None and there is None and _is_line(name, self._own, here):
                continue  # what crosses this row or column must not be found elsewhere in another form
            try:
                found = scope.resolve(name, there, function=function, alone=alone)
            except (UnknownNameError, AmbiguousNameError) as error:
                unknown = unknown or error
            else:
                return tuple(f"上年.{address}" for address in found)
        if unknown is not None and self._previous is None:
            raise unknown
        raise NotInPreviousFormError(
            f"上年报告的格式里没有“{name.text}”", f"the form of last year's report has no {name.text!r}", name.offset
        )

    def _last_years(self) -> Iterator[Form]:
        if self._previous is not None:
            yield self._previous
            return
        yield self.form
        from gipaudit.forms.library import forms

        yield from (form for form in forms().values() if form is not (self.form.whole or self.form))


def _is_line(name: Name, own: Scope, here: Here) -> bool:
    """Whether a name is that of a row across this column, or of a column across this row."""
    return bool(own.lines(here.target.table, here.target.across).called(fold_name(name.text)))


def _scope_in(form: Form, own: Scope, here: Here | None) -> tuple[Scope, Here | None]:
    """The scope of another form, with the targets that it has as well, and the current row or column in it."""
    if form is own.form:
        return own, here
    whole = form.whole or form
    tables = {table.id for table in whole.tables}
    targets = tuple(target for target in own.targets if target.table in tables)
    scope = scope_of(form, targets)
    if here is None or here.target not in targets:
        return scope, None
    lines = scope.lines(here.target.table, here.target.axis).plain
    return scope, here if any(line.id == here.line for line in lines) else None
