"""Not asking too much of a site: one request at a time, and a pause between two."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class StoppedError(Exception):
    """The run is being ended: nothing new is begun."""


class Clock:
    """Time that passes, and waiting that ends at once where the run is stopped."""

    def __init__(self) -> None:
        self._stopped = Event()

    def now(self) -> float:
        """Seconds from some moment on."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Wait.

        Raises:
            StoppedError: the run was stopped, before or meanwhile.
        """
        if self._stopped.wait(max(seconds, 0.0)):
            raise StoppedError

    def stop(self) -> None:
        """End all waiting, now and from now on."""
        self._stopped.set()


class Pace:
    """One request at a time to each site, so many seconds after the end of the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = Lock()
        self._sites: dict[str, Lock] = {}
        self._free: dict[str, float] = {}

    @contextmanager
    def turn(self, site: str, delay: float) -> Iterator[None]:
        """Wait for the site's turn, and hold it.

        Raises:
            StoppedError: the run was stopped.
        """
        with self._guard:
            lock = self._sites.setdefault(site, Lock())
        with lock:
            ended = self._free.get(site)
            self._clock.wait(0.0 if ended is None else ended + delay - self._clock.now())
            try:
                yield
            finally:
                self._free[site] = self._clock.now()
