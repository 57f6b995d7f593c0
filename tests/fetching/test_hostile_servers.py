"""Whatever a server does, a fetch ends, keeps within its bounds, and goes nowhere it should not."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from support.fetched import Get, page
from support.site import Page, Site, served

from gipaudit.fetching import addresses, asking, network
from gipaudit.fetching.addresses import parsed, public
from gipaudit.fetching.bodies import read_body
from gipaudit.fetching.refusals import NotFetchedError


def endless(piece: bytes, pause: float = 0.0) -> Iterator[bytes]:
    while True:
        yield piece
        time.sleep(pause)


def code(get: Get, url: str, **manners: object) -> str:
    (collected,) = get(url, **manners)
    assert len(collected.entries) == 1
    return collected.entries[0].code


def test_an_endless_body_is_left_at_the_limit(site: Site, get: Get, tmp_path: Path) -> None:
    site.pages["/a"] = Page(length=-1, after=lambda: endless(b"x" * 65536))
    assert code(get, site.url("/a"), most_bytes=1 << 20) == "too-large"
    assert [file.name for file in (tmp_path / "out").rglob("*") if file.is_file() and file.name[0] != "."] == [
        "manifest.jsonl"
    ]


def test_a_length_that_is_too_large_is_not_waited_for(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(b"x", length=10**12, after=lambda: endless(b"", 0.05))
    assert code(get, site.url("/a")) == "too-large"


def test_a_length_that_lies_is_no_file(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(page(), length=len(page()) + 100)
    assert code(get, site.url("/a")) == "cut-short"
    site.pages["/b"] = Page(page() + b"<p>more than was told</p>", length=len(page()))
    (collected,) = get(site.url("/b"))
    assert collected.entries[0].bytes == len(page())


def test_a_byte_now_and_then_ends_with_the_time_of_a_file(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(length=1000, after=lambda: endless(b"x", 0.05))
    assert code(get, site.url("/a"), seconds=0.5) == "too-slow"


def test_headers_that_never_end_take_no_longer(get: Get) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-")
                while not ended.wait(0.02):
                    try:
                        connection.sendall(b"a")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        try:  # robots.txt is asked for first, and in the same manner
            assert code(get, url, seconds=0.5, tries=1) == "robots-unknown"
        finally:
            ended.set()
            thread.join()


def test_a_silent_server_is_left(site: Site, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "SILENT_SECONDS", 0.2)
    site.pages["/a"] = Page(length=1000, after=lambda: iter([time.sleep(1) or b""]))
    assert code(get, site.url("/a"), tries=2) == "timeout"
    assert site.paths() == ["/a", "/a"]


def test_what_inflates_is_counted_as_it_would_be_kept(site: Site, get: Get) -> None:
    bomb = gzip.compress(bytes(64 << 20))
    assert len(bomb) < 1 << 17
    site.pages["/a"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    assert code(get, site.url("/a"), most_bytes=1 << 20) == "too-large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "X-GZIP"])
def test_a_compressed_page_is_saved_as_the_page_it_is(site: Site, get: Get, tmp_path: Path, encoding: str) -> None:
    body = zlib.compress(page()) if encoding == "deflate" else gzip.compress(page())
    site.pages["/a"] = Page(body, headers={"Content-Encoding": encoding})
    (collected,) = get(site.url("/a"))
    assert (tmp_path / "out" / collected.entries[0].file).read_bytes() == page()


def test_encodings_that_are_none_are_refused(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(page(), headers={"Content-Encoding": "gzip"})
    assert code(get, site.url("/a")) == "encoding"
    site.pages["/b"] = Page(page(), headers={"Content-Encoding": "br"})
    assert code(get, site.url("/b")) == "encoding"
    site.pages["/c"] = Page(gzip.compress(page())[:-9], headers={"Content-Encoding": "gzip"})
    assert code(get, site.url("/c")) == "cut-short"


@given(body=st.binary(max_size=3000), cuts=st.lists(st.integers(0, 3000), max_size=4), most=st.integers(1, 3000))
def test_a_body_is_whole_or_too_large_however_it_comes(body: bytes, cuts: list[int], most: int) -> None:
    for encoding, sent in (("", body), ("gzip", gzip.compress(body)), ("deflate", zlib.compress(body))):
        edges = sorted({0, len(sent), *(min(cut, len(sent)) for cut in cuts)})
        chunks = [sent[start:end] for start, end in pairwise(edges)]
        if max(len(body), len(sent)) > most:
            with pytest.raises(NotFetchedError, match="超过大小上限"):
                read_body(chunks, encoding, most)
        else:
            assert read_body(chunks, encoding, most) == body


def test_an_answer_that_is_no_http_is_told(get: Get) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"\x00\x01\x02 not http at all\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert code(get, f"http://127.0.0.1:{server.getsockname()[1]}/a", tries=1) == "robots-unknown"
        thread.join()


def test_a_certificate_must_be_of_the_name_that_was_asked(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to a number; the certificate is held to the name."""
    authority = trustme.CA()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("www.qingxi.gov.cn").configure_cert(server)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    monkeypatch.setattr(asking, "_tls", lambda: trusting)
    monkeypatch.setattr(network, "resolved", lambda host, port, allow_private: ["127.0.0.1"])
    with served(server) as site:
        site.pages["/a"] = Page(page())
        assert code(get, f"https://www.qingxi.gov.cn:{site.port}/a") == ""
        assert code(get, f"https://www.hefeng.gov.cn:{site.port}/a") == "tls"
    assert site.paths() == ["/a"]


def test_a_connection_that_is_not_secure_is_told(site: Site, get: Get) -> None:
    assert code(get, f"https://127.0.0.1:{site.port}/a", tries=1) == "tls"


def test_a_page_within_pages_without_end_is_saved_and_not_looked_into(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(b"<html><body>" + b"<div>" * 200_000 + b'<a href="/t.pdf">t.pdf</a>')
    (collected,) = get(site.url("/a"))
    assert [(entry.code, entry.left_out) for entry in collected.entries] == [("", None)]


# --- where a fetch may go ---


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/a",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://100.64.0.1/",
    ],
)
def test_private_networks_are_not_asked(get: Get, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *arguments: pytest.fail("connected"))
    assert code(get, url, allow_private=False) == "private-address"


def test_a_redirect_into_a_private_network_is_not_followed(
    site: Site, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host counts as public here; what it redirects to is judged for itself."""
    monkeypatch.setattr(addresses, "public", lambda address: address == "127.0.0.1")
    site.pages["/a"] = Page(status=302, headers={"Location": f"http://127.0.0.2:{site.port}/secret"})
    assert code(get, site.url("/a"), allow_private=False) == "private-address"
    assert site.paths() == ["/a"]


def test_the_address_that_was_judged_is_the_one_connected_to(
    site: Site, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is looked up, and private a moment later, leads nowhere else."""
    lookups: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, *arguments: object, **options: object) -> object:
        if host != "report.example.gov.cn":
            return real(host, *arguments, **options)  # type: ignore[arg-type]
        lookups.append(host)
        last = "127.0.0.1" if len(lookups) % 2 else "127.0.0.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (last, site.port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(addresses, "public", lambda address: address == "127.0.0.1")
    site.pages["/a"] = Page(page())
    url = site.url("/a", "report.example.gov.cn")
    # Asked once for robots.txt, where the name is 127.0.0.1; then it is 127.0.0.9, which is not public.
    assert code(get, url, allow_private=False) == "private-address"
    assert [request.path for request in site.asked] == ["/robots.txt"]
    assert site.asked[0].headers["host"] == f"report.example.gov.cn:{site.port}"


def test_redirects_end(site: Site, get: Get) -> None:
    for number in range(8):
        site.pages[f"/{number}"] = Page(status=301, headers={"Location": f"/{number + 1}"})
    assert code(get, site.url("/0")) == "redirects"
    assert site.paths() == ["/0", "/1", "/2", "/3", "/4", "/5"]
    site.pages["/loop"] = Page(status=302, headers={"Location": "/loop"})
    assert code(get, site.url("/loop")) == "redirects"


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "ftp://a/b", "http://", "", "http://u:p@h/"]
)
def test_redirects_lead_to_pages_only(site: Site, get: Get, location: str) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": location})
    assert code(get, site.url("/a")) == "redirects"


def test_a_redirect_is_followed_and_its_end_told(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": "/年报/b.html"})
    site.pages["/%E5%B9%B4%E6%8A%A5/b.html"] = Page(page())
    (collected,) = get(site.url("/a"))
    assert collected.entries[0].final_url == site.url("/%E5%B9%B4%E6%8A%A5/b.html")


def test_no_cookie_is_kept(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(page("/t.pdf"), headers={"Set-Cookie": "id=1; Path=/"})
    site.pages["/t.pdf"] = Page(b"%PDF-1.7")
    get(site.url("/a"))
    assert len(site.paths()) == 2
    assert not any("cookie" in request.headers for request in site.asked)


def test_no_proxy_of_the_environment_is_used(site: Site, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a"] = Page(page())
    assert code(get, site.url("/a")) == ""


@pytest.mark.parametrize(
    "text",
    ["", "www.example.gov.cn/a", "ftp://a.cn/", "http:///a", "http://u@a.cn/", "http://a.cn:0/", "http://a.cn:99999/",
     "javascript:1", "http://" + "a" * 2000 + ".cn/", "http://a b.cn/", "file:///etc/passwd", "http://[::1/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotFetchedError, match="网址写法不对"):
        parsed(text)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = parsed(text)
    except NotFetchedError:
        return
    assert url.scheme in ("http", "https")
    assert url.host
    assert parsed(str(url)) == url


@given(st.ip_addresses())
def test_an_address_that_wraps_a_private_one_is_private(address: object) -> None:
    assert isinstance(address, ipaddress.IPv4Address | ipaddress.IPv6Address)
    if isinstance(address, ipaddress.IPv4Address):
        number = int(address)
        wraps = [f"::ffff:{address}", str(ipaddress.IPv6Address((0x64FF9B << 96) | number))]
        for wrapped in wraps:
            assert public(wrapped) <= public(str(address))
    elif public(str(address)):
        assert address.is_global
