"""Pictures inside a document that show a table or a page of text: read, and put where the picture stood."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import replace

from gipaudit.documents.layout import number
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Block, Document, Paragraph, Picture, Place, Table
from gipaudit.errors import DocumentError

UNREAD = "文档中的图片过多，第{}幅之后未识别"

_SMALLEST = 2_000
"""Bytes: no smaller file holds the picture of a table; rules, bullets and icons do."""

_LARGEST = 24 * 1024 * 1024
_MOST = 40
_FEWEST_CELLS = 8
_FEWEST_CHARACTERS = 200
_DATA = re.compile(r"data:image/[a-z.+-]{1,20}(?:;[a-z0-9=-]{1,40})*;base64,", re.IGNORECASE)


def kept(data: bytes | None) -> bytes | None:
    """Return a picture's bytes where they are worth keeping: something can read them, and they may be a table."""
    from gipaudit.documents.recognisers import recogniser

    if data is None or not _SMALLEST <= len(data) <= _LARGEST or recogniser() is None:
        return None
    return data


def inline(address: str | None) -> bytes | None:
    """Return the picture that an address (``data:image/png;base64,…``) holds itself; no other address is followed."""
    match = _DATA.match(address or "")
    if address is None or match is None or len(address) > _LARGEST * 4 // 3:
        return None
    try:
        return kept(base64.b64decode(address[match.end() :], validate=False))
    except (binascii.Error, ValueError):
        return None


def with_pictures_read(document: Document, limits: Limits) -> Document:
    """Return the document with what its pictures say in their places, their data dropped.

    Logos, seals, codes and photographs stay pictures: only a table of some cells or a page of text is taken over.
    """
    if not any(isinstance(block, Picture) and block.data is not None for block in document.blocks):
        return document
    blocks: list[Block] = []
    converter, notes, lossy, count = document.converter, document.notes, document.lossy, 0
    for block in document.blocks:
        if not isinstance(block, Picture) or block.data is None:
            blocks.append(block)
            continue
        count += 1
        shown = _shown(block.data, limits) if count <= _MOST else None
        if shown is None:
            blocks.append(replace(block, data=None))
            continue
        converter, lossy = converter or shown.converter, True
        blocks += (_placed(each, block.place) for each in shown.blocks)
    if count > _MOST:
        notes = (*notes, UNREAD.format(_MOST))
    return replace(document, blocks=number(blocks), converter=converter, notes=notes, lossy=lossy or count > _MOST)


def _shown(data: bytes, limits: Limits) -> Document | None:
    """What a picture says, where that is a table or much text."""
    from gipaudit.documents.reading import loader_for

    try:
        document = loader_for(data).load(data, limits)
    except DocumentError:
        return None
    return document if document.converter and _says_much(document.blocks) else None


def _says_much(blocks: Sequence[Block]) -> bool:
    cells = sum(
        bool(cell.text.strip()) for block in blocks if isinstance(block, Table) for row in block.rows for cell in row
    )
    characters = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    return cells >= _FEWEST_CELLS or characters >= _FEWEST_CHARACTERS


def _placed(block: Block, place: Place) -> Block:
    """A block of a picture at the picture's place: pages and boxes inside the picture mean nothing outside it."""
    if isinstance(block, Table):
        rows = tuple(
            tuple(
                replace(cell, place=replace(place, row=cell.place.row, column=cell.place.column, paragraph=None))
                for cell in row
            )
            for row in block.rows
        )
        return replace(block, rows=rows, place=replace(place, paragraph=None))
    return replace(block, place=place)
