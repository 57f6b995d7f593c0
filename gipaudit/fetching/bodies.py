"""The body of an answer, read as it comes and counted as it would be kept: after inflation."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from gipaudit.fetching.refusals import NotFetchedError

_AS_IS = ("", "identity")
_INFLATED = ("gzip", "x-gzip", "deflate")
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def read_body(chunks: Iterable[bytes], encoding: str, most: int) -> bytes:
    """Return a body of at most ``most`` bytes; ``encoding`` is the answer's Content-Encoding.

    Nothing but the bytes asked for is inflated, so that a small answer cannot grow into a large one.

    Raises:
        NotFetchedError: ``too-large``, ``encoding``, ``cut-short``.
    """
    encoding = encoding.strip().lower()
    if encoding in _AS_IS:
        return _plain(chunks, most)
    if encoding in _INFLATED:
        return _inflated(chunks, most)
    raise NotFetchedError("encoding")


def _plain(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise NotFetchedError("too-large")
    return bytes(body)


def _inflated(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
    received = 0
    for chunk in chunks:
        received += len(chunk)
        try:
            body += inflater.decompress(chunk, most + 1 - len(body))
        except zlib.error:
            raise NotFetchedError("encoding") from None
        if len(body) > most or received > most:
            raise NotFetchedError("too-large")
    if received and not inflater.eof:
        raise NotFetchedError("cut-short")
    return bytes(body)
