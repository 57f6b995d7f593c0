"""What is known of the addresses that reports were fetched from: when they were public, and which are dead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gipaudit.forms.labels import fold


@dataclass(frozen=True, slots=True)
class Fetched:
    """One address, as it was found the last time it was asked for.

    ``page`` is the address of the page on which it stands as a link called ``name``; empty for the page itself.
    ``code`` is why nothing was got, empty where a file was; ``status`` the HTTP status. ``gone`` is how often in a
    row the server said that it does not exist. ``moved`` says that a page was answered by the site's front page.
    ``published`` is the day that the page states, ``seen`` the first day on which the file was there as it is,
    ``changed`` the day since which the server says that it is so.
    """

    unit: str
    year: int
    url: str
    page: str = ""
    name: str = ""
    sha256: str = ""
    code: str = ""
    status: int | None = None
    gone: int = 0
    moved: bool = False
    published: date | None = None
    seen: date | None = None
    changed: date | None = None

    @property
    def public_by(self) -> date | None:
        """The earliest day by which the file was surely or, by the server's word, public."""
        return min((day for day in (self.seen, self.changed) if day is not None), default=None)


class Fetches:
    """All addresses of a manifest, found by file, and by unit and year."""

    def __init__(self, fetched: Iterable[Fetched]) -> None:
        self.all = tuple(fetched)

    @cached_property
    def _by_file(self) -> Mapping[str, tuple[Fetched, ...]]:
        found: dict[str, list[Fetched]] = {}
        for each in self.all:
            if each.sha256:
                found.setdefault(each.sha256, []).append(each)
        return {key: tuple(each) for key, each in found.items()}

    @cached_property
    def _by_unit(self) -> Mapping[tuple[str, int], tuple[Fetched, ...]]:
        found: dict[tuple[str, int], list[Fetched]] = {}
        for each in self.all:
            found.setdefault((fold(each.unit), each.year), []).append(each)
        return {key: tuple(each) for key, each in found.items()}

    def of_file(self, sha256: str) -> tuple[Fetched, ...]:
        """The addresses at which a file was got, by the SHA-256 of its bytes."""
        return self._by_file.get(sha256, ())

    def of_unit(self, names: Iterable[str], year: int) -> tuple[Fetched, ...]:
        """The addresses listed for a unit, under any of its names, for a year."""
        keys = dict.fromkeys((fold(name), year) for name in names)
        return tuple(each for key in keys for each in self._by_unit.get(key, ()))
