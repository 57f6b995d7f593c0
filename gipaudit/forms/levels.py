"""The level of a unit, told from its name: ``tier-kind``, either part ``unknown`` where the name does not tell it."""

from __future__ import annotations

import re

from gipaudit.forms.organisations import OFFICE_ENDS, regions
from gipaudit.forms.regions import DIRECT_CITIES, MUNICIPALITIES, PREFECTURE_CITIES, PROVINCES, is_province

_DEPARTMENT = re.compile(
    r"(?:局|委员会|委|厅|办公室|办|署|站|所|中心|支队|大队|总队|总社|联合社|处|队|部|馆|台|院|校|会|大学|中学|小学|幼儿园|公司|集团)$"
)
_ZONE = re.compile(
    r"(?:开发|实验|试验|示范|度假|风景|名胜|园|保税|合作|管理|港|高新|经开|投资)区$|新城$|(?:产业|工业|科技)园$"
)


def level_of(unit: str) -> str:
    """Return the level of a unit given by its full name.

    A 区 is a county wherever it lies; a 新区 is one where it has a 人民政府 and a zone otherwise; a 市 that stands
    alone is told by the list of cities of prefecture rank.
    """
    found, body = regions(unit)
    if _ZONE_BODY.match(body):
        return "zone-office" if body.endswith("办公室") else "zone-government"
    return f"{_tier(found, body)}-{_kind(found, body)}"


_ZONE_BODY = re.compile(r"^(?:[\u4e00-\u9fff]{0,8})(?:区|园|新城)(?:党工委)?(?:管委会|管理委员会)")


def _tier(found: list[str], body: str) -> str:
    if not found:
        return "unknown"
    last = found[-1]
    if last in MUNICIPALITIES or is_province(last) or last in PROVINCES:
        return "province"
    if last.endswith(("镇", "乡", "街道", "苏木")):
        return "township"
    if last.endswith("新区") and len(last) > 3:
        return "county" if "人民政府" in body or not body else "zone"
    if _ZONE.search(last):
        return "zone"
    if last in PREFECTURE_CITIES:
        return "city"
    if last in DIRECT_CITIES:
        return "unknown"
    if last.endswith(("自治州", "盟", "地区")):
        return "city"
    return "county" if last.endswith(("县", "区", "旗", "市")) else "unknown"


def _kind(found: list[str], body: str) -> str:
    if body.endswith(OFFICE_ENDS) or body in ("办公厅", "办公室"):
        return "office"
    if body in ("", "人民政府", "政府", "办事处", "街道办事处", "管委会", "管理委员会", "行政公署"):
        return "government" if found else "unknown"
    if re.fullmatch(r"(?:党工委)?(?:管委会|管理委员会)", body):
        return "government"
    return "department" if _DEPARTMENT.search(body) else "unknown"


def level_of_pronoun(text: str) -> str:
    """What a report that never names its unit says of its level by 我局, 我镇 or 市政府办公室."""
    office = re.search(
        r"[,，。;；\n年](?P<tier>[省市区县州])(?:人民)?政府办公[室厅](?=坚持|认真|深入|以习|严格|按照|全面|高度)",
        text,
    )
    if office:
        tier = {"省": "province", "区": "county", "县": "county", "州": "city"}.get(office["tier"], "unknown")
        return f"{tier}-office"
    if re.search(r"我(?:镇|乡|街道|办事处)", text):
        return "township-government"
    if re.search(r"我(?:局|委|厅)", text):
        return "unknown-department"
    return "unknown-unknown"
