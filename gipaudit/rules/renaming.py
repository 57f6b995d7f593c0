"""Rules that bear a new id: a file that was written for the old one works on, and is told.

A ruleset says so with ``renamed: {old: new}``. Whoever extends it may still call the rule by its old id, in ``rules``
and in ``scoring``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from gipaudit.errors import Message, Problem
from gipaudit.rules.settings import Setting

Names = Mapping[str, str]
"""New ids by old ids."""

_BY_ID = (("rules",), ("scoring", "rules"), ("scoring", "bonus", "rules"))
"""Mappings whose keys are rules."""


def current(id: str, names: Names) -> str:
    """The id that a rule bears now, however often it was renamed."""
    seen = {id}
    while id in names and names[id] not in seen:
        id = names[id]
        seen.add(id)
    return id


def called_anew(own: Setting, names: Names) -> tuple[Setting, list[Problem]]:
    """A file in which rules are called by their new ids, and what is to be told of each old one.

    Where a file names a rule by both, what it says under the new id stands.
    """
    if not names:
        return own, []
    told: list[Problem] = []

    def new(id: str, at: Setting) -> str:
        now = current(id, names)
        if now != id:
            zh = f"规则“{id}”已改名为“{now}”，请改用新名称"
            told.append(Problem(at.position, Message(zh, f"rule {id!r} is now called {now!r}: use the new id")))
        return now

    for path in _BY_ID:
        own = _changed(own, path, lambda setting: _by_id(setting, new))
    own = _changed(own, ("scoring", "items"), lambda setting: _each(setting, lambda item: _listed(item, new)))
    own = _changed(own, ("scoring", "veto"), lambda setting: _vetoes(setting, new))
    return own, told


New = Callable[[str, Setting], str]
Change = Callable[[Setting], Setting]


def _changed(setting: Setting, path: tuple[str, ...], change: Change) -> Setting:
    """A setting in which the one at a path below is changed; where there is none, it stays."""
    if not path:
        return change(setting)
    below = setting.entries.get(path[0])
    if below is None:
        return setting
    return replace(setting, value={**setting.entries, path[0]: _changed(below, path[1:], change)})


def _by_id(setting: Setting, new: New) -> Setting:
    entries: dict[str, Setting] = {}
    for id, entry in setting.entries.items():
        now = new(id, entry)
        if now == id or now not in setting.entries:
            entries[now] = entry
    return replace(setting, value=entries) if isinstance(setting.value, dict) else setting


def _each(setting: Setting, change: Change) -> Setting:
    if not isinstance(setting.value, dict):
        return setting
    return replace(setting, value={key: change(entry) for key, entry in setting.entries.items()})


def _listed(item: Setting, new: New) -> Setting:
    """An item of the scoring, its list of rules called anew."""
    rules = item.entries.get("rules")
    if rules is None or not isinstance(rules.value, list):
        return item
    ids = [new(id, rules) if isinstance(id, str) else id for id in rules.value]
    return replace(item, value={**item.entries, "rules": replace(rules, value=list(dict.fromkeys(ids)))})


def _vetoes(setting: Setting, new: New) -> Setting:
    if not isinstance(setting.value, list):
        return setting
    vetoes = [
        {**veto, "rule": new(veto["rule"], setting)}
        if isinstance(veto, dict) and isinstance(veto.get("rule"), str)
        else veto
        for veto in setting.value
    ]
    return replace(setting, value=vetoes)
