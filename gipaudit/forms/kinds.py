"""What a file turned out to be, told where it is read: a report, the annex of one, several reports, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from gipaudit.errors import DocumentError
from gipaudit.forms.annex import Annex, annex_of
from gipaudit.forms.form import Form
from gipaudit.forms.genre import looks_like_report
from gipaudit.forms.report import Report
from gipaudit.forms.volume import refuse_volume


@dataclass(frozen=True, slots=True)
class FileKind:
    """``code`` says why it is no report (see :data:`gipaudit.forms.genre.REASONS`), and is empty where it may be one.

    ``annex`` is what an annex says of itself; ``several`` refuses a file that holds several reports.
    """

    code: str
    annex: Annex | None
    several: DocumentError | None


def kind_of(report: Report, forms: Mapping[str, Form]) -> FileKind:
    """Tell what a file is. One of which a person says whose report it is, is no annex."""
    good, code = looks_like_report(report.document)
    # A lone table need not say what it is about: 表四 beside a report that lacks it.
    related = good or code == "unrelated"
    annex = None
    if related and not report.identity.by_hand:
        annex = annex_of(report, PurePosixPath(PurePosixPath(report.source).name).stem, forms)
    try:
        refuse_volume(report.document)
    except DocumentError as error:
        return FileKind(code, annex, error)
    return FileKind(code, annex, None)
