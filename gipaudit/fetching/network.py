"""Connections that lead only to addresses that were judged, and that end when their time is over."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from gipaudit.fetching.addresses import resolved
from gipaudit.fetching.refusals import NotFetchedError

CONNECT_SECONDS = 15.0
SILENT_SECONDS = 30.0
"""How long a server may take to accept a connection, and how long it may say nothing in the middle of an answer."""


class Timer:
    """The time that is left for one file, whatever the server does with it (a byte every ten seconds, say)."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._end: float | None = None

    def start(self) -> None:
        """Let the time run."""
        self._end = time.monotonic() + self._left

    def stop(self) -> None:
        """Keep what is left for the next request for the same file."""
        if self._end is not None:
            self._left, self._end = max(self._end - time.monotonic(), 0.0), None

    def bounded(self, seconds: float) -> float:
        """Return how long one step may take.

        Raises:
            NotFetchedError: ``too-slow``: no time is left.
        """
        left = self._left if self._end is None else self._end - time.monotonic()
        if left <= 0:
            raise NotFetchedError("too-slow")
        return min(seconds, left)


class Stream(httpcore.NetworkStream):
    """A connection whose every step is bounded by the time that is left."""

    def __init__(self, stream: httpcore.NetworkStream, timer: Timer) -> None:
        self._stream, self._timer = stream, timer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read at most so many bytes."""
        return self._stream.read(max_bytes, self._timer.bounded(SILENT_SECONDS))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        self._stream.write(buffer, self._timer.bounded(SILENT_SECONDS))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in TLS; the certificate is that of the name asked for, not of the number connected to."""
        bound = self._timer.bounded(CONNECT_SECONDS)
        return Stream(self._stream.start_tls(ssl_context, server_hostname, bound), self._timer)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a connection."""
        return self._stream.get_extra_info(info)


class Network(httpcore.NetworkBackend):
    """Opens connections: the host is resolved and judged here, once, and the address judged is connected to."""

    def __init__(self, timer: Timer, allow_private: bool) -> None:
        self._timer, self._allow_private = timer, allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers."""
        *others, last = resolved(host, port, self._allow_private)
        for address in others:
            try:
                return self._to(address, port)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._to(last, port)

    def _to(self, address: str, port: int) -> httpcore.NetworkStream:
        return Stream(self._plain.connect_tcp(address, port, self._timer.bounded(CONNECT_SECONDS)), self._timer)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never: addresses are of http and https."""
        raise NotFetchedError("bad-address")
