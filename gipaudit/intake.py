"""Files and folders → reports: what is given by name, what a folder holds, what is no report, what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError, UsageError
from gipaudit.forms.by_hand import ByHand
from gipaudit.forms.form import Form
from gipaudit.forms.genre import REASONS, looks_like_report
from gipaudit.forms.report import Report
from gipaudit.scorecard import Crash, Unread
from gipaudit.workers.files import File, read_files
from gipaudit.workers.losses import lost_error
from gipaudit.workers.serving import Lost

NOT_A_REPORT = ("unknown-format", "binary", "empty", "not-a-file")
"""In a folder, files that cannot be read for one of these reasons are passed over as no reports; by name, told."""

DOCUMENT_SUFFIXES = frozenset(
    {".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".odt", ".htm", ".html", ".txt", ".md"}
)
"""A file in a folder that bears one of these is meant to be a document, and is told where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its path, its name in the audit, and whether a person named it."""

    path: Path
    source: str
    named: bool


@dataclass
class Intake:
    """What came in."""

    reports: list[Report] = field(default_factory=list)
    unreadable: list[Unread] = field(default_factory=list)
    skipped: list[Unread] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)


def find_files(paths: Sequence[Path]) -> list[Found]:
    """All files under the given paths, each once, in a fixed order.

    Dot files and the lock files of office programs (``~$…``) are passed over; links to folders are not followed.

    Raises:
        UsageError: a path does not exist.
    """
    found: list[Found] = []
    seen: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"没有这个文件或文件夹：{path}", f"no such file or folder: {path}")
        for item in _walk(path) if path.is_dir() else [Found(path, path.name, True)]:
            key = os.path.realpath(item.path)
            if key not in seen:
                seen.add(key)
                found.append(item)
    return found


def _walk(folder: Path) -> Iterator[Found]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                path = Path(root, name)
                yield Found(path, path.relative_to(folder).as_posix(), False)


def take_in(
    found: Sequence[Found],
    forms: Mapping[str, Form],
    by_hand: ByHand | None = None,
    limits: Limits | None = None,
    jobs: int = 1,
) -> Intake:
    """Read every file; what cannot be read is kept with its code and the rest goes on."""
    intake = Intake()
    limits = limits or Limits()
    files = [File(item.path, item.source) for item in found]
    for item, outcome in zip(found, read_files(files, forms, by_hand, limits, jobs), strict=True):
        if isinstance(outcome, Report):
            _take(intake, item, outcome, by_hand)
            continue
        if isinstance(outcome, Lost):
            if outcome.code == "crashed":
                intake.crashes.append(Crash("", outcome.plugin, item.source, outcome.frames))
            outcome = lost_error(outcome, limits)
        _refuse(intake, item, outcome)
    return intake


def read_file(
    path: Path, source: str, forms: Mapping[str, Form], by_hand: ByHand | None = None, limits: Limits | None = None
) -> Report:
    """Read one file and bind it to its form.

    Raises:
        DocumentError: it cannot be read.
    """
    limits = limits or Limits()
    (outcome,) = read_files([File(path, source)], forms, by_hand, limits)
    if isinstance(outcome, Report):
        return outcome
    raise lost_error(outcome, limits) if isinstance(outcome, Lost) else outcome


def _take(intake: Intake, item: Found, report: Report, by_hand: ByHand | None) -> None:
    good, code = looks_like_report(report.document)
    if good or (by_hand is not None and by_hand.given()):
        intake.reports.append(report)
    else:
        intake.skipped.append(Unread(item.source, code, REASONS[code], item.named))


def _refuse(intake: Intake, item: Found, error: DocumentError) -> None:
    unread = Unread(item.source, error.code, error.message.zh, item.named)
    meant = item.named or item.path.suffix.lower() in DOCUMENT_SUFFIXES
    if not meant and error.code in NOT_A_REPORT:
        intake.skipped.append(unread)
        return
    intake.unreadable.append(unread)
