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
class Page:
    """What a page says; ``left_out`` counts the links beyond the limit, ``None``: the page was not looked into."""

    published: date | None = None
    links: tuple[Link, ...] = ()
    left_out: int | None = None


def page_of(data: bytes, address: str) -> Page:
    """Look into a page got from an address; one that is too large or too deep says nothing."""
    if len(data) > LARGEST_PAGE:
        return Page()
    try:
        text = decode(data)
        check(text.text, Limits())
        found = links(text.text, text.encoding, address)
        opening = Opening(html.load(data, Limits()))
    except DocumentError:
        return Page()
    return Page(stated_on_page(opening), tuple(found[:MOST_LINKS]), max(len(found) - MOST_LINKS, 0))
