"""Print how long judging an archive takes by its size, stage by stage.

``PYTHONPATH=tests python -m scale.judging`` makes archives of 100, 1,000, 10,000 and 100,000 invented reports and
judges each in a process of its own; numbers ask for other sizes, and ``--write`` puts table and plot into docs/.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from scale.archive import filled
from scale.plot import plotted
from scale.stages import LOADING, RANKING, STAGES, VERDICTS, Measured, measured
from tabulate import tabulate

from gipaudit.forms.library import forms

DOCS = Path(__file__).resolve().parents[2] / "docs"
BENCHMARKS, PLOT = DOCS / "benchmarks.md", DOCS / "judging.svg"
BEGIN, END = "<!-- judging: begin -->", "<!-- judging: end -->"
SIZES = (100, 1_000, 10_000, 100_000)
HEADS = (
    *("reports", "verdicts", "failing", "findings", *STAGES),
    *("all but loading", "ms a report", "MB, verdicts", "MB, all"),
)


def once(size: int) -> Measured:
    """Fill and judge an archive of so many reports, each in a process of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "archive.db"
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            process.submit(filled, file, forms()["2021"].standard, size).result()
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            return process.submit(measured, file).result()


def row(told: Measured) -> tuple[str, ...]:
    judged = sum(seconds for stage, seconds in told.seconds.items() if stage != LOADING)
    return (
        f"{told.reports:,}",
        f"{told.verdicts:,}",
        f"{told.broken:,}",
        f"{told.findings:,}",
        *(f"{told.seconds[stage]:.2f}" for stage in STAGES),
        f"{judged:.2f}",
        f"{1000 * judged / told.reports:.2f}",
        f"{told.memory[VERDICTS]:.0f}",
        f"{told.memory[RANKING]:.0f}",
    )


def lines(told: Sequence[Measured]) -> dict[str, list[tuple[int, float]]]:
    """What is plotted: seconds by number of reports."""
    whole = [(each.reports, sum(each.seconds.values()) - each.seconds[LOADING]) for each in told]
    chosen = {stage: [(each.reports, each.seconds[stage]) for each in told] for stage in (LOADING, VERDICTS, RANKING)}
    return {"all but loading": whole, **chosen}


def main(arguments: Sequence[str]) -> None:
    sizes = [int(each) for each in arguments if each.isdigit()] or SIZES
    told = []
    for size in sizes:
        told.append(once(size))
        print("  ".join(row(told[-1])), file=sys.stderr)
    rows = [row(each) for each in told]
    if "--write" in arguments:
        table = tabulate(rows, HEADS, tablefmt="github", disable_numparse=True, stralign="right")
        before, rest = BENCHMARKS.read_text(encoding="utf-8").split(BEGIN)
        BENCHMARKS.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")
        PLOT.write_text(plotted(lines(told)), encoding="utf-8")
    else:
        print(tabulate(rows, HEADS, disable_numparse=True))


if __name__ == "__main__":
    main(sys.argv[1:])
