"""One request: to one address, following nothing, keeping nothing but the answer.

Every request has a connection of its own: requests to a site are seconds apart, and what one server left behind can
then disturb no other. No cookie is kept or sent, and no proxy of the environment is used: through a proxy it could
not be told where a connection leads.
"""

from __future__ import annotations

import email.utils
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from gipaudit.fetching.bodies import read_body
from gipaudit.fetching.network import Network, Timer
from gipaudit.fetching.refusals import NotFetchedError

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_GONE = (404, 410)
_UNCHANGED = 304
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Answer:
    """What a server answered: 200 with a body, 304, or a redirect; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def redirects(self) -> bool:
        """Whether it leads elsewhere."""
        return self.status in _REDIRECTS


@dataclass(frozen=True)
class Asker:
    """How requests are made: who asks, the bytes a file may have, whether private networks may be asked."""

    agent: str
    most_bytes: int
    allow_private: bool = False

    def ask(self, url: httpx.URL, timer: Timer, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for one address.

        Raises:
            NotFetchedError: nothing was got; ``robots`` and its like aside, any code.
        """
        timer.start()
        try:
            return self._asked(url, timer, headers or {})
        except NotFetchedError as error:
            error.url = error.url or str(url)
            raise
        except (httpcore.ConnectTimeout, httpcore.ReadTimeout, httpcore.WriteTimeout):
            timer.stop()
            timer.bounded(1)  # the server was silent, unless the file's own time is over
            raise NotFetchedError("timeout", url=str(url)) from None
        except httpcore.ConnectError as error:
            code = "tls" if isinstance(error.__context__, ssl.SSLError) else "connection"
            raise NotFetchedError(code, url=str(url)) from None
        except httpcore.NetworkError:
            raise NotFetchedError("connection", url=str(url)) from None
        except httpcore.RemoteProtocolError as error:
            raise NotFetchedError(_broken(error), url=str(url)) from None
        except httpcore.ProtocolError:
            raise NotFetchedError("bad-address", url=str(url)) from None
        finally:
            timer.stop()

    def _asked(self, url: httpx.URL, timer: Timer, headers: Mapping[str, str]) -> Answer:
        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": self.agent, "Accept": "*/*"}
        sent |= {"Accept-Encoding": "gzip", "Connection": "close", **headers}
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        network = Network(timer, self.allow_private)
        with (
            httpcore.ConnectionPool(ssl_context=_tls(), network_backend=network) as pool,
            pool.stream("GET", target, headers=[(name, value) for name, value in sent.items()]) as response,
        ):
            got = {name.decode("latin-1").lower(): _printable(value) for name, value in response.headers}
            _refuse(response.status, got, str(url))
            answer = Answer(str(url), response.status, got)
            if response.status != 200:
                return answer
            told = got.get("content-length", "")
            if told.isdigit() and int(told) > self.most_bytes:  # the count below holds where it tells too little
                raise NotFetchedError("too-large", status=200)
            body = read_body(response.iter_stream(), got.get("content-encoding", ""), self.most_bytes)
            return Answer(str(url), response.status, got, body)


def _printable(value: bytes) -> str:
    """A header's value in ASCII: other bytes, in whatever encoding an address was written, are percent-encoded."""
    return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], value).decode("ascii")


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _broken(error: httpcore.RemoteProtocolError) -> str:
    """The code for an answer that is no HTTP, or that ended early: httpcore tells them apart in words only."""
    text = str(error)
    return "cut-short" if "peer closed connection" in text or "disconnected" in text else "protocol"


def _refuse(status: int, headers: Mapping[str, str], url: str) -> None:
    """Refuse what is neither a file, a redirect nor 'unchanged'."""
    if status == 200 or status in _REDIRECTS or status == _UNCHANGED:
        return
    if status in _BUSY:
        raise NotFetchedError("busy", status=status, later=seconds_of(headers.get("retry-after", "")), url=url)
    code = (
        "gone" if status in _GONE else "refused" if 400 <= status < 500 else "server" if status >= 500 else "status"
    )
    raise NotFetchedError(code, status=status, url=url)


def seconds_of(text: str) -> float | None:
    """The seconds that a Retry-After asks for, given as a number or as a time; ``None`` where it says neither."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None
