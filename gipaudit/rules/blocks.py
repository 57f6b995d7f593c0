"""Which failing equations belong together, told by the sets of cells that may be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gipaudit.rules.system import System

Cluster = tuple[frozenset[int], frozenset[int]]
"""Cells of a set that hang together, and the equations they stand in."""


def clusters_of(system: System, cells: frozenset[int], equations: int) -> list[Cluster]:
    """Divide the cells of a set into those that hang together through the first so many rows, the equations."""
    clusters: list[Cluster] = []
    for index in sorted(cells):
        members = frozenset({index})
        rows = frozenset(number for number in system.rows_of[index] if number < equations)
        apart = []
        for cluster in clusters:
            if cluster[1].isdisjoint(rows):
                apart.append(cluster)
            else:
                members, rows = members | cluster[0], rows | cluster[1]
        clusters = [*apart, (members, rows)]
    return clusters


def blocks_of(of_sets: Sequence[Sequence[Cluster]], failing: Sequence[int]) -> Iterator[frozenset[int]]:
    """The failing equations in the finest division that no set's clusters cut across."""
    blocks: list[frozenset[int]] = []
    for _, rows in (cluster for clusters in of_sets for cluster in clusters):
        block = rows.intersection(failing)
        joined = [each for each in blocks if not each.isdisjoint(block)]
        blocks = [each for each in blocks if each.isdisjoint(block)] + [block.union(*joined)]
    return (block for block in blocks if block)


def touching(clusters: Sequence[Cluster], rows: frozenset[int]) -> tuple[int, ...]:
    """The cells of a set that stand in some of these equations."""
    return tuple(sorted(index for cells, touched in clusters if not touched.isdisjoint(rows) for index in cells))
