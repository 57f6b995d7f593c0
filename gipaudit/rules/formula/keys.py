"""Keys of cells in formulas: an address, and before it whose cell it is, where it is another report's."""

from __future__ import annotations

PREVIOUS, BELOW = "上年.", "下级."
"""What a cell's key begins with where the cell is another report's."""


def address_of(key: str) -> str:
    """A key without whose cell it is."""
    return key.removeprefix(PREVIOUS).removeprefix(BELOW)
