"""What was compared as plain values, for other programs. Keys may be added; none is renamed or removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gipaudit.comparing.comparison import STATES, Change, Comparison, UnitChange
from gipaudit.comparing.past import Entry, History, Lasting
from gipaudit.comparing.standing import Place, Ranking, Standing
from gipaudit.recorded.records import Audit, Card, Finding, Score

COMPARISON, RANKING, HISTORY = "gipaudit/comparison@1", "gipaudit/ranking@1", "gipaudit/history@1"


def comparison(found: Comparison) -> dict[str, Any]:
    """A comparison but for its units."""
    totals, pairing = found.totals(), found.pairing
    return {
        "schema": COMPARISON,
        "before": audit(found.before),
        "after": audit(found.after),
        "by": found.by,
        "years": list(pairing.years),
        "same_plan": found.same_plan,
        "same_programs": found.same_programs,
        "rules_only_before": list(found.rules_only_before),
        "rules_only_after": list(found.rules_only_after),
        "summary": {
            "units": len(found.units),
            "only_before": len(pairing.only_before),
            "only_after": len(pairing.only_after),
            "other_years": list(pairing.others),
            "duplicates": list(found.duplicates),
            **{state: totals[state] for state in STATES},
        },
        "only_before": [card(each) for each in pairing.only_before],
        "only_after": [card(each) for each in pairing.only_after],
    }


def unit(value: UnitChange) -> dict[str, Any]:
    """One unit of a comparison."""
    return {
        "before": card(value.before),
        "after": card(value.after),
        "gained": None if value.gained is None else list(value.gained),
        "counts": {state: len(value.of(state)) for state in STATES},
        "changes": [change(each) for each in value.changes],
    }


def change(value: Change) -> dict[str, Any]:
    """What became of one problem."""
    return {
        "state": value.state,
        "rule": value.rule,
        "instance": value.instance,
        "before": None if value.before is None else finding(value.before),
        "after": None if value.after is None else finding(value.after),
        "why": value.why,
        "note": value.note,
    }


def standing(found: Standing) -> dict[str, Any]:
    """A year's rankings."""
    return {
        "schema": RANKING,
        "audit": audit(found.audit),
        "year": found.year,
        "earlier": None if found.earlier is None else audit(found.earlier),
        "earlier_year": found.earlier_year,
        "same_plan": found.same_plan,
        "rankings": [ranking(each) for each in found.rankings],
        "gone": [card(each) for each in found.gone],
        "other_years": found.others,
    }


def ranking(value: Ranking) -> dict[str, Any]:
    """The ranking of one group."""
    return {"group": value.group, "places": [place(each) for each in value.places]}


def place(value: Place) -> dict[str, Any]:
    """A unit's place."""
    return {
        "rank": value.rank,
        "best": value.best,
        "worst": value.worst,
        **card(value.card),
        "rank_of_all": value.card.rank,
        "earlier_rank": value.earlier_rank,
        "change": value.change,
        "earlier": None if value.earlier is None else card(value.earlier),
    }


def history(found: History) -> dict[str, Any]:
    """One unit through the years."""
    return {
        "schema": HISTORY,
        "unit": found.unit,
        "names": list(found.names),
        "same_plan": found.same_plan,
        "entries": [entry(each) for each in found.entries],
        "lasting": [lasting(each) for each in found.lasting],
    }


def entry(value: Entry) -> dict[str, Any]:
    """A unit in one audit."""
    failing = value.failing()
    return {
        **card(value.card),
        "rank": value.rank,
        "ranked": value.ranked,
        "group_rank": value.group_rank,
        "group_ranked": value.group_ranked,
        "errors": failing["error"],
        "warnings": failing["warning"],
        "infos": failing["info"],
        "audit": audit(value.audit),
    }


def lasting(value: Lasting) -> dict[str, Any]:
    """A problem of two years running or more."""
    return {
        "rule": value.rule,
        "instance": value.instance,
        "years": list(value.years),
        "now": value.now,
        "finding": finding(value.finding),
    }


def audit(value: Audit) -> dict[str, Any]:
    """Which audit it is."""
    ruleset = value.ruleset
    return {
        "source": value.name,
        "gipaudit": value.version,
        "today": value.today.isoformat(),
        "ruleset": {"id": ruleset.id, "title": ruleset.title, "version": ruleset.version, "plan": ruleset.plan},
        "reports": len(value.cards),
    }


def card(value: Card) -> dict[str, Any]:
    """Which report it is, and its marks."""
    return {
        "unit": value.unit,
        "year": value.year,
        "group": value.group,
        "source": value.source,
        "sha256": value.sha256,
        "score": score(value.score),
    }


def score(value: Score) -> Mapping[str, Any]:
    """Marks as the audit gave them."""
    return {
        "low": value.low,
        "high": value.high,
        "full": value.full,
        "grade": value.grade,
        "grade_high": value.grade_high,
    }


def finding(value: Finding) -> dict[str, Any]:
    """A finding as it can be found again in its audit."""
    return {
        "verdict": value.verdict,
        "severity": value.severity,
        "message": value.message,
        "fingerprint": value.fingerprint,
        "series": value.series,
    }
