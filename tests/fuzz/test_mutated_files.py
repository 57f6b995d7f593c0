"""No file breaks a reader: what the fuzzer once found, and some hundred changed files of every format."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from fuzz.targets import mutated, targets

TARGETS = targets()
FOUND = sorted(Path(__file__).parent.glob("found/*/*"))
"""What once broke a reader; adding a case is dropping a file into the folder of its target."""


@pytest.mark.parametrize("file", FOUND, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_once_broke_a_reader_does_so_no_more(file: Path) -> None:
    TARGETS[file.parent.name].read(file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_changed_files_are_read_or_refused(name: str) -> None:
    target, random = TARGETS[name], Random(name)
    seeds = target.seeds()
    for _ in range(60):
        target.read(mutated(random.choice(seeds), random))
