"""A web site on this machine that behaves as it is told: well, badly, or not at all."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    """What is answered: ``length`` may lie about the body, ``after`` is written behind it piece by piece."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    after: Callable[[], Iterator[bytes]] | None = None


Answer = Page | Callable[["Request"], Page]


@dataclass(frozen=True)
class Request:
    """What was asked: the path, the headers in lower case, and how often this path was asked for before."""

    path: str
    headers: Mapping[str, str]
    before: int


class Site:
    """Pages by path; ``asked`` holds every request in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Answer] = {"/robots.txt": Page(status=404)}
        self.asked: list[Request] = []
        self.guard = threading.Lock()
        self.ended = threading.Event()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [request.path for request in self.asked if request.path != "/robots.txt"]

    def answer(self, path: str, headers: Mapping[str, str]) -> Page:
        with self.guard:
            request = Request(path, headers, sum(each.path == path for each in self.asked))
            self.asked.append(request)
        page = self.pages.get(path, Page(status=404))
        return page if isinstance(page, Page) else page(request)


@contextmanager
def served(secure: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on a free port of this machine, in TLS where a server's context is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = site.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
            self.send_response_only(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value.encode().decode("latin-1"))  # as many a server sends them
            if page.length != -1 and "Transfer-Encoding" not in page.headers:
                self.send_header("Content-Length", str(len(page.body) if page.length is None else page.length))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(page.body)
                for piece in page.after() if page.after else ():
                    if site.ended.is_set():
                        break
                    self.wfile.write(piece)
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
