"""The names of government units: what a name is made of, and which strings are none.

A name is a chain of regions (江苏省·宿迁市·泗洪县) and what stands in them (人民政府, 财政局). A region must have a
name of its own: 市政府, 我局 and 区人民政府办公室 name nobody.
"""

from __future__ import annotations

import re

from gipaudit.forms.regions import PROVINCES

_ZONES = (
    r"(?:经济技术|高新技术产业|高新技术|高新|经济|综合|临空经济|循环经济|新型工业化|现代产业|国际旅游|"
    r"生态经济|生态旅游|文化旅游|旅游|边境经济合作|产业|工业|保税|自由贸易|农业高新技术产业|示范|出口加工)*"
    r"(?:开发区|实验区|试验区|示范区|度假区|风景名胜区|风景区|园区|保税区|合作区|管理区|港区|名胜区|产业园|"
    r"工业园|科技园|高新区|经开区|新城|新区|林区|矿区)"
)
_ZONE_END = re.compile(_ZONES + "$")
_SUFFIX = re.compile(
    rf"自治区|自治州|自治县|自治旗|兵团|{_ZONES}|特别行政区|街道|地区|民族乡|苏木|省|市|州|盟|区|县|旗|镇|乡"
)
_ETHNIC = re.compile(r"自治|族|兵团")

GOVERNMENT_ENDS = ("人民政府", "街道办事处", "办事处", "管理委员会", "管委会", "行政公署", "政府")
OFFICE_ENDS = ("人民政府办公厅", "人民政府办公室", "政府办公厅", "政府办公室", "管理委员会办公室", "管委会办公室")
_BODY = re.compile(
    r"(?:人民政府|政府|办事处|办公厅|办公室|委员会|管委会|委|局|厅|公署|署|中心|总队|支队|大队|分局|站|所|院|处|"
    r"馆|台|社|队|室|部|会|办|行|学校|大学|中学|小学|幼儿园|医院|公司|集团|法院|检察院|联合会|总社|总会|党校)$"
)
_OWN = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|医院|公司|集团)$")
_NATIONAL = ("国家税务总局", "国家统计局", "国家金融监督管理总局", "中国人民银行", "国家", "中国", "中华")

_BARE = re.compile(
    r"(?:[省市区县州镇乡旗盟]|街道|地区|自治区)(?!北区|南区|中区|江市|海区|原县|平县|安县|雄县|巴县|远县|宁县|坪县|康县|赉县|城县)"
)
_FOREIGN = re.compile(
    r"^(?:[我该此各其某几]|本(?!溪)|全(?!州|椒|南)|原(?!州|平|阳)|贵(?!阳|港|州|溪|定|德|南)|两(?!江|当))|各(?:级|地|县|区|市|部门|乡|镇)|所属|直属|有关|相关|以及|等部门"
)
_HIJACKED = re.compile(
    r"博彩|葡京|官网|官方|网站|网址|娱乐|彩票|赌|投注|真人|威尼斯|太阳城|棋牌|百家乐|体育|平台|注册|登录|下载|"
    r"金沙|永利|皇冠|必威|亚博|开云|乐鱼|米兰|华体|彩|手机|在线|国际"
)
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf〇]+")

LONGEST_NAME = 45


def regions(name: str) -> tuple[list[str], str]:
    """Split a name into its regions and the rest: 云溪市松岭区财政局 → [云溪市, 松岭区], 财政局."""
    found: list[str] = []
    rest = name
    for prefix in ("国家税务总局", "国家统计局", "国家金融监督管理总局"):
        rest = rest.removeprefix(prefix) or rest
    while rest:
        token = _region(rest)
        if token is None:
            return found, rest
        found.append(token)
        rest = rest[len(token) :]
        if rest.startswith("人民政府") and (following := _region(rest.removeprefix("人民政府"))):
            found.append(following)
            rest = rest[len("人民政府") + len(following) :]
    return found, rest


def _region(text: str) -> str | None:
    """The region that a text begins with, or ``None``."""
    for province in PROVINCES:
        if text.startswith(province) and not text.startswith(f"{province}省") and _plain_province(text, province):
            return province
    for match in _SUFFIX.finditer(text[:24]):
        proper, token = text[: match.start()], text[: match.end()]
        if not proper:
            continue
        rest = text[match.end() :]
        if len(proper) == 1 and match[0] not in ("县", "区", "乡", "镇", "州", "旗", "市", "新区", "林区", "矿区"):
            continue
        if _continues(match[0], rest):
            continue
        limit = 16 if _ETHNIC.search(token) else 8 if _ZONE_END.search(token) else 6
        if len(proper) > limit or _BODY_INSIDE.search(proper):
            return None
        return token
    return None


_BODY_INSIDE = re.compile(
    r"人民|政府|委员|办公|管理|监督|保障|资源|发展|教育|卫生|财政|审计|统计|公安|司法|民政|应急|交通|水利"
)


def _plain_province(text: str, province: str) -> bool:
    """Whether a province's name without 省 is followed by another region: 广东云溪经济开发区, not 吉林市."""
    following = _region(text[len(province) :])
    return following is not None and len(following) >= 3 and not following.endswith(("自治州", "自治县"))


def _continues(suffix: str, rest: str) -> bool:
    """Whether a suffix is the middle of a longer region's name: 州 in 杭州市, 镇 in 景德镇市, 乡 in 新乡市."""
    if suffix == "州" and rest.startswith(("省", "市", "区", "县", "镇", "乡", "街道")):
        return True
    if suffix == "区" and rest.startswith("县"):
        return True
    if suffix in ("乡", "镇", "旗", "盟", "省", "县") and rest.startswith(("市", "县", "区", "镇", "乡", "街道")):
        return True
    return suffix == "市" and rest.startswith(("镇", "乡", "街道"))


def unit_name(text: str) -> str | None:
    """Return the text where it is the full name of a unit or region, else ``None``.

    Names that name nobody (市政府, 我局), that are longer than names are, that hold anything but Chinese
    characters, or whose place was filled with advertising give ``None``.
    """
    name = re.sub(r"\s", "", text)
    if not 2 < len(name) <= LONGEST_NAME or not _HAN.fullmatch(name):
        return None
    if _FOREIGN.search(name) or _BARE.match(name):
        return None
    found, rest = regions(name)
    if any(_HIJACKED.search(region) for region in found):
        return None
    if not rest:
        return name if found else None
    if not _BODY.search(rest) or (rest in ("委", "处", "部", "会", "办", "行", "队", "室", "所", "院", "站")):
        return None
    if found or name.startswith(_NATIONAL) or _OWN.search(name):
        return None if not found and _HIJACKED.search(name) else name
    return None


def without_inner_office(name: str) -> str:
    """Leave out a unit's own office or section: 松岭区财政局办公室 → 松岭区财政局."""
    shorter = re.sub(r"(?:政府信息公开|政务公开|综合|秘书|信息)?(?:办公室|处|科|股|办公厅)$", "", name)
    if shorter != name and re.search(
        r"(?:局|委员会|委|厅|人民政府|政府|办事处|管委会|办公室|办公厅|中心|院)$", shorter
    ):
        return shorter
    return name
