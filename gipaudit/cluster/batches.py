"""How many files go to a worker at once: enough to be worth the way, few enough to be lost and read again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from gipaudit.workers.files import File

MOST = 32
"""Files of one batch: two seconds of work, beside which the three milliseconds of a task's way are nothing."""

BYTES = 16 * 2**20
"""What they may be together in bytes, unless it is one: what takes long to read, as scans do, is large."""


def placed(file: File) -> File:
    """The file with its whole path and, where it can be told at once, its size: other machines have other folders."""
    if not isinstance(file.path, Path):
        return file
    size = file.size
    if not file.inside:
        with suppress(OSError):
            size = file.path.stat().st_size
    return replace(file, path=Path(os.path.abspath(file.path)), size=size)


def batches(files: Sequence[File], threads: int) -> Iterator[tuple[File, ...]]:
    """Cut files into batches, in their order; few files are spread over all ``threads``."""
    most = max(1, min(MOST, -(-len(files) // max(threads, 1))))
    batch: list[File] = []
    size = 0
    for file in files:
        if batch and (len(batch) == most or size + file.size > BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield tuple(batch)
