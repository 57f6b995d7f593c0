"""How deep a page's elements nest, told before a parser sees it: its time grows with the square."""

from __future__ import annotations

import re

from gipaudit.documents.limits import Limits, too_deep

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


def check(source: str, limits: Limits) -> None:
    """Refuse a page whose open elements grow beyond the limit, or whose broken formatting would be copied endlessly.

    Raises:
        DocumentError: ``too-deep``.
    """
    lower = source.lower()
    opened: dict[str, int] = {}
    depth = formatting = work = position = 0
    while match := _TAG.search(lower, position):
        position = match.end()
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
