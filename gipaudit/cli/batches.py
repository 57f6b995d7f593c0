"""Reading many files in several processes: the option ``--jobs``, how far it is, and what Ctrl-C does to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import typer

from gipaudit.cli.interrupting import Interruption
from gipaudit.cli.language import say
from gipaudit.cli.output import complain
from gipaudit.errors import Message, UsageError

if TYPE_CHECKING:
    from gipaudit.documents.limits import Limits
    from gipaudit.forms.by_hand import Hands
    from gipaudit.forms.form import Form
    from gipaudit.scorecard import Audit
    from gipaudit.workers.files import File, Outcome, Read

MOST_JOBS = 999


def jobs_option() -> Any:
    """Return the option in the language of this run."""
    return typer.Option(
        "--jobs",
        metavar=say("个数", "N"),
        help=say(
            "同时用几个进程读取（默认按处理器和空闲内存定）",
            "how many processes read at once (default: by processors and free memory)",
        ),
    )


class Batch:
    """Many files being read: ``local`` reads them on this machine, :meth:`watched` tells how far any way to read is.

    Within the ``with`` block an interrupt ends the reading only, see :class:`Interruption`.

    Raises:
        UsageError: ``jobs`` is no number of processes.
    """

    def __init__(self, jobs: str | None, limits: Limits) -> None:
        from gipaudit.cli.progress import Progress
        from gipaudit.workers.files import read_files
        from gipaudit.workers.jobs import usable_jobs

        self.interruption = Interruption()
        count = usable_jobs(limits.memory_bytes) if jobs is None else _jobs(jobs)
        self.local: Read = partial(read_files, jobs=count, stopped=self.interruption.stopped)
        self._progress = Progress()

    def __enter__(self) -> Self:
        self.interruption.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.end()
        self.interruption.__exit__(kind, error, trace)
        if kind is KeyboardInterrupt:
            complain(Message("已中断，结果不全", "interrupted, the result is not whole"), warning=True)

    def watched(self, read: Read) -> Read:
        """The same way to read, told of on standard error; while it reads, an interrupt ends it and nothing else."""

        def watching(
            files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
        ) -> Iterator[Outcome]:
            self._progress.begin(say("读取", "Reading"), len(files))
            self.interruption.reading = True
            try:
                for number, outcome in enumerate(read(files, forms, by_hand, limits), start=1):
                    self._progress.at(number, files[number].source if number < len(files) else "")
                    yield outcome
            finally:
                self.interruption.reading = False
                self._progress.end()

        return watching

    def judged(self, done: int, total: int) -> None:
        """Tell how many reports are judged."""
        if done == 0:
            self._progress.begin(say("审核", "Judging"), total)
        self._progress.at(done)
        if done == total:
            self._progress.end()

    def ended(self, *audits: Audit, archived: bool | None = None) -> int:
        """Say what an interrupt left out and how to go on, and return the exit code that tells of it.

        ``archived`` tells whether what was read is in an archive; ``None``: the command has none.
        """
        unread = max(map(interrupted, audits))
        zh, en = {
            None: ("要全部读取，请再运行一次同样的命令", "run the command again for all of them"),
            False: (
                "要审核全部，请再运行一次同样的命令；加 --archive 则读过的不再读",
                "run the command again for all of them; with --archive nothing is read twice",
            ),
            True: (
                "已读的都在归档里，再运行一次同样的命令就接着读",
                "what was read is in the archive, run the command again to go on",
            ),
        }[archived]
        complain(
            Message(
                f"已中断：有 {unread:,} 个文件没有读取，结果只含已读的报告；{zh}",
                f"interrupted: {unread:,} files were not read, the result is of the others; {en}",
            ),
            warning=True,
        )
        return self.interruption.exit_code


def interrupted(audit: Audit) -> int:
    """How many files were not read because of an interrupt."""
    skipped = (*audit.skipped, *audit.earlier.skipped)
    return sum(unread.code == "interrupted" for unread in skipped)


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_JOBS and len(text) <= 3):
        raise UsageError(
            f"--jobs 应为 1 到 {MOST_JOBS} 的整数，而不是“{text}”", f"--jobs must be 1 to {MOST_JOBS}, not {text!r}"
        )
    return int(text)
