"""What to answer to a name that nobody knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from gipaudit.errors import Message
from gipaudit.sources import LONGEST_SHOWN, shortened

MOST_LISTED = 30


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, or ``None``."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        _plain(name[:LONGEST_SHOWN]), list(known), scorer=fuzz.ratio, processor=_plain, score_cutoff=60
    )
    return str(found[0]) if found else None


def unknown(kind_zh: str, kind_en: str, name: str, known: Iterable[str]) -> Message:
    """Say that a name is unknown, which was probably meant, and which there are."""
    shown = shortened(name)
    return refuse(f"没有{kind_zh}“{shown}”", f"no {kind_en} {shown!r}", name, known)


def refuse(zh: str, en: str, name: str, known: Iterable[str]) -> Message:
    """Say something of a name that is not allowed, which was probably meant, and which are allowed."""
    names = list(dict.fromkeys(known))
    meant = nearest(name, names)
    if meant is not None:
        zh, en = f"{zh}，是不是“{meant}”？", f"{en}; did you mean {meant!r}?"
    if 0 < len(names) <= MOST_LISTED:
        zh += ("" if meant else "；") + f"可用：{'、'.join(names)}"
        en += f" (known: {', '.join(names)})"
    return Message(zh, en)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip("“”‘’\"' 　").replace("-", "_").lower()
