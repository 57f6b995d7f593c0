"""From pages to a document's blocks: text without running lines, paragraphs and tables put together over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gipaudit.documents.layout import number
from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Picture
from gipaudit.documents.pages.continued import goes_on_in, stitched
from gipaudit.documents.pages.drawn import DrawnTable
from gipaudit.documents.pages.flow import Flow, Item, box_of, flow
from gipaudit.documents.pages.lines import Line
from gipaudit.documents.pages.page import Page
from gipaudit.documents.pages.paragraphs import joined, measure
from gipaudit.documents.pages.running import without_running


def compose(pages: Sequence[Page], meter: Meter) -> tuple[Block, ...]:
    """Return what pages say, numbered in reading order, each block and cell with its page and box.

    Raises:
        DocumentError: ``too-many-cells`` or ``too-large``.
    """
    flows = without_running([flow(page) for page in pages])
    return number(_blocks(flows, meter))


def _blocks(flows: Sequence[Flow], meter: Meter) -> Iterator[Block]:
    free = [part for each in flows for item in each.items for part in _parts(item) if isinstance(part, Line)]
    column = measure(free) if free else None
    foot = max((box_of(item)[3] for each in flows for item in each.items), default=0.0)
    text: list[tuple[int, Line]] = []
    table: DrawnTable | None = None
    for each in flows:
        for item in each.items:
            if isinstance(item, DrawnTable) and table is not None and not text and goes_on_in(table, item, foot):
                table = stitched(table, item)
                continue
            for part in _parts(item):
                if not isinstance(part, Line) and text and column is not None:
                    yield from _counted(joined(text, column), meter)
                    text = []
                if table is not None:
                    yield from table.finished(meter)
                    table = None
                if isinstance(part, Line):
                    text.append((each.number, part))
                elif isinstance(part, Picture):
                    yield part
                else:
                    table = part
    if table is not None:
        yield from table.finished(meter)
    if text and column is not None:
        yield from _counted(joined(text, column), meter)


def _parts(item: Item) -> Sequence[Item]:
    """Return what an item is that goes on from no page before."""
    return item.bare if isinstance(item, DrawnTable) and item.bare is not None else (item,)


def _counted(blocks: Sequence[Block], meter: Meter) -> Sequence[Block]:
    for block in blocks:
        meter.block(len(getattr(block, "text", "")))
    return blocks
