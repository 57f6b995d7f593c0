"""How printed labels are compared with a form's: folded, stripped of numbering, then by similarity."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NUMBERING = re.compile(
    r"^(?:"
    r"第?[一二三四五六七八九十]{1,3}[、.,:]"
    r"|\([一二三四五六七八九十]{1,3}\)[、.]?"
    r"|[一二三四五六七八九十]{1,3}\)"
    r"|\d{1,2}(?:[、,)]|\.(?!\d))"
    r"|\(\d{1,2}\)[、.]?"
    r"|[①-⑳]"
    r"|其中[:]?"
    r")"
)
_DROPPED = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\"'“”‘’`「」『』《》*#_·]+")

EXACT_ONLY = 3
"""Labels of so few characters must be the same to the letter: 其他 is no misprint of 其它."""

LIKE = 0.78
"""The least similarity at which two labels may be the same."""

PREFIX = 0.95
"""The similarity of a label to a longer one that begins with it (a note in the cell, a line cut off)."""


LONGEST_LABEL = 400
"""What is longer is no label; only texts up to this length are remembered."""


def fold(text: str) -> str:
    """Return the text in one width, without blanks, quotes and invisible characters."""
    return _fold_label(text) if len(text) <= LONGEST_LABEL else _fold(text)


def _fold(text: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


_fold_label = lru_cache(maxsize=16384)(_fold)


def bare(text: str) -> str:
    """Return the folded text without the numbering before it (一、（一）1. ① 其中：)."""
    return _bare(text[:LONGEST_LABEL])


@lru_cache(maxsize=16384)
def _bare(text: str) -> str:
    folded = fold(text)
    while match := _NUMBERING.match(folded):
        if match.end() >= len(folded):
            break
        folded = folded[match.end() :]
    return folded.rstrip(":;,。、")


@lru_cache(maxsize=131072)
def similarity(printed: str, wording: str) -> float:
    """How alike two bare labels are (0–1); below :data:`LIKE` the answer is 0.

    A prefix counts only from four characters on; very short labels must be equal.
    """
    if printed == wording:
        return 1.0
    shorter, longer = sorted((len(printed), len(wording)))
    if shorter <= EXACT_ONLY:
        return 0.0
    if printed.startswith(wording) or wording.startswith(printed):
        return PREFIX if 2 * shorter >= longer or _note_follows(printed, wording) else 0.0
    from rapidfuzz.fuzz import ratio

    alike = ratio(printed, wording) / 100
    return alike if alike >= LIKE else 0.0


def _note_follows(printed: str, wording: str) -> bool:
    """Whether what follows the form's wording is a note in brackets or after a colon."""
    return printed.startswith(wording) and printed[len(wording)] in "(:,;注"
