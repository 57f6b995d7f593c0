"""What sets two rulesets apart: rules added, gone and changed, setting by setting, and marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gipaudit.errors import Position
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.writing import entries

WHOLE = ("examples",)
"""Settings that are compared as one: what stands inside is not a setting of its own."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that differs, by its dotted path. What one side has not is ``None``, its place too."""

    path: str
    before: Any
    after: Any
    before_place: Position | None
    after_place: Position | None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that differs. ``before`` and ``after`` are the rule there, ``None`` where it is not asked.

    ``off`` is where the second ruleset turns it off, if it does.
    """

    id: str
    before: Rule | None
    after: Rule | None
    settings: tuple[SettingChange, ...] = ()
    off: Position | None = None

    @property
    def rule(self) -> Rule:
        """The rule as it is now, or else as it was."""
        rule = self.after or self.before
        if rule is None:
            raise ValueError("a change without a rule")
        return rule


@dataclass(frozen=True)
class RulesetDiff:
    """All that sets two rulesets apart. Where the plans are equal the two judge alike."""

    before: Ruleset
    after: Ruleset
    added: tuple[RuleChange, ...]
    gone: tuple[RuleChange, ...]
    changed: tuple[RuleChange, ...]
    scoring: tuple[SettingChange, ...]

    @property
    def same(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.added or self.gone or self.changed or self.scoring)


def diff(before: Ruleset, after: Ruleset) -> RulesetDiff:
    """Compare two rulesets; rules stand in the order of the second, those that are gone in that of the first."""
    added, changed = [], []
    for id, rule in after.rules.items():
        old = before.rules.get(id)
        if old is None:
            added.append(RuleChange(id, None, rule))
        elif settings := tuple(_settings(old, rule)):
            changed.append(RuleChange(id, old, rule, settings))
    gone = [
        RuleChange(id, rule, None, off=after.off.get(id))
        for id, rule in before.rules.items()
        if id not in after.rules
    ]
    scoring = tuple(
        SettingChange(path, old, new, before.scoring_origin.get(path), after.scoring_origin.get(path))
        for path, old, new in _different(_flat(before.scoring), _flat(after.scoring))
    )
    return RulesetDiff(before, after, tuple(added), tuple(gone), tuple(changed), scoring)


def _settings(old: Rule, new: Rule) -> Iterator[SettingChange]:
    for path, before, after in _different(_flat(_said(old)), _flat(_said(new))):
        parts = path.split(".")
        yield SettingChange(
            path,
            before,
            after,
            None if before is None else old.position(*parts),
            None if after is None else new.position(*parts),
        )


def _said(rule: Rule) -> dict[str, Any]:
    said = entries(rule)
    return {**said, "forms": sorted(said["forms"])} if "forms" in said else said


def _flat(settings: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """All settings that are no mappings, by their dotted path."""
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Mapping) and value and (*path, key) != WHOLE:
            flat.update(_flat(value, (*path, str(key))))
        else:
            flat[".".join((*path, str(key)))] = value
    return flat


def _different(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield path, old.get(path), new.get(path)


def diff_record(found: RulesetDiff) -> dict[str, Any]:
    """The same as plain values, for other programs."""
    return {
        "schema": "gipaudit/ruleset-diff@1",
        "before": _ruleset(found.before),
        "after": _ruleset(found.after),
        "added": [{"id": each.id, "title": each.rule.title} for each in found.added],
        "gone": [
            {"id": each.id, "title": each.rule.title, "off": str(each.off) if each.off else None}
            for each in found.gone
        ],
        "changed": [
            {"id": each.id, "title": each.rule.title, "settings": [_setting(one) for one in each.settings]}
            for each in found.changed
        ],
        "scoring": [_setting(one) for one in found.scoring],
    }


def _ruleset(ruleset: Ruleset) -> dict[str, str]:
    return {"id": ruleset.id, "version": ruleset.version, "plan": ruleset.plan}


def _setting(change: SettingChange) -> dict[str, Any]:
    return {
        "path": change.path,
        "before": change.before,
        "after": change.after,
        "before_place": str(change.before_place) if change.before_place else None,
        "after_place": str(change.after_place) if change.after_place else None,
    }
