"""Write reports with habits taken at random in every format, read them back, and tell every cell that is not right.

``PYTHONPATH=tests python -m formats.soak 200`` takes the seeds 0 to 199; ``--from 1000`` begins elsewhere. Names
behind it choose formats (``pdf``, ``ofd``, ``scan``); without any, all but the recognised are read. The exit code
is 1 where something was read that is not so, or a format could not be read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from formats.measure import HEADS, measured, row
from formats.samples import random_sample
from formats.writing import FORMATS, Format, Workshop
from tabulate import tabulate

BATCH = 50


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--from", dest="first", type=int, default=0)
    options = parser.parse_intermixed_args(arguments)
    rows, wrong = [], 0
    for format in filter(lambda format: _asked(format, options.names), FORMATS):
        if format.missing:
            print(f"{format.name}: needs {format.missing}", file=sys.stderr)
            wrong += 1
            continue
        rows.append(_soaked(format, range(options.first, options.first + options.count)))
        wrong += int(rows[-1][3])
    print(tabulate(rows, HEADS, disable_numparse=True))
    return 1 if wrong else 0


def _asked(format: Format, names: list[str]) -> bool:
    return any(format.name.startswith(name) for name in names) if names else not format.recognised


def _soaked(format: Format, seeds: range) -> tuple[str, ...]:
    found, seconds = None, 0.0
    for start in range(0, len(seeds), BATCH):
        samples = [random_sample(seed) for seed in seeds[start : start + BATCH]]
        with TemporaryDirectory() as folder:
            tally, spent = measured(format, Workshop(Path(folder)), samples)
        for line in (*tally.wrong, *tally.doubts, *tally.missed):
            print(f"{format.name}: {line}")
        seconds += spent
        if found is None:
            found = tally
        else:
            found.add(tally)
    assert found is not None, "at least one report"
    return row(format, found, seconds, len(seeds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
