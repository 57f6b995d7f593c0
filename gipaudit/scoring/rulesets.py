"""Rulesets with their marks: loading as everyone above this layer does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gipaudit.rules.check import OptionProblem
from gipaudit.rules.rule import Ruleset
from gipaudit.rules.ruleset import load_ruleset as load_rules


def load_ruleset(reference: str | Path, *, recheck: bool = False) -> Ruleset:
    """Load a ruleset by id or file, its ``scoring`` block checked in full; ``recheck`` as below this layer.

    Raises:
        UsageError: there is no such ruleset.
        SourceError: something is wrong in it: all problems at once.
    """
    from gipaudit.scoring.schema import SCHEMA

    return load_rules(reference, SCHEMA, scoring_problems, recheck=recheck)


def scoring_problems(block: Mapping[str, Any], rules: Mapping[str, str]) -> Iterable[OptionProblem]:
    """What is wrong in a ``scoring`` block, with the scoring models that are installed."""
    from gipaudit.scoring.checking import problems
    from gipaudit.scoring.scorers import scorers

    return problems(block, rules, scorers().names())
