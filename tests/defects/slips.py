"""Slips of the pen in 表三 and 表四 of a report that is in order: one cell each, two where neighbours are swapped."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

from defects.draft import Draft


def digits_swapped(draft: Draft, random: Random) -> tuple[str, ...]:
    return _changed(
        draft, random, lambda text: [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)]
    )


def digit_dropped(draft: Draft, random: Random) -> tuple[str, ...]:
    return _changed(
        draft, random, lambda text: [text[:i] + text[i + 1 :] for i in range(len(text))] if len(text) > 1 else []
    )


def digit_doubled(draft: Draft, random: Random) -> tuple[str, ...]:
    return _changed(
        draft, random, lambda text: [text[: i + 1] + text[i:] for i in range(len(text))] if text != "0" else []
    )


def one_more(draft: Draft, random: Random) -> tuple[str, ...]:
    return _changed(draft, random, lambda text: [str(int(text) + 1)])


def total_copied(draft: Draft, random: Random) -> tuple[str, ...]:
    """The figure of the cell before it stands in a cell too."""
    cells = _cells(draft)
    pairs = [(a, b) for a, b in pairwise(cells) if _row(a) == _row(b)]
    return _put(draft, random, [((b, draft.figures[a]),) for a, b in pairs])


def neighbours_swapped(draft: Draft, random: Random) -> tuple[str, ...]:
    cells = _cells(draft)
    pairs = [(a, b) for a, b in pairwise(cells) if _row(a) == _row(b)]
    return _put(draft, random, [((a, draft.figures[b]), (b, draft.figures[a])) for a, b in pairs])


SLIPS = (digits_swapped, digit_dropped, digit_doubled, one_more, total_copied, neighbours_swapped)


def _cells(draft: Draft) -> list[str]:
    """The cells of 表三: each stands in a row and in a column that add up."""
    return [cell.address for cell in draft.form.table("applications").cells]


def _row(address: str) -> str:
    return address.rpartition(".")[0]


def _changed(draft: Draft, random: Random, change: Callable[[str], list[str]]) -> tuple[str, ...]:
    return _put(draft, random, [((cell, text),) for cell in _cells(draft) for text in change(draft.figures[cell])])


def _put(draft: Draft, random: Random, choices: list[tuple[tuple[str, str], ...]]) -> tuple[str, ...]:
    """Write one of the choices that changes a number; return the cells changed."""
    telling = [c for c in choices if all(t and int(draft.figures[cell]) != int(t) for cell, t in c)]
    chosen = random.choice(telling)
    draft.figures.update(chosen)
    return tuple(cell for cell, _ in chosen)
