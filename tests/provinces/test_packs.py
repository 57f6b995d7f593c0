"""What every pack of a place must say of itself, and that it can be used as it is."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gipaudit.authoring.linting.marks import marks
from gipaudit.authoring.places import Places
from gipaudit.pipeline import audit
from gipaudit.resources import rulesets_folder
from gipaudit.rules.rule import Ruleset
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import read_scheme

FOLDER = rulesets_folder() / "provinces"
EXAMPLES = ("shandong", "weighted-example")
"""Rulesets that follow nobody's rubric, and say so."""

PACKS = sorted({file.stem for file in FOLDER.glob("*.yaml")} - {*EXAMPLES})
MARKS = ("dimensions", "rules", "items", "manual", "bonus", "veto", "grades")
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Ruleset:
    return load_ruleset(str(request.param), recheck=True)


def test_there_are_packs_of_many_places() -> None:
    assert len(PACKS) >= 10


def test_a_pack_names_its_source_and_says_what_is_whose(pack: Ruleset) -> None:
    for words in ("依据：", "机器核对", "本项目", "不是"):
        assert words in pack.description, words
    assert "文件" in pack.description.partition("不是")[2]
    if read_scheme(pack.scoring).manual:
        assert "人工" in pack.description


def test_a_pack_has_its_own_id_and_asks_every_national_rule(pack: Ruleset) -> None:
    assert pack.id == pack.files[0].stem
    assert pack.rules.keys() >= load_ruleset("national").rules.keys()


def test_a_pack_takes_marks_for_nothing_that_its_own_file_does_not_list(pack: Ruleset) -> None:
    if pack.id in ("shuozhou-civil-affairs", "huaihua-2023", "sichuan-db51-2660"):
        assert "示例分值" in pack.description
        return
    own = {str(place.file) for path, place in pack.scoring_origin.items() if path.partition(".")[0] in MARKS}
    assert own == {str(pack.files[0])}


def test_the_ruleset_without_marks_takes_none() -> None:
    unmarked = load_ruleset("national-unmarked", recheck=True)
    scheme = read_scheme(unmarked.scoring)
    assert unmarked.rules.keys() == load_ruleset("national").rules.keys()
    assert (dict(scheme.rules), scheme.dimensions, scheme.items, scheme.grades) == ({}, (), (), ())


@pytest.mark.parametrize(
    ("ruleset", "left"),
    [("quanzhou-licheng-2020", 0), ("yuhuan-2018", 0), ("municipal-deductions", 95), ("county-catalogue", 3)],
)
def test_a_unit_that_sent_nothing_loses_what_the_rubric_says(tmp_path: Path, ruleset: str, left: int) -> None:
    """鲤城 and 玉环: nothing published, no marks. The municipal list: 100 − 5. The county: 5 − 2."""
    shutil.copy(next((ROOT / "docs" / "examples").glob("禾丰县柳湾镇*.md")), tmp_path)
    roster = tmp_path / "units.csv"
    roster.write_text(
        "单位,级别\n禾丰县柳湾镇人民政府,乡镇政府\n禾丰县民政局,县直部门\n", encoding="utf-8", newline="\n"
    )
    made = audit([tmp_path], ruleset=ruleset, units=roster, today=date(2023, 6, 1))
    (absent,) = (card for card in made.scorecards if card.source is None)
    assert (absent.unit, absent.score.low, absent.score.high) == ("禾丰县民政局", left, left)
    assert [line.low for line in absent.dimensions if line.low] == []
    (finding,) = (finding for finding in absent.findings if finding.rule == "report.present")
    assert finding.lost == absent.score.full - Decimal(left)


def test_no_pack_has_marks_that_nobody_can_lose(pack: Ruleset) -> None:
    told = marks(pack, Places(pack))
    assert [finding.message.zh for finding in told if finding.severity != "info"] == []
