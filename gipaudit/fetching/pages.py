"""What a fetched page says: when it was published, and which files it offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gipaudit.documents import html
from gipaudit.documents.encoding import decode
from gipaudit.documents.html_guard import check
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.fetching.links import Link, links
from gipaudit.forms.opening import Opening
from gipaudit.forms.published import stated_on_page

LARGEST_PAGE = 8 * 1024 * 1024
"""Bytes of a page in which links are looked for; a larger one is saved and no more."""

MOST_LINKS = 20
"""Files that are fetched from one page."""


@dataclass(frozen=True)
class Offers:
    """The files that a page offers; ``left_out`` counts those beyond the limit, ``None``: nobody looked."""

    links: tuple[Link, ...] = ()
    left_out: int | None = None


def offers(data: bytes, address: str) -> Offers:
    """The files that a page got from an address offers; in one that is too large or too deep nobody looks."""
    if len(data) > LARGEST_PAGE:
        return Offers()
    try:
        text = decode(data)
        check(text.text, Limits())
    except DocumentError:
        return Offers()
    found = links(text.text, text.encoding, address)
    return Offers(tuple(found[:MOST_LINKS]), max(len(found) - MOST_LINKS, 0))


def stated_day(data: bytes) -> date | None:
    """The day that a page states as that of its publication."""
    if len(data) > LARGEST_PAGE:
        return None
    try:
        return stated_on_page(Opening(html.load(data, Limits())))
    except DocumentError:
        return None
