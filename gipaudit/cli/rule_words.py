"""A rule's settings in words: what it asks, of whom, what it is worth, and by what examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from gipaudit.cli.language import current, say
from gipaudit.renderers.numbers import plain
from gipaudit.renderers.words import aside, level

if TYPE_CHECKING:
    from gipaudit.forms.form import Form
    from gipaudit.plugins import Registry
    from gipaudit.rules.check import Check
    from gipaudit.rules.rule import Rule, Ruleset
    from gipaudit.scoring.scheme import Lose, Scheme

Fact = tuple[str, str]


def asked(rule: Rule) -> Iterator[Fact]:
    """What the rule asks: the kind of check, its explanation on each form, its formula as written."""
    from gipaudit.forms.library import forms
    from gipaudit.plugins import registry

    checks: Registry[Check] = registry("register_checks", "检查", "check")
    check = checks[rule.check]
    yield say("检查", "Check"), check.title.say(current()) + aside(check.name, current())
    told: dict[str, list[str]] = {}
    for generation in rule.forms:
        variants = [form for form in forms().values() if form.id == generation]
        told.setdefault(_explained(check, rule, variants), []).append(generation)
    told.pop("", None)
    for text, ids in told.items():
        of = aside(say("、", ", ").join(ids), current()) if len(told) > 1 else ""
        yield say("要求", "Asks") + of, text
    formula = rule.options.get("formula")
    if isinstance(formula, str) and not any(formula in text for text in told):
        yield say("算式", "Formula"), formula


def _explained(check: Check, rule: Rule, variants: Sequence[Form]) -> str:
    """What a check says of a rule on one generation: on the first of its variants that has what the rule names."""
    from gipaudit.rules.formula import FormulaError

    for form in variants:
        try:
            return check.explain(rule, form)
        except FormulaError:  # another variant has it, which loading made sure of
            continue
    return check.explain(rule, None)


def applies_to(rule: Rule) -> Iterator[Fact]:
    """To which forms, levels, years and units it applies."""
    comma = say("、", ", ")
    yield say("格式", "Forms"), comma.join(rule.forms)
    when = rule.when
    levels = [name + aside(code, current()) if (name := level(code, current())) else code for code in when.levels]
    parts = [comma.join(levels), comma.join(when.units)]
    if when.years:
        first, last = (str(year) if year else "" for year in when.years)
        parts.append(f"{first}–{last}")
    yield say("适用", "Applies to"), "；".join(filter(None, parts))
    yield say("条件", "Condition"), rule.condition or ""


def worth(rule: Rule, ruleset: Ruleset) -> Iterator[Fact]:
    """What the rule is worth in marks, by the ruleset's own scheme."""
    from gipaudit.scoring.scheme import scheme_of

    scheme = scheme_of(ruleset)
    deduction = scheme.deduction(rule.id)
    dimension = (deduction.dimension if deduction else None) or rule.dimension
    title = next((item.title for item in scheme.dimensions if item.id == dimension), dimension)
    yield say("维度", "Dimension"), title if title == dimension else title + aside(dimension, current())
    told = list(_worth(rule, scheme)) or [say("不计分", "no marks")]
    yield say("分值", "Marks"), "；".join(told) + say(f"（计分模型 {scheme.model}）", f" (model {scheme.model})")


def _worth(rule: Rule, scheme: Scheme) -> Iterator[str]:
    deduction, items = scheme.deduction(rule.id), scheme.items_of(rule.id)
    if scheme.model == "weighted":
        weight = plain(deduction.weight if deduction else Decimal(1))
        yield say(f"权重{weight}", f"weight {weight}")
    elif (entry := scheme.taken_for(rule.id)) is not None:
        lost = plain(entry.marks)
        yield say(
            f"不通过时由人工认定“{entry.title}”，最多扣{lost}分",
            f"where it fails a person judges “{entry.title}”, at most {lost} off",
        )
    elif deduction is not None and not items and deduction.lose:
        per = deduction.per or ("cause" if rule.check == "identity" else "finding")
        yield _loss(deduction.lose, deduction.at_most, say(*_PER[per]))
    for item in items:
        once = say(*_PER["report"]) if item.once else say("每条规则", "per rule")
        yield say(f"并入“{item.title}”，", f"within “{item.title}”: ") + _loss(item.lose, item.at_most, once)
    bonus = scheme.bonus_of(rule.id)
    if bonus is not None:
        yield say(f"通过时加{plain(bonus)}分", f"brings {plain(bonus)} where it passes")
    ceiling = scheme.ceiling_of(rule.id)
    if ceiling is not None:
        yield say(f"未通过时总分不超过{plain(ceiling)}分", f"where it fails the total is at most {plain(ceiling)}")


_PER = {
    "report": ("每份报告", "per report"),
    "finding": ("每个问题", "per finding"),
    "cell": ("每个单元格", "per cell"),
    "cause": ("每个填错的单元格", "per wrong cell"),
}


def _loss(lose: Lose, at_most: Decimal | None, per: str) -> str:
    if lose == "all":
        return say("扣完该维度的全部分值", "all marks of the dimension")
    text = say(f"{per}扣{plain(lose)}分", f"{plain(lose)} {per}")
    return text if at_most is None else text + say(f"，最多扣{plain(at_most)}分", f", at most {plain(at_most)}")


def examples(rule: Rule) -> Iterator[Fact]:
    """The rule's examples, one a line."""
    names = {
        "pass": say("通过之例", "Passes"),
        "fail": say("不通过之例", "Fails"),
        "not_assessable": say("未能判定之例", "Not assessable"),
    }
    for verdict, several in rule.examples.items():
        for example in several:
            shown = (f"{name}={'~' if value is None else value}" for name, value in example.items())
            text = say("；", "; ").join(shown) or say("（全部填0，各部分齐全）", "(all cells 0, all sections there)")
            yield names.get(verdict, verdict), text
