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
_WORK = 20_000_000

_COPIES = 500_000
"""So many elements, some 180 MB of them, a parser may make of broken formatting before anybody looks closer."""

# What a parser opens again in each paragraph after; links it closes instead.
_COPIED = re.compile(rf"<(?:{'|'.join(sorted(_FORMATTING - {'a', 'nobr'}))})[\s/>]", re.IGNORECASE)

_ATTRIBUTES = 500
_LONG_TAG = 3_000
# What may be a long tag: none is a script's or a style's that is short and plain, whatever stands behind it.
_PLAIN = r"""(?:script|style)(?:\s{1,9}[a-z-]{1,30}="[^"<>]{0,300}"){0,9}\s{0,9}>"""
_LONG = re.compile(rf"<(?!{_PLAIN})[^<]{{{_LONG_TAG}}}")
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")


def check(source: str, limits: Limits) -> None:
    """Refuse a page whose open elements grow beyond the limit, whose broken formatting would be copied endlessly, or
    of which one tag holds more attributes than any page needs.

    Where there are too few elements for any of this, how deep they nest is told when the tree is read.

    Raises:
        DocumentError: ``too-deep`` or ``too-many-attributes``.
    """
    if _is_small(source) and _LONG.search(source) is None:
        return  # as most reports: asked first, for it is quick
    lower = source.lower()
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


def _is_small(source: str) -> bool:
    """Whether a page has too few tags to cost a parser much, however they nest and whatever it copies."""
    tags = source.count("<")
    most_copies = tags**2 // 4  # half of them formatting, and half what it is opened again in
    return most_copies < _COPIES or (tags**2 < _WORK and tags * len(_COPIED.findall(source)) < _COPIES)


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
