"""What a ruleset would do to scores and ranks: the same reports, judged by two rulesets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from gipaudit.authoring.diff import diff
from gipaudit.judging import Judged, nobody
from gipaudit.pipeline import audit_by_each
from gipaudit.rules.rule import Ruleset
from gipaudit.scorecard import Audit, RuleResult, Score, Scorecard
from gipaudit.workers.files import Read, read_files

ZERO = Decimal(0)
Loss = tuple[Decimal, Decimal]
"""The least and the most that a rule costs a report."""


@dataclass(frozen=True, slots=True)
class RuleMove:
    """A rule that costs one report otherwise than before, before the marks of its dimension run out.

    ``before`` and ``after`` are ``None`` where the ruleset does not ask the rule.
    """

    rule: str
    before: RuleResult | None
    after: RuleResult | None

    @property
    def loss_before(self) -> Loss:
        """What it cost."""
        return self.before.lost if self.before else (ZERO, ZERO)

    @property
    def loss_after(self) -> Loss:
        """What it costs now."""
        return self.after.lost if self.after else (ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class Move:
    """How one report moves. Ranks are ``None`` where it is not ranked."""

    unit: str | None
    year: int | None
    source: str | None
    before: Score
    after: Score
    rank_before: int | None
    rank_after: int | None
    rules: tuple[RuleMove, ...]

    @property
    def gained(self) -> Decimal:
        """What the low end of the score gains."""
        return self.after.low - self.before.low


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What one rule does to all reports together. ``change`` is added, gone, changed, or "" where it is the same."""

    rule: str
    title: str
    change: str
    reports: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Trial:
    """Two audits of the same reports, side by side; moves stand in the order of the new ranking."""

    before: Audit
    after: Audit
    moves: tuple[Move, ...]
    effects: tuple[RuleEffect, ...]


def try_ruleset(
    new: Ruleset,
    old: Ruleset,
    paths: Sequence[Path],
    *,
    previous: Sequence[Path] = (),
    units: Path | None = None,
    read: Read = read_files,
    judged: Judged = nobody,
) -> Trial:
    """Judge reports by two rulesets, reading each once, and compare; ``read`` and ``judged`` are as in an audit.

    Raises:
        UsageError: a path does not exist.
        SourceError: the roster is wrong.
    """
    before, after = audit_by_each([old, new], paths, previous=previous, units=units, read=read, judged=judged)
    olds = {_key(card): card for card in before.scorecards}
    moves = [_move(olds[_key(card)], card) for card in after.scorecards if _key(card) in olds]
    moves.sort(key=lambda move: (move.rank_after is None, move.rank_after or 0, move.unit or "", move.source or ""))
    return Trial(before, after, tuple(moves), _effects(moves, old, new))


def _key(card: Scorecard) -> tuple[str | None, str | None, int | None]:
    return card.source, card.unit, card.year


def _move(before: Scorecard, after: Scorecard) -> Move:
    olds = {result.id: result for result in before.rules}
    news = {result.id: result for result in after.rules}
    rules = [RuleMove(id, olds.get(id), news.get(id)) for id in dict.fromkeys((*olds, *news))]
    return Move(
        after.unit,
        after.year,
        after.source,
        before.score,
        after.score,
        before.rank,
        after.rank,
        tuple(rule for rule in rules if rule.loss_before != rule.loss_after),
    )


def _effects(moves: Sequence[Move], old: Ruleset, new: Ruleset) -> tuple[RuleEffect, ...]:
    """What each rule does, the greatest change first."""
    found = diff(old, new)
    changes = {change.id: "added" for change in found.added}
    changes.update({change.id: "gone" for change in found.gone})
    changes.update({change.id: "changed" for change in found.changed})
    effects = []
    for id in dict.fromkeys(rule.rule for move in moves for rule in move.rules):
        own = [rule for move in moves for rule in move.rules if rule.rule == id]
        title = (new.rules.get(id) or old.rules[id]).title
        before = sum((rule.loss_before[0] for rule in own), ZERO)
        after = sum((rule.loss_after[0] for rule in own), ZERO)
        effects.append(RuleEffect(id, title, changes.get(id, ""), len(own), before, after))
    return tuple(sorted(effects, key=lambda effect: (-abs(effect.after - effect.before), effect.rule)))


def trial_record(trial: Trial) -> dict[str, Any]:
    """The same as plain values, for other programs; marks are numbers."""
    return {
        "schema": "gipaudit/ruleset-trial@1",
        "before": _ruleset(trial.before),
        "after": _ruleset(trial.after),
        "reports": [
            {
                "unit": move.unit,
                "year": move.year,
                "source": move.source,
                "before": _score(move.before, move.rank_before),
                "after": _score(move.after, move.rank_after),
                "rules": [
                    {
                        "id": rule.rule,
                        "lost_before": [float(end) for end in rule.loss_before],
                        "lost_after": [float(end) for end in rule.loss_after],
                    }
                    for rule in move.rules
                ],
            }
            for move in trial.moves
        ],
        "rules": [
            {
                "id": effect.rule,
                "change": effect.change or None,
                "reports": effect.reports,
                "lost_before": float(effect.before),
                "lost_after": float(effect.after),
            }
            for effect in trial.effects
        ],
    }


def _ruleset(audit: Audit) -> dict[str, str]:
    return {"id": audit.ruleset_id, "version": audit.ruleset_version, "plan": audit.plan}


def _score(score: Score, rank: int | None) -> dict[str, Any]:
    return {"low": float(score.low), "high": float(score.high), "grade": score.grade, "rank": rank}
