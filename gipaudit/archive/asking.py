"""Asking the archive again: its files as if they had been found, and what was read of them instead of reading."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from gipaudit.archive import schema
from gipaudit.archive.documents import keep_binding, kept_document
from gipaudit.archive.encoding.layouts import Layouts, fingerprint
from gipaudit.archive.encoding.reports import decode, decode_document
from gipaudit.archive.files import file_of
from gipaudit.archive.keys import hand_key
from gipaudit.archive.problems import DamagedError
from gipaudit.documents.bundle import INSIDE
from gipaudit.documents.finding import Found
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.form import Form
from gipaudit.version import __version__
from gipaudit.workers.files import File, Outcome

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file as it was found last, and its latest reading: ``document`` is its number, ``None`` where it was lost.

    ``year`` is what its report says of itself; ``forms`` is the fingerprint of the forms that it was bound to, and
    ``version`` that of gipaudit which read it.
    """

    file: File
    sha256: str
    document: int | None
    hidden: bool
    error: DocumentError | None
    forms: str
    version: str
    year: int | None


@dataclass(frozen=True)
class Taken:
    """What of an archive is judged, what of it is only compared with, and the present version of gipaudit."""

    archive: Archive
    judged: Sequence[Shelved]
    earlier: Sequence[Shelved]
    version: str = __version__


def taken_from(archive: Archive, year: int | None) -> Taken:
    """Take every file of an archive; with a year those of its reports, and those of the years before to compare with.

    A file that tells no year (an annex, one that cannot be read) is taken with every year.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    every = shelved_files(archive)
    if year is None:
        return Taken(archive, every, ())
    judged = [each for each in every if each.year in (None, year)]
    return Taken(archive, judged, [each for each in every if each.year is not None and each.year < year])


def shelved_files(archive: Archive) -> list[Shelved]:
    """Return every file that an audit found, in the order in which an audit would find them.

    Where two bear one name, because they lay in two folders, each is named by its folder as well.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    f, d, k, r = (table.c for table in (schema.files, schema.documents, schema.reading_keys, schema.reports))
    latest = select(d.sha256, func.max(d.id).label("id")).group_by(d.sha256).subquery()
    year = select(func.max(r.year)).where(r.document_id == d.id).scalar_subquery()
    asked = select(
        f.where, f.sha256, d.id, d.hidden, d.code, d.zh, d.en, k.forms, k.gipaudit, year.label("year")
    ).select_from(
        schema.files.outerjoin(latest, latest.c.sha256 == f.sha256)
        .outerjoin(schema.documents, d.id == latest.c.id)
        .outerjoin(schema.reading_keys, k.id == d.key_id)
    )
    found: list[Shelved] = []
    with archive.reading_from() as connection:
        for row in connection.execute(asked):
            try:
                file = file_of(row.where)
            except DamagedError:
                continue
            error = None if row.code is None else DocumentError(row.code, row.zh or "", row.en or "")
            by = row.forms or "", row.gipaudit or ""
            found.append(Shelved(file, row.sha256, row.id, bool(row.hidden), error, *by, row.year))
    return _named_apart(sorted(found, key=lambda each: _turn(each.file)))


def as_found(shelved: Sequence[Shelved]) -> list[Found]:
    """Return files as they would be found; nobody named one of them."""
    return [Found(each.file.path, each.file.source, False, each.file.inside) for each in shelved]


class ShelvedRead:
    """A way to have files read (:class:`gipaudit.workers.files.Read`) that reads none: the archive has it, or not."""

    def __init__(self, taken: Taken) -> None:
        self._archive = taken.archive
        self._known = {each.file.source: each for each in (*taken.judged, *taken.earlier)}

    def __call__(
        self, files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
    ) -> Iterator[Outcome]:
        """Give what is known of each file, in their order.

        Raises:
            ArchiveError: the archive cannot be read.
        """
        layouts, now = Layouts(forms), fingerprint(forms)
        for file in files:
            yield self._outcome(self._known[file.source], layouts, now, by_hand)

    def _outcome(self, asked: Shelved, layouts: Layouts, forms: str, by_hand: Hands | None) -> Outcome:
        if asked.error is not None:
            return asked.error
        hand = by_hand.of(asked.file.source, asked.sha256) if by_hand else None
        key, kept = hand_key(hand), None
        if asked.document is not None:
            with self._archive.reading_from() as connection:
                kept = kept_document(connection, asked.document, key)
        if kept is None or asked.document is None:
            return _never_read()
        try:
            if kept.report is not None and asked.forms == forms:
                report = decode(kept.document, kept.report, asked.file.source, layouts)
                return replace(report, masked=asked.hidden)
            document = decode_document(kept.document)
        except DamagedError as error:
            return _damaged(error.why)
        report = assemble(document, layouts.forms, asked.file.source, asked.sha256, hand)
        if asked.forms == forms:
            with self._archive.writing_to() as connection:
                keep_binding(connection, asked.document, report, key)
        return replace(report, masked=asked.hidden)


def _never_read() -> DocumentError:
    return DocumentError(
        "not-archived",
        "归档中没有这份文件的读取结果（上次没有读完）；请用 gipaudit audit --archive 再审核一次",
        "the archive has no reading of this file (it was not finished): audit it again with --archive",
    )


def _damaged(why: str) -> DocumentError:
    return DocumentError(
        "archive-damaged",
        f"归档中这份文件的记录已损坏（{why}）；请用 gipaudit audit --archive 再审核一次，会重新读取",
        f"what the archive holds of this file is damaged ({why}): audit it again with --archive",
    )


def _turn(file: File) -> tuple[tuple[tuple[bool, str], ...], tuple[int, ...]]:
    """Its turn in a walk through folders: the files of a folder, then the folders in it."""
    *folders, name = str(file.path).split(os.sep)
    return (*((True, folder) for folder in folders), (False, name)), file.inside


def _named_apart(shelved: list[Shelved]) -> list[Shelved]:
    """The same, those of one name each with the folder that it lay in, as far up as it takes."""
    depth, found = 0, shelved
    while depth < 64:
        often = Counter(each.file.source for each in found)
        if max(often.values(), default=1) == 1:
            break
        depth += 1
        found = [
            each
            if often[each.file.source] == 1
            else replace(each, file=replace(each.file, source=_longer(was.file, depth)))
            for each, was in zip(found, shelved, strict=True)
        ]
    return found


def _longer(file: File, depth: int) -> str:
    """A file's name in the audit with so many more folders of its path before it."""
    own, inside, member = file.source.partition(INSIDE)
    parts = Path(str(file.path)).parts
    length = len(Path(own).parts) + depth
    return "/".join(part.strip("/") for part in parts[-length:]) + inside + member
