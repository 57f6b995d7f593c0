"""Which addresses may be asked: http and https, on hosts of the public internet.

A host is judged by the addresses that it resolves to, and the connection goes to the very address that was judged:
a name that resolves to something else a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from gipaudit.fetching.refusals import NotFetchedError

if TYPE_CHECKING:
    import httpx

LONGEST_URL = 2000
PORTS = {"http": 80, "https": 443}

_HOST = re.compile(rb"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses that a gateway turns into the IPv4 address in their last 32 bits (RFC 6052)."""


def parsed(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Return an address, made absolute and without its fragment.

    Raises:
        NotFetchedError: ``bad-address``: neither http nor https, no host, with a user's name, or too long.
    """
    import httpx

    try:
        url = httpx.URL(text.strip())
        if base is not None:
            url = base.join(url)
        port = PORTS.get(url.scheme, 0) if url.port is None else url.port
    except (httpx.InvalidURL, ValueError, TypeError):
        raise NotFetchedError("bad-address", url=text[:LONGEST_URL]) from None
    good = url.scheme in PORTS and _HOST.fullmatch(url.raw_host) and 0 < port < 65536
    if not good or url.userinfo or len(str(url)) > LONGEST_URL:
        raise NotFetchedError("bad-address", url=text[:LONGEST_URL])
    return url.copy_with(fragment=None)


def origin(url: httpx.URL) -> str:
    """Scheme, host and port of an address, as one text."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def resolved(host: str, port: int, allow_private: bool) -> Sequence[str]:
    """Return the numeric addresses of a host that may be connected to.

    Raises:
        NotFetchedError: ``dns``: there are none; ``private-address``: none of them is public.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetchedError("dns") from None
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    allowed = [address for address in addresses if allow_private or public(address)]
    if addresses and not allowed:
        raise NotFetchedError("private-address")
    if not allowed:
        raise NotFetchedError("dns")
    return allowed


def public(text: str) -> bool:
    """Whether a numeric address is of the public internet; one that wraps another is judged by that one too."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (address, *_wrapped(address)))


def _wrapped(address: IPv4Address | IPv6Address) -> Sequence[IPv4Address]:
    if isinstance(address, IPv4Address):
        return ()
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inner if one is not None]
