"""Files of decisions → decisions, telling all that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from gipaudit.decisions.cells import BLANK, addresses_of, value_problem
from gipaudit.decisions.contradictions import contradictions
from gipaudit.decisions.records import (
    Decisions,
    IdentityDecision,
    Made,
    MarkDecision,
    ReadingDecision,
    WaiverDecision,
    Whose,
)
from gipaudit.decisions.schema import ALL, SCHEMA
from gipaudit.errors import Message, Position, Problem, SourceError, UsageError
from gipaudit.forms.by_hand import ByHand, named_form
from gipaudit.forms.form import Form
from gipaudit.rules.schema_errors import schema_problems
from gipaudit.rules.settings import Setting
from gipaudit.scorecard import Interval
from gipaudit.sources import Source, read_source, shortened

LARGEST_FILE = 16 << 20
"""Bytes. Ten thousand decisions take about 3 MB."""

MOST_VALUES = 500_000


def load_decisions(files: Sequence[Path], forms: Mapping[str, Form]) -> Decisions:
    """Read files of decisions as one.

    Raises:
        SourceError: one cannot be read, something in it is wrong, or two decisions contradict each other; all
            problems are told.
    """
    maker = _Maker(forms)
    for file in files:
        source, problems = read_source(file, largest=LARGEST_FILE, most_values=MOST_VALUES)
        maker.problems += problems
        if source is not None and not problems:
            maker.take(source)
    if not maker.problems:
        maker.problems += contradictions(maker.decisions())
    if maker.problems:
        raise SourceError(maker.problems)
    return maker.decisions(tuple(map(str, files)))


def _shape() -> Mapping[str, Any]:
    """The schema without what is told in better words here: which keys tell the report."""
    properties = {
        name: {**entry, "items": {key: value for key, value in entry["items"].items() if key != "anyOf"}}
        if "items" in entry
        else entry
        for name, entry in SCHEMA["properties"].items()
    }
    return {**SCHEMA, "properties": properties}


@dataclass
class _Maker:
    """Makes decisions of files and collects what is wrong in them."""

    forms: Mapping[str, Form]
    problems: list[Problem] = field(default_factory=list)
    identities: list[IdentityDecision] = field(default_factory=list)
    readings: list[ReadingDecision] = field(default_factory=list)
    marks: list[MarkDecision] = field(default_factory=list)
    waivers: list[WaiverDecision] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._addresses = lru_cache(4096)(lambda text: addresses_of(text, self.forms.values()))

    def decisions(self, files: tuple[str, ...] = ()) -> Decisions:
        """All that was taken in."""
        return Decisions(tuple(self.identities), tuple(self.readings), tuple(self.marks), tuple(self.waivers), files)

    def take(self, source: Source) -> None:
        """Take in one file."""
        if not isinstance(source.data, dict):
            zh = "决定文件应写作“readings:”“waivers:”等几部分，每部分下面逐条列出（- unit: 某某局）"
            message = Message(zh, "a file of decisions has parts (readings, waivers …), each a list")
            self.problems.append(Problem(source.position(), message))
            return
        found = schema_problems(source.data, _shape(), Setting.of(source))
        if found:
            self.problems += sorted(found, key=lambda each: (each.position.line, each.position.column))
            return
        for made, entry in self._entries(source, "identities"):
            self._identity(made, entry)
        for made, entry in self._entries(source, "readings"):
            self._reading(made, entry)
        for made, entry in self._entries(source, "marks"):
            marks = entry["marks"]
            given = marks.strip() if isinstance(marks, str) else Decimal(str(marks))
            self.marks.append(MarkDecision(self._whose(made, entry), entry["item"].strip(), given, made))
        for made, entry in self._entries(source, "waivers"):
            self._waiver(made, entry)

    def _entries(self, source: Source, part: str) -> Iterator[tuple[Made, Mapping[str, Any]]]:
        for number, entry in enumerate(source.data.get(part, ())):
            places = {key: source.position(part, number, key) for key in entry}
            bare = Made(source.position(part, number), places=places)
            yield (
                Made(
                    bare.position,
                    entry.get("by", "").strip(),
                    self._day(bare, entry, "on"),
                    entry.get("reason", "").strip(),
                    places,
                ),
                entry,
            )

    def _tell(self, position: Position, zh: str, en: str) -> None:
        self.problems.append(Problem(position, Message(zh, en)))

    def _day(self, made: Made, entry: Mapping[str, Any], key: str) -> date | None:
        text = entry.get(key)
        if text is None:
            return None
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            shown = shortened(text)
            self._tell(
                made.at(key),
                f"“{key}”应写作 年-月-日，如 2024-02-01，而不是“{shown}”",
                f"{key!r} must be a day such as 2024-02-01, not {shown!r}",
            )
            return None

    def _whose(self, made: Made, entry: Mapping[str, Any]) -> Whose:
        whose = Whose(
            entry.get("file"),
            entry["sha256"].lower() if "sha256" in entry else None,
            entry["unit"].strip() if "unit" in entry else None,
            entry.get("year"),
        )
        if whose.file is None and whose.sha256 is None and (whose.unit is None or whose.year is None):
            self._tell(
                made.position,
                "要写明是哪份报告：unit 和 year，或 file，或 sha256",
                "say which report: unit and year, or file, or sha256",
            )
        return whose

    def _identity(self, made: Made, entry: Mapping[str, Any]) -> None:
        whose = Whose(entry.get("file"), entry["sha256"].lower() if "sha256" in entry else None)
        if whose == Whose():
            self._tell(made.position, "要写明是哪个文件：file 或 sha256", "say which file: file or sha256")
        given = {key: entry[key] for key in ("unit", "year", "level", "form") if key in entry}
        if not given:
            self._tell(
                made.position,
                "要写明指定什么：unit、year、level 或 form",
                "say what is set: unit, year, level or form",
            )
        try:
            if "form" in given:
                named_form(given["form"], self.forms)
            self.identities.append(IdentityDecision(whose, ByHand(**given), made))
        except UsageError as error:
            wrong = "form" if "form" in given and not self._known_form(given["form"]) else "level"
            self.problems.append(Problem(made.at(wrong if wrong in given else next(iter(given))), error.message))

    def _known_form(self, name: str) -> bool:
        return any(name in (key, form.variant) for key, form in self.forms.items())

    def _reading(self, made: Made, entry: Mapping[str, Any]) -> None:
        whose = self._whose(made, entry)
        addresses = self._cell(made.at("cell"), entry["cell"])
        value = _value(entry["value"])
        problem = value_problem(value, addresses, self.forms) if addresses else None
        if problem is not None:
            self.problems.append(Problem(made.at("value"), problem))
        self.readings.append(ReadingDecision(whose, entry["cell"], addresses, value, made))

    def _cell(self, position: Position, text: str) -> frozenset[str]:
        addresses, problem = self._addresses(text)
        if problem is not None:
            self.problems.append(Problem(position, problem))
        return frozenset(addresses)

    def _waiver(self, made: Made, entry: Mapping[str, Any]) -> None:
        unit, rule = entry["unit"].strip(), entry["rule"].strip()
        if unit == ALL and not rule.strip("*"):
            self._tell(
                made.position,
                "不能豁免所有单位的所有规则；请写明单位或规则",
                "all rules for all units cannot be waived: name a unit or a rule",
            )
        if "year" not in entry and "expires" not in entry:
            self._tell(
                made.position,
                "豁免要有期限：写 expires（最后一天）或 year（只限这一年度的报告）",
                "a waiver must end: give expires (its last day) or year (reports of that year only)",
            )
        self.waivers.append(
            WaiverDecision(
                unit,
                entry.get("year"),
                rule,
                frozenset(each.strip() for each in entry.get("instances", ())),
                {text: self._cell(made.at("cells"), text) for text in entry.get("cells", ())},
                entry["authority"].strip(),
                self._day(made, entry, "expires"),
                made,
            )
        )


def _value(written: Any) -> str | Interval:
    if isinstance(written, str):
        return "" if written.strip() == BLANK else written.strip()
    low, high = (None if bound is None else Decimal(str(bound)) for bound in written)
    return low, high
