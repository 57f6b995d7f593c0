"""How deep a page's elements nest and how much one tag holds, told before a parser sees it.

The parser's time grows with the square of both.
"""

from __future__ import annotations

import re

from gipaudit.documents.limits import Limits, too_deep
from gipaudit.errors import DocumentError

_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,60}))")
_RAW = {"script": "</script", "style": "</style", "textarea": "</textarea", "title": "</title"}

# Elements that never hold others, or that the next of their kind closes.
_FLAT = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "caption", "option", "optgroup",
    "html", "head", "body", "rp", "rt",
))  # fmt: skip
_FORMATTING = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
_HOLDING = re.compile(rf"<(?!(?:{'|'.join(sorted(_FLAT))})(?![a-z0-9:_-]))[a-z]")
_WORK = 20_000_000

_ATTRIBUTES = 500
_LONG_TAG = 3_000
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")


def check(source: str, limits: Limits) -> None:
    """Refuse a page whose open elements grow beyond the limit, whose broken formatting would be copied endlessly, or
    of which one tag holds more attributes than any page needs.

    Raises:
        DocumentError: ``too-deep`` or ``too-many-attributes``.
    """
    lower = source.lower()
    if _is_plain(lower, limits):
        return
    opened: dict[str, int] = {}
    depth = formatting = work = position = 0
    tag = 0
    while match := _TAG.search(lower, position):
        if match.start() - tag > _LONG_TAG:
            _count_attributes(lower, tag)
        position = tag = match.end()
        name = match[2]
        if name is None:
            end = lower.find("-->", position)
            if end < 0:
                return
            position = end
        elif name in _FLAT:
            work += formatting
        elif match[1]:
            if opened.get(name, 0):
                opened[name] -= 1
                depth -= 1
                formatting -= name in _FORMATTING
        elif name in _RAW:
            end = lower.find(_RAW[name], position)
            if end < 0:
                return
            position = end
        else:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            formatting += name in _FORMATTING
            work += formatting
        if depth > limits.depth or work > _WORK:
            raise too_deep(limits)
    if len(lower) - tag > _LONG_TAG:
        _count_attributes(lower, tag)


def _is_plain(source: str, limits: Limits) -> bool:
    """Whether a page has too few elements for any of this, as most reports have: asked first, for it is quick."""
    pieces = source.split("<")
    return (
        len(pieces) ** 2 < _WORK
        and max(map(len, pieces)) < _LONG_TAG
        and len(_HOLDING.findall(source)) <= limits.depth
    )


def _count_attributes(source: str, position: int) -> None:
    """Refuse a tag with too many attributes; ``position`` is behind its name."""
    for _ in range(_ATTRIBUTES):
        match = _ATTRIBUTE.match(source, position)
        if match is None:
            return
        position = match.end()
    raise DocumentError(
        "too-many-attributes",
        f"网页中一个标签的属性超过 {_ATTRIBUTES} 个，疑似恶意文件，未读取",
        f"a tag of the page has more than {_ATTRIBUTES} attributes: not read",
    )
