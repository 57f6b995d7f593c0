"""Files → reports through the archive: what is known is not read again, what is read is kept before it is used."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gipaudit.archive.documents import (
    Known,
    keep_binding,
    keep_error,
    keep_report,
    kept_document,
    key_number,
    known_documents,
)
from gipaudit.archive.encoding.layouts import Layouts
from gipaudit.archive.encoding.reports import decode, decode_document
from gipaudit.archive.files import keep_files
from gipaudit.archive.keys import hand_key, reading_key
from gipaudit.archive.problems import DamagedError
from gipaudit.documents.contents import Opener
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.by_hand import Hands
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.workers.files import File, Outcome, Read

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

PASSING = frozenset({"no-converter", "unreadable", "not-found", "not-a-file", "too-slow", "out-of-memory", "crashed"})
"""Why a file could not be read where that says nothing of its bytes: it is tried again next time."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What is in a file: the SHA-256 and number of its bytes, and when it (or its bundle) was changed last."""

    sha256: str
    size: int
    changed: int


class ArchivedRead:
    """A way to have files read (:class:`gipaudit.workers.files.Read`) that asks the archive first.

    Every outcome is confirmed in the archive before it is given, by itself. What was lost (too slow, a crash) is not
    kept. Masked documents that held personal data cannot be judged in full: they are read again.
    """

    def __init__(self, archive: Archive, inner: Read, *, masked: bool) -> None:
        self._archive = archive
        self._inner = inner
        self._masked = masked

    def __call__(
        self, files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
    ) -> Iterator[Outcome]:
        """Give what comes of each file, in their order.

        Raises:
            ArchiveError: the archive cannot be read or written; what was confirmed before stays.
        """
        own = [self._archive.owns(file.path) for file in files]
        outcomes = self._outcomes(
            [f for f, itself in zip(files, own, strict=True) if not itself], forms, by_hand, limits
        )
        for itself in own:
            yield _itself() if itself else next(outcomes)

    def _outcomes(
        self, files: Sequence[File], forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits
    ) -> Iterator[Outcome]:
        if not files:
            return
        shelf = _Shelf(self._archive, forms, by_hand, limits, masked=self._masked)
        contents = shelf.look(files)
        first: dict[str, int] = {}
        for index, content in enumerate(contents):
            if content is not None and content.sha256 not in shelf.known:
                first.setdefault(content.sha256, index)
        missing = [
            file
            for index, (file, content) in enumerate(zip(files, contents, strict=True))
            if content is None or first.get(content.sha256) == index
        ]
        outcomes = self._inner(missing, forms, by_hand, limits)
        unkept: dict[str, Outcome] = {}
        for index, (file, content) in enumerate(zip(files, contents, strict=True)):
            if content is None:
                yield next(outcomes)
            elif first.get(content.sha256) == index:
                outcome = next(outcomes)
                shelf.keep(file, content, outcome)
                if not isinstance(outcome, Report):
                    unkept[content.sha256] = outcome
                yield outcome
            elif (taken := unkept.get(content.sha256) or shelf.take(file, content)) is not None:
                yield taken
            else:  # damaged, or forgotten by another meanwhile
                (outcome,) = self._inner([file], forms, by_hand, limits)
                shelf.keep(file, content, outcome)
                yield outcome


class _Shelf:
    """What one run of reading takes from the archive and puts there. ``known`` is by the SHA-256 of bytes."""

    def __init__(
        self, archive: Archive, forms: Mapping[str, Form], by_hand: Hands | None, limits: Limits, *, masked: bool
    ) -> None:
        self._archive = archive
        self._forms = forms
        self._by_hand = by_hand
        self._limits = limits
        self._masked = masked
        self._layouts = Layouts(forms)
        self._key = reading_key(forms, limits)
        self._key_number = 0
        self.known: dict[str, Known] = {}

    def look(self, files: Sequence[File]) -> list[_Content | None]:
        """Return what is in each file, ``None`` where that cannot be told, and ask the archive for all of it."""
        with Opener(self._limits) as opener:
            contents = [_content(file, opener) for file in files]
        found = [(file, content.sha256) for file, content in zip(files, contents, strict=True) if content is not None]
        with self._archive.writing_to() as connection:
            self._key_number = key_number(connection, self._key)
            keep_files(connection, found)
        self._know([sha256 for _, sha256 in found])
        return contents

    def take(self, file: File, content: _Content) -> Outcome | None:
        """Return what the archive knows of a file; ``None`` where that is damaged or gone."""
        known = self.known.get(content.sha256)
        if known is None:
            return None
        if known.error is not None:
            return known.error
        hand = self._by_hand.of(file.source, content.sha256) if self._by_hand else None
        key = hand_key(hand)
        with self._archive.reading_from() as connection:
            kept = kept_document(connection, known.id, key)
        if kept is None:
            return None
        try:
            if kept.report is not None:
                report = decode(kept.document, kept.report, file.source, self._layouts)
                return report if report.sha256 == content.sha256 else None
            document = decode_document(kept.document)
        except DamagedError:
            return None
        report = assemble(document, self._forms, file.source, content.sha256, hand)
        with self._archive.writing_to() as connection:
            keep_binding(connection, known.id, report, key)
        return report

    def keep(self, file: File, content: _Content, outcome: Outcome) -> None:
        """Confirm what came of a file, where it says something of its bytes."""
        with suppress(UnicodeEncodeError):  # what a loader read as no Unicode cannot be kept, only read again
            self._keep(file, content, outcome)

    def _keep(self, file: File, content: _Content, outcome: Outcome) -> None:
        if isinstance(outcome, Report):
            sha256 = outcome.sha256
            hand = hand_key(self._by_hand.of(file.source, sha256) if self._by_hand else None)
            with self._archive.writing_to() as connection:
                kept = keep_report(connection, self._key_number, outcome, content.size, hand, masked=self._masked)
                if sha256 != content.sha256:  # it was changed meanwhile
                    keep_files(connection, [(file, sha256)])
        elif isinstance(outcome, DocumentError) and outcome.code not in PASSING and _changed(file) == content.changed:
            sha256 = content.sha256
            with self._archive.writing_to() as connection:
                kept = keep_error(connection, self._key_number, sha256, content.size, outcome)
        else:
            return
        if kept is None:
            self._know([sha256])
        elif not kept.hidden:
            self.known[sha256] = kept

    def _know(self, contents: Sequence[str]) -> None:
        """Ask the archive for contents; what was masked in them cannot be judged in full, and is not taken."""
        with self._archive.reading_from() as connection:
            every = known_documents(connection, self._key, contents)
        self.known.update((sha256, each) for sha256, each in every.items() if not each.hidden)


def _itself() -> DocumentError:
    return DocumentError("unknown-format", "这是归档本身，不是报告", "this is the archive itself and no report")


def _content(file: File, opener: Opener) -> _Content | None:
    """What is in a file; ``None`` where it cannot be opened: whoever reads it says why."""
    try:
        changed = _changed(file)
        data = opener.read(file.path, file.inside)
    except DocumentError:
        return None
    return _Content(hashlib.sha256(data).hexdigest(), len(data), changed)


def _changed(file: File) -> int:
    """When a file was changed last, in nanoseconds; 0 where it is gone, or no file on a disk."""
    try:
        return os.stat(file.path).st_mtime_ns if isinstance(file.path, Path) else 0
    except OSError:
        return 0
