"""A roster is read as an office writes it, and whatever is wrong in it is told with its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from gipaudit.errors import SourceError
from gipaudit.forms.roster import Roster
from gipaudit.resources import rulesets_folder
from gipaudit.roster.reading import load_roster
from gipaudit.roster.rows import FIELDS, MOST_UNITS

HERE = Path(__file__).parent
TABLE = (HERE / "units.csv").read_text(encoding="utf-8")


def read(tmp_path: Path, text: str, name: str = "units.yaml", encoding: str = "utf-8") -> Roster:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return load_roster(file)


def problems(tmp_path: Path, text: str, name: str = "units.yaml") -> list[str]:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text, name)
    return [f"{each.position.line}:{each.position.column} {each.message.zh}" for each in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_a_sheet_is_read_in_every_encoding_that_spreadsheets_save(tmp_path: Path, encoding: str, line: str) -> None:
    roster = read(tmp_path, TABLE.replace("\n", line), "units.csv", encoding)
    assert len(roster.units) == 12
    town = roster.find("柳湾镇人民政府")
    assert town is not None
    assert (town.level, town.group, town.deadline) == ("township-government", "乡镇街道", date(2024, 1, 20))


def test_tabs_english_headers_and_yaml_say_the_same(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        "no\tname\tother_names\tlevel\tpowers\n1\t甲县财政局\t甲县财税局、甲县国资局\t县直部门\t收费\n",
        "u.tsv",
    )
    written = read(
        tmp_path,
        "units:\n- {name: 甲县财政局, 别名: [甲县财税局, 甲县国资局], level: county-department, powers: [收费]}\n",
    )
    (one,), (other,) = sheet.units, written.units
    assert (one.names, one.level, one.powers) == (other.names, other.level, other.powers)


def test_codes_and_numbers_stay_as_written(tmp_path: Path) -> None:
    roster = read(tmp_path, "units:\n- {name: 甲县财政局, region: 010203, deadline: 2024-01-31}\n")
    assert roster.units[0].region == "010203"
    assert roster.units[0].deadline == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("level", "name", "found"),
    [
        ("县级", "甲县财政局", "county-department"),
        ("市直部门", "财政局", "city-department"),
        ("乡镇街道", "柳湾镇", "township-government"),
        ("开发区管委会", "临江园区", "zone-government"),
        ("县政府办公室", "甲县政府办", "county-office"),
        ("部门", "甲县财政局", "county-department"),
        ("", "甲县财政局", "county-department"),
    ],
)
def test_a_level_in_words(tmp_path: Path, level: str, name: str, found: str) -> None:
    assert read(tmp_path, f"单位,级别\n{name},{level}\n", "u.csv").units[0].level == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("units:\n- {nam: 甲县财政局}\n", ["2:4 没有设置“nam”，是不是“name”？"]),
        ("units:\n- 甲县财政局\n", ["2:3 每个单位应写作“- name: 单位名称”"]),
        ("unit:\n- {name: 甲县财政局}\n", ["1:1 名录文件应写作“units:”"]),
        ("units: []\n", ["1:1 名录里没有单位"]),
        ("units:\n- {name: 甲县财政局}\n- {name: 甲县 财政局}\n", ["3:3 “甲县财政局”重复：第 2 行已有"]),
        ("units:\n- {name: 甲县财政局}\n- {name: 乙市甲县财政局, parent: 甲县财政局}\n", []),
        (
            "units:\n- {name: 甲县政府}\n- {name: 甲县人民政府}\n",
            ["3:3 “甲县人民政府”与第 2 行的“甲县政府”是同一单位"],
        ),
        (
            "units:\n- {name: 甲县财政局, parent: 甲县政俯}\n- {name: 甲县政府}\n",
            ["2:3 名录里没有上级“甲县政俯”，是不是“甲县政府”？"],
        ),
        (
            "units:\n- {name: 甲县财政局, parent: 甲县民政局}\n- {name: 甲县民政局, parent: 甲县财政局}\n",
            ["2:3 上级关系成环"],
        ),
        ("units:\n- {name: 甲县财政局, level: 天级}\n", ["2:17 没有“天级”这样的级别"]),
        ("units:\n- {name: 甲县财政局, deadline: 2024-02-30}\n", ["2:17 期限应写作 年-月-日"]),
        ("units:\n- {name: 甲县财政局, region: 12345}\n", ["2:17 区划代码应为"]),
        ("units:\n- {name: 甲县财政局, powers: [规张]}\n", ["2:17 没有权限“规张”"]),
        ("units:\n- name：甲县财政局\n", ["2:7 “name”后面是全角冒号"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, told: list[str]) -> None:
    if not told:
        read(tmp_path, text)
        return
    found = problems(tmp_path, text)
    assert len(found) == len(told), found
    assert all(one.startswith(other) for one, other in zip(found, told, strict=True)), found


def test_a_sheet_without_headers_or_with_broken_rows_is_told(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, "甲县财政局,县直部门\n", "u.csv")[:1]
    assert told.startswith("1:1 第一行应为列名")
    assert problems(tmp_path, "单位,级别\n甲县财政局,县直部门,甲县,多的\n", "u.csv")[0].startswith(
        "2:12 这一行比列名多出“甲县”"
    )
    assert (
        problems(tmp_path, '单位,级别\n"甲县财政局,县直部门\n', "u.csv")[0].split(" ")[1].startswith("表格写法有误")
    )
    assert "另存为 CSV" in problems(tmp_path, "PK", "u.xlsx")[0]
    assert problems(tmp_path, "", "u.csv") == ["1:1 名录是空的"]


def test_the_schema_for_editors_takes_what_reading_takes() -> None:
    file = rulesets_folder() / "schema" / "units.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    properties = schema["properties"]["units"]["items"]["properties"]
    assert set(properties) == {word for name, words in FIELDS.items() for word in (name, words[0])}
    assert schema["properties"]["units"]["maxItems"] == MOST_UNITS
    for case in sorted(HERE.glob("cases/*/units.yaml")):
        jsonschema.validate(yaml.load(case.read_text(encoding="utf-8"), yaml.BaseLoader), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"units": [{"nam": "甲县财政局"}]}, schema)


def test_a_name_is_found_however_it_is_printed_and_never_guessed(tmp_path: Path) -> None:
    roster = load_roster(HERE / "units.csv")
    for printed, name in {
        "禾丰县财政局": "县财政局",
        "云溪市 禾丰县财政局": "县财政局",
        "禾丰县": "禾丰县人民政府",
        "禾丰县政府办公室": "禾丰县人民政府办公室",
        "柳湾镇": "柳湾镇人民政府",
        "禾丰县发展改革委员会": "县发展和改革委员会",
        "文昌街道": "文昌街道办事处",
    }.items():
        found = roster.find(printed)
        assert found is not None, printed
        assert found.name == name
    for printed in ("财政局", "禾丰县财政和国资局", "青桐县财政局", "禾丰县柳湾镇财政所", "青桐县柳湾镇人民政府"):
        assert roster.match(printed).unit is None, printed
