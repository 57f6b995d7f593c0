"""The examples that rules bring, run: each must come out as it says.

An example is a mapping. A cell's name in the scope of the rule's formula, or an address, has a number, a text as
printed, ``空``, ``缺`` or ``~`` (could not be read); cells left out are 0. A section's id or title has its text,
``空`` (a heading with nothing under it), ``缺``, ``~`` (may have been lost), or a mapping with 标题, 正文, 图片 and
表格; sections left out are there and in order. Besides there are 标题, 引言, 单位, 年度, 级别, 公布 (the day of
publication), 次序 (of sections), 文件 (its path) and 格式 (the one form that the example is meant for).

上年 is the same unit's report of the year before, 别的单位 another unit's report of the same year: each is a mapping
of the same kind, or a list of them (the years before, nearest first). Their 格式 is the form they are on, where it is
another. 下级 are the reports of the units right below, 缺 for one that sent none; 名录 is what the roster says of the
unit (权限, 期限), or the names of all units in it; 收到: 否 with 今天 is a unit that sent nothing. 采集 is what was
found at the addresses that the report came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gipaudit.authoring.fetches import FETCHED, fetches_of
from gipaudit.authoring.rosters import KEYS, absent_unit, reports_below, roster_of
from gipaudit.authoring.specimen import BLANK, MISSING, CellValue, Draft, Specimen, make_report
from gipaudit.errors import GipauditError, Message, UsageError
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check
from gipaudit.rules.engine import judge
from gipaudit.rules.rule import Rule, Ruleset, When
from gipaudit.rules.targets import find_section
from gipaudit.scorecard import PRECEDENCE, Verdict

Forms = Mapping[str, Form]
"""Forms by generation (``2021``) or generation and variant (``2014/2014-library``)."""

NEEDED: tuple[Verdict, ...] = ("pass", "fail")
"""The verdicts for which every rule must bring an example."""

_SETTINGS = {
    "标题": "title",
    "引言": "preamble",
    "单位": "unit",
    "年度": "year",
    "级别": "level",
    "公布": "published",
    "次序": "order",
    "格式": "form",
    "文件": "source",
}
PREVIOUS, OTHERS = "上年", "别的单位"
"""The keys of other reports that an example needs beside its own."""

_DRAFT = {"标题": "title", "正文": "text", "图片": "pictures", "表格": "tables"}
_DRAFT_KINDS: Mapping[str, type] = {"标题": str, "正文": str, "图片": int, "表格": bool}


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that did not come out as it says, or that is lacking (``number`` 0).

    ``got`` is the verdict that came out; "" where there is none (the example is lacking or cannot be read), and
    ``said`` what the rule said with it.
    """

    rule: str
    expected: str
    number: int
    form: str
    message: Message
    got: str = ""
    said: str = ""

    def __str__(self) -> str:
        where = f"{self.expected}[{self.number}]" if self.number else self.expected
        form = f"（{self.form}）" if self.form else ""
        return f"{self.rule}: {where}{form}: {self.message.zh}"


def run_examples(
    ruleset: Ruleset, forms: Forms | None = None, checks: Mapping[str, Check] | None = None
) -> list[ExampleFailure]:
    """Run every example of every rule on every form that it fits; return what went wrong, in the ruleset's order.

    ``forms`` and ``checks`` default to those registered. A form that knows not all of an example's names is passed
    over, but one of the rule's forms must know them.
    """
    known_forms = _registered_forms() if forms is None else forms
    known_checks = _registered_checks() if checks is None else checks
    failures: list[ExampleFailure] = []
    for rule in ruleset.rules.values():
        for needed in NEEDED:
            if not rule.examples.get(needed):
                message = Message(f"没有 {needed} 示例", f"there is no {needed} example")
                failures.append(ExampleFailure(rule.id, needed, 0, "", message))
        for expected, examples in rule.examples.items():
            for number, example in enumerate(examples, 1):
                failures.extend(_run(ruleset, rule, expected, number, example, known_checks, known_forms))
    return failures


def _registered_forms() -> Forms:
    from gipaudit.forms.library import forms

    return forms()


def _registered_checks() -> Mapping[str, Check]:
    from gipaudit.rules.ruleset import registered_checks

    return {check.name: check for check in registered_checks()}


def _run(
    ruleset: Ruleset,
    rule: Rule,
    expected: str,
    number: int,
    example: Mapping[str, Any],
    checks: Mapping[str, Check],
    forms: Forms,
) -> Iterator[ExampleFailure]:
    """Run one example on each generation: on its own form, or on the variants where that one does not fit."""
    fitted = False
    reason = Message("规则没有适用的格式", "the rule has no form")
    for generation in _generations(rule, example):
        wrong: ExampleFailure | None = None
        for form in (form for form in forms.values() if form.id == generation):
            try:
                verdict, said = judge_example(ruleset, rule, form, example, checks, forms)
            except GipauditError as error:
                reason = error.message
                continue
            fitted = True
            if verdict == expected:
                wrong = None
                break
            message = Message(f"结果是 {verdict}" + (f"：{said}" if said else ""), f"came out as {verdict}")
            wrong = wrong or ExampleFailure(rule.id, expected, number, generation, message, verdict, said)
        if wrong is not None:
            yield wrong
    if not fitted:
        yield ExampleFailure(rule.id, expected, number, "", reason)


def _generations(rule: Rule, example: Mapping[str, Any]) -> Sequence[str]:
    asked = example.get("格式")
    return rule.forms if asked is None else [str(asked)]


def judge_example(
    ruleset: Ruleset, rule: Rule, form: Form, example: Mapping[str, Any], checks: Mapping[str, Check], forms: Forms
) -> tuple[Verdict, str]:
    """Judge the report that an example describes, as an audit would: the rule's verdict, and what it says first.

    Raises:
        GipauditError: a name in the example, or the rule itself, does not fit the form.
    """
    report = example_report(rule, form, example)
    absent = absent_unit(example, report)
    if absent is not None and (speaks := checks[rule.check].absent) is not None:
        told = speaks(rule, absent)
        return (told.verdict, told.evidence.message or told.evidence.why) if told else ("not_applicable", "")
    below = reports_below(example, report, lambda each: _other(rule, form, each, forms))
    context = Context(
        reports=(report, *_beside(rule, form, report, example.get(OTHERS), forms), *below),
        roster=roster_of(example, report),
        earlier=tuple(_before(rule, form, report, example.get(PREVIOUS), forms)),
        fetched=fetches_of(example, report),
    )
    (judgement,), crashes = judge(replace(ruleset, rules={rule.id: rule}), [report], checks, forms, context)
    outcomes = [outcome for answer in judgement.answers for outcome in answer.outcomes]
    for verdict in PRECEDENCE:
        for outcome in outcomes:
            if outcome.verdict == verdict:
                said = crashes[0].traceback if crashes else outcome.evidence.message or outcome.evidence.why
                return verdict, said
    return "not_applicable", "没有判断对象"


def _before(rule: Rule, form: Form, report: Report, given: Any, forms: Forms) -> Iterator[Report]:
    """The same unit's reports of the years before, the nearest first."""
    for number, example in enumerate(_examples(given), 1):
        year = report.identity.year
        made = {"单位": report.identity.unit, "年度": year - number if year else None, **example}
        yield replace(_other(rule, form, made, forms), source=f"上年{number}.docx", sha256=f"{number:064x}")


def _beside(rule: Rule, form: Form, report: Report, given: Any, forms: Forms) -> Iterator[Report]:
    """Other units' reports of the same year."""
    for number, example in enumerate(_examples(given), 1):
        made = {"单位": f"示例市第{number}局", "年度": report.identity.year, **example}
        yield replace(_other(rule, form, made, forms), source=f"别的单位{number}.docx", sha256=f"f{number:063x}")


def _examples(given: Any) -> Sequence[Mapping[str, Any]]:
    listed = [] if given is None else given if isinstance(given, list | tuple) else [given]
    if any(not isinstance(each, Mapping) for each in listed):
        raise UsageError(
            f"示例里“{PREVIOUS}”“{OTHERS}”后面应写 {{名称: 值}}，或几份这样的报告",
            f"{PREVIOUS} and {OTHERS} of an example are a mapping, or a list of them",
        )
    return listed


def _other(rule: Rule, form: Form, example: Mapping[str, Any], forms: Forms) -> Report:
    """A report beside the one that is judged, on the same form unless the example names another."""
    asked = example.get("格式")
    if asked is None:
        return example_report(rule, form, example)
    if str(asked) not in forms:
        known = "、".join(forms)
        raise UsageError(f"示例的格式“{asked}”没有；可用：{known}", f"no form {asked!r} of an example: {known}")
    return example_report(rule, forms[str(asked)], example, scoped=False)


@dataclass
class _Reader:
    """Sorts an example's entries into cells, sections and settings."""

    rule: Rule
    form: Form
    scoped: bool = True
    cells: dict[str, CellValue] = field(default_factory=dict)
    sections: dict[str, Draft] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def take(self, key: str, value: Any) -> None:
        section = find_section(self.form, key)
        if key in _SETTINGS:
            self.settings[_SETTINGS[key]] = value
        elif section is not None and (isinstance(value, Mapping) or not self._fills_a_cell(key, value)):
            self.sections[section.id] = _draft(value)
        elif key in self.form.cells:
            self.cells[key] = value
        else:
            self.cells.update(self._named(key, value))

    def _fills_a_cell(self, key: str, value: Any) -> bool:
        """Whether an entry whose key also names a section is meant for a cell: a value that a cell may hold."""
        if isinstance(value, str) and value not in (BLANK, MISSING):
            return False
        try:
            return bool(self._named(key, value))
        except GipauditError:
            return False

    def _named(self, key: str, value: Any) -> dict[str, CellValue]:
        """The cells that a name means, in every instance of the rule; of several the first holds the whole."""
        from gipaudit.rules.formula.instances import compile_rule
        from gipaudit.rules.formula.names import Here, Scope
        from gipaudit.rules.formula.tree import Name, Part

        here: list[Here | None] = [None]
        scope = Scope(self.form.standard)
        if "each" in self.rule.options and self.scoped:
            instances = compile_rule(self.rule, self.form.standard).instances
            found = [instance.here for instance in instances if instance.here is not None]
            scope = Scope(self.form.standard, tuple(dict.fromkeys(place.target for place in found)))
            here = list(found)
        name = Name(tuple(Part(part.strip("「」 ")) for part in key.split("·")))
        cells: dict[str, CellValue] = {}
        for place in here:
            addresses = scope.resolve(name, place, function=False, alone=False)
            cells.update(dict.fromkeys(addresses[1:], 0))
            cells[addresses[0]] = value
        return cells


def _draft(value: Any) -> Draft:
    if value is None:
        return Draft(state="unknown")
    if value == BLANK:
        return Draft(text="", state="empty")
    if value == MISSING:
        return Draft(state="missing")
    if isinstance(value, Mapping):
        if strange := [key for key in value if key not in _DRAFT]:
            known = "、".join(_DRAFT)
            raise UsageError(
                f"示例里的章节没有“{strange[0]}”；可用：{known}", f"no {strange[0]!r} in a section: {known}"
            )
        if strange := [key for key, kind in _DRAFT_KINDS.items() if not isinstance(value.get(key, kind()), kind)]:
            raise UsageError(f"示例里章节的“{strange[0]}”写法不对", f"bad value of {strange[0]!r} in a section")
        return Draft(**{_DRAFT[key]: part for key, part in value.items()})
    return Draft(text=str(value))


def _year(asked: Any, when: When, form: Form) -> int | None:
    """The year asked for; without one the first that both the form and the rule's ``when`` take."""
    if asked is None or (isinstance(asked, int) and asked):
        return asked
    if asked != 0:
        raise UsageError(f"示例的年度应是数字，不是“{asked}”", f"the year of an example is a number, not {asked!r}")
    first = when.years[0] if when.years is not None else None
    return max(form.first_year or 0, first or 0)


def _published(asked: Any) -> date | None:
    if asked is None:
        return None
    try:
        return date.fromisoformat(str(asked))
    except ValueError:
        raise UsageError(
            f"示例的公布日期应写作 年-月-日，不是“{asked}”", f"a day of publication is 2024-01-31, not {asked!r}"
        ) from None


def _level(when: When) -> str:
    """A level that a rule's ``when`` takes."""
    if not when.levels:
        return Specimen.level
    tier, _, kind = when.levels[0].partition("-")
    usual_tier, _, usual_kind = Specimen.level.partition("-")
    return f"{usual_tier if tier == '*' else tier}-{usual_kind if kind == '*' else kind}"


def example_report(rule: Rule, form: Form, example: Mapping[str, Any], *, scoped: bool = True) -> Report:
    """Build the report that an example describes. Cells are named in the scope of the rule's formula, if ``scoped``.

    Raises:
        GipauditError: a name in the example is unknown or ambiguous, or the rule's own scope does not fit the form.
    """
    reader = _Reader(rule, form, scoped)
    for key, value in example.items():
        if key not in (PREVIOUS, OTHERS, FETCHED, *KEYS):
            reader.take(key, value)
    settings = reader.settings
    order = []
    for name in settings.get("order", ()):
        section = find_section(form, name)
        if section is None:
            raise UsageError(f"示例的次序里没有章节“{name}”", f"no section {name!r} for the order")
        order.append(section.id)
    report = make_report(
        form,
        Specimen(
            cells=reader.cells,
            sections=reader.sections,
            order=order,
            preamble=str(settings.get("preamble", "")),
            title=settings.get("title", ""),
            unit=settings.get("unit", next(iter(rule.when.units), Specimen.unit)),
            year=_year(settings.get("year", 0), rule.when, form),
            level=str(settings.get("level", _level(rule.when))),
            published=_published(settings.get("published")),
        ),
    )
    return replace(report, source=str(settings["source"])) if "source" in settings else report
