"""A rule's settings in words: what it asks, of whom, what it is worth, and by what examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gipaudit.cli.language import current, say

if TYPE_CHECKING:
    from gipaudit.forms.form import Form
    from gipaudit.plugins import Registry
    from gipaudit.rules.check import Check
    from gipaudit.rules.rule import Rule, Ruleset

Fact = tuple[str, str]


def asked(rule: Rule) -> Iterator[Fact]:
    """What the rule asks: the kind of check, its explanation on each form, its formula as written."""
    from gipaudit.forms.library import forms
    from gipaudit.plugins import registry

    checks: Registry[Check] = registry("register_checks", "检查", "check")
    check = checks[rule.check]
    yield say("检查", "Check"), f"{check.title.say(current())}（{check.name}）"
    told: set[str] = set()
    known = forms()
    meant: list[Form | None] = [known[id] for id in rule.forms if id in known]
    for form in meant or [None]:
        text = check.explain(rule, form)
        if text and text not in told:
            told.add(text)
            yield say("要求", "Asks"), text
    formula = rule.options.get("formula")
    if isinstance(formula, str) and not any(formula in text for text in told):
        yield say("算式", "Formula"), formula


def applies_to(rule: Rule) -> Iterator[Fact]:
    """To which forms, levels, years and units it applies."""
    comma = say("、", ", ")
    yield say("格式", "Forms"), comma.join(rule.forms)
    when = rule.when
    parts = [comma.join(when.levels), comma.join(when.units)]
    if when.years:
        first, last = (str(year) if year else "" for year in when.years)
        parts.append(f"{first}–{last}")
    yield say("适用", "Applies to"), "；".join(filter(None, parts))
    yield say("条件", "Condition"), rule.condition or ""


def worth(rule: Rule, ruleset: Ruleset) -> Iterator[Fact]:
    """What the rule is worth in marks, by the ruleset's own model."""
    scoring = ruleset.scoring
    model = str(scoring.get("model", "deduct"))
    dimensions = scoring.get("dimensions") or {}
    dimension = dimensions.get(rule.dimension) or {}
    yield say("维度", "Dimension"), str(dimension.get("title", rule.dimension))
    lines = list(_worth(rule, scoring, model))
    if not lines:
        lines = [say("不计分", "no marks")] if model == "deduct" else [say("权重 1", "weight 1")]
    yield say("分值", "Marks"), "；".join(lines) + say(f"（模型 {model}）", f" (model {model})")


def _worth(rule: Rule, scoring: Mapping[str, Any], model: str) -> Iterator[str]:
    rules = scoring.get("rules") or {}
    pattern = most_specific(rule.id, rules)
    if pattern is not None:
        yield _entry(rules[pattern], pattern if pattern != rule.id else "")
    for name, item in (scoring.get("items") or {}).items():
        if most_specific(rule.id, item.get("rules") or ()) is not None:
            yield say("合并项", "item ") + f"“{item.get('title', name)}”：" + _entry(item, "")
    bonus = (scoring.get("bonus") or {}).get("rules") or {}
    pattern = most_specific(rule.id, bonus)
    if pattern is not None:
        yield say("加分：", "bonus: ") + _entry(bonus[pattern], "")
    for veto in scoring.get("veto") or ():
        if most_specific(rule.id, [str(veto.get("rule"))]) is not None:
            yield say(
                f"未通过时总分不超过{veto['ceiling']}", f"the total is at most {veto['ceiling']} where it fails"
            )


def most_specific(rule: str, patterns: Any) -> str | None:
    """Return the pattern that names the rule most closely: its own id, or else the longest that matches."""
    from fnmatch import fnmatchcase

    if rule in patterns:
        return rule
    matching = [str(pattern) for pattern in patterns if fnmatchcase(rule, str(pattern))]
    return max(matching, key=len, default=None)


_PER = {
    "report": ("每份报告", "per report"),
    "finding": ("每个问题", "per finding"),
    "cell": ("每个单元格", "per cell"),
    "cause": ("每个致错单元格", "per wrong cell"),
}


def _entry(entry: Any, pattern: str) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    parts = []
    per = say(*_PER[entry["per"]]) if entry.get("per") in _PER else ""
    if "lose" in entry:
        lose = say("全部", "all") if entry["lose"] == "all" else str(entry["lose"])
        parts.append(say(f"{per}扣{lose}分", f"{lose} marks {per}".rstrip()))
    if "marks" in entry:
        parts.append(say(f"{entry['marks']}分", f"{entry['marks']} marks"))
    if "weight" in entry:
        parts.append(say(f"权重{entry['weight']}", f"weight {entry['weight']}"))
    if "at_most" in entry:
        parts.append(say(f"最多{entry['at_most']}分", f"at most {entry['at_most']}"))
    if pattern:
        parts.append(say(f"按“{pattern}”", f"by {pattern!r}"))
    return say("，", ", ").join(parts)


def examples(rule: Rule) -> Iterator[Fact]:
    """The rule's examples, one a line."""
    names = {
        "pass": say("通过之例", "Passes"),
        "fail": say("不通过之例", "Fails"),
        "not_assessable": say("未能判定之例", "Not assessable"),
    }
    for verdict, several in rule.examples.items():
        for example in several:
            text = say("；", "; ").join(f"{name}={value}" for name, value in example.items())
            yield names.get(verdict, verdict), text
