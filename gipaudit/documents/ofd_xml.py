"""The XML parts of an OFD file: parsed without entities, network or document types; found by local name only.

Producers write several namespaces, none, or a prefix they never declare, and names in lower case: neither the
namespace nor the case of an element or attribute name is relied on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from gipaudit.documents.archive import damaged
from gipaudit.documents.limits import Limits, too_deep, too_large
from gipaudit.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

_DECLARATION = re.compile(rb"""^\s*<\?xml[^<>]*?encoding\s*=\s*["']([A-Za-z0-9_-]+)["'][^<>]*?\?>""")
_GB = (b"gb2312", b"gbk", b"cp936")
_UNDECLARED_PREFIX = 201  # libxml2's XML_NS_ERR_UNDEFINED_NAMESPACE


def parse(data: bytes, limits: Limits) -> Element:
    """Return the root of a part.

    Raises:
        DocumentError: ``damaged``, ``unsafe``, ``too-deep`` or ``too-large``.
    """
    from lxml import etree

    if len(data) > limits.xml_bytes:
        raise too_large(len(data), limits.xml_bytes)
    data = _as_utf8(data)
    # The declaration of a document type is refused before a parser sees it, in UTF-8 and in UTF-16.
    if any("<!DOCTYPE".encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise _unsafe()
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            recover=recover,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            # Only a prefix that was never declared is mended: it takes nothing away.
            if not recover and all(entry.type == _UNDECLARED_PREFIX for entry in parser.error_log):
                continue
            raise _refusal(error, len(data), limits) from None
        if root is None:
            break
        if root.getroottree().docinfo.internalDTD:  # in UTF-7, UTF-32 and whatever else XML may be written in
            raise _unsafe()
        return root
    raise damaged()


def _as_utf8(data: bytes) -> bytes:
    """Return a part that says it is GB2312 or GBK, which mostly means GB18030, in UTF-8."""
    declared = _DECLARATION.match(data)
    if declared is None or declared[1].lower() not in _GB:
        return data
    return data[declared.end() :].decode("gb18030", errors="replace").encode()


def _refusal(error: etree.XMLSyntaxError, size: int, limits: Limits) -> DocumentError:
    message = str(error).lower()
    if "depth" in message:
        return too_deep(limits)
    if "huge" in message or "too long" in message:
        return too_large(size, limits.characters)
    return damaged()


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def local(element: Element) -> str:
    """Return an element's name without namespace and prefix, in lower case."""
    return _local(str(element.tag))


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name (lower case)."""
    return (child for child in (element if element is not None else ()) if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name (lower case), if any."""
    return next(children(element, name), None)


def content(element: Element | None, name: str) -> str:
    """The text of the first child of that name (lower case), stripped; empty where there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


def attributes(element: Element) -> dict[str, str]:
    """An element's attributes by name, without namespace and in lower case; values stripped."""
    return {_local(str(name)): str(value).strip() for name, value in element.attrib.items()}


def _unsafe() -> DocumentError:
    return DocumentError(
        "unsafe",
        "文件中有文档类型声明（DOCTYPE），正常的 OFD 文件没有，疑似恶意文件，未读取",
        "the file declares a document type, which no OFD document does: not read",
    )
