"""Whose report it is: the longest name of the unit that the document itself prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gipaudit.forms.opening import Opening, plain
from gipaudit.forms.organisations import GOVERNMENT_ENDS, regions, unit_name, without_inner_office
from gipaudit.forms.phrases import Phrase, clause_before, trimmed_name
from gipaudit.forms.regions import PREFECTURE_CITIES, is_province

_SUBJECT = re.compile(
    r"(?:认真|深入|坚持|以习近平|严格|全面|高度重视|紧紧|积极|切实|按照|持续|始终|不断|立足|紧扣|聚焦|扎实|大力|稳步|主动公开|"
    r"共(?:收到|主动|公开|受理)|收到|根据|贯彻|编制|结合|在)"
)
_PERIOD = re.compile(r"(?:从|自)?20[0-9]{2}年1月1日")
_AHEAD = re.compile(r"(?:结合|汇总|综合|由|联系单位:?|单位名称:?|编制单位:?|填报单位:?)")
_END_AHEAD = re.compile(
    r"政府信息公开|政务公开|信息公开|工作|实际|20[0-9]{2}年|的|编制|综合|汇总|根据|负责|组织|牵头|各|所属|有关|[(,。;:、\n|]|$"
)
_CONTACT = re.compile(r"(?:请?(?:直接)?[与向]|请联系[:]?|联系(?:单位|部门)[:]?)(?=[\u4e00-\u9fff])")
_END_CONTACT = re.compile(r"政府信息公开|政务公开|信息公开|联系|咨询|[(,。;:、\n|]|$")
_AUTHOR = re.compile(r"编制|综合|汇总|根据|负责编")
_SOMEONE_ELSE = re.compile(r".{0,12}?(?:要点|要求|部署|安排|通知|精神|文件|会议)")
_PRONOUN = re.compile(r"我(局|委|厅|镇|乡|街道|办)")
_COMPILED = re.compile(r"综合|汇总")
_ISSUER = re.compile(
    r"(?:发\s*布\s*机\s*构|发\s*布\s*单\s*位|公\s*开\s*主\s*体|信\s*息\s*来\s*源|编\s*制\s*单\s*位)\s*[:|]?\s*([^\s|,。:]{3,40})"
)
_REGULATION = re.compile(r"《\s{0,2}([\u4e00-\u9fff]{2,6}[省市])政府信息公开(?:规定|办法)》")
_OFFICE_COMPILES = re.compile(r"由([省市])(?:人民)?政府办公[厅室](?:综合|汇总)")
_SPEAKS_FOR_REGION = re.compile(r"我(?:省|市|县|区|州|旗|镇|乡)(?:20[0-9]{2}年度?)?政府信息公开工作年度报告")
_NO_START = re.compile(r"^[对在由与向于为至到从及我本全各是使让将把给比按据经报送请]")

TITLE, PHRASE, TEXT, SIGNATURE, CONTACT = 6, 5, 4, 3, 2
MOST_OCCURRENCES = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit's name and how strongly the place where it stands speaks for it."""

    name: str
    weight: int


def find_unit(opening: Opening, titles: list[Phrase], phrases: list[Phrase]) -> tuple[str | None, str]:
    """Return the unit's name and, where it is in doubt, why (in Chinese); no name is given where none is printed."""
    if any(phrase.hijacked for phrase in (*titles, *phrases)):
        return None, "标题中本应是单位名称的地方被其他内容取代"
    candidates = [Candidate(phrase.unit, TITLE) for phrase in titles if phrase.unit]
    candidates += [Candidate(phrase.unit, PHRASE) for phrase in phrases if phrase.unit]
    own = [*_in_text(opening.own_text), *_signature(opening), *_contacts(opening.own_text)]
    pronouns = set(_PRONOUN.findall(opening.own_text))
    candidates += [candidate for candidate in own if not pronouns or _fits(candidate.name, pronouns)]
    if not candidates:
        return _weakly(opening)
    best = max(candidates, key=lambda candidate: candidate.weight)
    if best.weight <= SIGNATURE and _SPEAKS_FOR_REGION.search(opening.own_text):
        government = without_inner_office(best.name)
        if government != best.name and government.endswith(GOVERNMENT_ENDS):
            return lengthened(government, opening.text), "报告以本地区名义编写，文中只有办公机构的名称"
    name = lengthened(best.name, opening.text)
    return name, _doubt(best, name, candidates)


def _doubt(best: Candidate, name: str, candidates: list[Candidate]) -> str:
    others = {
        candidate.name
        for candidate in candidates
        if candidate.weight == best.weight and not _same(candidate.name, name)
    }
    if others and best.weight >= PHRASE:
        return f"文中另有单位名称：{'、'.join(sorted(others)[:3])}"
    if best.weight <= CONTACT:
        return "单位名称只见于联系方式"
    return ""


def _fits(name: str, pronouns: set[str]) -> bool:
    """Whether a name may be that of a unit which calls itself 我局, 我镇 …: another's name in passing is not."""
    return any(pronoun in name for pronoun in pronouns)


def _same(first: str, second: str) -> bool:
    """Whether two names may be the same unit's: one is the other without regions before or body behind."""
    bare = [re.sub(r"(?:人民政府|街道办事处|办事处|管委会|管理委员会|政府)$", "", name) for name in (first, second)]
    bare = [name.removesuffix("街道") for name in bare]
    return bare[0].endswith(bare[1]) or bare[1].endswith(bare[0])


def _in_text(text: str) -> Iterator[Candidate]:
    """Names that are the subject of a sentence, or stand at 由…编制, 结合…实际, …1月1日."""
    for pattern in (_PERIOD, _SUBJECT):
        for match in list(pattern.finditer(text))[:MOST_OCCURRENCES]:
            clause = re.split(r"20[0-9]{2}年度?(?:以来)?", clause_before(text, match.start(), 60))[-1]
            name = trimmed_name(clause)
            if name and _is_whole_body(name):
                yield Candidate(name, TEXT)
    for match in list(_AHEAD.finditer(text))[:MOST_OCCURRENCES]:
        name, ending = _name_ahead(text, match.end(), _END_AHEAD)
        if name and not _SOMEONE_ELSE.match(ending) and (match[0] != "由" or _AUTHOR.match(ending)):
            compiled = match[0] == "由" and _COMPILED.match(ending)
            yield Candidate(without_inner_office(name) if compiled else name, TEXT)


def _is_whole_body(name: str) -> bool:
    """Whether a name has a body, so that it can be the subject: 市 alone may be any sentence's 在全市."""
    found, body = regions(name)
    return bool(body) or len(found) > 1 or found[-1].endswith(("街道", "镇", "乡", "实验区", "开发区"))


def _contacts(text: str) -> Iterator[Candidate]:
    for match in list(_CONTACT.finditer(text))[:MOST_OCCURRENCES]:
        name, _ = _name_ahead(text, match.end(), _END_CONTACT)
        if name:
            yield Candidate(_outer(name), CONTACT)


def _outer(name: str) -> str:
    """The unit behind a contact: a department's own office answers for the department."""
    shorter = without_inner_office(name)
    return name if shorter.endswith(GOVERNMENT_ENDS) else shorter


def _name_ahead(text: str, start: int, ends: re.Pattern[str]) -> tuple[str | None, str]:
    """The unit whose name begins here and ends before one of the given words; and what follows it."""
    window = text[start : start + 48]
    for match in ends.finditer(window):
        name = unit_name(window[: match.start()])
        if name and _is_whole_body(name):
            return name, window[match.start() :]
    return None, ""


def _signature(opening: Opening) -> Iterator[Candidate]:
    """A name that stands alone before the last date, or alone above the text."""
    lines = opening.prose
    for line in (*lines[:4], *lines[-4:]):
        bare = re.sub(r"20[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?$", "", line.text).strip()
        name = unit_name(bare) if len(bare) <= 40 else None
        if name and _is_whole_body(name):
            yield Candidate(name, SIGNATURE)


def _weakly(opening: Opening) -> tuple[str | None, str]:
    """What remains where the text names nobody: the issuer's line, or the regulation of the region it speaks for."""
    compiled = _OFFICE_COMPILES.search(opening.own_text)
    for regulation in _REGULATION.findall(opening.text) if compiled else ():
        if (
            compiled
            and regulation.endswith(compiled[1])
            and (is_province(regulation) or regulation in PREFECTURE_CITIES)
        ):
            return regulation, "正文未写单位名称，按所引本地规定和编制机关推断"
    pronoun = _PRONOUN.search(opening.own_text)
    for line in opening.raw if pronoun else ():
        issuer = _ISSUER.search(line.text)
        name = unit_name(plain(issuer[1])) if issuer else None
        if name and pronoun and pronoun[1] in name:
            return name, "正文未写单位名称，取自发布机构一栏"
    return None, "文中没有单位全称"


def lengthened(name: str, text: str) -> str:
    """The longest form of a name that the text prints: regions before it, 人民政府, 办事处 or 管委会 behind it."""
    for _ in range(2):
        name = _to_the_left(_to_the_right(name, text), text)
    return name


def _to_the_right(name: str, text: str) -> str:
    found, body = regions(name)
    if found and not body:
        for ending in ("人民政府", "街道办事处", "办事处", "管理委员会", "管委会", "行政公署", "政府办事处"):
            if name + ending in text:
                return name + ending
    if body == "政府" and name.removesuffix("政府") + "人民政府" in text:
        return name.removesuffix("政府") + "人民政府"
    return name


def _to_the_left(name: str, text: str) -> str:
    best, start = name, text.find(name)
    for _ in range(MOST_OCCURRENCES):
        if start < 0:
            break
        clause = clause_before(text, start, 24)
        for cut in range(len(clause)):
            added, rest = regions(clause[cut:])
            if added and not rest and all(map(_is_region, added)) and unit_name(clause[cut:] + name):
                best = max(best, clause[cut:] + name, key=len)
                break
        start = text.find(name, start + 1)
    return best


def _is_region(token: str) -> bool:
    """Whether a token is surely a region's name and no piece of a sentence."""
    if token.endswith("省"):
        return is_province(token)
    return (not _NO_START.match(token) and 2 <= len(token) <= 6) or "自治" in token
