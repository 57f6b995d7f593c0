"""What runs in a dask worker: it hands bytes to a host and hands back what that answers, and understands neither."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, cast

from gipaudit.cluster.pipes import receive, send

_STAY = 5
"""Seconds that a host is given to end by itself."""


class HostLostError(Exception):
    """A host died with a request: not of a document, for those are read in processes of their own."""


class _Host:
    """A process of :mod:`gipaudit.cluster.host`."""

    def __init__(self) -> None:
        # Not by multiprocessing: a dask worker under its nanny is refused children of that kind.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gipaudit.cluster.host"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._requests, self._answers = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)

    def ask(self, request: bytes) -> bytes:
        """Return the answer to a request.

        Raises:
            HostLostError: the process is gone.
        """
        try:
            send(self._requests, request)
            return receive(self._answers)
        except (OSError, EOFError):
            self.close()
            raise HostLostError(f"exit {self._process.returncode}") from None

    def close(self) -> None:
        """Have it end, and see that it does."""
        for pipe in (self._requests, self._answers):
            with suppress(OSError):
                pipe.close()
        try:
            self._process.wait(_STAY)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_idle: list[_Host] = []
_lock = threading.Lock()


def relay(request: bytes) -> tuple[str, bytes]:
    """Return this worker's address and a host's answer; as many hosts are kept as tasks ran at once.

    Raises:
        HostLostError: the host is gone.
    """
    from distributed import get_worker

    with _lock:
        host = _idle.pop() if _idle else None
    host = host or _Host()
    answer = host.ask(request)
    with _lock:
        _idle.append(host)
    return get_worker().address, answer


def dismiss() -> None:
    """End the hosts that have nothing to do."""
    with _lock:
        hosts, _idle[:] = list(_idle), []
    for host in hosts:
        host.close()
