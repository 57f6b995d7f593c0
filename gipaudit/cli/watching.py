"""How far judging an archive is: reports taken out of it, then judged. An interrupt ends it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gipaudit.cli.language import say
from gipaudit.cli.progress import Progress

if TYPE_CHECKING:
    from gipaudit.documents.limits import Limits
    from gipaudit.forms.by_hand import Hands
    from gipaudit.forms.form import Form
    from gipaudit.workers.files import File, Outcome, Read


class Watch:
    """Tells on standard error how far one command is."""

    def __init__(self) -> None:
        self._progress = Progress()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.end()

    def over(self, read: Read) -> Read:
        """The same way to read, told of while reports come."""

        def watching(
            files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
        ) -> Iterator[Outcome]:
            self._progress.begin(say("取出", "Taking"), len(files))
            for number, outcome in enumerate(read(files, forms, by_hand, limits), start=1):
                self._progress.at(number)
                yield outcome
            self._progress.end()

        return watching

    def judged(self, done: int, total: int) -> None:
        """Tell how many reports are judged."""
        if done == 0:
            self._progress.begin(say("评定", "Judging"), total)
        self._progress.at(done)
        if done == total:
            self._progress.end()
