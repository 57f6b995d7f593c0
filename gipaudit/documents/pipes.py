"""Rows written with bars, as Markdown and extracted web pages have them: ``规章 | 0 | 0 | 0 |``."""

from __future__ import annotations

import re

_BAR = re.compile(r"(?<!\\)\|")


def is_row(line: str) -> bool:
    """Whether a line is a row for certain: it begins or ends with a bar, or has two bars inside."""
    stripped = line.strip()
    if len(stripped) < 2 or not _BAR.search(stripped):
        return False
    return (
        stripped.startswith("|") or bool(_BAR.match(stripped, len(stripped) - 1)) or len(_BAR.findall(stripped)) > 1
    )


def cells(line: str) -> list[str]:
    """Return the cells of a row as printed; bars at both ends are its frame, empty cells before the last bar stay."""
    found = _BAR.split(line.strip())
    if len(found) > 1 and not found[0].strip() and line.strip().startswith("|"):
        del found[0]
    if len(found) > 1 and not found[-1].strip():
        del found[-1]
    return [cell.replace("\\|", "|").strip(" \t") for cell in found]
