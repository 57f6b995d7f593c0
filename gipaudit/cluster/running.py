"""Batches on their way through a cluster: sent a little ahead, given back in order, read again where one is lost.

A worker that is lost loses nothing: dask gives its batches to others. A batch with which worker after worker is lost
is cut into single files, so that only the one to blame is told as crashed.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import queue
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gipaudit.cluster import problems
from gipaudit.cluster.batches import batches
from gipaudit.cluster.relaying import HostLostError, relay
from gipaudit.cluster.requests import Batch, Different, Outcomes, Reply
from gipaudit.cluster.state import differences, digest, state
from gipaudit.documents.limits import Limits
from gipaudit.forms.by_hand import Hands
from gipaudit.plugins import distribution
from gipaudit.workers.files import File, Outcome
from gipaudit.workers.serving import Lost
from gipaudit.workers.transport import Transport

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 3
"""Batches for each thread of the cluster that may be under way, or wait for an earlier one to come back."""

ALONE = 60
"""Seconds without any worker after which an audit gives up."""

_TICK = 1.0
"""Seconds between two looks at a cluster from which nothing comes."""

_RETRIES = 1
"""How often a batch is read again whose host died."""


class _Part:
    """Consecutive files, and what came of those that are back."""

    def __init__(self, files: Sequence[File]) -> None:
        self.files = files
        self.outcomes: dict[int, Outcome] = {}

    @property
    def complete(self) -> bool:
        return len(self.outcomes) == len(self.files)

    def given(self) -> Iterator[Outcome]:
        """What came of each of its files; ``interrupted`` where it is not back."""
        return (self.outcomes.get(index, Lost("interrupted")) for index in range(len(self.files)))


class Run:
    """The reading of some files by a cluster."""

    def __init__(
        self,
        client: Client,
        address: str,
        transport: Transport,
        by_hand: Hands | None,
        limits: Limits,
        stopped: Callable[[], bool],
    ) -> None:
        self._client, self._address, self._transport = client, address, transport
        self._by_hand, self._limits, self._stopped = by_hand, limits, stopped
        self._agreed = digest(state())
        self._back: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._sent: dict[Future[Any], tuple[_Part, range]] = {}
        self._suspects: deque[tuple[_Part, range]] = deque()
        self._threads = 0
        self._inhabited = self._looked = time.monotonic()

    def outcomes(self, files: Sequence[File]) -> Iterator[Outcome]:
        """Give what comes of each file, in their order; once ``stopped`` says so, no more is waited for.

        Raises:
            UsageError: a worker does not see the files, or differs from this machine; no worker, or the scheduler,
                is left.
        """
        self._look()
        waiting = batches(files, self._threads)
        parts: deque[_Part] = deque()
        try:
            while not self._stopped():
                self._send_more(waiting, parts)
                if not parts:
                    return
                self._take()
                while parts and parts[0].complete:
                    yield from parts.popleft().given()
            for part in parts:
                yield from part.given()
            for batch in waiting:
                yield from _Part(batch).given()
        finally:
            with suppress(OSError, ValueError):  # there is nothing to cancel in a cluster that has gone
                self._client.cancel(list(self._sent))

    def _send_more(self, waiting: Iterator[tuple[File, ...]], parts: deque[_Part]) -> None:
        """Keep the cluster at work; but while a file is under suspicion, it alone is on its way.

        With a worker dask loses all that it holds: whatever is there beside the file to blame would be blamed too.
        """
        if self._suspects:
            if not self._sent:
                self._send(*self._suspects.popleft())
            return
        while len(parts) < AHEAD * max(self._threads, 1) and (batch := next(waiting, None)):
            parts.append(_Part(batch))
            self._send(parts[-1], range(len(batch)))

    def _send(self, part: _Part, which: range) -> None:
        files = tuple(part.files[index] for index in which)
        request = self._transport.pack(Batch(self._agreed, files, self._by_hand, self._limits))
        future = self._client.submit(relay, request, pure=False, retries=_RETRIES)
        self._sent[future] = part, which
        future.add_done_callback(self._back.put)

    def _take(self) -> None:
        """Take in one batch that is back, if any is before the next look."""
        if time.monotonic() - self._looked > _TICK:
            self._look()
        try:
            future = self._back.get(timeout=_TICK)
        except queue.Empty:
            return
        from distributed import KilledWorker

        part, which = self._sent[future]
        try:
            worker, answer = future.result(timeout=_TICK)
        except TimeoutError:  # its worker was lost with the answer: it is being read again
            self._back.put(future)
            return
        except (KilledWorker, HostLostError) as error:
            del self._sent[future]
            self._lost(part, which, type(error).__name__)
            return
        except (asyncio.CancelledError, concurrent.futures.CancelledError, OSError):
            raise problems.gone(self._address) from None
        del self._sent[future]
        part.outcomes.update(zip(which, self._checked(worker, self._transport.unpack(answer)), strict=True))

    def _lost(self, part: _Part, which: range, why: str) -> None:
        """Every try to read a batch cost a worker: each of its files is read by itself, so that one is to blame."""
        if len(which) == 1:
            part.outcomes[which[0]] = Lost("crashed", why, distribution(None), died=True)
            return
        self._suspects.extend((part, range(index, index + 1)) for index in which)

    def _checked(self, worker: str, reply: Reply) -> tuple[Outcome, ...]:
        if isinstance(reply, Different):
            raise problems.different(worker, differences(state(), reply.state))
        assert isinstance(reply, Outcomes)  # noqa: S101
        for path in reply.unseen:
            if os.path.exists(path):
                raise problems.blind(worker, problems.not_seen(path))
        return reply.outcomes

    def _look(self) -> None:
        """Look how many there are to read; workers come and go.

        Raises:
            UsageError: there has been none for long, or the scheduler has gone.
        """
        self._looked = time.monotonic()
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, ValueError, asyncio.CancelledError):  # ValueError: the client has given it up and closed
            raise problems.gone(self._address) from None
        if self._threads:
            self._inhabited = self._looked
        elif self._looked - self._inhabited > ALONE:
            raise problems.no_workers(self._address, ALONE)
