"""Invented units of every kind that writes a report, with the way each speaks of itself."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CITIES = ("云溪市", "松岭市", "禾川市", "青澜市", "石浦市")
COUNTIES = (
    "禾丰县",
    "柳湾县",
    "青桐县",
    "白鹭区",
    "临泉湖区",
    "南坪区",
    "长汀岭县",
    "雁回区",
    "望云彝族自治县",
    "茶山市",
)
TOWNS = ("柳湾镇", "石桥镇", "黄泥铺镇", "双河口镇", "云台乡", "白马乡", "青山瑶族乡")
STREETS = ("文昌街道", "滨河街道", "新华路街道", "东关街道")
ZONES = ("云溪高新技术产业开发区", "禾川经济技术开发区", "青澜临港工业园区", "石浦新区")
BODIES = (
    *(
        "财政局",
        "水务局",
        "民政局",
        "教育体育局",
        "自然资源和规划局",
        "市场监督管理局",
        "卫生健康委员会",
        "发展和改革委员会",
    ),
    *("住房和城乡建设局", "人力资源和社会保障局", "应急管理局", "审计局", "农业农村局", "行政审批服务局", "统计局"),
    *("人民防空办公室", "公安局", "信访局", "医疗保障局", "城市管理综合行政执法局", "交通运输局", "文化和旅游局"),
)
SIZES = {"city": 900, "county": 160, "zone": 40, "township": 4, "department": 9, "office": 30}


@dataclass(frozen=True)
class Unit:
    """``us`` is how it calls itself, ``where`` its area, ``size`` the usual number of applications a year."""

    name: str
    us: str
    where: str
    kind: str
    size: int

    @property
    def government(self) -> bool:
        return self.kind in ("city", "county", "township", "zone")


def unit(random: Random) -> Unit:
    kind = random.choice(("city", "county", "county", "township", "township", "zone", "office", *("department",) * 6))
    city, county = random.choice(CITIES), random.choice(COUNTIES)
    if kind == "city":
        return Unit(f"{city}人民政府", "我市", "全市", kind, SIZES[kind])
    if kind == "county":
        name = random.choice((county, f"{city}{county}")) + "人民政府"
        us = "我" + ("县" if county.endswith("县") else county[-1])
        return Unit(name, us, "全" + us[1:], kind, SIZES[kind])
    if kind == "township":
        town = random.choice((*TOWNS, *STREETS))
        ending = "办事处" if town.endswith("街道") else "人民政府"
        us = "我街道" if town.endswith("街道") else "我" + town[-1]
        return Unit(random.choice((county, f"{city}{county}")) + town + ending, us, "全" + us[1:], kind, SIZES[kind])
    if kind == "zone":
        return Unit(random.choice(ZONES) + "管理委员会", "我区", "全区", kind, SIZES[kind])
    where = random.choice((city, county, f"{city}{county}"))
    if kind == "office":
        return Unit(f"{where}人民政府办公室", "我办", "全" + where[-1], kind, SIZES[kind])
    body = random.choice(BODIES)
    us = "我委" if body.endswith("委员会") else "我办" if body.endswith("办公室") else "我局"
    return Unit(where + body, us, "全系统", kind, SIZES[kind])
