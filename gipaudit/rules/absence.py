"""Asking the rules that speak of units which sent nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gipaudit.forms.form import Form
from gipaudit.forms.report import Identity
from gipaudit.plugins import distribution, plugins
from gipaudit.rules.absent import Absent
from gipaudit.rules.applies import why_not_unit
from gipaudit.rules.check import Check
from gipaudit.rules.engine import Answer, frames
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.scorecard import Crash, Evidence, Outcome


def judge_absent(
    ruleset: Ruleset, absent: Sequence[Absent], checks: Mapping[str, Check], forms: Mapping[str, Form]
) -> tuple[list[tuple[Answer, ...]], list[Crash]]:
    """Ask every rule that speaks of absent units of each of them; the answers stand in the order of the units.

    A rule is asked where it is for the form of the year and its ``when`` takes the unit; a rule that breaks is told
    as crashed and held against nobody.
    """
    rules = [rule for rule in ruleset.rules.values() if checks[rule.check].absent is not None]
    answers: list[tuple[Answer, ...]] = []
    crashes: list[Crash] = []
    for each in absent:
        generations = {form.id for form in forms.values() if form.covers(each.year)}
        identity = Identity(each.unit.name, each.year, each.unit.level)
        asked = [
            rule for rule in rules if generations.intersection(rule.forms) and not why_not_unit(rule.when, identity)
        ]
        said = ((rule, _outcome(rule, checks[rule.check], each, crashes)) for rule in asked)
        answers.append(tuple(Answer(rule, (outcome,)) for rule, outcome in said if outcome is not None))
    return answers, crashes


def _outcome(rule: Rule, check: Check, absent: Absent, crashes: list[Crash]) -> Outcome | None:
    speak = check.absent
    if speak is None:
        raise ValueError(f"the check {check.name} does not speak of absent units")
    try:
        return speak(rule, absent)
    except Exception as error:  # a plugin's check may raise anything; it is told as crashed, with its name
        owner = plugins().owner("register_checks", rule.check) or plugins().at_fault(error)
        crashes.append(Crash(rule.id, distribution(owner), absent.unit.name, frames(error)))
        why = f"规则出错：{type(error).__name__}"
        return Outcome("absent", "", "crashed", Evidence(message="该规则运行出错，未能判定", why=why))
