"""Files → reports, each read in a worker process: what a task does there, and what comes of it here."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from gipaudit.documents.contents import Inside, Opener
from gipaudit.documents.limits import Limits, too_many_rows
from gipaudit.documents.model import Document
from gipaudit.documents.reading import checked_loader, loaders, read_bytes, read_together
from gipaudit.documents.recognisers import recogniser
from gipaudit.documents.remote import Location
from gipaudit.errors import DocumentError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.form import Form
from gipaudit.forms.kinds import kind_of
from gipaudit.forms.report import Report
from gipaudit.workers.packing import packed
from gipaudit.workers.pool import Workers
from gipaudit.workers.serving import Lost, Task

BATCH = 10
"""How many files go at once to a loader that reads many cheaper than one by one."""

WINDOW = 256
"""How many files reading may be ahead of the first whose outcome is still awaited: so many outcomes may be held."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path, its name in the audit, and, where the path is a bundle, which member it is.

    ``size`` is in bytes, 0 where nobody was asked.
    """

    path: Location
    source: str
    inside: Inside = ()
    size: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Reader:
    """How files are read: the known forms, what people said of files, the limits."""

    forms: Mapping[str, Form]
    by_hand: Hands | None
    limits: Limits
    opener: Opener

    def content(self, file: File) -> bytes:
        """Return a file's bytes.

        Raises:
            DocumentError: it cannot be opened, or not be inflated.
        """
        return self.opener.read(file.path, file.inside)

    def read(self, file: File) -> Report:
        """Read one file and bind it to its form, in this process.

        Raises:
            DocumentError: it cannot be read.
        """
        data = self.content(file)
        return self.bound(file, data, read_bytes(data, self.limits))

    def bound(self, file: File, data: bytes, document: Document) -> Report:
        """Bind a document to its form, tell what kind of file it is, and pack the report.

        Raises:
            DocumentError: ``too-many-rows``: every row is compared with every row of every form.
        """
        if sum(len(table.rows) for table in document.tables) > self.limits.rows:
            raise too_many_rows(self.limits)
        sha256 = hashlib.sha256(data).hexdigest()
        hand = self.by_hand.of(file.source, sha256) if self.by_hand else None
        report = assemble(document, self.forms, file.source, sha256, hand)
        return packed(replace(report, kind=kind_of(report, self.forms)))


@dataclass(frozen=True, slots=True)
class _PutOff:
    """A file that is read together with others of its loader; ``size`` is in bytes."""

    loader: str
    size: int


Outcome = Report | DocumentError | Lost
"""What came of a file."""


class Read(Protocol):
    """A way to have files read."""

    def __call__(
        self, files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
    ) -> Iterator[Outcome]:
        """Give what comes of each file, in their order."""


def read_files(
    files: Sequence[File],
    forms: Mapping[str, Form],
    by_hand: Hands | None,
    limits: Limits,
    jobs: int = 1,
    stopped: Callable[[], bool] = bool,
) -> Iterator[Outcome]:
    """Read files in at most ``jobs`` worker processes and give what comes of each, in their order.

    Reports come packed. Once ``stopped`` says so, which is asked some times a second, those that were not read yet
    are given as lost (``interrupted``).
    """
    if not files:
        return
    with readers(forms, by_hand, limits, jobs) as workers:
        yield from read_by(workers, files, limits, stopped)


def readers(forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits, jobs: int = 1) -> Workers:
    """Return at most ``jobs`` worker processes that read files."""
    # Plugins are called here first: what fails is told by this process, and a forked worker need not ask again.
    loaders()
    recogniser()
    return Workers(forms, Reader(forms, by_hand, limits, Opener(limits)), limits.memory_bytes, jobs)


def read_by(
    workers: Workers, files: Sequence[File], limits: Limits, stopped: Callable[[], bool] = bool
) -> Iterator[Outcome]:
    """Have files read by these processes (see :func:`readers`) and give what comes of each, in their order."""
    outcomes: dict[int, Outcome] = {}
    reading = _Reading(files, workers, limits, stopped)
    for index, outcome in reading.outcomes():
        outcomes[index] = outcome
        while reading.given in outcomes:
            yield outcomes.pop(reading.given)
            reading.given += 1
    for index in range(reading.given, len(files)):
        yield outcomes.pop(index, Lost("interrupted"))


class _Reading:
    """Files being read: which task comes next, and which files wait to be read together.

    ``given`` is how many outcomes were handed on; reading never runs further ahead than :data:`WINDOW`.
    """

    def __init__(self, files: Sequence[File], workers: Workers, limits: Limits, stopped: Callable[[], bool]) -> None:
        self.given = 0
        self._files, self._workers, self._limits, self._stopped = files, workers, limits, stopped
        self._tasks: deque[Task] = deque()
        self._next = 0
        self._waiting: dict[str, list[tuple[int, int]]] = {}

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        """Each file's outcome with its index, as they come in."""
        self._look_ahead()
        while self._tasks and not self._stopped():
            for task, answer in self._workers.run(self._tasks, self._stopped):
                if isinstance(answer, _PutOff):
                    self._put_off(task.key[0], answer)
                elif not isinstance(answer, Lost):
                    yield from zip(task.key, answer, strict=True)
                elif len(task.key) > 1:  # one of them is to blame: each is read by itself
                    self._tasks.extendleft(self._alone(index) for index in reversed(task.key))
                else:
                    yield task.key[0], answer
                self._look_ahead()
            for loader in list(self._waiting):
                self._together(loader)

    def _look_ahead(self) -> None:
        first = _read_or_put_off if len(self._files) > 1 else _read
        while self._next < min(len(self._files), self.given + WINDOW):
            self._tasks.append(Task(first, (self._files[self._next],), self._limits.seconds, (self._next,)))
            self._next += 1

    def _put_off(self, index: int, answer: _PutOff) -> None:
        queue = self._waiting.setdefault(answer.loader, [])
        queue.append((index, answer.size))
        if len(queue) == BATCH or sum(size for _, size in queue) > self._limits.file_bytes:
            self._together(answer.loader)

    def _together(self, loader: str) -> None:
        """Have the files that wait for a loader read next."""
        indices = tuple(index for index, _ in self._waiting.pop(loader))
        if len(indices) == 1:
            self._tasks.appendleft(self._alone(indices[0]))
            return
        chosen = [self._files[index] for index in indices]
        seconds = self._limits.seconds * len(indices)
        self._tasks.appendleft(Task(_read_batch, (chosen, loader), seconds, indices))

    def _alone(self, index: int) -> Task:
        return Task(_read, (self._files[index],), self._limits.seconds, (index,))


def _read(reader: Reader, file: File) -> list[Report | DocumentError]:
    """In the worker: read a file."""
    try:
        return [reader.read(file)]
    except DocumentError as error:
        return [error]


def _read_or_put_off(reader: Reader, file: File) -> list[Report | DocumentError] | _PutOff:
    """In the worker: read a file, unless it is better read together with others."""
    try:
        data = reader.content(file)
        loader = checked_loader(data, reader.limits)
        if loader.load_many is not None:
            return _PutOff(loader.name, len(data))
        return [reader.bound(file, data, read_bytes(data, reader.limits, loader))]
    except DocumentError as error:
        return [error]


def _read_batch(reader: Reader, files: list[File], loader: str) -> list[Report | DocumentError]:
    """In the worker: read files of one loader together."""
    contents = [reader.content(file) for file in files]
    results: list[Report | DocumentError] = []
    for file, data, document in zip(
        files, contents, read_together(loaders()[loader], contents, reader.limits), strict=True
    ):
        try:
            results.append(reader.bound(file, data, document) if isinstance(document, Document) else document)
        except DocumentError as error:
            results.append(error)
    return results
