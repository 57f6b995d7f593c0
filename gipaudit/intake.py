"""Files and folders → reports: what is given by name, what a folder holds, what is no report, what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gipaudit.documents.finding import Found
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.forms.annex import Annex
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.form import Form
from gipaudit.forms.genre import REASONS
from gipaudit.forms.joining import doubt, join
from gipaudit.forms.kinds import kind_of
from gipaudit.forms.pairing import Candidate, Unopened, pair
from gipaudit.forms.report import Report
from gipaudit.scorecard import Crash, Unread
from gipaudit.workers.files import File, Outcome, Read, read_files
from gipaudit.workers.losses import lost_error
from gipaudit.workers.packing import shelved
from gipaudit.workers.parcels import Shelf
from gipaudit.workers.serving import Lost

NOT_A_REPORT = ("unknown-format", "binary", "empty", "not-a-file")
"""In a folder, files that cannot be read for one of these reasons are passed over as no reports; by name, told."""

DOCUMENT_SUFFIXES = frozenset(
    {".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".odt", ".htm", ".html", ".txt", ".md"}
    | {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"}
)
"""A file in a folder that bears one of these is meant to be or to hold documents, and is told if unreadable."""


@dataclass
class Intake:
    """What came in. The reports lie packed on a shelf."""

    reports: list[Report] = field(default_factory=list)
    unreadable: list[Unread] = field(default_factory=list)
    skipped: list[Unread] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)

    @property
    def unfinished(self) -> int:
        """How many files were not read because the reading was interrupted."""
        return sum(item.code == "interrupted" for item in self.skipped)


def take_in(
    found: Sequence[Found],
    forms: Mapping[str, Form],
    by_hand: Hands | None = None,
    limits: Limits | None = None,
    read: Read = read_files,
) -> Intake:
    """Have every file read; what cannot be read is kept with its code and the rest goes on."""
    limits = limits or Limits()
    desk = _Desk(forms)
    files = [File(item.path, item.source, item.inside, item.size) for item in found if item.refusal is None]
    outcomes = read(files, forms, by_hand, limits)
    for item in found:
        outcome: Outcome = item.refusal or next(outcomes)
        if isinstance(outcome, Report):
            desk.take(item, outcome)
            continue
        if isinstance(outcome, Lost):
            if outcome.code == "crashed":
                desk.intake.crashes.append(Crash("", outcome.plugin, item.source, outcome.frames))
            outcome = lost_error(outcome, limits)
        desk.refuse(item, outcome)
    if any(True for _ in outcomes):  # asked for, it ends what it has begun
        raise ValueError("a way of reading gave more outcomes than there are files")
    return desk.cleared()


def take_in_earlier(
    found: Sequence[Found],
    forms: Mapping[str, Form],
    judged: Sequence[Report],
    by_hand: Hands | None = None,
    limits: Limits | None = None,
    read: Read = read_files,
) -> Intake:
    """Have reports read to compare with; a file that is judged as well is taken once, as one of those judged."""
    intake = take_in(found, forms, by_hand, limits, read)
    known = {report.sha256 for report in judged}
    intake.reports = [report for report in intake.reports if report.sha256 not in known]
    return intake


def read_file(
    found: Found, forms: Mapping[str, Form], by_hand: Hands | None = None, limits: Limits | None = None
) -> Report:
    """Read one file and bind it to its form.

    Raises:
        DocumentError: it cannot be read.
    """
    limits = limits or Limits()
    if found.refusal is not None:
        raise found.refusal
    (outcome,) = read_files([File(found.path, found.source, found.inside)], forms, by_hand, limits)
    if isinstance(outcome, Report):
        return outcome
    raise lost_error(outcome, limits) if isinstance(outcome, Lost) else outcome


class _Desk:
    """Sorts what was read: reports, annexes waiting for their reports, what is no report, what was there before."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self.intake = Intake()
        self._forms = forms
        self._shelf = Shelf()
        self._reports: list[Candidate] = []
        self._annexes: list[tuple[Candidate, Annex]] = []
        self._found: dict[str, Found] = {}
        self._first: dict[str, str] = {}
        self._unopened: list[Unopened] = []

    def take(self, item: Found, report: Report) -> None:
        """Take what was read from a file. A file that a person says whose report it is, is a report."""
        kind = report.kind or kind_of(report, self._forms)
        annex = kind.annex
        if kind.code and annex is None and not report.identity.by_hand:
            self._skip(item, kind.code, REASONS[kind.code])
            return
        if kind.several is not None:
            self.refuse(item, kind.several)
            return
        first = self._first.setdefault(report.sha256, item.source)
        if first != item.source:
            self._skip(item, "duplicate", f"与 {first} 内容完全相同，只审核一次")
            return
        self._found[item.source] = item
        candidate = Candidate(shelved(report, self._shelf), item.folder, item.name.stem)
        if annex is None:
            self._reports.append(candidate)
        else:
            self._annexes.append((candidate, annex))

    def refuse(self, item: Found, error: DocumentError) -> None:
        """Note a file that could not be read."""
        self._unopened.append(Unopened(item.source, item.folder, item.name.stem))
        unread = Unread(item.source, error.code, error.message.zh, item.named)
        meant = item.named or item.name.suffix.lower() in DOCUMENT_SUFFIXES
        if error.code == "interrupted" or (not meant and error.code in NOT_A_REPORT):
            self.intake.skipped.append(unread)
            return
        self.intake.unreadable.append(unread)

    def cleared(self) -> Intake:
        """Give every annex to its report and return all that came in."""
        pairing = pair(self._reports, self._annexes, self._unopened)
        for candidate in self._reports:
            report, source = candidate.report, candidate.report.source
            if annexes := pairing.annexes.get(source):
                report = shelved(join(report, annexes, self._forms), self._shelf)
            if why := pairing.doubted.get(source):
                report = doubt(report, why)
            self.intake.reports.append(report)
        for left in pairing.unpaired:
            self._skip(self._found[left.annex.source], left.code, left.why)
        return self.intake

    def _skip(self, item: Found, code: str, why: str) -> None:
        self.intake.skipped.append(Unread(item.source, code, why, item.named))
