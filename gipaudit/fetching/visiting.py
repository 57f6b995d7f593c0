"""Getting one file as a polite visitor does: robots first, one request at a time, pauses, few repetitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gipaudit.fetching.addresses import origin, parsed
from gipaudit.fetching.asking import Answer, Asker
from gipaudit.fetching.network import Timer
from gipaudit.fetching.pacing import Clock, Pace
from gipaudit.fetching.refusals import AGAIN, NotFetchedError
from gipaudit.fetching.robots import LARGEST, Robots, Wishes

MOST_REDIRECTS = 5
LONGEST_WAIT = 120.0
"""Seconds that a server's Retry-After is waited for; one that asks for more is left for another day."""

MOST_SILENT = 3
"""Files of a site that may be asked for in vain, one after another, before the site is left for this run."""

_SILENT = ("connection", "timeout", "too-slow", "dns")

TRIES_GONE = 2
"""How often a page that is said not to exist is asked for: once may be a slip, and more would be no news."""


@dataclass(frozen=True)
class Manners:
    """How the visitor behaves: its name, seconds between requests to a site, tries, and bounds of one file.

    ``seconds`` is the time that one try for a file may take, redirects included; ``pause`` the seconds before the
    second try, which double before each further one.
    """

    agent: str
    delay: float = 1.0
    tries: int = 3
    pause: float = 2.0
    seconds: float = 300.0
    most_bytes: int = 64 * 1024 * 1024
    allow_private: bool = False


@dataclass(frozen=True)
class Visit:
    """What came of asking for a file: the answer or why there is none, and how often it was asked for."""

    answer: Answer | None
    error: NotFetchedError | None
    tries: int


class Visitor:
    """Asks for files, politely; may be used by several threads."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self._manners, self._clock = manners, clock
        self._pace = Pace(clock)
        self._asker = Asker(manners.agent, manners.most_bytes, manners.allow_private)
        self._robots = Robots(self._robots_file, manners.agent)
        self._silent: dict[str, int] = {}

    def visit(self, address: str, headers: Mapping[str, str] | None = None) -> Visit:
        """Ask for a file until it is there or there is no use in asking; redirects are followed.

        Raises:
            StoppedError: the run was stopped.
        """
        host = parsed(address).host
        if self._silent.get(host, 0) >= MOST_SILENT:
            return Visit(None, NotFetchedError("site-down", url=address, known=True), 0)
        visit = self._tried(address, headers or {}, self._asker, self._robots.of, TRIES_GONE)
        silent = visit.error is not None and visit.error.code in _SILENT
        self._silent[host] = self._silent.get(host, 0) + 1 if silent else 0
        self._clock.wait(0)
        return visit

    def _robots_file(self, address: str) -> bytes:
        small = replace(self._asker, most_bytes=8 * LARGEST)
        visit = self._tried(address, {}, small, lambda origin: Wishes(), 1)
        if visit.answer is None:
            raise visit.error or NotFetchedError("status")
        return visit.answer.body

    def _tried(
        self,
        address: str,
        headers: Mapping[str, str],
        asker: Asker,
        wishes: Callable[[str], Wishes],
        tries_gone: int,
    ) -> Visit:
        tries = 0
        while True:
            tries += 1
            try:
                return Visit(self._followed(address, headers, asker, wishes), None, tries)
            except NotFetchedError as error:
                most = min(self._manners.tries, tries_gone) if error.code == "gone" else self._manners.tries
                wait = max(error.later or 0.0, self._manners.pause * 2 ** (tries - 1))
                if error.known or error.code not in AGAIN or tries >= most or wait > LONGEST_WAIT:
                    return Visit(None, error, tries)
            self._clock.wait(wait)

    def _followed(
        self, address: str, headers: Mapping[str, str], asker: Asker, wishes: Callable[[str], Wishes]
    ) -> Answer:
        """One try: the answer at the end of the redirects, each of which is judged as the first address was."""
        url, timer = parsed(address), Timer(self._manners.seconds)
        for _ in range(MOST_REDIRECTS + 1):
            wish = wishes(origin(url))
            wish.check(str(url), self._manners.agent)
            with self._pace.turn(url.host, max(self._manners.delay, wish.delay)):
                answer = asker.ask(url, timer, headers)
            if not answer.redirects:
                return answer
            try:
                url = parsed(answer.headers.get("location", ""), base=url)
            except NotFetchedError:
                raise NotFetchedError("redirects", status=answer.status, url=str(url)) from None
        raise NotFetchedError("redirects", url=str(url))
