"""To whom a rule applies: the ``when`` of a ruleset against one report."""

from __future__ import annotations

from functools import lru_cache

from gipaudit.forms.report import Identity, Report
from gipaudit.rules.rule import When

UNKNOWN = "unknown"


def why_not(when: When, report: Report) -> str:
    """Why a rule does not apply to a report, in Chinese; empty where it does.

    What is asked of and not known is no failure of the unit's: the rule does not apply, and says so.
    """
    return why_not_unit(when, report.identity)


def why_not_unit(when: When, identity: Identity) -> str:
    """The same for a unit and a year alone, whether or not there is a report."""
    if when.years is not None:
        first, last = when.years
        if identity.year is None:
            return "年度未能识别，本规则不适用"
        if not (first or 0) <= identity.year <= (last or 9999):
            return f"本规则不适用于{identity.year}年度"
    if when.units and identity.unit not in when.units:
        return "本规则只适用于指定单位"
    if when.levels:
        answers = [level_fits(pattern, identity.level) for pattern in when.levels]
        if True in answers:
            return ""
        return "单位层级或类别未能识别，本规则不适用" if None in answers else "本规则不适用于该层级或类别的单位"
    return ""


@lru_cache(maxsize=1024)
def level_fits(pattern: str, level: str) -> bool | None:
    """Whether a level fits a pattern such as ``city-*``; ``None`` where an unknown part decides."""
    pairs = list(zip(pattern.split("-", 1), level.split("-", 1), strict=True))
    if any(asked not in ("*", found) and found != UNKNOWN for asked, found in pairs):
        return False
    return None if any(asked != "*" and found == UNKNOWN for asked, found in pairs) else True
