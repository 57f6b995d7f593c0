"""An audit on a cluster is the audit that this machine would have made, whatever happens to the machines."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import psutil
import pytest
from cluster.conftest import EXAMPLES, JSON, Machines, Ran, audit, auditing, ended, free_port, until

from gipaudit.cli.main import run
from gipaudit.cluster import connecting
from gipaudit.cluster.reading import Cluster
from gipaudit.errors import UsageError


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all machines see, with all kinds of files."""
    folder = tmp_path_factory.mktemp("shared") / "reports"
    folder.mkdir()
    for suffix in (".html", ".docx", ".md", ".txt"):
        shutil.copy(min(EXAMPLES.glob(f"*{suffix}")), folder)
    with zipfile.ZipFile(folder / "打包.zip", "w") as bundle:
        bundle.write(max(EXAMPLES.glob("*.docx")), "水务局.docx")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / "崩.x").write_bytes(b"die")
    (folder / "等.x").write_bytes(b"wait")
    return folder


@pytest.fixture(scope="session")
def alone(reports: Path, harmful: Path) -> Ran:
    """What this machine makes of these reports by itself."""
    return audit(reports, *JSON, plugins=(harmful,))


def unread(out: bytes) -> dict[str, str]:
    return {item["source"]: item["code"] for item in json.loads(out)["unreadable"]}


def judged(out: bytes) -> list[str]:
    return [card["source"] for card in json.loads(out)["scorecards"]]


def test_the_same_bytes_as_on_this_machine(cluster: Machines, reports: Path, alone: Ran) -> None:
    done = cluster.audit(reports, *JSON)
    assert done.out == alone.out
    assert done.code == alone.code
    assert unread(done.out) == {"坏.docx": "damaged", "崩.x": "crashed"}
    assert len(judged(done.out)) == 4


def test_a_worker_that_is_killed_loses_nothing(cluster: Machines, reports: Path, alone: Ran) -> None:
    """The one that holds a batch half read dies, and the other reads the batch."""
    hold = cluster.folder / "hold"
    hold.touch()
    running = auditing(reports, *JSON, "--cluster", cluster.address, plugins=cluster.plugins)
    until(lambda: readers(cluster))
    (reader,) = readers(cluster)
    machine = psutil.Process(reader).parent().parent()
    next(worker for worker in cluster.started if worker.pid == machine.pid).kill()
    until(lambda: len(readers(cluster)) == 2)
    hold.unlink()
    done = ended(running)
    cluster.worker("--no-nanny")
    assert done.out == alone.out


def readers(cluster: Machines) -> list[int]:
    """The processes that have begun to read the file that is held."""
    return [int(file.name) for file in cluster.folder.iterdir() if file.name.isdigit()]


def test_files_that_kill_process_and_machine_are_told_and_the_others_are_read(
    machines: Machines, tmp_path: Path
) -> None:
    """They go to no more machines than the scheduler allows; a nanny starts each anew."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("kill_worker", "kill_host"):
        (folder / f"{name}.x").write_text(name, encoding="utf-8")
    shutil.copy(min(EXAMPLES.glob("*.html")), folder)
    machines.worker()
    done = machines.audit(folder, *JSON)
    assert unread(done.out) == {"kill_worker.x": "crashed", "kill_host.x": "crashed"}
    assert len(judged(done.out)) == 1


def test_reports_that_a_worker_does_not_see_are_told_before_any_is_read(cluster: Machines, reports: Path) -> None:
    """A path that leads elsewhere on another machine is refused with the worker's name and what to do."""
    done = cluster.audit("/proc/self/cwd/reports", cwd=reports.parent)
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert "tcp://127.0.0.1:" in line
    assert "看不到 /proc/self/cwd/reports/" in line


def test_a_worker_with_another_plugin_is_refused_by_name(cluster: Machines) -> None:
    """The workers have a plugin that this process lacks."""
    with pytest.raises(UsageError) as refused, Cluster(cluster.address):
        pass
    assert "工作节点 tcp://127.0.0.1:" in refused.value.message.zh
    assert "harmful here —, there 1.0" in refused.value.message.en


def test_no_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(UsageError) as refused, Cluster(address):
        pass
    assert address in refused.value.message.en
    assert "dask scheduler" in refused.value.message.en


def test_a_scheduler_without_workers_is_told(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 1)
    with pytest.raises(UsageError) as refused, Cluster(machines.address):
        pass
    assert f"dask worker {machines.address}" in refused.value.message.en


@pytest.mark.parametrize("address", ["10.0.0.5", "tcp://10.0.0.5", "http://10.0.0.5:8786", "tcp://a b:1", ""])
def test_what_is_no_address_is_told_at_once(address: str) -> None:
    with pytest.raises(UsageError, match="--cluster"), Cluster(address):
        pass


def test_processes_of_this_machine_and_a_cluster_are_one_or_the_other(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", str(reports), "--cluster", "tcp://127.0.0.1:1", "--jobs", "2"]) == 2
    assert "--jobs" in capsys.readouterr().err


def test_a_scheduler_that_dies_in_the_run_is_told_in_one_line(machines: Machines, reports: Path) -> None:
    """No log of dask's, and no traceback."""
    machines.shared["HELD_IN"] = str(machines.folder)
    hold = machines.folder / "hold"
    hold.touch()
    machines.worker("--no-nanny")
    given = auditing(reports, "--cluster", machines.address, plugins=machines.plugins)
    until(lambda: readers(machines))
    machines.started[0].kill()
    done = ended(given)
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert machines.address in line
    assert "连接断了" in line
