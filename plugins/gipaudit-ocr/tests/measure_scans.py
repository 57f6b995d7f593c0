"""Read invented reports from scans of many kinds and count what was right, wrong with confidence, and not read.

PYTHONPATH=tests python plugins/gipaudit-ocr/tests/measure_scans.py [part of a scan's name]
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from support.figures import Figures, figures
from support.scans import Look, looks, scans
from support.sheets import issued
from tabulate import tabulate

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Document
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.recognisers import Scan, recogniser
from gipaudit.forms.assembly import assemble
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Reading, Report

DASHES = ("—", "/", "-")


@dataclass(frozen=True)
class Case:
    name: str
    look: Look
    form: Form
    truth: Figures


def cases(asked: str) -> Iterator[Case]:
    """Each look with another report; one in four of form 2019, one in four all but noughts."""
    for number, (name, look) in enumerate(looks()):
        if asked in name:
            form = forms()["2019" if number % 4 == 3 else "2021"].standard
            yield Case(name, look, form, filled(form, 40 + number, small=number % 4 == 1))


def filled(form: Form, seed: int, small: bool = False) -> Figures:
    """Figures whose sums hold, some of them blank or a dash."""
    random = Random(seed)
    made = figures(form, random)
    for address, text in made.items():
        if small and "." not in text:
            made[address] = str(random.choice((0, 0, 0, 1, 2, 7, 11, 17)))
        chance = random.random()
        if chance < 0.04:
            made[address] = ""
        elif chance < 0.06:
            made[address] = random.choice(DASHES)
    return made


def read_scan(case_blocks: Sequence[object], look: Look) -> Document:
    found = recogniser()
    assert found is not None
    pages = []
    for number, pixels in enumerate(scans(case_blocks, look), 1):  # type: ignore[arg-type]
        height, width = pixels.shape
        scan = Scan(number, width * 72 / look.dpi, height * 72 / look.dpi, pixels)
        pages.append(found.read(scan, Limits()))
    return Document(compose(pages, Meter(Limits())), "scan", converter="rapidocr")


def verdict(reading: Reading | None, truth: str) -> str:
    """``right``, ``wrong`` (another number, blank or dash, held to be sure) or ``unread``."""
    if reading is None or reading.state in ("text", "missing"):
        return "unread"
    if reading.state == "number":
        good = truth not in ("", *DASHES) and reading.low == reading.high == Decimal(truth)
    else:
        good = reading.state == ("blank" if not truth else "dash" if truth in DASHES else "number")
    return "right" if good else "wrong"


def main() -> None:
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    rows, total = [], Counter[str]()
    buckets: dict[float, Counter[bool]] = defaultdict(Counter)
    for case in cases(asked):
        begun = time.perf_counter()
        report = assemble(read_scan(issued(case.form, case.truth), case.look), forms())
        spent = time.perf_counter() - begun
        counts = Counter(verdict(report.readings.get(address), text) for address, text in case.truth.items())
        total += counts
        rows.append((case.name, len(case.truth), counts["right"], counts["wrong"], counts["unread"], f"{spent:.1f}"))
        print(*rows[-1], flush=True)
        _tell(case, report, buckets)
    print(tabulate(rows, headers=("scan", "cells", "right", "wrong", "unread", "seconds")))
    count = sum(total.values())
    print(f"right {total['right'] / count:.4f}, wrong with confidence {total['wrong'] / count:.4f}")
    table = [
        (f"{low:.2f}", sum(found.values()), f"{found[True] / sum(found.values()):.4f}")
        for low, found in sorted(buckets.items())
    ]
    print(tabulate(table, headers=("confidence from", "cells", "share right"), disable_numparse=True))


def _tell(case: Case, report: Report, buckets: dict[float, Counter[bool]]) -> None:
    cells = {cell.place.box: cell for table in report.document.tables for row in table.rows for cell in row}
    for address, text in case.truth.items():
        reading = report.readings.get(address)
        if reading is None:
            continue
        said = verdict(reading, text)
        if said != "right":
            found = f"{reading.state} {reading.text[:60]!r} {reading.confidence} {reading.why}"
            print(f"    {said} {address} {text!r} → {found}")
        cell = cells.get(reading.place.box)
        # What was refused for its place in the table tells nothing of recognition.
        if cell is not None and reading.place.box is not None and (reading.confidence or not cell.confidence):
            level = next(low for low in (0.99, 0.97, 0.95, 0.9, 0.8, 0.6, 0.4, 0.2, 0.0) if cell.confidence >= low)
            plain = cell.text.strip().replace("—", "-").replace("/", "-")
            buckets[level][plain == text.replace("—", "-").replace("/", "-")] += 1


if __name__ == "__main__":
    main()
