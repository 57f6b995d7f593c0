"""Printed Chinese as it is compared: without blanks, numbering, quotes and width of letters.

Folding keeps, for every folded character, where it stood, so that what was found can be shown as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gipaudit.forms import labels

_PART = re.compile(r"^第(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:部分|章|节)[、.,:]?")
_CONNECTIVES = re.compile(r"[和与及]")
_NOTE = re.compile(r"\([^()]{0,30}\)$")
_GENERIC = re.compile(
    r"(?:[0-9]{4}年度?|本年度?|本机关|本单位|行政机关|各级|[本我][省市州县区旗镇乡局厅委办院街道]{1,2}|全[省市州县区旗镇乡]"
    r"|政府信息公开(?:工作)?|工作|的|中)*"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origins[i]`` is the index in the printed text of the character that gave ``text[i]``."""

    text: str
    origins: Sequence[int]


_KEPT_LENGTH = 2000
"""Texts up to this length are kept folded, for many rules read the same report."""


def fold_with_origins(printed: str) -> Folded:
    """Fold to NFKC without blanks and invisible characters, remembering where each character stood."""
    return _kept(printed) if len(printed) <= _KEPT_LENGTH else _fold_with_origins(printed)


def _fold_with_origins(printed: str) -> Folded:
    parts = list(map(_folded, printed))
    text = "".join(parts)
    if len(text) == len(printed) and "" not in parts:
        return Folded(text, range(len(text)))
    return Folded(text, tuple(index for index, part in enumerate(parts) for _ in part))


_kept = lru_cache(2048)(_fold_with_origins)


def fold(printed: str) -> str:
    """Fold to NFKC without blanks and invisible characters."""
    return "".join(map(_folded, printed))


@lru_cache(4096)
def _folded(character: str) -> str:
    return "".join(
        part
        for part in unicodedata.normalize("NFKC", character)
        if not part.isspace() and unicodedata.category(part) not in ("Cf", "Cc", "Cs", "Co", "Cn")
    )


def bare(heading: str) -> str:
    """A heading folded, without its numbering (一、（一）第一部分), its quotes and the punctuation behind it."""
    return labels.bare(_PART.sub("", fold(heading)))


def same_heading(printed: str, wording: str, unit: str | None = None) -> bool:
    """Whether a heading is that wording, up to numbering, blanks, quotes, 的, 和/与/及 for 、, a note in brackets
    behind it, and what names no more than whose and of which year it is (2023年度, 本机关, the unit,
    政府信息公开工作).
    """
    heading, asked = (_even(text) for text in (_NOTE.sub("", bare(printed)), bare(wording)))
    if not heading.endswith(asked):
        return asked.endswith(heading) and _GENERIC.fullmatch(asked.removesuffix(heading)) is not None
    before = heading.removesuffix(asked)
    if unit:
        before = before.replace(_even(bare(unit)), "")
    return _GENERIC.fullmatch(before) is not None


def _even(heading: str) -> str:
    """A bare heading without the particles that do not change what it says."""
    return _CONNECTIVES.sub("、", heading).replace("的", "")
