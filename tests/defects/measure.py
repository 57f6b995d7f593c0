"""Print how many planted defects are found and what is falsely said.

``PYTHONPATH=tests python -m defects.measure 20`` looks at 20 reports with each defect and 200 in order.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from defects.catalogue import DEFECTS, planted
from defects.draft import draft
from defects.measuring import accusations, answer, audited
from tabulate import tabulate


def main(count: int) -> None:
    with TemporaryDirectory() as folder:
        cards = audited(Path(folder), [draft(seed) for seed in range(10 * count)])
        said = Counter(finding.rule for card in cards for finding in accusations(card))
    print(tabulate(sorted(said.items()), headers=(f"false accusation in {10 * count} reports in order", "times")))
    rows = []
    for name in DEFECTS:
        made = [planted(name, seed) for seed in range(count)]
        with TemporaryDirectory() as folder:
            cards = audited(Path(folder), [each for each, _ in made])
        answers = [answer(defect, card) for (_, defect), card in zip(made, cards, strict=True)]
        rows.append(
            (name, made[0][1].rule, f"{sum(a.found for a in answers)}/{count}", sum(len(a.others) for a in answers))
        )
    print(tabulate(rows, headers=("planted", "rule", "found", "other accusations")))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
