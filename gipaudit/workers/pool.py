"""Tasks → answers, through worker processes that are started when needed and replaced when lost."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gipaudit.forms.form import Form
from gipaudit.workers.serving import Answer, Desk, Lost, Task
from gipaudit.workers.transport import Transport
from gipaudit.workers.worker import Worker

_TICK = 0.1
"""Seconds between two looks at workers that say nothing."""


class Workers:
    """At most ``jobs`` processes; leaving the ``with`` block ends them and removes what they left on disk."""

    def __init__(self, forms: Mapping[str, Form], things: Any, memory_bytes: int, jobs: int = 1) -> None:
        folder = Path(tempfile.mkdtemp(prefix="gipaudit-"))
        self._desk = Desk(forms, things, folder, memory_bytes)
        self._transport = Transport(forms)
        self._jobs = jobs
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Task] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in (*self._idle, *self._busy):
            worker.kill()
        shutil.rmtree(self._desk.folder, ignore_errors=True)

    def run(self, tasks: deque[Task], stopped: Callable[[], bool] = bool) -> Iterator[tuple[Task, Any]]:
        """Give each task with its answer, or with a :class:`Lost`, as they come in; ``tasks`` may grow meanwhile.

        A task with which a worker died that had answered others before is given once more to a fresh one: what went
        before may have been to blame. Once ``stopped`` says so, no more is waited for.
        """
        while (tasks or self._busy) and not stopped():
            self._employ(tasks)
            spoken = wait([worker.connection for worker in self._busy], _TICK)
            answers = []
            for worker in list(self._busy):
                answer = worker.answer(worker.connection in spoken)
                if answer is None:
                    continue
                task = self._busy.pop(worker)
                if not (isinstance(answer, Lost) and answer.spent):
                    self._idle.append(worker)
                    answers.append((task, answer.value if isinstance(answer, Answer) else answer))
                    continue
                worker.kill()
                if answer.code != "too-slow" and worker.tasks > 1:
                    tasks.appendleft(task)
                else:
                    answers.append((task, answer))
            self._employ(tasks)  # nobody is idle while the answers are looked at
            yield from answers

    def _employ(self, tasks: deque[Task]) -> None:
        """Give everyone work, as far as there is any."""
        while tasks and len(self._busy) < self._jobs:
            worker = self._idle.pop() if self._idle else Worker(self._desk, self._transport)
            self._busy[worker] = tasks.popleft()
            worker.give(self._busy[worker])
