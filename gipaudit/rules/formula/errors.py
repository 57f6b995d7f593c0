"""What can be wrong in a formula, always with the character where the trouble begins."""

from __future__ import annotations

from collections.abc import Iterable

from gipaudit.errors import GipauditError


class FormulaError(GipauditError):
    """A formula that cannot be read or does not fit the form. ``offset`` counts characters of the formula from 0."""

    def __init__(self, zh: str, en: str, offset: int = 0) -> None:
        super().__init__(zh, en)
        self.offset = offset


class UnknownNameError(FormulaError):
    """A name that means nothing in this form. ``name`` is what was written."""

    def __init__(self, name: str, known: Iterable[str], offset: int = 0) -> None:
        near = _nearest(name, list(known))
        zh = f"不认识“{name}”"
        en = f"unknown name {name!r}"
        if near:
            zh += "；最接近的是：" + "、".join(near)
            en += "; nearest: " + ", ".join(near)
        super().__init__(zh, en, offset)
        self.name = name


class AmbiguousNameError(FormulaError):
    """A name that means several things; the message lists their full names."""

    def __init__(self, name: str, full: Iterable[str], offset: int = 0) -> None:
        names = list(dict.fromkeys(full))
        shown = "、".join(names[:8]) + ("……" if len(names) > 8 else "")
        super().__init__(
            f"“{name}”不止一个意思，请写全名：{shown}", f"{name!r} is ambiguous, write one of: {shown}", offset
        )


def _nearest(name: str, known: list[str], most: int = 3) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(name[:60], known, scorer=fuzz.ratio, limit=most, score_cutoff=50)
    return [match for match, _, _ in found]
