"""A unit's level is told by its name, and is unknown where the name does not tell it."""

from __future__ import annotations

import pytest

from gipaudit.forms.levels import level_of, level_of_pronoun
from gipaudit.forms.organisations import unit_name
from gipaudit.forms.regions import MUNICIPALITIES, PREFECTURE_CITIES


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("上海市人民政府", "province-government"),
        ("山东省人民政府办公厅", "province-office"),
        ("广西壮族自治区财政厅", "province-department"),
        ("泰州市人民政府", "city-government"),
        ("吉林市教育局", "city-department"),
        ("黔西南布依族苗族自治州人民政府", "city-government"),
        ("锡林郭勒盟行政公署", "city-government"),
        ("江阴市人民政府办公室", "county-office"),
        ("济宁市邹城市财政局", "county-department"),
        ("北京市西城区人民政府", "county-government"),
        ("上海市浦东新区人民政府", "county-government"),
        ("景德镇市人民政府", "city-government"),
        ("苏尼特右旗人民政府", "county-government"),
        ("富民县东关镇人民政府", "township-government"),
        ("北京市朝阳区人民政府望京街道办事处", "township-government"),
        ("云溪经济技术开发区管理委员会", "zone-government"),
        ("云溪综合实验区财政金融局", "zone-department"),
        ("山东省人民防空办公室", "province-department"),
        ("国家税务总局济南市税务局", "city-department"),
        ("济源市人民政府", "unknown-government"),
    ],
)
def test_levels(unit: str, level: str) -> None:
    assert level_of(unit) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("我镇高度重视", "township-government"),
        ("我局高度重视", "unknown-department"),
        ("2022年,市政府办公室坚持以人民为中心", "unknown-office"),
        ("2022年,县政府办公室坚持以人民为中心", "county-office"),
        ("本单位高度重视", "unknown-unknown"),
    ],
)
def test_a_report_that_never_names_its_unit_may_still_tell_its_level(text: str, level: str) -> None:
    assert level_of_pronoun(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "市政府",
        "我局",
        "区人民政府",
        "市人民政府办公室",
        "本机关",
        "各区人民政府",
        "有关部门",
        "人民政府",
        "市场监督管理局",
        "365平台",
        "甲" * 60,
    ],
)
def test_what_names_nobody_is_no_name(text: str) -> None:
    assert unit_name(text) is None


@pytest.mark.parametrize("city", sorted(PREFECTURE_CITIES | set(MUNICIPALITIES)))
def test_every_city_is_one_region_whatever_its_name_is_made_of(city: str) -> None:
    assert unit_name(f"{city}市场监督管理局") == f"{city}市场监督管理局"
    assert level_of(f"{city}人民政府") == ("province" if city in MUNICIPALITIES else "city") + "-government"
