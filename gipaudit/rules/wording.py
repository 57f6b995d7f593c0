"""Printed Chinese as it is compared: without blanks, numbering, quotes and width of letters.

Folding keeps, for every folded character, where it stood, so that what was found can be shown as printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from gipaudit.forms import labels

_PART = re.compile(r"^第(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:部分|章|节)[、.,:]?")
_CONNECTIVES = re.compile(r"[和与及]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origins[i]`` is the index in the printed text of the character that gave ``text[i]``."""

    text: str
    origins: tuple[int, ...]


def fold_with_origins(printed: str) -> Folded:
    """Fold to NFKC without blanks and invisible characters, remembering where each character stood."""
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(printed):
        for folded in _folded(character):
            characters.append(folded)
            origins.append(index)
    return Folded("".join(characters), tuple(origins))


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


def same_heading(printed: str, wording: str) -> bool:
    """Whether a heading is that wording, up to numbering, blanks, quotes and 和/与/及 for 、."""
    return _CONNECTIVES.sub("、", bare(printed)) == _CONNECTIVES.sub("、", bare(wording))
