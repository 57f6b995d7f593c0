"""The files that a page offers: links to documents on the same site, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

from gipaudit.fetching.addresses import parsed
from gipaudit.fetching.refusals import NotFetchedError

if TYPE_CHECKING:
    import httpx

SUFFIXES = (".docx", ".doc", ".wps", ".pdf", ".ofd", ".rtf", ".odt", ".xlsx", ".xls", ".et", ".zip", ".rar", ".7z")
"""The kinds of file that reports and their tables come in."""

_ENDS = re.compile(rf"(?:{'|'.join(map(re.escape, SUFFIXES))})\s*$", re.IGNORECASE)
_MENTIONS = re.compile("|".join(each[1:] for each in SUFFIXES), re.IGNORECASE)
"""What a link must hold somewhere to be looked at: pages have hundreds of others."""

_PLACES = (("a", "href"), ("area", "href"), ("iframe", "src"), ("embed", "src"), ("object", "data"))
_LONGEST_NAME = 200

# The second level of .cn that is no site's own: what people register stands before it.
_SHARED = re.compile(
    "ac|com|edu|gov|mil|net|org|"
    "ah|bj|cq|fj|gd|gs|gx|gz|ha|hb|he|hi|hk|hl|hn|jl|js|jx|ln|mo|nm|nx|qh|sc|sd|sh|sn|sx|tj|tw|xj|xz|yn|zj"
)


@dataclass(frozen=True)
class Link:
    """A link to a file: its address, what the page calls it, and the suffix that one or the other bears."""

    url: str
    name: str
    suffix: str


def links(text: str, encoding: str, address: str) -> list[Link]:
    """The files that a page offers, each once.

    ``text`` is the page decoded, ``encoding`` what it was decoded from (browsers write the part of an address
    behind its ``?`` in it), ``address`` where it was got from. Links to other sites are no part of the report.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    page = base = parsed(address)
    told = tree.css_first("base[href]")
    if told is not None:
        base = _address(told.attributes.get("href") or "", base, encoding) or base
    found: dict[str, Link] = {}
    for tag, attribute in _PLACES:
        for node in tree.css(f"{tag}[{attribute}]"):
            written = node.attributes.get(attribute) or ""
            told_names = (node.attributes.get("download"), node.attributes.get("title"), node.text(deep=True))
            names = [" ".join(name.split()) for name in told_names if name]
            if not any(map(_MENTIONS.search, (written, *names))):
                continue
            url = _address(written, base, encoding)
            if url is None or url == page or str(url) in found or not same_site(page.host, url.host):
                continue
            link = _link(url, names)
            if link is not None:
                found[link.url] = link
    return list(found.values())


def _address(written: str, base: httpx.URL, encoding: str) -> httpx.URL | None:
    """The absolute address that a link means, or ``None`` where it leads to no page (javascript:, mailto:)."""
    head, mark, query = written.strip().partition("?")
    if mark:
        query = quote(query, safe="%/:=&?~#+!$,;'@()*[]", encoding=encoding, errors="replace")
    try:
        return parsed(head + mark + query, base=base)
    except NotFetchedError:
        return None


def _link(url: httpx.URL, texts: list[str]) -> Link | None:
    """The link where it leads to a file: by its path, by a file name it asks for, or by what the page calls it."""
    for name in (*_names(url), *texts):
        ending = _ENDS.search(name)
        if ending is not None:
            called = next((text for text in texts if _ENDS.search(text)), name)
            return Link(str(url), called.rpartition("/")[2][:_LONGEST_NAME], ending[0].strip().lower())
    return None


def _names(address: httpx.URL) -> Iterator[str]:
    """The file names in an address: the end of its path, and file names asked for behind the ``?``."""
    yield unquote(address.path.rpartition("/")[2])
    for _, value in parse_qsl(address.query.decode("ascii", errors="replace"), max_num_fields=50):
        yield value.rpartition("/")[2]


def same_site(first: str, second: str) -> bool:
    """Whether two hosts are of one site: they share the name that was registered (``city.gov.cn``)."""
    return site_of(first) == site_of(second)


def site_of(host: str) -> str:
    """The name of the site that a host belongs to; a number stands for itself."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 2 or labels[-1].isdigit() or ":" in host:
        return host.lower()
    shared = len(labels) > 2 and labels[-1] == "cn" and _SHARED.fullmatch(labels[-2]) is not None
    return ".".join(labels[-3 if shared else -2 :])
