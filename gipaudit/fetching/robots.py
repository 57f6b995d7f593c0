"""What a site asks of machines in its ``robots.txt`` (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from gipaudit.fetching.refusals import NotFetchedError

if TYPE_CHECKING:
    from protego import Protego

LARGEST = 512 * 1024
"""Bytes of a ``robots.txt`` that are read; RFC 9309 asks for 500 KiB at least."""

LONGEST_DELAY = 300.0
"""Seconds: a site that asks for more between two requests is left to people."""

_NOTHING_THERE = ("gone", "refused")


@dataclass(frozen=True)
class Wishes:
    """What a site allows and how many seconds it wants between requests; ``code`` is why it is not to be asked."""

    rules: Protego | None = None
    delay: float = 0.0
    code: str = ""

    def check(self, url: str, agent: str) -> None:
        """Let an address pass.

        Raises:
            NotFetchedError: ``robots``, ``robots-unknown`` or ``robots-delay``.
        """
        if self.code:
            raise NotFetchedError(self.code, url=url, known=True)
        if self.rules is not None and not self.rules.can_fetch(url, agent):
            raise NotFetchedError("robots", url=url)


class Robots:
    """The wishes of every site, each asked for once a run.

    ``fetch`` returns the bytes at an address, or raises NotFetchedError.
    """

    def __init__(self, fetch: Callable[[str], bytes], agent: str) -> None:
        self._fetch, self._agent = fetch, agent
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}
        self._known: dict[str, Wishes] = {}

    def of(self, origin: str) -> Wishes:
        """What the site at ``scheme://host:port`` wishes.

        Without a ``robots.txt`` everything is allowed; where it cannot be read because the server fails, nothing is.
        """
        with self._guard:
            lock = self._locks.setdefault(origin, Lock())
        with lock:
            if origin not in self._known:
                self._known[origin] = self._asked(origin)
            return self._known[origin]

    def _asked(self, origin: str) -> Wishes:
        from protego import Protego

        try:
            text = self._fetch(f"{origin}/robots.txt")[:LARGEST].decode("utf-8-sig", errors="replace")
        except NotFetchedError as error:
            return Wishes() if error.code in _NOTHING_THERE else Wishes(code=_unknown(error.code))
        rules = Protego.parse(text)
        delay = rules.crawl_delay(self._agent) or 0.0
        return Wishes(rules, delay, "robots-delay" if delay > LONGEST_DELAY else "")


def _unknown(code: str) -> str:
    """Why a site is not asked: what stands in the way of any request is told as it is."""
    if code in ("connection", "timeout"):
        return "site-down"
    return code if code in ("dns", "private-address", "tls") else "robots-unknown"
