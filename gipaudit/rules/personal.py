"""Personal data in a text: numbers of identity cards, of mobile telephones and of bank cards, and home addresses.

A number is taken for one only where it bears its own proof (the checksum of an identity card, GB 11643; the Luhn
digit of a bank card, ISO/IEC 7812) or stands beside words that say so. Numbers that are masked already, office
telephones, codes of organisations, registrations of web sites and amounts are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from gipaudit.forms.numerals import FULL_WIDTH

KINDS = {
    "identity_number": "公民身份号码",
    "mobile": "手机号码",
    "bank_card": "银行卡号",
    "home_address": "家庭住址",
}
"""The kinds of personal data, with their Chinese names."""

_GAP = r"[ \u00a0-]?"
_APART = r"(?<![0-9A-Za-z*.])"
_ENDS = r"(?![0-9A-Za-z*])"
_IDENTITY = re.compile(rf"{_APART}([1-9][0-9]{{5}}){_GAP}([0-9]{{8}}){_GAP}([0-9]{{3}}[0-9Xx]){_ENDS}")
_OLD_IDENTITY = re.compile(rf"{_APART}[1-9][0-9]{{14}}{_ENDS}")
_MOBILE = re.compile(rf"{_APART}(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}{_ENDS}")
_CARD = re.compile(rf"{_APART}[3-6][0-9]{{3}}(?:{_GAP}[0-9]{{4}}){{2,3}}{_GAP}[0-9]{{1,4}}{_ENDS}")
_ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|家住|现住(?:址|在|于)?|住址|住所地?|户籍地址?|户籍所在地|住)[为是在于:： ]{0,3}"
    r"([\u4e00-\u9fff0-9A-Za-z()-]{2,40}?(?:村|社区|小区|花园|苑|路|街|巷|弄|里)[\u4e00-\u9fff0-9A-Za-z()-]{0,20}?"
    r"[0-9一二三四五六七八九十]{1,5}(?:号楼?|栋|幢|座|单元|室|组|户|队))"
)

_IDENTITY_WORDS = re.compile(r"身份证|身份号码|证件号|公民身份")
_CARD_WORDS = re.compile(r"银行|卡号|账[号户]|帐[号户]|开户|户名|存折|一卡通")
_OTHER_NUMBER = re.compile(
    r"(?:备案?号?|ICP备|网安备|信用代码|机构代码|文号|编[号码]|流水号?|单号|条码|QQ|qq|微信号?|邮编|登记号|许可证号?|标识码)"
    r"[:：为是]?[^，。；,;0-9]{0,6}$"
)
_COUNTED = re.compile(
    r"(?:数量?|总计|合计|小计|许可|处罚|强制|收费|金额|采购|公开|处理|其他|年度|规章|文件|案卷|事项|机构|组织|申请|信息|明确|结果|审结)$"
)
"""Words that a table's figures stand behind: where a conversion lost the table, several are glued together."""
_QUANTITY = re.compile(r"\s?(?:[.,，．][0-9]|元|万|亿|件|条|人|次|篇|个|项|字|平方|%|％)")
_OFFICE = re.compile(r"(?:电话|联系方式|热线|咨询|手机|联系人)[^，。；,;]{0,12}$")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_REGIONS = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in ``text[start:end]``. ``office`` tells that it is printed as a way to reach the office."""

    kind: str
    start: int
    end: int
    office: bool = False


def find_personal(text: str, kinds: frozenset[str] = frozenset(KINDS)) -> list[Personal]:
    """All personal data of these kinds in a text, in its order; spans are those of the text as given."""
    plain = text.translate(FULL_WIDTH)
    found = sorted((each for kind in kinds for each in _FINDERS[kind](plain)), key=lambda each: each.start)
    apart: list[Personal] = []
    for each in found:
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return apart


def _identity_numbers(text: str) -> Iterator[Personal]:
    for match in _IDENTITY.finditer(text):
        if is_identity_number("".join(match.groups())):
            yield Personal("identity_number", *match.span())
    for match in _OLD_IDENTITY.finditer(text):
        digits = match[0]
        born = int(digits[:2]) in _REGIONS and _is_day("19" + digits[6:12])
        if born and _IDENTITY_WORDS.search(text, max(0, match.start() - 20), match.start()):
            yield Personal("identity_number", *match.span())


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a citizen's identity number: region, day of birth and check character (GB 11643)."""
    if int(number[:2]) not in _REGIONS or not _is_day(number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[17].upper()


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False


def _mobiles(text: str) -> Iterator[Personal]:
    for match in _MOBILE.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        other = _OTHER_NUMBER.search(before) or _COUNTED.search(before) or _QUANTITY.match(text, match.end())
        if not other:
            yield Personal("mobile", *match.span(), office=_OFFICE.search(before) is not None)


def _bank_cards(text: str) -> Iterator[Personal]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        before = text[max(0, match.start() - 24) : match.start()]
        if not 16 <= len(digits) <= 19 or not passes_luhn(digits) or _OTHER_NUMBER.search(before):
            continue
        if digits.startswith("62") or _CARD_WORDS.search(before):
            yield Personal("bank_card", *match.span())


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is right (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _home_addresses(text: str) -> Iterator[Personal]:
    for match in _ADDRESS.finditer(text):
        yield Personal("home_address", *match.span(1))


_FINDERS: dict[str, Callable[[str], Iterator[Personal]]] = {
    "identity_number": _identity_numbers,
    "mobile": _mobiles,
    "bank_card": _bank_cards,
    "home_address": _home_addresses,
}
