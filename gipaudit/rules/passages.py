"""What a report says, as text to search in, and the pieces of it that a finding shows.

Lines that a conversion broke are joined, so a pattern matches across them; every hit knows its place. Personal data
never leaves here: numbers of persons, telephones and cards, addresses of mail and names after 联系人 are masked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from gipaudit.documents.model import Block, Paragraph, Place, Table
from gipaudit.forms.report import Report
from gipaudit.rules.masking import mask
from gipaudit.rules.patterns import Pattern
from gipaudit.rules.remembering import Remembered
from gipaudit.rules.wording import fold_with_origins
from gipaudit.scorecard import Passage

AROUND = 20
"""How many characters are shown before and after what was found."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: Place
    section: str
    start: int
    origins: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Span:
    """A piece of one line as printed, from ``first`` up to ``last``."""

    line: _Line
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: the distinct words as printed, and the passages where they stand, neighbours in one."""

    words: tuple[str, ...]
    passages: tuple[Passage, ...]


class Prose:
    """The text of some blocks, folded and joined without a break."""

    def __init__(self, parts: Iterable[tuple[str, Iterable[Block]]]) -> None:
        """``parts`` are pairs of a section's id and its blocks."""
        self._lines: list[_Line] = []
        folded_lines: list[str] = []
        length = 0
        for section, blocks in parts:
            for block in blocks:
                for text, place in _texts(block):
                    folded = fold_with_origins(text)
                    if folded.text:
                        self._lines.append(_Line(text, place, section, length, folded.origins))
                        folded_lines.append(folded.text)
                        length += len(folded.text)
        self._starts = [line.start for line in self._lines]
        self.text = "".join(folded_lines)

    def passage(self, start: int, end: int, role: str = "found") -> Passage:
        """The printed text around ``text[start:end]``, in the line where it begins, masked."""
        return self._shown(self._span(start, end), role)

    def find(self, patterns: Iterable[Pattern], most: int = 20) -> Hits:
        """What any of the patterns matches, the first ``most`` of it, in the order of the text."""
        spans = {match.span() for pattern in patterns for match in islice(pattern.finditer(self.text), most)}
        found = [(start, end) for start, end in sorted(spans)[:most] if end > start]
        words = dict.fromkeys(self._printed(start, end) for start, end in found)
        merged: list[_Span] = []
        for span in (self._span(start, end) for start, end in found):
            if merged and span.line is merged[-1].line and span.first - merged[-1].last <= 2 * AROUND:
                merged[-1] = replace(merged[-1], last=max(span.last, merged[-1].last))
            else:
                merged.append(span)
        return Hits(tuple(words), tuple(self._shown(span, "found") for span in merged))

    def _span(self, start: int, end: int) -> _Span:
        """Where ``text[start:end]`` is printed; what runs on into the next line ends with its own."""
        line = self._lines[bisect_right(self._starts, start) - 1]
        last = line.origins[min(max(end - 1, start) - line.start, len(line.origins) - 1)]
        return _Span(line, line.origins[start - line.start], last + 1)

    def _printed(self, start: int, end: int) -> str:
        """``text[start:end]`` as it is printed, masked; what a line's end breaks is put together."""
        pieces = []
        while start < end:
            span = self._span(start, end)
            pieces.append(mask(span.line.text)[span.first : span.last])
            start = span.line.start + len(span.line.origins)
        return "".join(pieces)

    def _shown(self, span: _Span, role: str) -> Passage:
        line = span.line
        begin, stop = max(0, span.first - AROUND), min(len(line.text), span.last + AROUND)
        shown = " ".join(mask(line.text)[begin:stop].split())
        before, after = "…" if begin else "", "…" if stop < len(line.text) else ""
        return Passage(role, line.section, f"{before}{shown}{after}", line.place)


def _whole_prose(report: Report) -> Prose:
    return Prose([("", report.document.blocks)])


whole_prose = Remembered(_whole_prose)
"""All that a report says, in which many rules search."""


def _texts(block: Block) -> Iterable[tuple[str, Place]]:
    if isinstance(block, Paragraph):
        yield block.text, block.place
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield cell.text, cell.place
