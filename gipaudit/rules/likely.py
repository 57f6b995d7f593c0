"""What is likely among the cells that may be wrong, and the values that would mend them, each with its reason.

The arithmetic names a cell only where every smallest set holds it. Where one single act explains all that fails, and
no other does, that act is told as likely: it changes no marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gipaudit.rules.acts import LAST_YEAR, Act, Acts
from gipaudit.rules.figures import Cells
from gipaudit.rules.one_act import slip, telling
from gipaudit.rules.system import System
from gipaudit.scorecard import Suggestion

MENDS = "使相关勾稽关系都成立的值"

Choice = tuple[int, ...]
"""Cells of one set, by index, in order."""


@dataclass(frozen=True)
class Likely:
    """``likely`` is a cell that is likely and not certain, ``explanation`` the act, ``suggestions`` the values.

    ``choices`` are the sets that were given, those that an act explains first, then those that were read worst.
    """

    choices: tuple[Choice, ...]
    likely: str = ""
    explanation: str = ""
    suggestions: tuple[Suggestion, ...] = ()


def likely(
    system: System,
    choices: Sequence[Choice],
    complete: bool,
    failing: frozenset[int],
    cells: Cells,
    acts: Acts,
) -> Likely:
    """Say what is likely of one block of failing equations.

    Args:
        system: the table's cells and rows.
        choices: the smallest sets of cells, restricted to the block; none where they were not found.
        complete: whether there are no other smallest sets.
        failing: the failing equations of the block, by number.
        cells: the readings.
        acts: the acts that the table's lines allow.
    """
    values = {choice: system.determined(choice) for choice in choices}
    alone = [act for choice in choices if (act := _slipped(system, choice, values[choice], cells, acts))]
    together = list(acts.explaining(failing))
    ordered = _ordered(system, choices, [*alone, *together], cells)
    certain = complete and len(choices) == 1
    single = bool(choices) and all(len(choice) == 1 for choice in choices)
    if certain:
        explained = [act for act in (*alone, *together) if set(act.values) - system.unread == set(choices[0])]
    elif single and not complete:  # among the cells that were not looked at another may be explained as well
        explained = []
    else:
        explained = [*alone, *together]
    found = _only(explained, certain)
    if found is None:
        named = set(choices[0]).intersection(*choices[1:]) if complete and choices else set()
        same = {
            index: values[choices[0]][index]
            for index in sorted(named)
            if len({values[choice].get(index) for choice in choices}) == 1 and index in values[choices[0]]
        }
        return Likely(ordered, suggestions=_suggestions(system, same, MENDS, cells))
    address = system.variables[min(found.values)].address if len(found.values) == 1 and not certain else ""
    why = f"{MENDS}；疑为{found.why}"
    return Likely(ordered, address, found.why, _suggestions(system, found.values, why, cells))


def _slipped(system: System, choice: Choice, values: Mapping[int, int], cells: Cells, acts: Acts) -> Act | None:
    """The act that explains why the cells of a set hold what they hold, if there is one."""
    if set(values) != set(choice) or not system.allowed(values):
        return None
    if len(choice) > 1:
        why = LAST_YEAR if all(acts.copied(index) == LAST_YEAR for index in choice) else ""
    else:
        (index,) = choice
        address, printed = system.variables[index].address, system.variables[index].value
        if printed is None:
            return None
        wrong, true = cells.printed(address), cells.number(values[index], printed, address)
        why, copied = slip(wrong, true), acts.copied(index)
        if copied and (copied == LAST_YEAR or not why):
            return Act(values, copied)
        return Act(values, why, telling(wrong, true)) if why else None
    return Act(values, why) if why else None


def _only(acts: Sequence[Act], certain: bool) -> Act | None:
    """The one thing that was done, where all the acts undo the same; chance plays no part where that is certain."""
    different = {tuple(sorted(act.values.items())) for act in acts}
    return next((act for act in acts if act.telling or certain), None) if len(different) == 1 else None


def _ordered(system: System, choices: Sequence[Choice], acts: Sequence[Act], cells: Cells) -> tuple[Choice, ...]:
    explained = {tuple(sorted(act.values)) for act in acts}
    addresses = {choice: [system.variables[index].address for index in choice] for choice in choices}
    return tuple(
        sorted(
            choices,
            key=lambda choice: (
                len(choice),
                choice not in explained,
                min(cells.confidence(address) for address in addresses[choice]),
                choice,
            ),
        )
    )


def _suggestions(system: System, values: Mapping[int, int], why: str, cells: Cells) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(variable.address, cells.number(values[index], variable.value, variable.address), why)
        for index in sorted(values)
        for variable in [system.variables[index]]
    )
