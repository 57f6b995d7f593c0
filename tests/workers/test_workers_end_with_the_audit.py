"""However an audit ends, none of its processes is left, and nothing of them on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import subprocess, time
from gipaudit.documents.reading import Loader, loaders
from gipaudit.errors import Message

def load(data, limits):
    subprocess.Popen(["sleep", "600"])
    while True:
        time.sleep(1)

loaders().add(Loader("loop", "1", Message("", ""), lambda data: data.startswith(b"LOOP"), load, 99))
from gipaudit.cli.main import main
main()
"""


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[tuple[psutil.Popen, list[psutil.Process]]]:
    """A running audit, with its worker and the process that its loader has started."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "report.x").write_bytes(b"LOOP")
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": str(ROOT)}
    process = psutil.Popen(
        [sys.executable, "-c", START, "audit", str(tmp_path / "report.x")],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(family := process.children(recursive=True)) < 2:
        assert process.poll() is None
        time.sleep(0.05)
    yield process, family
    for each in (*family, process):
        if each.is_running():
            each.kill()
    process.wait()


def test_an_interrupt_leaves_no_process_and_no_file(
    audit: tuple[psutil.Popen, list[psutil.Process]], tmp_path: Path
) -> None:
    process, family = audit
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    _, alive = psutil.wait_procs(family, 60)
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []
    assert list((tmp_path / "temporary").iterdir()) == []
