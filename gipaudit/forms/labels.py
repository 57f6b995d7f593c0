"""How printed labels are compared with a form's: folded, stripped of numbering, then by similarity."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NUMBERING = re.compile(
    r"^(?:"
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)[、.,:]?"
    r"|第?[一二三四五六七八九十]{1,3}[、.,:]"
    r"|\([一二三四五六七八九十]{1,3}\)[、.]?"
    r"|[一二三四五六七八九十]{1,3}\)"
    r"|\d{1,2}(?:[、,)]|\.(?!\d))"
    r"|\(\d{1,2}\)[、.]?"
    r"|[①-⑳]"
    r"|其中[:]?"
    r")"
)
_DROPPED = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\"'“”‘’`「」『』《》【】*#_·]+")

EXACT_ONLY = 3
"""Labels of so few characters must be the same to the letter: 其他 is no misprint of 其它."""

LIKE = 0.78
"""The least similarity at which two headings may be the same."""

NOTED, CORE, CUT, MISPRINT = 0.97, 0.96, 0.95, 0.85
"""How alike a table's label is to the form's where it is not the same: a note behind it, other punctuation and
particles, cut off by a conversion, one character misprinted or a few left out."""


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


@lru_cache(maxsize=65536)
def similarity(printed: str, wording: str) -> float:
    """How alike two bare headings are (0–1); below :data:`LIKE` the answer is 0.

    A prefix counts only from four characters on; very short headings must be equal.
    """
    if printed == wording:
        return 1.0
    shorter, longer = sorted((len(printed), len(wording)))
    if shorter <= EXACT_ONLY:
        return 0.0
    if printed.startswith(wording) or wording.startswith(printed):
        return CUT if 2 * shorter >= longer or _note_follows(printed, wording) else 0.0
    from rapidfuzz.fuzz import ratio

    alike = ratio(printed, wording) / 100
    return alike if alike >= LIKE else 0.0


_NOTE = re.compile(r":.*|(?:\([^()]*\)?)+[.。;]?")
_PARTICLES = re.compile(r"[、，,。.;；:：/／()的]")
_ENDING = re.compile(r"(?:总?数量?|件数|[件条个项宗])+$")
_TELLING = frozenset("不未无非否拒已上本下去今新旧增减专兼其各博信0123456789一二三四五六七八九十")
"""Characters that make another thing of a label: one of them more or less is no misprint."""

_LONG_ENOUGH = 8
"""Only in a label of so many characters may one be misprinted."""


@lru_cache(maxsize=131072)
def likeness(printed: str, wording: str) -> float:
    """How alike a bare label printed in a table is to the form's wording (0–1), 0 where they may be two things.

    Much stricter than :func:`similarity`, for numbers hang on it: besides the same words only a note behind the
    wording, other particles and punctuation, a label cut off, or one misprinted character or a few left out that
    tell nothing.
    """
    if printed == wording:
        return 1.0
    if _note_follows(printed, wording):
        return NOTED
    if min(len(printed), len(wording)) <= EXACT_ONLY:
        return 0.0
    core, wanted = _core(printed), _core(wording)
    if core == wanted:
        return CORE
    if wording.startswith(printed) and 2 * len(printed) >= len(wording):
        return CUT
    return MISPRINT if _misprinted(core, wanted) or _left_out(core, wanted) else 0.0


@lru_cache(maxsize=16384)
def _core(text: str) -> str:
    core = _PARTICLES.sub("", text)
    return _ENDING.sub("", core) or core


def _misprinted(core: str, wanted: str) -> bool:
    if min(len(core), len(wanted)) < _LONG_ENOUGH or abs(len(core) - len(wanted)) > 1:
        return False
    from rapidfuzz.distance import Levenshtein

    if Levenshtein.distance(core, wanted, score_cutoff=1) > 1:
        return False
    start = next((i for i, (one, other) in enumerate(zip(core, wanted, strict=False)) if one != other), None)
    if start is None:
        return not _TELLING.intersection((core + wanted)[-1])
    return not _TELLING.intersection(core[start] + wanted[start])


def _left_out(core: str, wanted: str) -> bool:
    """Whether a label is the form's but for two or three characters in its middle (法律行政止公开)."""
    missing = len(wanted) - len(core)
    if len(core) < _LONG_ENOUGH or not 2 <= missing <= 3:
        return False
    begin = next((i for i, (one, other) in enumerate(zip(core, wanted, strict=False)) if one != other), len(core))
    inside = EXACT_ONLY <= begin <= len(core) - EXACT_ONLY
    lost = wanted[begin:][:missing]
    return inside and core[begin:] == wanted[begin + missing :] and not _TELLING.intersection(lost)


def _note_follows(printed: str, wording: str) -> bool:
    """Whether what follows the form's wording is a note in brackets or after a colon."""
    rest = printed[len(wording) :]
    if not rest or not printed.startswith(wording):
        return False
    return bool(_NOTE.fullmatch(rest)) or (len(wording) > EXACT_ONLY and rest[0] in ",;注")


@lru_cache(maxsize=65536)
def compare(printed: str, choices: tuple[tuple[str, ...], ...]) -> tuple[tuple[int, float], ...]:
    """Which of several things (each with its bare wordings) a bare label may name: their indices, and how alike."""
    alike = ((index, max(likeness(printed, wording) for wording in each)) for index, each in enumerate(choices))
    return tuple((index, best) for index, best in alike if best)


@lru_cache(maxsize=65536)
def nearest(printed: str, choices: tuple[tuple[str, ...], ...]) -> tuple[int, float] | None:
    """The one of several things that a bare label names; ``None`` where it names none, or two equally well."""
    found = sorted(compare(printed, choices), key=lambda pair: -pair[1])
    return found[0] if found and (len(found) == 1 or found[0][1] > found[1][1]) else None
