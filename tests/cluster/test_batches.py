"""How files are cut into batches."""

from __future__ import annotations

from pathlib import Path

from cluster.conftest import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.cluster.batches import BYTES, MOST, batches, placed
from gipaudit.workers.files import File


@given(st.lists(st.integers(0, BYTES * 2), max_size=200), st.integers(0, 64))
def test_no_file_is_lost_and_no_batch_is_too_much(sizes: list[int], threads: int) -> None:
    files = [File(Path(str(number)), str(number), size=size) for number, size in enumerate(sizes)]
    cut = list(batches(files, threads))
    assert [file for batch in cut for file in batch] == files
    assert all(1 <= len(batch) <= MOST for batch in cut)
    assert all(len(batch) == 1 or sum(file.size for file in batch) <= BYTES for batch in cut)


def test_few_files_are_spread_over_all_threads() -> None:
    files = [File(Path(str(number)), str(number), size=1) for number in range(16)]
    assert len(list(batches(files, 8))) == 8


def test_a_file_is_named_by_its_whole_path_and_size() -> None:
    name = min(EXAMPLES.glob("*.html"))
    file = placed(File(name.relative_to(Path.cwd()) if name.is_relative_to(Path.cwd()) else name, "a"))
    assert isinstance(file.path, Path)
    assert file.path.is_absolute()
    assert file.size == name.stat().st_size
