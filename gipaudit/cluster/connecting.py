"""The way to a cluster: its scheduler, its workers, and whether they read as this machine does."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gipaudit.cluster import problems
from gipaudit.cluster.pipes import STATE
from gipaudit.cluster.relaying import HostLostError, relay
from gipaudit.cluster.state import differences, state

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10
"""Seconds that a scheduler is given to answer, and a first worker to appear."""

ANSWER = 120
"""Seconds that a worker is given to say what it reads with; it may be at work for somebody else."""

_ADDRESS = re.compile(r"(tcp|tls)://[^/\s:]+(\.[^/\s:]+)*:[0-9]{1,5}|(tcp|tls)://\[[0-9a-fA-F:.]+\]:[0-9]{1,5}")


_TALKATIVE = ("distributed", "distributed.client", "tornado.application")
"""The loggers to which dask gives levels of their own."""


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler that has workers; keys and certificates of ``tls://`` are those of dask's settings.

    Raises:
        UsageError: it is no address, dask is not installed, or there is no scheduler or no worker.
    """
    if not _ADDRESS.fullmatch(address):
        raise problems.no_address(address)
    try:
        from distributed import Client
    except ImportError:
        raise problems.not_installed() from None
    with _quiet():
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError):  # as its transports raise; TypeError: tls:// without certificates
            raise problems.not_reached(address, PATIENCE) from None
        try:
            _await_workers(client, address)
            yield client
        finally:
            client.close(timeout=PATIENCE)


def agree(client: Client) -> None:
    """Hold every worker to what this process reads with.

    Raises:
        UsageError: one differs, cannot run gipaudit or does not answer.
    """
    for worker, answer in ask_all(client, STATE).items():
        if found := differences(state(), answer):
            raise problems.different(worker, found)


def ask_all(client: Client, request: bytes) -> dict[str, bytes]:
    """Ask a host of every worker, and return their answers by the workers' addresses.

    Raises:
        UsageError: one cannot run gipaudit or does not answer.
    """
    from distributed import KilledWorker

    workers = sorted(client.nthreads())
    futures = {worker: client.submit(relay, request, workers=[worker], pure=False, priority=1) for worker in workers}
    end = time.monotonic() + ANSWER
    answers = {}
    for worker, future in futures.items():
        try:
            _, answers[worker] = future.result(timeout=max(end - time.monotonic(), 0.1))
        except TimeoutError:
            if worker in client.nthreads():  # one that has left meanwhile need not answer
                raise problems.silent(worker, ANSWER) from None
        except (ImportError, AttributeError, HostLostError, KilledWorker) as error:
            raise problems.unfit(worker, f"{type(error).__name__}: {error}") from None
    return answers


def _await_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise problems.no_workers(address, PATIENCE) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep dask's own log from the terminal: what a person must know of it is told by an error of ours."""
    before = {name: logging.getLogger(name).level for name in _TALKATIVE}
    for name in before:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
