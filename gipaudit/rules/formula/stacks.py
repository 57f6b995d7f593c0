"""Instances of one make: the same formula over other cells, so that all rows of a table are judged in one go."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gipaudit.forms.form import Form
from gipaudit.rules.formula.affine import Affine, Atom, Count, Extreme, Over, Times
from gipaudit.rules.formula.compiled import Every, Link, Logic, Meaning, Same, Some, Then
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.known import Rows


@dataclass(frozen=True, slots=True)
class Stack:
    """Instances whose formulas differ in nothing but the cells.

    ``logic`` and ``meaning`` are those of the first: its formula is evaluated for all. ``numbers`` are the instances'
    places in their rule; ``keys`` give, for each cell of the first, what stands for it in every one of them.
    ``own`` tells where the arrays of their layout hold these, as far as it prints them, and ``cells`` names them.
    ``shown`` and ``foreign`` are those of the first.
    """

    logic: Logic
    meaning: Meaning
    numbers: tuple[int, ...]
    keys: Mapping[str, tuple[str, ...]]
    own: Mapping[str, Rows]
    cells: frozenset[str]
    shown: frozenset[str]
    foreign: tuple[str, ...]

    def rows(self, key: str, index: Mapping[str, int]) -> Rows:
        """Where the arrays of that ``index`` hold the cells that stand for one of the first's, an instance a row.

        The report's own arrays follow its layout, and where they hold the cells is known.
        """
        return self.own[key] if key in self.own else _evenly([index[address_of(each)] for each in self.keys[key]])

    def only(self, numbers: Sequence[int]) -> Stack:
        """Some of its instances, by their places in the rule."""
        if len(numbers) == len(self.numbers):
            return self
        kept = [place for place, number in enumerate(self.numbers) if number in numbers]
        keys = {key: tuple(each[place] for place in kept) for key, each in self.keys.items()}
        numbers = tuple(self.numbers[place] for place in kept)
        return Stack(self.logic, self.meaning, numbers, keys, {}, self.cells, self.shown, self.foreign)


def stacked(instances: Sequence[Instance], form: Form, previous: Form | None) -> tuple[Stack, ...]:
    """The instances of a rule, those of one make together. ``form`` is their layout, ``previous`` last year's."""
    makes: dict[Hashable, list[int]] = {}
    for number, instance in enumerate(instances):
        makes.setdefault(_make(instance, form.whole or form, previous and (previous.whole or previous)), []).append(
            number
        )
    index = {address: row for row, address in enumerate(form.cells)}
    return tuple(_stack([instances[number] for number in numbers], numbers, index) for numbers in makes.values())


def _stack(alike: Sequence[Instance], numbers: Sequence[int], index: Mapping[str, int]) -> Stack:
    first = alike[0]
    keys = dict(zip(first.cells, zip(*(each.cells for each in alike), strict=True), strict=True))
    own = {key: _evenly([index[each] for each in keys[key]]) for key in keys if key in index}
    cells = frozenset(cell for key in own for cell in keys[key])
    return Stack(first.logic, first.meaning, tuple(numbers), keys, own, cells, first.shown, first.foreign)


def _evenly(rows: Sequence[int]) -> Rows:
    """The same rows, looked at where they stand if they are evenly apart, as those of a table's lines are."""
    import numpy as np

    step = rows[1] - rows[0] if len(rows) > 1 else 1
    if step > 0 and all(after - row == step for row, after in pairwise(rows)):
        return slice(rows[0], rows[-1] + 1, step)
    return np.array(rows)


def _make(instance: Instance, form: Form, previous: Form | None) -> Hashable:
    """What must be the same: the formula with places instead of cells, and the sort of cell in each place."""
    places = {key: place for place, key in enumerate(instance.cells)}
    sorts = tuple(_sort(key, instance, form, previous) for key in instance.cells)
    return sorts, _logic(instance.logic, places)


def _sort(key: str, instance: Instance, form: Form, previous: Form | None) -> Hashable:
    """Whose cell it is, whether it is printed, and of what kind it is."""
    address = address_of(key)
    whose = key.removesuffix(address)
    cell = (previous if previous is not None and whose == PREVIOUS else form).cells.get(address)
    return whose, key in instance.unprinted, cell and cell.kind


Places = Mapping[str, int]


def _logic(logic: Logic, places: Places) -> Hashable:
    match logic:
        case Link():
            return logic.operator, logic.scale, _affine(logic.difference, places)
        case Every() | Some():
            return type(logic), tuple(_logic(part, places) for part in logic.parts)
        case Then():
            return Then, _logic(logic.premise, places), _logic(logic.conclusion, places)
        case Same():
            return Same, _logic(logic.left, places), _logic(logic.right, places)


def _affine(affine: Affine, places: Places) -> Hashable:
    return affine.start, tuple((_atom(atom, places), factor) for atom, factor in affine.factors)


def _atom(atom: Atom, places: Places) -> Hashable:
    match atom:
        case str():
            return places[atom]
        case Extreme():
            return atom.which, tuple(places[cell] for cell in atom.cells)
        case Count():
            return Count, tuple(places[cell] for cell in atom.cells)
        case Times() | Over():
            return type(atom), _affine(atom.left, places), _affine(atom.right, places)
