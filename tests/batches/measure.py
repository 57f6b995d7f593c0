"""Audit folders of more and more mixed reports from the outside: how long it takes and how much memory it holds.

``PYTHONPATH=tests python -m batches.measure 100 1000 10000`` writes so many invented reports (Word, web pages, text;
no two alike), audits each folder in a process of its own with the whole national ruleset and all readings in the
JSON, and prints a table. ``--jobs 2`` reads with two processes. Memory is the most that the audit's own process held,
looked at ten times a second.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from formats.samples import random_sample
from support import formats
from tabulate import tabulate

WRITERS: Sequence[tuple[str, Callable[[Sequence[formats.Block]], bytes]]] = (
    ("docx", formats.to_docx),
    ("html", formats.to_html),
    ("docx", formats.to_docx),
    ("txt", formats.to_tabs),
)


def write_reports(folder: Path, count: int, first: int = 0) -> None:
    """Write so many reports; equal numbers give equal reports."""
    for seed in range(first, first + count):
        suffix, write = WRITERS[seed % len(WRITERS)]
        (folder / f"{seed:06}.{suffix}").write_bytes(write(random_sample(seed).blocks))


def measured(folder: Path, jobs: int) -> tuple[float, float]:
    """The seconds that an audit of a folder takes, and the most megabytes that its process holds."""
    command = [sys.executable, "-m", "gipaudit", "audit", str(folder), "--format", "json", "--output", "/dev/null"]
    began, most = time.monotonic(), 0
    process = psutil.Popen([*command, "--jobs", str(jobs)], stderr=subprocess.DEVNULL)
    while process.poll() is None:
        most = max(most, process.memory_info().rss)
        time.sleep(0.1)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"the audit ended with {process.returncode}")
    return time.monotonic() - began, most / 2**20


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    rows = []
    for count in options.counts:
        with TemporaryDirectory() as folder:
            write_reports(Path(folder), count)
            seconds, megabytes = measured(Path(folder), options.jobs)
        rows.append((count, f"{seconds:.0f}", f"{seconds / count * 1000:.0f}", f"{megabytes:.0f}"))
        print(tabulate(rows[-1:], ("reports", "seconds", "ms each", "MB")), flush=True)
    print(tabulate(rows, ("reports", "seconds", "ms each", "MB"), tablefmt="pipe"))


if __name__ == "__main__":
    main(sys.argv[1:])
