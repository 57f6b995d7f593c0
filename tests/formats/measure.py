"""Print how well each format is read, on the same reports.

``PYTHONPATH=tests python -m formats.measure`` measures every format that can be written and read here; ``--write``
puts the table into docs/benchmarks.md, ``--all`` tells every cell that is not right.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from formats.measuring import Tally, read_reports, tally, total
from formats.samples import Sample, chosen
from formats.writing import FORMATS, Format, Workshop
from tabulate import tabulate

BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- formats: begin -->", "<!-- formats: end -->"
HEADS = (
    "format",
    "cells",
    "right",
    "wrong, said with confidence",
    "unread",
    "of these blank",
    "sections",
    "ms a report",
)


def measured(format: Format, workshop: Workshop, samples: Sequence[Sample]) -> tuple[Tally, float]:
    """What was read of all samples in a format, and the seconds that it took, writing left out."""
    files = format.write(workshop, samples)
    start = perf_counter()
    reports = read_reports(files)
    seconds = perf_counter() - start
    return total(map(tally, samples, reports)), seconds


def row(format: Format, found: Tally, seconds: float, count: int) -> tuple[str, ...]:
    return (
        format.name,
        str(found.cells),
        f"{found.right / found.cells:.2%}",
        str(len(found.wrong)),
        str(len(found.unread)),
        str(len(found.lost_blanks)),
        f"{found.found}/{found.sections}",
        f"{1000 * seconds / count:.0f}",
    )


def main(arguments: Iterable[str]) -> None:
    options = set(arguments)
    samples, rows = chosen(), []
    read_reports(FORMATS[0].write(Workshop(Path()), samples[:1]))  # what is compiled once is no format's time
    with TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        for format in FORMATS:
            if format.missing:
                print(f"{format.name}: not measured, needs {format.missing}", file=sys.stderr)
                continue
            found, seconds = measured(format, workshop, samples)
            rows.append(row(format, found, seconds, len(samples)))
            print("  ".join(rows[-1]), file=sys.stderr)
            if "--all" in options:
                print("\n".join([*found.wrong, *found.unread, *found.missed]))
    if "--write" in options:
        table = tabulate(rows, HEADS, tablefmt="github", disable_numparse=True)
        before, rest = BENCHMARKS.read_text(encoding="utf-8").split(BEGIN)
        behind = rest.split(END)[1]
        BENCHMARKS.write_text(f"{before}{BEGIN}\n{table}\n{END}{behind}", encoding="utf-8")
    else:
        print(tabulate(rows, HEADS, disable_numparse=True))


if __name__ == "__main__":
    main(sys.argv[1:])
