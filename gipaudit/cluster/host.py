"""The process on a worker machine that reads batches: ``python -m gipaudit.cluster.host``, started by the task.

A dask worker has threads, and may not have children: worker processes forked from it would be neither quick to start
nor safe. This process has one thread and nothing else to do; its worker processes are forked from it, with the limits
that an audit on this machine would hold them to. It ends when the dask worker does.
"""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO, Self

from gipaudit.cluster.pipes import STATE, receive, send
from gipaudit.cluster.requests import Batch, Different, Outcomes, Reply, Request, See, Seen
from gipaudit.cluster.state import as_json, digest, state
from gipaudit.documents.limits import Limits
from gipaudit.documents.remote import Remote, size_of
from gipaudit.errors import GipauditError, Message
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.library import forms
from gipaudit.workers.files import File, read_by, readers
from gipaudit.workers.pool import Workers
from gipaudit.workers.transport import Transport


def main() -> None:
    """Answer requests until the dask worker hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops a worker by hand means the worker: this one follows
    with (
        os.fdopen(os.dup(0), "rb") as requests,
        os.fdopen(os.dup(1), "wb") as answers,
        open(os.devnull, "r+b") as none,
    ):
        os.dup2(none.fileno(), 0)
        os.dup2(2, 1)  # what a plugin prints belongs in the worker's log
        # A worker process that outlives this one must not keep the dask worker waiting.
        os.register_at_fork(after_in_child=lambda: _let_go(none, requests, answers))
        with suppress(BrokenPipeError):
            serve(requests, answers)


def _let_go(none: BinaryIO, *pipes: BinaryIO) -> None:
    for pipe in pipes:
        os.dup2(none.fileno(), pipe.fileno())


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    transport = Transport(forms())
    with _Host() as host:
        while True:
            try:
                data = receive(requests)
            except EOFError:
                return
            send(answers, as_json(state()) if data == STATE else transport.pack(host.reply(transport.unpack(data))))


class _Host:
    """Answers requests; the worker process that read a batch is there for the next one of the same audit."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._workers: Workers | None = None
        self._setting: tuple[Hands | None, Limits] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def reply(self, request: Request) -> Reply:
        match request:
            case See(files):
                return Seen(tuple(problem for file in files if (problem := _unlike(file)) is not None))
            case Batch(agreed, files, by_hand, limits):
                if digest(state()) != agreed:
                    return Different(as_json(state()))
                outcomes = tuple(read_by(self._readers(by_hand, limits), files, limits))
                unseen = {str(file.path) for file in files if isinstance(file.path, Path) and not file.path.exists()}
                return Outcomes(outcomes, tuple(sorted(unseen)))

    def _readers(self, by_hand: Hands | None, limits: Limits) -> Workers:
        if self._workers is None or self._setting != (by_hand, limits):
            self._stack.close()
            self._workers = self._stack.enter_context(readers(forms(), by_hand, limits))
            self._setting = by_hand, limits
        return self._workers


def _unlike(file: File) -> Message | None:
    """What of a file is otherwise here than for the audit."""
    try:
        size = size_of(file.path) if isinstance(file.path, Remote) else file.path.stat().st_size
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        return Message(f"看不到 {file.path}（{reason}）", f"does not see {file.path} ({reason})")
    except GipauditError as error:
        return Message(f"读不到 {file.path}：{error.message.zh}", f"cannot read {file.path}: {error.message.en}")
    if not file.inside and size != file.size:
        return Message(
            f"看到的是另一个 {file.path}（{size} 字节，本机 {file.size} 字节）",
            f"sees another {file.path} ({size} bytes, here {file.size})",
        )
    return None


if __name__ == "__main__":
    main()
