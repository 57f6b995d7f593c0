"""One worker process as the audit sees it: given a task, watched, and killed where it goes beyond its limits."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import PurePath

from gipaudit.plugins import distribution, plugins
from gipaudit.workers.serving import Answer, Desk, Lost, Task, is_ours, serve, trace_file
from gipaudit.workers.transport import Transport

_FAMILY = 1.0
"""Seconds between two looks at the memory of the processes that a worker has started itself."""

_HELD: dict[int, int] = {signal.SIGABRT: 4, signal.SIGSEGV: 2, signal.SIGKILL: 2}
"""By what a process died that could get no more memory, and the part of the limit that it must have held.

Libraries abort. What grows by doubling needs thrice what it holds, and is refused before it holds any of it.
"""

_MAXRSS = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system tells the most memory that a process held, in bytes."""

_FRAME = re.compile(r'^  File "(?P<file>.+)", line (?P<line>[0-9]+) in (?P<name>.+)$', re.MULTILINE)


class Worker:
    """A process that answers one task at a time."""

    def __init__(self, desk: Desk, transport: Transport) -> None:
        # A fork costs a few milliseconds and knows every plugin of this process, but may not be made among threads.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(  # type: ignore[attr-defined]
            target=serve, args=(theirs, desk, self.connection if forks else None), daemon=True
        )
        self.process.start()
        theirs.close()
        self.tasks = 0
        self._desk = desk
        self._transport = transport
        self._pid: int = self.process.pid
        self._inherited = _held_bytes() if forks else 0
        self._deadline = self._next_family = 0.0
        self._family = self._most = 0

    def give(self, task: Task) -> None:
        """Hand over a task; it is answered through :meth:`answer`."""
        self.tasks += 1
        now = time.monotonic()
        # Looking for children means looking at every process of the machine: most tasks end before it is time.
        self._deadline, self._next_family = now + task.seconds, now + _FAMILY
        self._family = self._most = 0
        # A worker that died between two tasks is found when its answer is looked for.
        with suppress(OSError):
            self.connection.send_bytes(self._transport.pack(task))

    def answer(self, spoken: bool) -> Answer | Lost | None:
        """Return the task's answer, or how it was lost, or ``None`` while it is at work.

        ``spoken`` tells that its connection has something to say.
        """
        if spoken:
            try:
                answer: Answer | Lost = self._transport.unpack(self.connection.recv_bytes())
            except (EOFError, OSError):
                return self._died()
            return answer
        if self._dead():
            return self._died()
        if time.monotonic() > self._deadline:
            return Lost("too-slow", died=True)
        if self._memory_bytes() > self._desk.memory_bytes:
            return Lost("out-of-memory", died=True)
        return None

    def kill(self) -> None:
        """End the process and all that it has started."""
        if sys.platform == "win32":
            import psutil

            with suppress(psutil.Error):
                for child in psutil.Process(self._pid).children(recursive=True):
                    child.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)
        self.process.kill()
        self._reap()
        self.process.join()
        self.connection.close()

    def _reap(self) -> None:
        """Take the process's end from the system, with the most memory it held, which looking at it may have missed.

        Nothing public of multiprocessing tells it, and it must know that there is nothing left to wait for.
        """
        if sys.platform == "win32":
            return
        with suppress(ChildProcessError):
            _, status, usage = os.wait4(self._pid, 0)
            self.process._popen.returncode = os.waitstatus_to_exitcode(status)
            self._most = max(self._most, usage.ru_maxrss * _MAXRSS - self._inherited)

    def _dead(self) -> bool:
        """Whether the process is gone; not told by its sentinel alone, which a child of its own may keep open."""
        import psutil

        try:
            return bool(psutil.Process(self._pid).status() == psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return True

    def _memory_bytes(self) -> int:
        """What the process uses beside what it was forked with, and, looked at now and then, what its children do."""
        import psutil

        now, own = time.monotonic(), 0
        with suppress(psutil.Error):
            process = psutil.Process(self._pid)
            own = max(process.memory_info().rss - self._inherited, 0)
            if now >= self._next_family:
                self._next_family = now + _FAMILY
                self._family = 0
                for child in process.children(recursive=True):
                    with suppress(psutil.Error):
                        # A child that was forked shares what the process that started the audit holds.
                        self._family += child.memory_full_info().uss
        # A process that is about to be gone holds nothing any more: what it died of is told by the most it held.
        self._most = max(self._most, own + self._family)
        return own + self._family

    def _died(self) -> Lost:
        """Say what a process that is gone died of: where it held much, C code got no more memory."""
        self.kill()
        code = self.process.exitcode or 0
        why = signal.Signals(-code).name if code < 0 else f"exit {code}"
        if self._most > self._desk.memory_bytes // _HELD.get(-code, 1):
            return Lost("out-of-memory", why, died=True)
        trace = trace_file(self._desk.folder, self._pid)
        text = trace.read_text(encoding="utf-8", errors="replace") if trace.exists() else ""
        found = _inside([match.groupdict() for match in _FRAME.finditer(text)])
        lines = [f"{'/'.join(PurePath(f['file']).parts[-3:])}:{f['line']} {f['name']}" for f in reversed(found)]
        blamed = distribution(plugins().at_fault_in([frame["file"] for frame in found]))
        return Lost("crashed", why, blamed, "\n".join([*lines, why]), died=True)


def _inside(frames: list[dict[str, str]]) -> list[dict[str, str]]:
    """Of a trace, innermost first, what was done with the file; around it is how it came here."""
    for index, frame in enumerate(frames):
        if is_ours(frame["file"]):
            return frames[:index]
    return frames


def _held_bytes() -> int:
    """What this process holds now; its peak may be that of what started it, which survives an exec."""
    import psutil

    return int(psutil.Process().memory_info().rss)
