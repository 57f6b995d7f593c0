"""Compare what was read of a report with what it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from formats.samples import Sample

from gipaudit.documents.limits import Limits
from gipaudit.documents.reading import loader_for, read_bytes, read_together
from gipaudit.errors import DocumentError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report


@dataclass
class Tally:
    """How many cells were read right; which are wrong, said with confidence, and which stayed unread; sections."""

    cells: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    lost_blanks: list[str] = field(default_factory=list)
    sections: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def doubts(self) -> list[str]:
        """The cells with something printed that stayed unread."""
        lost = set(self.lost_blanks)
        return [cell for cell in self.unread if cell not in lost]

    def add(self, other: Tally) -> None:
        self.cells += other.cells
        self.right += other.right
        self.wrong += other.wrong
        self.unread += other.unread
        self.lost_blanks += other.lost_blanks
        self.sections += other.sections
        self.found += other.found
        self.missed += other.missed


def read_reports(files: Sequence[bytes]) -> list[Report]:
    """Files of one format, bound to their forms; together where their loader reads many at once."""
    loader = loader_for(files[0])
    documents = read_together(loader, files, Limits()) if loader.load_many else [read_bytes(data) for data in files]
    reports = []
    for document in documents:
        if isinstance(document, DocumentError):
            raise document
        reports.append(assemble(document, forms()))
    return reports


def tally(sample: Sample, report: Report) -> Tally:
    """Count the cells of the form that the sample prints or leaves out.

    Wrong is whatever the report would be judged by and is not so: another number, a number where there is none, a
    blank or a missing row where something is printed. Unread is what says of itself that it could not be read;
    ``lost_blanks`` are those of them that are blank: a format that loses them is not to be believed.
    """
    result = Tally()
    for address in sample.truth:
        reading = report.readings.get(address)
        where = f"{sample.name}: {address}"
        result.cells += 1
        if address in sample.gone:
            if reading is None or reading.state in ("missing", "text"):
                result.right += 1
            else:
                result.wrong.append(f"{where} is not printed, read as {reading.state} {reading.text!r}")
            continue
        state, value = sample.expected(address)
        if reading is None or reading.state == "text":
            why = reading.why if reading else "no such cell"
            result.unread.append(f"{where} {sample.truth[address]!r}: {why}")
            if state != "number":
                result.lost_blanks.append(result.unread[-1])
        elif reading.state == state and (value is None or reading.low == reading.high == value):
            result.right += 1
        else:
            result.wrong.append(f"{where} {sample.truth[address]!r} read as {reading.state} {reading.text!r}")
    result.sections = len(sample.sections)
    result.missed = [
        f"{sample.name}: {id}"
        for id in sorted(sample.sections)
        if id not in report.sections or report.sections[id].state != "present"
    ]
    result.found = result.sections - len(result.missed)
    return result


def total(tallies: Iterable[Tally]) -> Tally:
    result = Tally()
    for each in tallies:
        result.add(each)
    return result
