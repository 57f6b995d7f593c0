"""The list of units → what to fetch: a unit, a year and the address of the page with its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.fetching.addresses import parsed
from gipaudit.fetching.refusals import NotFetchedError
from gipaudit.forms.by_hand import FIRST_YEAR, LAST_YEAR
from gipaudit.forms.labels import fold
from gipaudit.roster.rows import Row, read_rows
from gipaudit.sources import shortened

LONGEST_NAME = 200


@dataclass(frozen=True)
class Target:
    """One report to fetch, and where it is listed."""

    unit: str
    year: int
    url: str
    position: Position


@dataclass(frozen=True)
class Targets:
    """What to fetch, and the units that are listed without an address."""

    targets: tuple[Target, ...]
    without: tuple[str, ...] = ()


def load_targets(file: Path, year: int | None) -> Targets:
    """Read a list of units; ``year`` is meant where the list has none.

    Raises:
        SourceError: it cannot be read, or something in it is wrong; all its problems are told.
    """
    rows, problems = read_rows(file)
    if not rows and not problems:
        problems.append(Problem(Position(file, 1, 1), Message("名录里没有单位", "there is no unit in it")))
    if rows and not any("url" in row.values for row in rows):
        zh = "没有写网址：名录中要有“网址”一列，写各单位年度报告所在网页的地址"
        problems.append(Problem(rows[0].position, Message(zh, "no addresses: the list needs a column url (网址)")))
    targets: list[Target] = []
    without: list[str] = []
    for row in rows:
        name = _name(row, problems)
        if name is None:
            continue
        if row.values.get("url") in (None, ""):
            without.append(name)
        else:
            target = _target(row, name, year, problems)
            targets.extend([target] if target else [])
    problems.extend(_twice(targets))
    if problems:
        raise SourceError(sorted(problems, key=lambda each: (each.position.line, each.position.column)))
    return Targets(tuple(targets), tuple(without))


def _name(row: Row, problems: list[Problem]) -> str | None:
    name = row.values.get("name")
    if isinstance(name, str) and 0 < len(name.strip()) <= LONGEST_NAME:
        return name.strip()
    zh = f"这个单位没有写名称，或名称超过{LONGEST_NAME}字"
    if not any(problem.position.line == row.position.line for problem in problems):
        problems.append(Problem(row.at("name"), Message(zh, f"no name of a unit of at most {LONGEST_NAME}")))
    return None


def _target(row: Row, name: str, year: int | None, problems: list[Problem]) -> Target | None:
    found, wrong = _year(row, year), len(problems)
    if found is None:
        zh = f"年度应为 {FIRST_YEAR} 到 {LAST_YEAR} 的年份：写在“年度”一列，或用 --year 指定"
        en = f"a year from {FIRST_YEAR} to {LAST_YEAR} is needed: in the column year (年度), or by --year"
        problems.append(Problem(row.at("year"), Message(zh, en)))
    written = row.values["url"]
    try:
        url = str(parsed(written if isinstance(written, str) else ""))
    except NotFetchedError:
        shown = shortened(str(written))
        zh = f"网址应以 http:// 或 https:// 开头，其中不能有用户名：“{shown}”"
        problems.append(Problem(row.at("url"), Message(zh, f"no http(s) address without a user's name: {shown!r}")))
    if found is None or len(problems) > wrong:
        return None
    return Target(name, found, url, row.position)


def _year(row: Row, year: int | None) -> int | None:
    written = row.values.get("year")
    if written is not None:
        text = str(written).removesuffix("年度").removesuffix("年").strip()
        year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def _twice(targets: Iterable[Target]) -> Iterable[Problem]:
    first: dict[tuple[str, int], Target] = {}
    for target in targets:
        other = first.setdefault((fold(target.unit), target.year), target)
        if other is not target:
            line = other.position.line
            zh = f"“{shortened(target.unit)}”{target.year}年度重复：第 {line} 行已有"
            en = f"{shortened(target.unit)!r} is listed for {target.year} on line {line} already"
            yield Problem(target.position, Message(zh, en))
