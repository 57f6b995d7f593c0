"""Ruleset files that extend one another, flattened: what differs is laid over what is extended.

A file's parents are combined first, then its own settings are laid over them. Of two parents that both bring a rule,
the one that has seen the other's (for it extends that file, too) prevails; else they must agree or the file itself
must say what it wants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gipaudit.errors import Message, Problem
from gipaudit.rules.names import unknown
from gipaudit.rules.renaming import called_anew, current
from gipaudit.rules.rule import COMMON_KEYS
from gipaudit.rules.settings import Setting, merge

REPLACED_WHOLE = frozenset({("dimensions",), ("model",)})
"""Parts of ``scoring`` that a file gives as a whole."""

MOST_TOLD = 200
"""After so many mistakes the rest is not told."""

_OF_THE_CHECK = ("examples", "message", "remedy")
"""What no longer fits once a rule asks something else."""


@dataclass(frozen=True)
class Entry:
    """A rule as merged so far. ``off`` is the setting that turned it off, if one did."""

    setting: Setting
    off: Setting | None = None

    def files(self) -> frozenset[Path]:
        """The files that had a say in it."""
        return self.setting.files() | ({self.off.source.file} if self.off else frozenset())

    def same(self, other: Entry) -> bool:
        """Whether both ask the same."""
        return (self.off is None) == (other.off is None) and self.setting.plain() == other.setting.plain()


@dataclass
class Layer:
    """One file with all that it extends; ``closure`` are all these files, ``dimensions`` all ids they know.

    ``complete`` is false where a file that it extends could not be read. ``renamed`` are the new ids of rules by
    their old ones, ``notes`` what is to be told of a file without its being wrong.
    """

    file: Path
    head: Mapping[str, Setting]
    forms: tuple[str, ...] = ()
    rules: dict[str, Entry] = field(default_factory=dict)
    scoring: Setting | None = None
    closure: frozenset[Path] = frozenset()
    dimensions: frozenset[str] = frozenset()
    complete: bool = True
    renamed: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


class Flattener:
    """Lays one file's settings over those of its parents; what is wrong is collected in ``problems``."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def flatten(self, own: Setting, parents: list[Layer], complete: bool = True) -> Layer:
        """Return the file with all it extends; ``complete`` says that all its parents are there."""
        file = own.source.file
        inherited = {old: new for parent in parents for old, new in parent.renamed.items()}
        own, notes = called_anew(own, inherited)
        closure = frozenset({file}).union(*(parent.closure for parent in parents))
        complete = complete and all(parent.complete for parent in parents)
        layer = Layer(file, own.entries, _forms(own, parents), closure=closure, complete=complete)
        self._combine_rules(layer, own, parents)
        self._lay_rules(layer, own)
        layer.scoring = self._scoring(own, parents)
        dimensions = own.get("scoring", "dimensions")
        layer.renamed = {**inherited, **self._renamed(layer, own)}
        layer.notes = tuple(dict.fromkeys((*(note for parent in parents for note in parent.notes), *notes)))
        layer.dimensions = frozenset(dimensions.entries if dimensions else ()).union(
            *(parent.dimensions for parent in parents)
        )
        return layer

    def _renamed(self, layer: Layer, own: Setting) -> dict[str, str]:
        """The new ids that a file gives; each must be a rule's, and no old one may be."""
        given = own.get("renamed")
        names = {old: new.value for old, new in given.entries.items()} if given else {}
        for old, new in given.entries.items() if given else ():
            if old in layer.rules:
                zh = f"“{old}”仍是一条规则，不能又是旧名称"
                self._tell(new, Message(zh, f"{old!r} is a rule still, it cannot be an old id too"))
            elif current(str(new.value), names) not in layer.rules and layer.complete:
                self._tell(new, unknown("规则", "rule", str(new.value), layer.rules))
        return names

    def _tell(self, setting: Setting, message: Message) -> None:
        self.problems.append(Problem(setting.position, message))

    def _combine_rules(self, layer: Layer, own: Setting, parents: list[Layer]) -> None:
        brought: dict[str, Layer] = {}
        for parent in parents:
            for id, entry in parent.rules.items():
                other = layer.rules.get(id)
                if other is None or other.same(entry) or entry.files() <= brought[id].closure:
                    layer.rules.setdefault(id, entry)
                    brought.setdefault(id, parent)
                elif other.files() <= parent.closure or _decides(own.get("rules", id)):
                    layer.rules[id], brought[id] = entry, parent
                else:
                    at = entry.setting.position
                    zh = f"规则“{id}”有两种定义：{other.setting.position} 和 {at}；请在本文件中写明（off 或完整定义）"
                    en = f"rule {id!r} is defined differently at {other.setting.position} and {at}"
                    self._tell(own.get("extends") or own, Message(zh, en))

    def _lay_rules(self, layer: Layer, own: Setting) -> None:
        rules = own.get("rules")
        for id, entry in rules.entries.items() if rules else ():
            inherited = layer.rules.get(id)
            if inherited is None and "check" not in entry.entries:
                if not layer.complete or len(self.problems) >= MOST_TOLD:
                    continue
                message = unknown("可修改或停用的规则", "rule to change or turn off", id, layer.rules)
                if isinstance(entry.value, dict):
                    message = Message(f"{message.zh}；新规则要写 check", f"{message.en}; a new rule needs 'check'")
                self._tell(entry, message)
            elif inherited is None:
                layer.rules[id] = Entry(_with_forms(entry, own, layer.forms))
            elif entry.value == "off":
                layer.rules[id] = replace(inherited, off=entry)
            else:
                layer.rules[id] = Entry(_override(inherited.setting, entry))

    def _scoring(self, own: Setting, parents: list[Layer]) -> Setting | None:
        given = own.get("scoring")
        result: Setting | None = None
        closure: frozenset[Path] = frozenset()
        for parent in parents:
            if parent.scoring is None:
                continue
            clashes: list[tuple[Setting, Setting]] = []
            if result is not None:
                result = _combine(result, closure, parent.scoring, parent.closure, clashes)
            for first, second in clashes:
                path = [str(key) for key in second.path[1:]]
                if given is None or given.get(*path) is None:
                    at = f"{first.position} 和 {second.position}"
                    zh = f"评分设置“{'.'.join(path)}”有两种写法：{at}；请在本文件中写明"
                    en = f"scoring {'.'.join(path)!r} is set differently at {first.position} and {second.position}"
                    self._tell(own.get("extends") or own, Message(zh, en))
            result, closure = result or parent.scoring, closure | parent.closure
        if result is None or given is None:
            return given or result
        return merge(result, given, whole=REPLACED_WHOLE)


def _forms(own: Setting, parents: list[Layer]) -> tuple[str, ...]:
    given = own.get("forms")
    if given is not None:
        return (given.value,) if isinstance(given.value, str) else tuple(given.value)
    return tuple(dict.fromkeys(form for parent in parents for form in parent.forms))


def _with_forms(entry: Setting, own: Setting, forms: tuple[str, ...]) -> Setting:
    """A new rule, with the forms of its file where it names none."""
    if "forms" in entry.entries or not forms:
        return entry
    place = own.get("forms") or entry
    default = Setting(list(forms), place.source, place.path)
    return Setting({**entry.entries, "forms": default}, entry.source, entry.path)


def _decides(entry: Setting | None) -> bool:
    """Whether a file says by itself what a rule is, whatever its parents say."""
    return entry is not None and (entry.value == "off" or "check" in entry.entries)


def _override(inherited: Setting, entry: Setting) -> Setting:
    """A rule with some settings changed: whatever spoke of the old question goes."""
    if not isinstance(entry.value, dict):
        return inherited
    base = dict(inherited.entries)
    before, after = base.get("check"), entry.get("check")
    if after is not None and before is not None and after.value != before.value:
        base = {key: setting for key, setting in base.items() if key in COMMON_KEYS}
    merged = dict(merge(Setting(base, inherited.source, inherited.path), entry, _WHOLE_IN_RULES).entries)
    changed = {key for key in entry.entries if key not in base or base[key].plain() != merged[key].plain()}
    if any(key == "check" or key not in COMMON_KEYS for key in changed):
        for key in _OF_THE_CHECK:
            if key not in entry.entries:
                merged.pop(key, None)
    for key in ("when", "if"):
        if key in merged and merged[key].value == "off":
            del merged[key]
    return Setting(merged, entry.source, entry.path)


_WHOLE_IN_RULES = frozenset({("examples", outcome) for outcome in ("pass", "fail", "not_assessable")})


def without_off(scoring: Setting) -> Setting:
    """Scoring without the entries that were turned off."""
    if not isinstance(scoring.value, dict):
        return scoring
    kept = {key: without_off(below) for key, below in scoring.value.items() if below.value != "off"}
    return Setting(kept, scoring.source, scoring.path)


def _combine(
    one: Setting,
    one_closure: frozenset[Path],
    other: Setting,
    other_closure: frozenset[Path],
    clashes: list[tuple[Setting, Setting]],
) -> Setting:
    """Put the scoring of two parents together; where they differ, the one that has seen the other's prevails."""
    if other.path[1:] in REPLACED_WHOLE or not isinstance(one.value, dict) or not isinstance(other.value, dict):
        if one.plain() == other.plain() or other.files() <= one_closure:
            return one
        if not one.files() <= other_closure:
            clashes.append((one, other))
        return other
    merged = dict(one.value)
    for key, below in other.value.items():
        inherited = merged.get(key)
        merged[key] = _combine(inherited, one_closure, below, other_closure, clashes) if inherited else below
    return Setting(merged, one.source, one.path)
