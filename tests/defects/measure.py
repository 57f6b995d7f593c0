"""Print how many planted defects are found and what is falsely said.

``PYTHONPATH=tests python -m defects.measure 20`` plants each kind 20 times, in one report or in reports that belong
together, and audits ten times as many reports in order; ``--write`` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from defects.catalogue import DEFECTS, planted
from defects.draft import draft
from defects.measuring import Answer, accusations, answer, answer_together, audited, audited_together
from defects.sets import SETS, county, made, two_years
from tabulate import tabulate

BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- defects: begin -->", "<!-- defects: end -->"
HEADS = ("planted", "rule", "found", "other accusations")
Row = tuple[str, str, str, str]


def in_one_report(count: int) -> Iterator[Row]:
    for name in DEFECTS:
        given = [planted(name, seed) for seed in range(count)]
        with TemporaryDirectory() as folder:
            cards = audited(Path(folder), [each for each, _ in given])
        answers = [answer(defect, card) for (_, defect), card in zip(given, cards, strict=True)]
        yield _row(name, "、".join(sorted({defect.rule for _, defect in given})), answers)


def in_several(count: int) -> Iterator[Row]:
    for name in SETS:
        given = [made(name, seed) for seed in range(count)]
        answers = []
        for each in given:
            with TemporaryDirectory() as folder:
                answers.append(answer_together(each, audited_together(Path(folder), each)))
        yield _row(name, given[0].rule, answers)


def _row(name: str, rule: str, answers: list[Answer]) -> Row:
    return name, rule, f"{sum(a.found for a in answers)}/{len(answers)}", str(sum(len(a.others) for a in answers))


def in_order(count: int) -> tuple[int, Counter[str]]:
    """How many reports in order were audited, alone and with those they belong to, and what was falsely said."""
    with TemporaryDirectory() as folder:
        cards = audited(Path(folder), [draft(seed) for seed in range(count)])
    said = Counter(finding.rule for card in cards for finding in accusations(card))
    total = len(cards)
    for seed in range(count // 20):
        for make in (two_years, county):
            together = make(Random(seed))
            with TemporaryDirectory() as folder:
                others = answer_together(together, audited_together(Path(folder), together)).others
            said.update(other.split()[0] for other in others)
            total += len(together.drafts)
    return total, said


def main(arguments: list[str]) -> None:
    counts = [int(each) for each in arguments if each.isdigit()]
    count = counts[0] if counts else 5
    total, said = in_order(10 * count)
    rows = [*in_one_report(count), *in_several(count)]
    clean = f"{total} reports in order: {sum(said.values())} false accusations" + "".join(
        f"; {rule} {times}" for rule, times in said.most_common()
    )
    table = tabulate(rows, headers=HEADS, tablefmt="github", disable_numparse=True)
    print(clean, table, sep="\n\n")
    if "--write" in arguments:
        before, rest = BENCHMARKS.read_text(encoding="utf-8").split(BEGIN)
        _, after = rest.split(END)
        BENCHMARKS.write_text(f"{before}{BEGIN}\n{clean}.\n\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
