"""Print how often wrong cells are named, by kind of slip.

``PYTHONPATH=tests python -m localise.measure`` makes 200 slips of each kind; a number asks for more or fewer, and
``--write`` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from localise.measuring import Told, slipped
from localise.slips import SLIPS
from tabulate import tabulate

BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- localise: begin -->", "<!-- localise: end -->"
HEADS = (
    "slip",
    "table",
    "named for certain",
    "among those told",
    "a right cell named",
    "single act told: right",
    "wrong",
    "ms, median",
    "most",
)
IN_ONE_ROW = ("two digits transposed", "a digit dropped", "wrong by 1 to 9")
"""Slips measured in 表四 as well, where nothing but its row's sum holds a cell."""


def row(name: str, table: str, told: Sequence[Told]) -> tuple[str, ...]:
    count = len(told)
    times = [each.milliseconds for each in told]
    return (
        name,
        table,
        f"{sum(each.named for each in told) / count:.1%}",
        f"{sum(each.among for each in told) / count:.1%}",
        f"{sum(each.wrongly for each in told) / count:.1%}",
        f"{sum(each.likely is True for each in told) / count:.1%}",
        f"{sum(each.likely is False for each in told) / count:.1%}",
        f"{median(times):.0f}",
        f"{max(times):.0f}",
    )


def main(arguments: Sequence[str]) -> None:
    count = next((int(each) for each in arguments if each.isdigit()), 200)
    asked = [(name, "applications") for name in SLIPS] + [(name, "disputes") for name in IN_ONE_ROW]
    rows = []
    for name, table in asked:
        rows.append(row(name, table, list(slipped(name, table, count))))
        print("  ".join(rows[-1]), file=sys.stderr)
    if "--write" in arguments:
        table = tabulate(rows, HEADS, tablefmt="github", disable_numparse=True)
        before, rest = BENCHMARKS.read_text(encoding="utf-8").split(BEGIN)
        BENCHMARKS.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    else:
        print(tabulate(rows, HEADS, disable_numparse=True))


if __name__ == "__main__":
    main(sys.argv[1:])
