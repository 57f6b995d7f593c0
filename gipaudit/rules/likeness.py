"""How much of one text stands in another, sentence by sentence.

What differs anyway is masked before: figures, years, names of units and what a unit calls itself. What everybody
writes is left out: phrases of the law, the sentences that open and close a report.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gipaudit.documents.model import Paragraph
from gipaudit.forms.organisations import regions
from gipaudit.forms.report import Report, Section
from gipaudit.rules.passages import Prose
from gipaudit.rules.wording import fold
from gipaudit.scorecard import Passage

SHORTEST = 8
"""A sentence of fewer characters, masked, is compared with none: 加强领导 says nothing of where it comes from."""

ALIKE = 90.0
"""Two sentences are the same from this likeness on, in hundredths (twice the common characters over all)."""

SHOWN = 80
"""How many characters of a copied piece are shown."""

_SENTENCE = re.compile(r"[^。;!?]+")
_NUMBERING = re.compile(
    r"^(?:\(?[一二三四五六七八九十0-9]{1,3}[)、.]|第[一二三四五六七八九十]{1,2}[,、]?|[一二三四五六七八九十]{1,2}是|[①-⑳]){1,2}"
)
_YEAR = re.compile(r"20[0-9]{2}(?:年度?)?")
_FIGURE = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,6}){0,4}%?")
_SELF = re.compile(r"[我本全](?:省|市|州|盟|县|区|旗|镇|乡|街道|局|厅|委|办|处|单位|机关|部门)")
_MASKS = re.compile("□{2,}")
_PHRASES = re.compile(
    r"(?:坚持)?以习近平新时代中国特色社会主义思想为(?:指导|指引)|"
    r"(?:深入|全面|认真|切实)?(?:学习)?(?:宣传)?贯彻(?:落实)?党的[一二三四五六七八九十]{2,3}(?:大|届[一二三四五六七]中全会)"
    r"(?:[和及、][^,。;]{1,12}全会)?精神|"
    r"《(?:中华人民共和国)?政府信息公开条例》(?:\([^()]{0,30}\))?(?:\(以下简称[^()]{0,12}\))?"
)
_FORMULAE = re.compile(
    r"(?:根据|按照|依据|依照).{0,120}(?:(?:编制|制作|撰写).{0,12}报告|现公布|现将|现予公布)|本(?:年度)?报告(?:由|包括|共分|中所列|所列|的)|"
    r"(?:统计|报告)(?:期限|时限|期间)|电子版|如(?:有|对).{0,20}(?:疑问|意见|建议)|联系(?:电话|地址|方式)|邮政?编码?[:#]|"
    r"^(?:本年度|年|□)?(?:无|没有)(?:其他)?(?:需要)?(?:说明|报告)的?(?:其他)?(?:事项|情况)|信息处理费"
)
"""What the law, the form and custom make everybody write; found in a sentence, it leaves the sentence out."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, masked, with its figures and where it stands in the folded text."""

    text: str
    figures: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring sentences of one text that stand in another: from where to where in each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """``same`` of ``all`` characters of one text stand in the other; ``longest`` is the longest piece of them."""

    same: int
    all: int
    longest: Piece | None

    @property
    def share(self) -> float:
        """The share that stands in the other (0–1)."""
        return self.same / self.all if self.all else 0.0


class Text:
    """What one section of a report says, as sentences."""

    def __init__(self, report: Report, section: Section) -> None:
        self.report = report
        self._section = section

    @cached_property
    def prose(self) -> Prose:
        """Its paragraphs as printed; tables are no text."""
        return Prose([(self._section.id, [b for b in self._section.blocks if isinstance(b, Paragraph)])])

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences that can be compared."""
        names = _names(self.report.identity.unit)
        text = self.prose.text
        found = (_sentence(text[m.start() : m.end()], m.start(), names) for m in _SENTENCE.finditer(text))
        return tuple(sentence for sentence in found if sentence is not None)

    def likeness(
        self, other: Text, least: float, common: Container[str] = (), *, figures: bool = False
    ) -> Likeness | None:
        """How much of this text stands in another; ``None`` where that is less than ``least`` of it.

        ``common`` sentences are left out. With ``figures`` a sentence is the same only if its figures are.
        """
        asked = [sentence for sentence in self.sentences if sentence.text not in common]
        total = sum(len(sentence.text) for sentence in asked)
        same, spare = 0, total - least * total
        pieces: list[Piece] = []
        for sentence in asked:
            there = other.find(sentence, figures=figures)
            if there is None:
                spare -= len(sentence.text)
                if spare < -1e-9:
                    return None
                continue
            same += len(sentence.text)
            last = pieces[-1] if pieces else None
            if last is not None and 0 <= sentence.start - last.end <= 2 and 0 <= there.start - last.other_end <= 2:
                pieces[-1] = Piece(last.start, sentence.end, last.other_start, there.end)
            else:
                pieces.append(Piece(sentence.start, sentence.end, there.start, there.end))
        longest = max(pieces, key=lambda piece: (piece.end - piece.start, -piece.start), default=None)
        return Likeness(same, total, longest) if same else None

    def find(self, sentence: Sentence, *, figures: bool) -> Sentence | None:
        """The sentence of this text that is the same or nearly so."""
        exact = self._by_text.get(sentence.text)
        if exact is None and self._by_text:
            from rapidfuzz import fuzz, process

            near = process.extractOne(
                sentence.text, list(self._by_text), scorer=fuzz.ratio, score_cutoff=ALIKE, processor=None
            )
            exact = self._by_text[near[0]] if near is not None else None
        if exact is None:
            return None
        return next((each for each in exact if not figures or each.figures == sentence.figures), None)

    @cached_property
    def _by_text(self) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.text, []).append(sentence)
        return found

    def passage(self, start: int, end: int, role: str) -> Passage:
        """The beginning of a piece as printed."""
        return self.prose.passage(start, min(end, start + SHOWN), role)

    def compared(self, start: int, end: int) -> Passage:
        """The same for a text of another report: whose it is, of which year and in which file."""
        shown = self.passage(start, end, "compared")
        place = replace(shown.place, source=shown.place.source or self.report.source)
        return replace(shown, place=place, unit=self.report.identity.unit, year=self.report.identity.year)


def _sentence(printed: str, start: int, names: Sequence[str]) -> Sentence | None:
    text = _NUMBERING.sub("", printed)
    for name in names:
        text = text.replace(name, "□")
    text = _MASKS.sub("□", _SELF.sub("□", _PHRASES.sub("", text)))
    text = _YEAR.sub("年", text)
    figures = tuple(_FIGURE.findall(text))
    text = _FIGURE.sub("#", text).strip(",、:")
    if len(text) < SHORTEST or _FORMULAE.search(text):
        return None
    return Sentence(text, figures, start, start + len(printed))


def _names(unit: str | None) -> tuple[str, ...]:
    """What a unit's name is made of, the longest first."""
    if not unit:
        return ()
    name = fold(unit)
    found, body = regions(name)
    short = [region[:-1] for region in found if len(region) > 2]
    parts = {name, *found, *short, body, "".join(found)}
    return tuple(sorted((part for part in parts if len(part) > 1), key=lambda part: (-len(part), part)))
