"""The sentences of a report that say how many, with their numbers marked, for patterns to be matched against.

In the marked text every number that :func:`gipaudit.forms.figures.find_numbers` finds is one sign, :data:`NUMBER`,
with its unit behind it; all else is folded as patterns expect it. So 收到 1,295 件 and 收到一百二十件 look alike, and
years, telephones and numbers of documents, which are no figures, stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gipaudit.documents.model import Paragraph, Place
from gipaudit.forms.figures import Found, find_numbers
from gipaudit.forms.report import Report
from gipaudit.rules.masking import mask
from gipaudit.rules.passages import AROUND
from gipaudit.rules.remembering import Remembered
from gipaudit.rules.wording import fold, fold_with_origins
from gipaudit.scorecard import Passage

NUMBER = "\ue000"
"""A number in a marked text. Printed text never holds it: folding drops signs of private use."""

_ENDS = re.compile(r"[^。！!？?]*[。！!？?]*")
_ENDED = re.compile(r"[。；;！!？?：:]\s*[”’」』）)]?\s*$")
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[、.．](?![0-9])|第[一二三四五六七八九十]{1,3})"
)
_HEADING = re.compile(rf"{_NUMBERED.pattern}[^，,。；;：:]{{1,30}}$")
_TELLING = re.compile(f"{NUMBER}|未|没|无|零|全部|均|都")
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``text`` is the marked text, ``numbers`` what stands at each of its marks, ``section`` an id.

    ``around`` is its whole paragraph, folded, and the heading above. ``recognised`` tells that it was read from a
    picture.
    """

    section: str
    around: str
    text: str
    numbers: Mapping[int, Found]
    printed: str
    place: Place
    recognised: bool = False

    def passage(self, start: int, end: int, role: str = "found") -> Passage:
        """What is printed around ``text[start:end]``, personal data masked; a short sentence is shown whole."""
        origins = _marked(self.printed)[1]
        first, last = origins[start], origins[max(end - 1, start)] + 1
        if (number := self.numbers.get(end - 1)) is not None:
            last = number.end
        begin, stop = 0, len(self.printed)
        if stop > _SHOWN:
            begin, stop = max(0, first - AROUND), min(stop, last + AROUND)
        shown = " ".join(mask(self.printed)[begin:stop].split())
        before, after = "…" if begin else "", "…" if stop < len(self.printed) else ""
        return Passage(role, self.section, f"{before}{shown}{after}", self.place)

    def shown(self, start: int, end: int) -> str:
        """``text[start:end]`` as it is printed, without blanks, personal data masked."""
        origins = _marked(self.printed)[1]
        last = origins[max(end - 1, start)] + 1
        if (number := self.numbers.get(end - 1)) is not None:
            last = number.end
        return "".join(mask(self.printed)[origins[start] : last].split())


def _found(report: Report) -> Iterator[Sentence]:
    sections: dict[int, str] = {}
    for section in report.sections.values():
        for block in section.blocks:
            sections.setdefault(id(block), section.id)
    paragraphs = [block for block in report.document.blocks if isinstance(block, Paragraph)]
    titles = {section.title.strip() for section in report.sections.values() if section.title}
    heading = ""
    for lines in _joined(paragraphs, titles):
        if _is_heading(lines[0].text.strip(), titles):
            heading = lines[0].text
        yield from _split([(sections.get(id(line), ""), line) for line in lines], heading)


def _sentences(report: Report) -> tuple[Sentence, ...]:
    return tuple(_found(report))


sentences = Remembered(_sentences)
"""The sentences of a report that hold a number or say none or all."""


def _is_heading(text: str, titles: Collection[str]) -> bool:
    return text in titles or _HEADING.match(text) is not None


def _joined(paragraphs: Iterable[Paragraph], titles: Collection[str]) -> Iterator[list[Paragraph]]:
    """Paragraphs, those together that a conversion may have broken: no headings, not ended, not numbered."""
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if not text:
            continue
        heading = _is_heading(text, titles)
        if lines and (heading or _NUMBERED.match(text) or _ENDED.search(lines[-1].text)):
            yield lines
            lines = []
        lines.append(paragraph)
        if heading:
            yield lines
            lines = []
    if lines:
        yield lines


def _split(lines: Sequence[tuple[str, Paragraph]], heading: str) -> Iterator[Sentence]:
    """The telling sentences of some lines; each belongs to the line in which it begins."""
    starts, length = [], 0
    for _, line in lines:
        starts.append(length)
        length += len(line.text)
    whole = "".join(line.text.replace("\n", " ") for _, line in lines)
    around = fold(heading + whole)
    recognised = any(line.confidence < 1 for _, line in lines)
    for match in _ENDS.finditer(whole):
        printed = match[0]
        if not printed.strip():
            continue
        text, _, numbers = _marked(printed)
        if not _TELLING.search(text):
            continue
        section, line = next(lines[n] for n in range(len(lines) - 1, -1, -1) if starts[n] <= match.start())
        yield Sentence(section, around, text, numbers, printed, line.place, recognised)


def _marked(printed: str) -> tuple[str, Sequence[int], Mapping[int, Found]]:
    """The marked text, the place in the printed text of each of its signs, and the numbers at its marks."""
    folded = fold_with_origins(printed)
    text: list[str] = []
    origins: list[int] = []
    numbers: dict[int, Found] = {}
    at = 0
    for found in find_numbers(printed):
        while at < len(folded.text) and folded.origins[at] < found.start:
            text.append(folded.text[at])
            origins.append(folded.origins[at])
            at += 1
        numbers[len(text)] = found
        unit = fold(found.unit or "")
        text.extend((NUMBER, *unit))
        origins.extend((found.start, *(found.end - 1 for _ in unit)))
        while at < len(folded.text) and folded.origins[at] < found.end:
            at += 1
    text.extend(folded.text[at:])
    origins.extend(folded.origins[at:])
    return "".join(text), origins, numbers
