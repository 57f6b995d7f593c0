"""A rule on a row that only a variant of its form prints is explained like any other."""

from __future__ import annotations

from collections.abc import Callable

from gipaudit.scoring.rulesets import load_ruleset

Command = Callable[..., tuple[int, str, str]]


def test_every_rule_can_be_explained(command: Command) -> None:
    broken = [id for id in load_ruleset("national").rules if command("explain", id)[0] != 0]
    assert broken == []
