"""A whole report of an invented unit, in order, that a defect can then be planted in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from defects import wording
from defects.naming import Unit, unit
from defects.numbers import Figures, figures
from defects.wording_2014 import SECTIONS_2014

from gipaudit.forms.form import Form
from gipaudit.forms.library import forms

ORDER = ("overview", "disclosure", "applications", "disputes", "problems", "other")


@dataclass(frozen=True)
class Sheet:
    """A place for a table: ``second`` (表二), or the id of a table of the form."""

    table: str


@dataclass(frozen=True)
class Photo:
    """A picture."""

    name: str


@dataclass
class Part:
    """A section: its heading as printed, and what stands under it."""

    id: str
    heading: str
    body: list[str | Sheet | Photo]


@dataclass
class Draft:
    """A report before it is printed.

    ``dropped`` are rows (``table.row``) left out of their tables; ``published`` is the day that its page tells, where
    that is not usual.
    """

    unit: Unit
    year: int
    form: Form
    format: str
    title: list[str]
    preamble: list[str]
    parts: list[Part]
    figures: Figures
    signature: list[str]
    fused: bool = True
    headings: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    published: str = ""

    def part(self, id: str) -> Part:
        return next(part for part in self.parts if part.id == id)

    def with_form(self, id: str, random: Random) -> Draft:
        """The same report in another form's tables."""
        form = form_of(id)
        return replace(self, form=form, figures=figures(form, self.unit, random))


@cache
def form_of(id: str) -> Form:
    return forms()[id].standard


def draft(
    seed: int,
    form: str | None = None,
    format: str | None = None,
    whose: Unit | None = None,
    year: int | None = None,
    printed: Figures | None = None,
) -> Draft:
    """The report of that seed; equal seeds give equal reports. What is given beside it is taken as it is."""
    random = Random(seed)
    chosen = form_of(form or random.choice(("2021", "2021", "2021", "2019", "2014")))
    first, last = {"2014": (2014, 2018), "2019": (2019, 2020), "2021": (2021, 2025)}[chosen.id]
    drawn, whose = random.randint(first, last), whose or unit(random)
    year = year or drawn
    printed = figures(chosen, whose, random) if printed is None else dict(printed)
    words = _words(whose, year, printed, random)
    signature = [[whose.name, words["signed"]], [words["signed"]], []][random.randrange(3)]
    made = Draft(
        *(whose, year, chosen, format or random.choice(("docx", "html", "markdown", "tabs", "lines"))),
        title=[line.format(**words) for line in random.choice(wording.TITLES)],
        preamble=[_preamble(chosen.id, random).format(**words)],
        parts=[],
        figures=printed,
        signature=signature,
        fused=random.random() < 0.5,
    )
    made.parts = _parts_2014(words, random) if chosen.id == "2014" else _parts(made, words, random)
    return made


def _words(whose: Unit, year: int, printed: Figures, random: Random) -> dict[str, str]:
    counts = {"n": random.randint(60, 4000), "k": random.randint(4, 90), "m": random.randint(2, 9)}
    keys = {"new": "new", "in": "carried_in", "granted": "granted", "out": "carried_out"}
    table = {key: printed.get(f"applications.{row}.total", "0") for key, row in keys.items()}
    table["new"] = printed.get("statistics.3.1.count", table["new"])
    day = f"{year + 1}年1月{random.randint(4, 30)}日"
    said = {"u": whose.name, "us": whose.us, "y": str(year), "z": str(year + 1), "signed": day}
    numbers = {key: str(value) for key, value in counts.items()}
    numbers["n"] = printed.get("statistics.1.1.count", numbers["n"])
    return {**said, **table, **numbers}


def _preamble(generation: str, random: Random) -> str:
    text = random.choice(wording.PREAMBLES)
    if generation == "2021":
        return text
    if generation == "2019":
        return text.replace("国办公开办函〔2021〕30号", "国办公开办函〔2019〕60号")
    return (
        text.replace("第五十条", "第三十二条")
        .replace("（国务院令第711号）", "")
        .replace("第四十九条、", "第三十一条、")
        .replace("和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）", "")
    )


def _parts(made: Draft, words: dict[str, str], random: Random) -> list[Part]:
    lead, heads = random.choice(wording.LEADS), random.choice(wording.STRAND_HEADS)
    overview: list[str | Sheet | Photo] = [lead.format(**words)] if lead else []
    for head, says in zip(heads, wording.STRANDS, strict=True):
        said = random.choice(says).format(**words)
        run_in = head.endswith(("。", "，"))
        overview += [head + said] if run_in else [head, said]
    other = wording.OTHER if made.form.id == "2021" else (*wording.OTHER, *wording.OTHER_2019)
    sentences = {
        "overview": overview,
        "disclosure": [*random.choice(wording.BEFORE_TABLES), Sheet("second")],
        "applications": [*random.choice(wording.BEFORE_TABLES)[:0], Sheet("applications")],
        "disputes": [*random.choice(wording.DISPUTES), Sheet("disputes")],
        "problems": list(random.choice(wording.PROBLEMS)),
        "other": list(random.choice(other)),
    }
    numbering = random.choice(wording.NUMBERINGS)
    if numbering[0] == "（一）" and heads[0].startswith(("（", "(")):
        numbering = wording.NUMBERINGS[0]
    return [
        Part(
            id,
            number + random.choice(wording.HEADINGS[id]).format(**words),
            [item.format(**words) if isinstance(item, str) else item for item in sentences[id]],
        )
        for number, id in zip(numbering, ORDER, strict=True)
    ]


def _parts_2014(words: dict[str, str], random: Random) -> list[Part]:
    numbers = iter("一二三四五六七八九")
    parts = []
    for id, headings, bodies in SECTIONS_2014:
        heading = random.choice(headings).format(**words)
        numbered = heading if id == "annex" else f"{next(numbers)}、{heading}"
        parts.append(Part(id, numbered, [text.format(**words) for text in random.choice(bodies)]))
    parts[-1].body.append(Sheet("statistics"))
    return parts
