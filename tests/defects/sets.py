"""Reports that belong together: a unit's two years, a government with the units below it; in order or with a defect.

A set says what must be told of which report, by its number; what stands in one report alone is in
:mod:`defects.catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from random import Random

from defects.draft import Draft, draft
from defects.naming import Unit, unit

COLUMNS = ("natural", "business", "research", "welfare", "legal", "other", "total")


@dataclass
class Together:
    """The reports of one audit. ``roster`` holds lines of a CSV file; it is empty where none is given.

    ``rule`` must speak of the report of that number, of the audit as a whole where ``of`` is -1, or of the unit
    without a report where it is -2.
    """

    drafts: list[Draft]
    roster: list[str] = field(default_factory=list)
    rule: str = ""
    of: int = 0
    follows: tuple[str, ...] = ()


SETS: dict[str, Callable[[Random], Together]] = {}


def together(name: str) -> Callable[[Callable[[Random], Together]], Callable[[Random], Together]]:
    def register(make: Callable[[Random], Together]) -> Callable[[Random], Together]:
        SETS[name] = make
        return make

    return register


def made(name: str, seed: int) -> Together:
    """The set of that name; equal seeds give equal sets."""
    return SETS[name](Random(f"{name} {seed}"))


def two_years(random: Random) -> Together:
    """A unit's reports of two years that follow one another, every figure carried on; the later one is the second."""
    whose, now = unit(random), random.randint(2022, 2025)
    later = draft(random.randrange(10**6), "2021", random.choice(("docx", "html", "tabs")), whose, now)
    before = dict(later.figures)
    for column in COLUMNS:
        put_out = int(later.figures[f"applications.carried_in.{column}"])
        done = int(before[f"applications.total.{column}"])
        before[f"applications.carried_out.{column}"] = str(put_out)
        before[f"applications.new.{column}"] = str(done + put_out)
        before[f"applications.carried_in.{column}"] = "0"
    for row in ("rules", "normative"):
        issued, repealed, stock = (
            int(later.figures[f"documents.{row}.{each}"]) for each in ("issued", "repealed", "in_force")
        )
        if stock < issued:
            stock = issued
        later.figures[f"documents.{row}.in_force"] = str(stock)
        before[f"documents.{row}.in_force"] = str(stock - issued + repealed)
        before[f"documents.{row}.issued"] = before[f"documents.{row}.repealed"] = "0"
    earlier = draft(random.randrange(10**6), "2021", random.choice(("docx", "html", "tabs")), whose, now - 1, before)
    return Together([earlier, later])


@together("what was carried over is not what was carried in")
def carried(random: Random) -> Together:
    pair = two_years(random)
    earlier = pair.drafts[0].figures
    for row in ("new", "carried_out"):
        for column in ("natural", "total"):
            cell = f"applications.{row}.{column}"
            earlier[cell] = str(int(earlier[cell]) + 3)
    return replace(pair, rule="history.carried_in", of=1, follows=("history.",))


@together("documents in force do not follow")
def in_force(random: Random) -> Together:
    pair = two_years(random)
    cell = "documents.normative.in_force"
    pair.drafts[1].figures[cell] = str(int(pair.drafts[1].figures[cell]) + random.choice((7, 20, 93)))
    return replace(pair, rule="history.in_force", of=1, follows=("history.jump",))


@together("the overview of last year again")
def copied(random: Random) -> Together:
    pair = two_years(random)
    earlier, later = pair.drafts
    later.part("overview").body = [
        text.replace(str(earlier.year), str(later.year)) if isinstance(text, str) else text
        for text in earlier.part("overview").body
    ]
    return replace(pair, rule="copies.previous", of=1, follows=("copies.", "narrative."))


def county(random: Random) -> Together:
    """A county's report that adds up those of the units below it and its own, with the roster that says so."""
    while (head := unit(random)).kind != "county":
        continue
    place = head.name.removesuffix("人民政府")
    year = random.randint(2021, 2025)
    names = random.sample(("财政局", "水务局", "民政局", "审计局", "统计局", "信访局"), 3)
    below = [
        draft(random.randrange(10**6), "2021", random.choice(("docx", "html")), small(place + name, random), year)
        for name in names
    ]
    own = draft(random.randrange(10**6), "2021", "docx", replace(head, size=20), year)
    whole = {address: _sum(one.figures[address] for one in (own, *below)) for address in own.figures}
    top = draft(random.randrange(10**6), "2021", random.choice(("docx", "html")), head, year, whole)
    roster = ["单位,上级", f"{head.name},", *(f"{one.unit.name},{head.name}" for one in below)]
    return Together([top, *below], roster)


def small(name: str, random: Random) -> Unit:
    return Unit(name, "我局", "全系统", "department", random.randint(3, 30))


def _sum(texts: Iterable[str]) -> str:
    hundredths = sum(round(float(text) * 100) for text in texts)
    return str(hundredths // 100) if hundredths % 100 == 0 else f"{hundredths / 100:.2f}"


@together("a government with less than the units below it")
def less(random: Random) -> Together:
    found = county(random)
    top, first = found.drafts[0].figures, found.drafts[1].figures
    for row in ("new", "granted", "total"):
        for column in ("natural", "total"):
            cell = f"applications.{row}.{column}"
            first[cell] = str(int(first[cell]) + int(top[cell]) + 5)
    return replace(found, rule="hierarchy.at_least", of=0, follows=("hierarchy.", "narrative.", "applications."))


@together("a unit that has not reported")
def silent(random: Random) -> Together:
    found = county(random)
    gone = found.drafts.pop()
    assert any(gone.unit.name in line for line in found.roster)
    return replace(found, rule="report.present", of=-2)


@together("a report of a unit that is not in the roster")
def unknown(random: Random) -> Together:
    found = county(random)
    return replace(found, roster=found.roster[:-1], rule="report.rostered", of=len(found.drafts) - 1)
