"""A target → files in the folder: its page, then the files that the page offers; each answer is written down."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gipaudit.fetching.asking import Answer
from gipaudit.fetching.entry import Entry, Role
from gipaudit.fetching.kinds import PAGE, suffix_of
from gipaudit.fetching.links import SUFFIXES, Link
from gipaudit.fetching.manifest import Manifest, not_written
from gipaudit.fetching.names import safe_name
from gipaudit.fetching.pages import offers, stated_day
from gipaudit.fetching.refusals import NotFetchedError
from gipaudit.fetching.targets import Target
from gipaudit.fetching.visiting import Visit, Visitor

PAGE_NAME, FILE_NAME = "报告页面", "附件"
_LONGEST_HEADER = 300
_UNCHANGED = 304


@dataclass(frozen=True)
class Collected:
    """What came of one target: its page first, then its files. ``asked`` counts those asked for just now."""

    target: Target
    entries: tuple[Entry, ...]
    asked: int


class Collector:
    """Fetches targets into a folder; may be used by several threads, one for each site.

    ``again`` asks once more for what is there already, and takes what changed.
    """

    def __init__(
        self, folder: Path, visitor: Visitor, manifest: Manifest, now: Callable[[], datetime], again: bool
    ) -> None:
        self._folder, self._visitor, self._manifest = folder, visitor, manifest
        self._now, self._again = now, again
        self._fresh: set[str] = set()

    def collect(self, target: Target) -> Collected:
        """Fetch what is not there yet.

        Raises:
            StoppedError: the run was stopped; what was got is kept.
            UsageError: the folder cannot be written to.
        """
        found = list(self._entries(target))
        return Collected(target, tuple(entry for entry, _ in found), sum(asked for _, asked in found))

    def _entries(self, target: Target) -> Iterator[tuple[Entry, bool]]:
        """What came of each address, and whether it was asked for just now."""
        wanted = Entry(self._now(), target.unit, target.year, "page", target.url, 0)
        page, asked = self._settled(wanted, Link(target.url, PAGE_NAME, ""))
        yield page, asked
        if not page.got or not page.file.endswith(PAGE):
            return
        for link in offers((self._folder / page.file).read_bytes(), page.final_url).links:
            role: Role = "attachment"
            wanted = replace(wanted, role=role, url=link.url, page=target.url, name=link.name)
            yield self._settled(replace(wanted, published=page.published), link)

    def _settled(self, wanted: Entry, link: Link) -> tuple[Entry, bool]:
        """What came of an address: as it is known, or as it is now found out (then true)."""
        latest = self._manifest.latest(wanted.url)
        if latest is not None and self._stands(latest):
            if self._manifest.tells(wanted.unit, wanted.year, wanted.url):
                return latest, False
            # The same address for another unit or year: the file is there already.
            entry = _for_whom(latest, wanted)
            self._manifest.add([entry])
            return entry, False
        entry = self._asked(wanted, link)
        self._manifest.add([entry])
        self._fresh.add(wanted.url)
        return entry, True

    def _stands(self, entry: Entry) -> bool:
        """Whether an address need not be asked for: in this run it was, or its file is there as it was got."""
        if entry.url in self._fresh:
            return True
        return entry.got and not self._again and self._there(entry)

    def _there(self, entry: Entry) -> bool:
        try:
            return (self._folder / entry.file).stat().st_size == entry.bytes
        except OSError:
            return False

    def _asked(self, wanted: Entry, link: Link) -> Entry:
        before = self._manifest.got(wanted.url)
        if before is not None and not self._there(before):
            before = None
        visit = self._visitor.visit(wanted.url, _conditions(before))
        wanted = replace(wanted, time=self._now(), tries=visit.tries)
        try:
            return self._kept(wanted, link, _answer(visit), before)
        except NotFetchedError as error:
            return replace(wanted, code=error.code, status=error.status, final_url=error.url, published=None)

    def _kept(self, wanted: Entry, link: Link, answer: Answer, before: Entry | None) -> Entry:
        """Save what was answered.

        Raises:
            NotFetchedError: it is no file.
        """
        if answer.status == _UNCHANGED:
            if before is None:
                raise NotFetchedError("status", status=answer.status, url=answer.url)
            kept = replace(before, time=wanted.time, tries=wanted.tries, status=answer.status)
            return _for_whom(kept, wanted)
        if not answer.body:
            raise NotFetchedError("empty", status=answer.status, url=answer.url)
        suffix = suffix_of(answer.body, link.suffix)
        if suffix == PAGE and link.suffix:
            raise NotFetchedError("web-page", status=answer.status, url=answer.url)
        entry = replace(
            wanted,
            status=answer.status,
            final_url=answer.url,
            sha256=hashlib.sha256(answer.body).hexdigest(),
            bytes=len(answer.body),
            content_type=_header(answer, "content-type"),
            etag=_header(answer, "etag"),
            last_modified=_header(answer, "last-modified"),
            file=self._place(wanted, link, suffix, before),
        )
        if suffix == PAGE:
            left_out = offers(answer.body, answer.url).left_out
            entry = replace(entry, published=stated_day(answer.body), left_out=left_out)
        self._save(entry.file, answer.body)
        return entry

    def _place(self, wanted: Entry, link: Link, suffix: str, before: Entry | None) -> str:
        """Where a file goes: where it was before, else ``year/unit/name`` that is no other address's."""
        if before is not None and before.file.endswith(suffix):
            return before.file
        stem, dot, ending = link.name.rpartition(".")
        name = safe_name(stem if f"{dot}{ending.strip().lower()}" in SUFFIXES else link.name, FILE_NAME)
        folder = f"{wanted.year}/{safe_name(wanted.unit, '单位')}"
        number, file = 1, f"{folder}/{name}{suffix}"
        while not self._manifest.is_free(file, wanted.url):
            number += 1
            file = f"{folder}/{name}-{number}{suffix}"
        return file

    def _save(self, file: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        path = self._folder / file
        unfinished = path.parent / f".{hashlib.sha256(file.encode()).hexdigest()[:16]}.part"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(unfinished, path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise not_written(path, error) from error


def _for_whom(entry: Entry, wanted: Entry) -> Entry:
    """What is known of an address, told of the unit and year, and under the name, for which it is wanted."""
    return replace(entry, unit=wanted.unit, year=wanted.year, role=wanted.role, page=wanted.page, name=wanted.name)


def _answer(visit: Visit) -> Answer:
    if visit.answer is None:
        raise visit.error or NotFetchedError("status")
    return visit.answer


def _conditions(before: Entry | None) -> dict[str, str]:
    """The headers that ask for a file only where it changed."""
    if before is None:
        return {}
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in asked.items() if value}


def _header(answer: Answer, name: str) -> str:
    value = answer.headers.get(name, "")
    return value if len(value) <= _LONGEST_HEADER and value.isprintable() else ""
