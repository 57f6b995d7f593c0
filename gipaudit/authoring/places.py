"""Where things stand in the files of a ruleset: what the rules themselves remember only to the nearest setting."""

from __future__ import annotations

from pathlib import Path

from gipaudit.errors import Position
from gipaudit.resources import rulesets_folder
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.sources import Source, read_source


class Places:
    """The places in a ruleset's files; a file is read again when something in it is asked for, and only once."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._sources: dict[Path, Source | None] = {}

    def rule(self, rule: Rule, *path: str | int) -> Position:
        """Where the setting at that path of a rule stands, or else the nearest one around it, list items included."""
        named = [str(part) for part in path]
        near = rule.position(*named) or self.start
        source = self._source(near.file)
        return near if source is None else source.positions.get(("rules", rule.id, *path), near)

    def example(self, rule: Rule, expected: str, number: int) -> Position:
        """Where a rule's example stands; where it has none (``number`` 0), the rule itself."""
        return self.rule(rule, "examples", expected, number - 1) if number else self.rule(rule)

    def scoring(self, *path: str | int) -> Position:
        """Where the setting at that path of the ``scoring`` block stands, or else the nearest one around it."""
        origin = self._ruleset.scoring_origin
        for end in range(len(path), -1, -1):
            near = origin.get(".".join(map(str, path[:end])))
            if near is not None:
                source = self._source(near.file)
                return near if source is None else source.positions.get(("scoring", *path), near)
        return self.start

    @property
    def start(self) -> Position:
        """The beginning of the ruleset's own file."""
        return Position(self._ruleset.files[0], 1, 1)

    def _source(self, file: Path) -> Source | None:
        if file not in self._sources:
            self._sources[file] = read_source(file)[0]
        return self._sources[file]


def shown(position: Position) -> str:
    """A place as people read it: files that ship with gipaudit by their path among the rulesets."""
    folder = rulesets_folder()
    if position.file.is_relative_to(folder):
        return f"{position.file.relative_to(folder)}:{position.line}:{position.column}"
    return str(position)
