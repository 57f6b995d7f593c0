"""Files → what comes of each, read on the machines of a cluster: a way of reading like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any, Self

from gipaudit.cluster import problems
from gipaudit.cluster.batches import placed
from gipaudit.cluster.connecting import agree, ask_all, connected
from gipaudit.cluster.relaying import dismiss
from gipaudit.cluster.requests import See, Seen
from gipaudit.cluster.running import Run
from gipaudit.documents.limits import Limits
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.form import Form
from gipaudit.workers.files import File, Outcome
from gipaudit.workers.transport import Transport

_SAMPLE = 5
"""How many files every worker looks for before any is read."""


class Cluster:
    """The machines behind a scheduler as a way of reading (:class:`gipaudit.workers.files.Read`).

    Entering it connects and compares what all machines read with; leaving it gives back what they still hold.

    Once ``stopped`` says so, files that are not back are given as lost (``interrupted``).

    Raises:
        UsageError: there is no scheduler or no worker, or one differs from this machine.
    """

    def __init__(self, address: str, stopped: Callable[[], bool] = bool) -> None:
        self.address = address
        self._stopped = stopped
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._client = stack.enter_context(connected(self.address))
            agree(self._client)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *raised: Any) -> None:
        with self._stack, suppress(OSError, ValueError):  # nothing is to be given back by a cluster that has gone
            self._client.run(dismiss, on_error="ignore")

    def __call__(
        self, files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
    ) -> Iterator[Outcome]:
        """Give what comes of each file, in their order; see :class:`gipaudit.workers.files.Read`.

        Raises:
            UsageError: a worker does not see the files, or differs from this machine; no worker, or the scheduler,
                is left.
        """
        if not files:
            return
        transport = Transport(forms)
        whole = [placed(file) for file in files]
        self._look(whole, transport)
        yield from Run(self._client, self.address, transport, by_hand, limits, self._stopped).outcomes(whole)

    def _look(self, files: Sequence[File], transport: Transport) -> None:
        """Have every worker look for some files, from the first to the last, before any is read."""
        step = max(1, len(files) // _SAMPLE)
        for worker, answer in ask_all(self._client, transport.pack(See(tuple(files[::step])))).items():
            seen: Seen = transport.unpack(answer)
            if seen.problems:
                raise problems.blind(worker, seen.problems[0])
