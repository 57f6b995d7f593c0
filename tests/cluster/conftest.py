"""A scheduler and workers on this machine, a store that speaks S3, and formats that do harm to whoever reads them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
JSON = ("--format", "json", "--today", "2026-01-01", "--fail-on", "never")

HARMFUL = '''
import os, signal, time
from pathlib import Path
import psutil
from gipaudit.documents.model import Document, Paragraph, Place
from gipaudit.documents.reading import Loader
from gipaudit.errors import Message
from gipaudit.hookspecs import hookimpl

def wait(data, limits):
    """Says that it is at work, and is not done as long as it is held."""
    folder = Path(os.environ.get("HELD_IN", "nowhere"))
    while (folder / "hold").exists():
        (folder / str(os.getpid())).touch()
        time.sleep(0.05)
    return Document((Paragraph("等到了", Place(paragraph=1)),), "wait")

def die(data, limits):
    os.kill(os.getpid(), signal.SIGSEGV)

def kill_host(data, limits):
    psutil.Process().parent().kill()
    time.sleep(600)

def kill_worker(data, limits):
    psutil.Process().parent().parent().kill()
    time.sleep(600)

@hookimpl
def register_loaders(register):
    for load in (wait, die, kill_host, kill_worker):
        name = load.__name__
        known = lambda data, word=name.encode(): data.startswith(word)
        register(Loader(name, "1", Message(name, name), known, load, 99))
'''


def environment(*plugins: Path, **more: str) -> dict[str, str]:
    """The environment of a process that finds these folders of plugins."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DASK_", "AWS_"))}
    given = {
        "PYTHONPATH": os.pathsep.join(map(str, (*plugins, ROOT))),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "160",
    }
    return {**kept, **given, **more}


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something, and fail where it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@dataclass
class Ran:
    code: int
    out: bytes
    err: str


@dataclass
class Machines:
    """A scheduler with workers; each is a process of its own."""

    address: str
    folder: Path
    plugins: tuple[Path, ...]
    started: list[psutil.Popen] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, **more: str) -> psutil.Popen:
        log = (self.folder / f"{len(self.started)}.log").open("wb")
        with log:
            process = psutil.Popen(
                [sys.executable, "-P", "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                env=environment(*self.plugins, **self.shared, **more),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    def worker(self, *options: str) -> psutil.Popen:
        """Start a worker with one thread."""
        quiet = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
        return self.start("worker", self.address, *quiet, *options)

    def audit(self, *arguments: str | Path, cwd: Path | None = None, **more: str) -> Ran:
        """Run ``gipaudit audit`` to its end, on this cluster."""
        return audit(*arguments, "--cluster", self.address, plugins=self.plugins, cwd=cwd, **more)

    def end(self) -> None:
        """Kill all of them, and what they have started."""
        for process in self.started:
            family = process.children(recursive=True) if process.is_running() else []
            for each in (*family, process):
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            process.wait()


def auditing(
    *arguments: str | Path, plugins: tuple[Path, ...] = (), cwd: Path | None = None, **more: str
) -> psutil.Popen:
    """Start ``gipaudit audit``."""
    code = "from gipaudit.cli.main import main; main()"
    return psutil.Popen(
        [sys.executable, "-c", code, "audit", *map(str, arguments), "--lang", "zh"],
        env=environment(*plugins, **more),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: Any) -> Ran:
    out, err = process.communicate(timeout=300)
    return Ran(process.returncode, out, err.decode())


def audit(*arguments: str | Path, plugins: tuple[Path, ...] = (), cwd: Path | None = None, **more: str) -> Ran:
    """Run ``gipaudit audit`` to its end."""
    return ended(auditing(*arguments, plugins=plugins, cwd=cwd, **more))


@pytest.fixture(scope="session")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a plugin is installed whose formats do harm."""
    site = tmp_path_factory.mktemp("site")
    (site / "harmful.py").write_text(HARMFUL, encoding="utf-8")
    told = site / "harmful-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: harmful\nVersion: 1.0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text("[gipaudit]\nharmful = harmful\n", encoding="utf-8")
    return site


@pytest.fixture
def machines(tmp_path: Path, harmful: Path) -> Iterator[Machines]:
    """A scheduler without workers, which gives a batch up with the first worker that dies of it."""
    made = scheduler(tmp_path, (harmful,), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    yield made
    made.end()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, harmful: Path, store: Store) -> Iterator[Machines]:
    """A scheduler with two workers: whoever kills one starts another."""
    two = scheduler(tmp_path_factory.mktemp("cluster"), (harmful,))
    two.shared = {**store.environment, "HELD_IN": str(two.folder)}
    for _ in range(2):
        two.worker("--no-nanny")
    yield two
    two.end()


def scheduler(folder: Path, plugins: tuple[Path, ...], **more: str) -> Machines:
    port = free_port()
    made = Machines(f"tcp://127.0.0.1:{port}", folder, plugins)
    made.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show", **more)
    until(lambda: listens(port))
    return made


def listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Store:
    """A server that speaks S3, on this machine, and what the environment must hold to reach it."""

    environment: dict[str, str]

    def put(self, url: str, data: bytes) -> None:
        files = self._files()
        bucket = url.removeprefix("s3://").partition("/")[0]
        if not files.exists(bucket):
            files.mkdir(bucket)
        files.pipe_file(url.removeprefix("s3://"), data)

    def _files(self) -> Any:
        import s3fs

        return s3fs.S3FileSystem(
            key=self.environment["AWS_ACCESS_KEY_ID"],
            secret=self.environment["AWS_SECRET_ACCESS_KEY"],
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            use_listings_cache=False,
        )


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An S3 server whose buckets hold nothing yet."""
    port = free_port()
    with (tmp_path_factory.mktemp("store") / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", f"from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    until(lambda: listens(port))
    yield Store(
        {
            "AWS_ACCESS_KEY_ID": "office",
            "AWS_SECRET_ACCESS_KEY": "unknown to nobody",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    )
    process.kill()
    process.wait()
