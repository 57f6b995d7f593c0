"""What an audit says: plain records, from which every output is made.

The JSON contract (``gipaudit/audit@1``) is these records written by :mod:`gipaudit.renderers.json`. They stand in one
long file, since whoever writes an output reads them as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from gipaudit.documents.model import Place
from gipaudit.forms.form import Form
from gipaudit.forms.report import Attached, Reading, Section, Unbound, Uncertain

CONTRACT = "gipaudit/audit@1"
"""The name of the JSON contract, which every audit written as JSON bears."""

Verdict = Literal["pass", "fail", "not_assessable", "not_applicable", "waived", "manual", "crashed"]

PRECEDENCE: tuple[Verdict, ...] = (
    "crashed",
    "fail",
    "manual",
    "not_assessable",
    "waived",
    "pass",
    "not_applicable",
)
"""A rule's verdict is the first of these that any of its instances has."""


def answered(verdict: Verdict, not_assessable: int) -> bool:
    """Whether a rule could answer for the whole of a report, so that what it does not tell is not there."""
    return not not_assessable and verdict in ("pass", "fail", "waived")


Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

Interval = tuple[Decimal | None, Decimal | None]
"""Lower and upper bound; ``None`` is −∞ or +∞."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that a finding rests on. ``role``: ``found``, ``expected``, ``compared``.

    ``unit`` and ``year`` are given where it stands in another report, whose file its place then names.
    """

    role: str
    section: str
    text: str
    place: Place
    unit: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that would mend the finding, and why."""

    address: str
    value: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an outcome rests on.

    ``values`` fills the placeholders of the rule's message (see :data:`gipaudit.rules.check.PLACEHOLDERS`).
    ``message`` is the check's own wording, used where the rule brings none. ``why`` says why an outcome is not
    assessable or not applicable. ``cells`` are addresses; their number is what ``per: cell`` counts.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    equation: str | None = None
    left: Interval | None = None
    right: Interval | None = None
    cells: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why an outcome is not held against the unit, and what its ``verdict`` was before.

    ``by`` and ``on`` are who decided it and when, where they were written down; ``expires`` is its last day.
    ``place`` is the file and line of the decision.
    """

    verdict: Verdict
    reason: str
    authority: str
    place: str
    by: str = ""
    on: date | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one instance: ``instance`` is its stable key, ``label`` its Chinese name.

    ``severity`` is given only where this instance is less grave than its rule says; ``waiver`` where it is waived.
    """

    instance: str
    label: str
    verdict: Verdict
    evidence: Evidence = field(default_factory=Evidence)
    severity: Severity | None = None
    waiver: Waiver | None = None

    @property
    def original(self) -> Verdict:
        """The verdict of the rule, whatever people decided afterwards."""
        return self.waiver.verdict if self.waiver else self.verdict


@dataclass(frozen=True, slots=True)
class Cause:
    """Failing instances of one table that one smallest set of wrong cells explains.

    ``size`` is the number of cells in the set; ``instances`` are pairs of rule id and instance key. Where a cause
    cannot be found its size is an estimate. ``cells`` are those that stand in every smallest set. ``regained`` is
    what mending all its instances together would bring. ``note`` says in Chinese why no cells were found.
    ``explanation`` is, in Chinese, the one single act that explains all that fails, never certain; ``suggestions``
    give the values that undo it, or those of cells that are certain. ``likely`` is the one of several equal cells
    that it points to, empty where it is about more cells or about one that is certain.
    """

    table: str
    size: int
    instances: frozenset[tuple[str, str]]
    cells: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    regained: Decimal = Decimal(0)
    note: str = ""
    likely: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A cell as a finding shows it."""

    address: str
    name: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome worth telling. ``lost`` is what it costs, ``regained`` what mending it alone would bring.

    ``waiver`` is given where it is waived. ``known`` tells that an earlier audit, the baseline, had it already.
    """

    rule: str
    instance: str
    verdict: Verdict
    severity: Severity
    dimension: str
    message: str
    remedy: str
    basis: str
    evidence: Evidence
    cells: tuple[CellEvidence, ...]
    lost: Decimal
    regained: Decimal
    fingerprint: str
    series: str
    waiver: Waiver | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How one rule came out for one report. ``lost`` is the least and the most it may cost."""

    id: str
    verdict: Verdict
    instances: int
    failed: int
    not_assessable: int
    waived: int
    lost: tuple[Decimal, Decimal]
    regained: Decimal
    why: str = ""


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """The marks of one dimension. ``rules`` is how many rules with marks were asked in it; ``None`` where unknown."""

    id: str
    title: str
    low: Decimal
    high: Decimal
    full: Decimal
    rules: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The marks of one report, an interval where something could not be assessed.

    ``pending`` names, in Chinese, what the scheme leaves to a person who has not spoken yet.
    """

    low: Decimal
    high: Decimal
    full: Decimal
    model: str
    grade: str | None = None
    grade_high: str | None = None
    vetoed_by: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


DecisionKind = Literal["identity", "reading", "mark", "waiver"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of one report, as it took effect.

    ``what`` is a cell's address, ``unit``, ``year``, ``level`` or ``form``, a manual item's id, or a rule's id;
    ``name`` the same in Chinese where there is a name. ``value`` is what was put in, ``before`` what stood there.
    ``place`` is the file and line of the decision.
    """

    kind: DecisionKind
    what: str
    name: str
    value: str
    place: str
    before: str = ""
    by: str = ""
    on: date | None = None
    reason: str = ""
    authority: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Idle:
    """A decision that had no effect, or not all of it.

    ``code`` is a stable word: ``unmatched``, ``other-year``, ``changed``, ``ambiguous``, ``unneeded``, ``expired``,
    ``overruled``, ``partial``. ``message`` says why, and what to do.
    """

    kind: DecisionKind
    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The earlier audit with which this one was compared, and what came of it.

    ``known`` findings stand in both, ``fixed`` ones failed there and were judged and stand here no more, ``gone``
    ones failed there and were not judged here. ``notes`` say in Chinese what makes the two hard to compare.
    """

    source: str
    today: date
    ruleset_id: str
    ruleset_version: str
    known: int
    fixed: int
    gone: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scorecard:
    """All findings and the marks of one report. ``outline`` is the form whose sections were looked for.

    A unit of the roster that sent nothing has a scorecard without ``source``. ``group`` is the unit's in the roster,
    ``rank_in_group`` where it stands among those of its group.

    ``annexes`` are the other files that tables were taken from; ``sha256`` is the report's own file's. ``loader``
    read it, and ``converter`` is the program, with its version, that turned it into another format first or
    recognised its text; both are empty where there was none. ``decided`` is what people decided of it; ``fixed`` how
    many failing findings of the baseline it has no more.
    """

    source: str | None
    sha256: str | None
    unit: str | None
    year: int | None
    level: str
    group: str | None
    form: Form | None
    published: date | None
    by_hand: frozenset[str]
    uncertain: tuple[Uncertain, ...]
    sections: Sequence[Section]
    score: Score
    dimensions: tuple[DimensionScore, ...]
    rules: Sequence[RuleResult]
    findings: Sequence[Finding]
    readings: Mapping[str, Reading]
    unbound: Sequence[Unbound]
    share_read: float
    causes: Sequence[Cause] = ()
    notes: tuple[str, ...] = ()
    outline: Form | None = None
    rank: int | None = None
    duplicate_of: str | None = None
    annexes: tuple[Attached, ...] = ()
    loader: str = ""
    converter: str = ""
    rank_in_group: int | None = None
    decided: tuple[Decided, ...] = ()
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the ranking. ``rank`` is ``None`` below the line (未能评定).

    ``group`` is the unit's in the roster, ``rank_in_group`` where it stands among those of its group.
    """

    rank: int | None
    unit: str | None
    year: int | None
    source: str | None
    score: Score
    group: str | None = None
    rank_in_group: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is in no scorecard: ``code`` is a stable word, ``message`` says why and what to do.

    ``named`` tells that a person named this very file and not a folder that holds it.
    """

    source: str
    code: str
    message: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that broke on a report: never held against the unit. The traceback holds no document text.

    ``rule`` is empty where reading the file broke. ``plugin`` is name and version of the distribution at fault.
    """

    rule: str
    plugin: str
    report: str
    traceback: str


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """An installed plugin that could not be used, or not all of it: whatever relies on it was not asked."""

    name: str
    version: str
    error: str


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What outputs must know of a rule."""

    id: str
    title: str
    title_en: str
    check: str
    basis: str
    formula: str | None
    severity: Severity
    dimension: str
    remedy: str
    has_marks: bool
    status: str = "stable"


@dataclass(frozen=True, slots=True)
class Compared:
    """A report that was given only to compare with: it was read, and neither judged nor ranked."""

    source: str
    sha256: str
    unit: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was given only to compare with, apart from what is audited, so that the counts of the audit stay true."""

    reports: tuple[Compared, ...] = ()
    unreadable: tuple[Unread, ...] = ()
    skipped: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class Audit:
    """One run. ``plugins`` are name and version of those that took part.

    ``notes`` are told once for the whole audit, in Chinese: what was not asked, and what to give so that it is.
    ``decisions`` are the files of decisions that were given, ``idle`` those decisions in them that had no effect.
    ``renamed`` are new ids of rules by the ids that they bore before.
    """

    version: str
    today: date
    ruleset_id: str
    ruleset_title: str
    ruleset_version: str
    plan: str
    plugins: tuple[tuple[str, str], ...]
    forms: Mapping[str, Form]
    rules: Mapping[str, RuleInfo]
    scorecards: tuple[Scorecard, ...]
    ranking: tuple[Ranked, ...]
    audit_findings: tuple[Finding, ...] = ()
    crashes: tuple[Crash, ...] = ()
    unreadable: tuple[Unread, ...] = ()
    skipped: tuple[Unread, ...] = ()
    failed_plugins: tuple[PluginFailure, ...] = ()
    earlier: Earlier = field(default_factory=Earlier)
    notes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    idle: tuple[Idle, ...] = ()
    baseline: Baseline | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
