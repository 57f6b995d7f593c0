"""What runs inside a worker process: it takes tasks one after another and answers each."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from gipaudit.forms.form import Form
from gipaudit.plugins import distribution, plugins
from gipaudit.rules.engine import frames
from gipaudit.workers.transport import Transport

GRACE = 10
"""Seconds after a task's time at which a worker ends by itself, should nobody be left who could end it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A function of a module, what it is called with behind the desk's things, and the seconds that it may take.

    ``key`` is by what the audit knows the answer.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float
    key: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task's function gave back."""

    value: Any


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that came to nothing; ``interrupted`` are those that were not begun or not waited for.

    ``why`` is the error's type or the signal that ended the worker; ``plugin`` is whose code broke, name and
    version; ``frames`` is where, without any text of a document. ``died`` tells that the worker went with it.
    """

    code: Literal["too-slow", "out-of-memory", "crashed", "interrupted"]
    why: str = ""
    plugin: str = ""
    frames: str = ""
    died: bool = False

    @property
    def spent(self) -> bool:
        """Whether the worker is of no more use."""
        return self.died or self.code == "out-of-memory"


@dataclass(frozen=True)
class Desk:
    """What a worker is handed when it starts: the known forms, and ``things`` that every task's function gets.

    ``folder`` takes all its temporary files; ``memory_bytes`` is what it may use beside what it starts with.
    """

    forms: Mapping[str, Form]
    things: Any
    folder: Path
    memory_bytes: int


def serve(connection: Connection, desk: Desk, other: Connection | None) -> None:
    """Answer tasks until the audit hangs up. ``other`` is the audit's own end, where a fork has copied it."""
    if other is not None:
        other.close()
    _settle_in(desk)
    own, transport = os.getpid(), Transport(desk.forms)
    while True:
        try:
            task: Task = transport.unpack(connection.recv_bytes())
        except EOFError:
            return
        _wake(task.seconds + GRACE)
        answer = _answer(task, desk.things, transport)
        if os.getpid() != own:  # a loader forked and its child came back as well: it has no say here
            os._exit(0)
        connection.send_bytes(answer)
        _wake(0)


def _answer(task: Task, things: Any, transport: Transport) -> bytes:
    try:
        return transport.pack(Answer(task.function(things, *task.arguments)))
    except MemoryError:
        return transport.pack(Lost("out-of-memory", "MemoryError"))
    except (Exception, SystemExit) as error:  # a file that breaks a loader, ours or a plugin's, costs no other file
        blamed = distribution(plugins().at_fault(error))
        return transport.pack(Lost("crashed", type(error).__name__, blamed, frames(_inside(error))))


def is_ours(file: str) -> bool:
    """Whether a source file is of this package: how a file came to be read is told of no crash."""
    return Path(file).parent == Path(__file__).parent


def _inside(error: BaseException) -> BaseException:
    """The same error with what was done with the file as its traceback, not whether that was read alone."""
    trace = error.__traceback__
    while trace is not None and is_ours(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return error.with_traceback(trace or error.__traceback__)


def trace_file(folder: Path, pid: int) -> Path:
    """The file in which a worker that dies in C code leaves where it was."""
    return folder / f"{pid}.trace"


def _settle_in(desk: Desk) -> None:
    """Leave the terminal's group, send prints to standard error, and take on the limits that the system holds."""
    if hasattr(os, "setsid"):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    tempfile.tempdir = str(desk.folder)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(desk.folder)))
    # The file stays open as long as the process: the handler writes to its descriptor.
    faulthandler.enable(trace_file(desk.folder, os.getpid()).open("w"), all_threads=False)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            limit = _data_bytes() + desk.memory_bytes
            resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))


def _data_bytes() -> int:
    """The private memory that this process has asked for (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")


def _wake(seconds: float) -> None:
    """Have the system end this process after so many seconds (0: never), even in the midst of C code."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
