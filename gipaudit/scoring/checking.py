"""What may be wrong in a ``scoring`` block of the right shape: names nobody knows, marks that do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from gipaudit.errors import Message
from gipaudit.rules.check import OptionProblem
from gipaudit.scoring.scheme import Scheme, most_specific, number, read_scheme

Path = tuple[str | int, ...]


def problems(block: Mapping[str, Any], rules: Mapping[str, str], models: Iterable[str]) -> tuple[OptionProblem, ...]:
    """Everything that is wrong in a merged ``scoring`` block that fits :data:`gipaudit.scoring.schema.SCHEMA`.

    Args:
        block: the block as plain values.
        rules: the dimension of every rule by its id, those that were turned off included.
        models: the names of the scoring models that are there.
    """
    scheme = read_scheme(block)
    found = [*_numbers(block, ()), *_model(scheme, sorted(models)), *_sums(scheme)]
    found += _rule_names(scheme, rules)
    found += _dimension_names(scheme, rules)
    found += _items(scheme, rules)
    found += _decided(block.get("manual", {}), scheme)
    return tuple(found)


def _numbers(value: Any, path: Path) -> Iterator[OptionProblem]:
    """Numbers of more than four decimals: nobody means them, and without them every sum is exact."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _numbers(below, (*path, key))
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            yield from _numbers(below, (*path, index))
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        exact = number(value)
        if exact != round(exact, 4):
            yield _problem(path, f"{value} 的小数超过四位", f"{value} has more than four decimals")


def _model(scheme: Scheme, models: list[str]) -> Iterator[OptionProblem]:
    if scheme.model not in models:
        known = "、".join(models)
        yield _problem(
            ("model",), f"没有评分模型“{scheme.model}”；可用：{known}", f"no model {scheme.model!r}; known: {known}"
        )


def _sums(scheme: Scheme) -> Iterator[OptionProblem]:
    """Without bonus the best report must be able to reach exactly the full marks."""
    if not scheme.dimensions:
        return
    given = sum((entry.marks for entry in scheme.given), Decimal(0))
    if scheme.base > scheme.full_marks or scheme.base + given < scheme.full_marks:
        yield _problem(
            ("dimensions",),
            f"各维度分值合计{scheme.base}（人工评分{given}），与满分{scheme.full_marks}不符",
            f"dimensions add up to {scheme.base} (manual marks {given}), full marks are {scheme.full_marks}",
        )
    if scheme.absent != "all" and scheme.absent > scheme.full_marks:
        yield _problem(("absent",), "扣分高于满分", "more marks are lost than there are")
    for index, veto in enumerate(scheme.veto):
        if veto.ceiling > scheme.full_marks:
            yield _problem(("veto", index, "ceiling"), "上限高于满分", "the ceiling is above the full marks")


def _rule_names(scheme: Scheme, rules: Mapping[str, str]) -> Iterator[OptionProblem]:
    named: list[tuple[Path, str]] = [(("rules", pattern), pattern) for pattern in scheme.rules]
    named += [(("bonus", "rules", pattern), pattern) for pattern in scheme.bonus]
    named += [(("veto", index, "rule"), veto.rule) for index, veto in enumerate(scheme.veto)]
    for item in scheme.items:
        named += [(("items", item.id, "rules", index), pattern) for index, pattern in enumerate(item.rules)]
    for entry in scheme.manual:
        named += [(("manual", entry.id, "rules", index), pattern) for index, pattern in enumerate(entry.rules)]
    for path, pattern in named:
        if not any(pattern == rule or fnmatchcase(rule, pattern) for rule in rules):
            near = get_close_matches(pattern, rules, 1)
            zh = f"没有规则“{pattern}”" + (f"，是否为“{near[0]}”？" if near else "")
            en = f"no rule {pattern!r}" + (f"; did you mean {near[0]!r}?" if near else "")
            yield _problem(path, zh, en)


def _dimension_names(scheme: Scheme, rules: Mapping[str, str]) -> Iterator[OptionProblem]:
    known = "、".join(scheme.marks) or "无"
    named = [(("rules", pattern, "dimension"), deduction.dimension) for pattern, deduction in scheme.rules.items()]
    named += [(("items", item.id, "dimension"), item.dimension) for item in scheme.items]
    named += [(("manual", entry.id, "dimension"), entry.dimension) for entry in scheme.manual]
    for path, name in named:
        if name is not None and name not in scheme.marks:
            yield _problem(path, f"没有维度“{name}”；可用：{known}", f"no dimension {name!r}; known: {known}")
    homeless: dict[str, list[str]] = {}
    for rule, dimension in rules.items():
        deduction = scheme.deduction(rule)
        elsewhere = scheme.items_of(rule) or scheme.taken_for(rule) is not None
        costs = deduction is not None and deduction.lose and not elsewhere
        if scheme.dimensions and costs and deduction is not None and deduction.dimension is None:
            if not dimension:
                pattern = next(pattern for pattern, entry in scheme.rules.items() if entry is deduction)
                zh = f"规则“{pattern}”有分值，却没有写维度；请在规则里写 dimension，可用：{known}"
                yield _problem(("rules", pattern), zh, f"rule {pattern!r} has marks but no dimension; known: {known}")
            elif dimension not in scheme.marks:
                homeless.setdefault(dimension, []).append(rule)
    for dimension, ids in homeless.items():
        listed = "、".join(ids[:3]) + (f" 等{len(ids)}条" if len(ids) > 3 else "")
        yield _problem(
            ("dimensions",),
            f"没有维度“{dimension}”，而规则 {listed} 要在其中扣分；请在 dimensions 里加上它，或在 scoring.rules 里给"
            f"这些规则写 dimension（可用：{known}），或把规则 off",
            f"no dimension {dimension!r}, in which {listed} cost marks: add it to dimensions, give these rules "
            f"another dimension in scoring.rules (known: {known}), or turn them off",
        )


def _items(scheme: Scheme, rules: Mapping[str, str]) -> Iterator[OptionProblem]:
    for rule in rules:
        lines = [("items", item.id) for item in scheme.items_of(rule)]
        lines += [("manual", entry.id) for entry in scheme.taken if most_specific(entry.rules, rule) is not None]
        if len(lines) > 1:
            names = "、".join(id for _, id in lines)
            yield _problem(
                (*lines[-1], "rules"),
                f"规则“{rule}”同时列入{names}，会重复扣分",
                f"rule {rule!r} stands in {names} and would be charged more than once",
            )
    for item in scheme.items:
        dimensions = {dimension for rule, dimension in rules.items() if item in scheme.items_of(rule)}
        if scheme.dimensions and item.dimension is None and (len(dimensions) > 1 or dimensions - scheme.marks.keys()):
            names = "、".join(sorted(dimensions))
            yield _problem(
                ("items", item.id),
                f"所列规则的维度为{names}，请写明 dimension",
                f"its rules belong to {names}: say which",
            )


def _decided(block: Mapping[str, Any], scheme: Scheme) -> Iterator[OptionProblem]:
    """Manual entries that say two things at once, or that the model cannot take off."""
    for entry in scheme.manual:
        path = ("manual", entry.id)
        if {"marks", "lose"} <= block[entry.id].keys():
            yield _problem(path, "marks（给分）与 lose（扣分）只能写一个", "marks and lose exclude each other")
        if not entry.deducts and (entry.rules or entry.dimension is not None):
            zh = "rules、dimension 只用于人工扣分（lose），不用于给分（marks）"
            yield _problem(path, zh, "rules and dimension belong to what is taken off (lose), not to marks given")
        if entry.deducts and scheme.model != "deduct":
            zh = f"评分模型 {scheme.model} 没有扣分，人工评定请用 marks"
            yield _problem(path, zh, f"the model {scheme.model!r} takes nothing off: give marks")
        if entry.deducts and scheme.dimensions and entry.dimension is None:
            yield _problem(path, "请写明扣哪个维度的分（dimension）", "say of which dimension it is taken off")
        if entry.rules and entry.default is not None:
            zh = "rules 与 default 只能写一个：有线索规则的，由规则决定是否待认定"
            yield _problem(path, zh, "rules and default exclude each other")
        allowed = entry.choices.values()
        for marks in (*allowed, *(() if entry.default is None else (entry.default,))):
            if marks > entry.marks or (allowed and marks not in allowed):
                zh = f"{marks}分不是可以评定的分数（最多{entry.marks}分）"
                yield _problem(path, zh, f"{marks} is not among the marks that may be entered")


def _problem(path: Path, zh: str, en: str) -> OptionProblem:
    return OptionProblem(path, Message(zh, en))
