"""Every hostile input has its code, within ten seconds and a gigabyte, and the batch around it goes on.

Both bounds are the limits of the audit itself: an input that reached one would be told as such.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hostile.case import READ, STOPPED
from hostile.conftest import CASES, Run
from hostile.places import NAMES, PLACES

STOPS = ("too-slow", "out-of-memory")


@pytest.fixture(scope="session")
def told(batch: Any) -> dict[str, str]:
    """What became of each file, by its name in the audit."""
    unread = {each["source"]: each["code"] for each in (*batch["unreadable"], *batch["skipped"])}
    return {card["source"]: READ for card in batch["scorecards"]} | {
        source: STOPPED if code in STOPS else code for source, code in unread.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_each_has_its_code(name: str, told: dict[str, str]) -> None:
    expected, _ = CASES[name]
    inside = {code for source, code in told.items() if source.startswith(f"{name}!/")}
    assert (inside or {told[name]}) <= set(expected.split())


@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_plain_file_has_its_code(name: str, told: dict[str, str]) -> None:
    assert told[name] == PLACES[name]


def test_there_are_enough_of_them() -> None:
    assert len(CASES) + len(PLACES) + len(NAMES) >= 40


def test_whatever_a_file_is_called_it_is_read(batch: Any) -> None:
    titles = [card["source"] for card in batch["scorecards"] if "good" not in card["source"]]
    assert len([name for name in titles if name not in CASES and "!/" not in name]) == len(NAMES)


def test_each_refusal_says_what_is_wrong(batch: Any) -> None:
    assert all(each["message"].strip() for each in (*batch["unreadable"], *batch["skipped"]))
    assert batch["crashes"] == []


def test_the_good_ones_are_judged_as_if_they_were_alone(batch: Any, good: Path, run: Run) -> None:
    alone = json.loads(run(good, "--format", "json", "--fail-on", "never").stdout)["scorecards"]
    beside = [card for card in batch["scorecards"] if card["source"] in ("a-good.docx", "z-good.html")]
    ranks = [(card.pop("rank"), other.pop("rank")) for card, other in zip(beside, alone, strict=True)]
    assert len(ranks) == 2
    assert beside == alone


def test_nothing_is_written_outside(batch: Any, tmp_path: Path) -> None:
    for root in ("/tmp", "/etc", "/", os.getcwd(), str(Path(os.getcwd()).parent)):
        assert not [name for name in os.listdir(root) if name.startswith("gipaudit-was-here")]
