"""A formula as the cases in which it holds: each a list of linear comparisons, for :mod:`feasible`.

What is not linear (最大, 个数, a product) is a variable of its own, of which only what is certain is said. So the
cases allow more than the formula does, and what they cannot meet it cannot meet either.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from gipaudit.authoring.linting.feasible import ONE, ZERO, Line, feasible
from gipaudit.forms.form import Form
from gipaudit.forms.report import whole_range
from gipaudit.rules.formula.affine import Affine, Atom, Count, Extreme
from gipaudit.rules.formula.compiled import Every, Link, Logic, Same, Some, Then, links
from gipaudit.rules.formula.keys import address_of
from gipaudit.rules.linear import Operator

MOST_CASES = 64
"""A formula with more cases than this is not looked into."""

Case = tuple[Line, ...]


class TooManyCasesError(Exception):
    """A formula branches too often to be looked into."""


@dataclass(frozen=True)
class Space:
    """The cells of a form: which of them may be negative."""

    form: Form

    def possible(self, case: Sequence[Line], atoms: Iterable[Atom]) -> bool:
        """Whether a case can hold for some report."""
        beside = [line for atom in dict.fromkeys(atoms) for line in self._certain(atom)]
        lines = [*case, *beside]
        return feasible(lines, frozenset(key for line in lines for key in line.terms if self._free(key)))

    def _free(self, key: Hashable) -> bool:
        if isinstance(key, str):
            cell = (self.form.whole or self.form).cells.get(address_of(key))
            return cell is None or whole_range(cell.kind)[0] is None
        if isinstance(key, Extreme):
            return any(map(self._free, key.cells))
        return not isinstance(key, Count)

    def _certain(self, atom: Atom) -> Iterator[Line]:
        """What is certain of something that is not linear."""
        match atom:
            case Count():
                yield Line({atom: ONE}, Fraction(-len(atom.cells)), "≤")
            case Extreme():
                for cell in atom.cells:
                    sign = ONE if atom.which == "最小" else -ONE
                    yield Line({atom: sign, cell: -sign}, ZERO, "≤")
                if atom.which == "最大" and not self._free(atom):
                    yield Line({atom: ONE, **dict.fromkeys(atom.cells, -ONE)}, ZERO, "≤")


def atoms(logic: Logic) -> Iterator[Atom]:
    """All that is not a plain cell in a formula."""
    for link in links(logic):
        for atom, _ in link.difference.terms:
            if not isinstance(atom, str):
                yield atom


def cases(logic: Logic, holds: bool = True) -> list[Case]:
    """The cases in which a formula holds, or in which it does not.

    A 如果 … 则 … whose premise does not hold is neither: it is then not asked.

    Raises:
        TooManyCasesError: there are too many.
    """
    match logic:
        case Link():
            return [(line,) for line in compared(logic.difference, logic.operator, holds)]
        case Every():
            return _joined(logic.parts, holds, every=holds)
        case Some():
            return _joined(logic.parts, holds, every=not holds)
        case Then():
            return _products([cases(logic.premise), cases(logic.conclusion, holds)])
        case Same():
            same = _products([cases(logic.left), cases(logic.right, holds)])
            return _few([*same, *_products([cases(logic.left, False), cases(logic.right, not holds)])])


def _joined(parts: Sequence[Logic], holds: bool, every: bool) -> list[Case]:
    of_parts = [cases(part, holds) for part in parts]
    return _products(of_parts) if every else _few([case for several in of_parts for case in several])


def _products(of_parts: Sequence[Sequence[Case]]) -> list[Case]:
    size = 1
    for several in of_parts:
        size *= len(several)
    if size > MOST_CASES:
        raise TooManyCasesError
    return [tuple(line for case in combination for line in case) for combination in product(*of_parts)]


def _few(found: list[Case]) -> list[Case]:
    if len(found) > MOST_CASES:
        raise TooManyCasesError
    return found


def compared(difference: Affine, operator: Operator, holds: bool = True) -> list[Line]:
    """The comparisons of which one must be met for ``difference operator 0`` to hold, or not to hold."""
    terms: dict[Hashable, Fraction] = dict(difference.terms)
    equal = Line(terms, difference.constant, "=")
    match operator if holds else _CONTRARY[operator]:
        case "=":
            return [equal]
        case "≠":
            return [replace(equal, operator="<"), equal.turned("<")]
        case "<":
            return [replace(equal, operator="<")]
        case "≤":
            return [replace(equal, operator="≤")]
        case ">":
            return [equal.turned("<")]
        case "≥":
            return [equal.turned("≤")]


_CONTRARY: dict[Operator, Operator] = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", ">": "≤", "≤": ">"}
