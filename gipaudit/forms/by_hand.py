"""What a person says of one report, in place of what would be told from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from gipaudit.errors import UsageError
from gipaudit.forms.form import Form
from gipaudit.forms.report import TIERS, UNIT_KINDS

FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person says of one file; ``None`` leaves it to recognition.

    Raises:
        UsageError: the unit has no name, or the year or the level is none.
    """

    unit: str | None = None
    year: int | None = None
    level: str | None = None
    form: str | None = None

    def __post_init__(self) -> None:
        if self.unit is not None and not self.unit.strip():
            raise UsageError("指定的单位名称是空的", "the unit set by hand has no name")
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise UsageError(
                f"指定的年度应为年份，如 2023，而不是“{self.year}”",
                f"the year set by hand must be a year such as 2023, not {self.year}",
            )
        if self.level is not None and not _is_level(self.level):
            tiers, kinds = (" | ".join((*parts, "unknown")) for parts in (TIERS, UNIT_KINDS))
            raise UsageError(
                f"指定的级别应写作 层级-类别，如 city-department，而不是“{self.level}”。层级：{tiers}；类别：{kinds}",
                f"the level set by hand must be tier-kind, such as city-department, not {self.level!r}. "
                f"Tiers: {tiers}; kinds: {kinds}",
            )

    def given(self) -> frozenset[str]:
        """The names of what was given."""
        return frozenset(name for name in ("unit", "year", "level", "form") if getattr(self, name) is not None)

    def of(self, source: str, sha256: str) -> ByHand:
        """The same of every file: see :class:`Hands`."""
        return self


class Hands(Protocol):
    """What people say of files; it is sent to the processes that read them."""

    def of(self, source: str, sha256: str) -> ByHand:
        """What is said of one file, by its name in the audit and the SHA-256 of its bytes."""
        ...


def named_form(name: str, forms: Mapping[str, Form]) -> Form:
    """Return the form of that id, ``id/variant`` or variant.

    Raises:
        UsageError: there is none; the message lists the known ones.
    """
    for key, form in forms.items():
        if name in (key, form.variant):
            return form
    raise UsageError(f"没有格式“{name}”；可用：{'、'.join(forms)}", f"no form {name!r}; known: {', '.join(forms)}")


def _is_level(text: str) -> bool:
    tier, dash, kind = text.partition("-")
    return bool(dash) and tier in (*TIERS, "unknown") and kind in (*UNIT_KINDS, "unknown")
