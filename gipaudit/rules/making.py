"""A merged entry → a Rule, and what is wrong in it that concerns no other rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from gipaudit.errors import Message, Position, Problem
from gipaudit.forms.form import Form
from gipaudit.forms.report import TIERS, UNIT_KINDS
from gipaudit.rules.check import PLACEHOLDERS, Check, unknown_placeholders
from gipaudit.rules.names import unknown
from gipaudit.rules.rule import COMMON_KEYS, Rule, When
from gipaudit.rules.schema import options_schema
from gipaudit.rules.schema_errors import schema_problems
from gipaudit.rules.settings import Setting
from gipaudit.scorecard import SEVERITIES, Severity

ANY = "*"

_YEARS = re.compile(r"(?P<first>[0-9]{4})?(?P<to>[-–—－~～])?(?P<last>[0-9]{4})?")


class Maker:
    """Makes rules; what is wrong is collected in ``problems``.

    Rules written in files alone for which ``trusted`` answers yes are not held to their check and forms.
    """

    def __init__(
        self, checks: Mapping[str, Check], forms: Mapping[str, Form], trusted: Callable[[Path], bool]
    ) -> None:
        self._checks = checks
        self._forms = forms
        self._trusted = trusted
        self.problems: list[Problem] = []

    def make(self, id: str, setting: Setting) -> Rule | None:
        """Return the rule, or ``None`` where its check cannot be told or its options do not fit the check."""
        entries = setting.plain()
        check = self._checks.get(entries["check"]) if isinstance(entries.get("check"), str) else None
        options = {key: value for key, value in entries.items() if key not in COMMON_KEYS}
        if not entries.get("title"):
            self._tell(setting.position, Message(f"规则“{id}”缺少 title（标题）", f"rule {id!r} needs a title"))
        forms = self._rule_forms(id, setting, _list(entries.get("forms", [])))
        self._message(setting, entries.get("message", ""))
        when = self._when(setting, entries.get("when", {}))
        if check is None:
            return None
        trusted = all(self._trusted(file) for file in setting.files())
        wrong = [] if trusted else schema_problems(options, options_schema(check), setting)
        self.problems += wrong
        if wrong:
            return None
        rule = _rule(id, entries, options, forms, when, _origin(setting))
        if not trusted:
            self._options(rule, setting, check)
        return rule

    def _tell(self, position: Position, message: Message) -> None:
        self.problems.append(Problem(position, message))

    def _rule_forms(self, id: str, setting: Setting, named: list[str]) -> tuple[str, ...]:
        known = list(dict.fromkeys(key.partition("/")[0] for key in self._forms))
        for number, form in enumerate(named):
            if form not in known:
                listed = setting.get("forms") is not None and isinstance(setting.entries["forms"].value, list)
                place = setting.place(("forms", number) if listed else ("forms",), 0)
                self._tell(place, unknown("报告格式", "form", str(form), known))
        if not named:
            zh = f"规则“{id}”没有适用格式：请在规则或文件开头写 forms，如 forms: ['{known[-1] if known else '2021'}']"
            self._tell(setting.position, Message(zh, f"rule {id!r} names no forms"))
        return tuple(named)

    def _message(self, setting: Setting, message: Any) -> None:
        if not isinstance(message, str):
            return
        for name in unknown_placeholders(message):
            place = setting.place(("message",), message.index("{" + name + "}"))
            self._tell(place, unknown("占位", "placeholder", name, PLACEHOLDERS))

    def _when(self, setting: Setting, when: Any) -> When:
        if not isinstance(when, dict):
            return When()
        levels = [level for level in _list(when.get("levels", [])) if isinstance(level, str)]
        for number, level in enumerate(levels):
            path = ("when", "levels", number) if isinstance(when["levels"], list) else ("when", "levels")
            message = _level_problem(level)
            if message is not None:
                self._tell(setting.place(path, 0), message)
        years: tuple[int | None, int | None] | None = None
        if "years" in when:
            written = setting.printed(("when", "years")) or str(when["years"])
            years = _years(written)
            if years is None:
                zh = f"年度“{written}”写法不对；可写 2021、2021-、2019-2020、-2018"
                en = f"years {written!r} is not well formed; write 2021, 2021-, 2019-2020 or -2018"
                self._tell(setting.place(("when", "years"), 0), Message(zh, en))
        return When(tuple(levels), years, tuple(_list(when.get("units", []))))

    def _options(self, rule: Rule, setting: Setting, check: Check) -> None:
        """Ask the check about its options and, for ``if``, the formula language."""
        forms = {key: form for key, form in self._forms.items() if form.id in rule.forms}
        for problem in check.validate(rule, forms):
            self._tell(setting.place(problem.path, problem.offset), problem.message)
        if isinstance(rule.condition, str):
            for offset, message in _condition_problems(rule.condition, forms.values()):
                self._tell(setting.place(("if",), offset), message)


def _condition_problems(text: str, forms: Iterable[Form]) -> Iterator[tuple[int, Message]]:
    """What is wrong in a condition: one of a generation's variants must understand it."""
    from gipaudit.rules.formula.errors import FormulaError
    from gipaudit.rules.formula.instances import compile_condition

    errors: dict[str, FormulaError | None] = {}
    for form in forms:
        if form.id in errors and errors[form.id] is None:
            continue
        try:
            compile_condition(text, form)
        except FormulaError as error:
            errors.setdefault(form.id, error)
        else:
            errors[form.id] = None
    yield from dict.fromkeys((error.offset, error.message) for error in errors.values() if error)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _level_problem(level: str) -> Message | None:
    tier, dash, kind = level.partition("-")
    if not dash:
        zh = f"层级“{level}”写法不对；应为 层级-类别，如 city-government、*-department"
        return Message(zh, f"level {level!r} is not well formed; write tier-kind such as city-government")
    tiers, kinds = (*TIERS, ANY), (*UNIT_KINDS, ANY)
    if tier not in tiers:
        return unknown("层级", "tier", tier, tiers)
    return unknown("单位类别", "kind of unit", kind, kinds) if kind not in kinds else None


def _years(text: str) -> tuple[int | None, int | None] | None:
    match = _YEARS.fullmatch(text.replace(" ", ""))
    if match is None or not (match["first"] or match["last"]) or (match["last"] and not match["to"]):
        return None
    first, last = (int(match[part]) if match[part] else None for part in ("first", "last"))
    if not match["to"]:
        return first, first
    return None if first and last and last < first else (first, last)


def _origin(setting: Setting) -> dict[str, Position]:
    return {".".join(path): below.position for path, below in setting.leaves()}


def _rule(
    id: str,
    entries: Mapping[str, Any],
    options: Mapping[str, Any],
    forms: tuple[str, ...],
    when: When,
    origin: Mapping[str, Position],
) -> Rule:
    severity = entries.get("severity", "warning")
    examples = entries.get("examples")
    return Rule(
        id=id,
        title=entries.get("title", id),
        check=entries["check"],
        forms=forms,
        options=options,
        title_en=entries.get("title_en", ""),
        when=when,
        condition=entries.get("if"),
        severity=cast(Severity, severity if severity in SEVERITIES else "warning"),
        dimension=entries.get("dimension", ""),
        basis=entries.get("basis", ""),
        message=entries.get("message", ""),
        remedy=entries.get("remedy", ""),
        status=entries.get("status", "stable"),
        examples={outcome: tuple(_list(given)) for outcome, given in (examples or {}).items()},
        origin=origin,
    )
