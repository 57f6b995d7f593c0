"""Ctrl-C, and the signal to end: the first ends the reading, and what was read is audited; the second ends all."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any, Self

from gipaudit.cli.output import complain
from gipaudit.errors import Message

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Within the ``with`` block a signal while files are read sets :attr:`signal`; any other ends the command.

    Outside of reading nothing is lost by ending at once: judging takes no file's time and is done again.
    """

    def __init__(self) -> None:
        self.reading = False
        self.signal: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._take) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def exit_code(self) -> int:
        """What the command ends with once it was interrupted: 130, or 143 where it was told to end."""
        return 128 + (self.signal or signal.SIGINT)

    def stopped(self) -> bool:
        """Whether no more is to be read."""
        return self.signal is not None

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self.stopped() or not self.reading:
            self.signal = self.signal or number
            raise KeyboardInterrupt
        self.signal = number
        complain(
            Message(
                "不再读取，正在审核已读的报告；再按一次 Ctrl-C 立即结束",
                "reading ends here, what was read is being audited; press Ctrl-C again to end at once",
            ),
            warning=True,
        )
