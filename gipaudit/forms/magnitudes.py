"""Numbers as Chinese reports write them, digit by digit: 1,234 · 3.5万 · 3亿5千万 · 一百二十 · 二〇二一 · 廿三.

Nothing here knows of signs, units or 约 and 余: see :mod:`gipaudit.forms.numerals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15
"""Longer runs of digits are codes or glued cells, not figures; below it every sum is exact in ``Decimal``."""

_FORMAL = str.maketrans("壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩○", "一二二三三三四五六六七八九十百千万亿两〇")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {str(value): value for value in range(10)}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_ARABIC = re.compile(r"(?P<whole>[0-9]*|[0-9]{1,3}(?:[,，\u2009\u202f][0-9]{3})+)(?P<part>\.[0-9]+)?")
_MULTIPLIED = re.compile(r"(?P<mantissa>[0-9][0-9,，.\u2009\u202f]*|\.[0-9]+)(?P<places>[十百千]?万?亿?)")
_POINTED = re.compile(
    r"(?P<whole>[零〇一二两三四五六七八九十百千]+)点(?P<part>[零〇一二三四五六七八九]+)(?P<places>万?亿?)"
)
_POSITIONAL = re.compile(r"[一二三四五六七八九][零〇一二三四五六七八九]+")
_SECTION = re.compile(
    r"(?P<zero>[零〇])?(?:(?P<thousands>[一二两三四五六七八九1-9])千)?(?P<zero_hundreds>[零〇])?"
    r"(?:(?P<hundreds>[一二两三四五六七八九1-9])百)?(?P<zero_tens>[零〇])?"
    r"(?:(?P<tens>[一二三四五六七八九1-9])?(?P<ten>十))?(?P<zero_ones>[零〇])?(?P<ones>[一二两三四五六七八九1-9])?"
)


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A number without sign or unit, and how exactly it is written.

    ``quantum`` is the unit of the last digit printed (1000 for 1.2万); ``place`` that of the last digit which is no
    filling zero (10 for 50, 1000 for 三千): what 约 rounds to, and what 余 stays below.
    """

    value: Decimal
    quantum: Decimal
    place: Decimal


def parse_magnitude(text: str, bare: bool = False) -> Magnitude | None:
    """Read a number, or return ``None`` where the text is not exactly one.

    ``bare`` lets 百, 千, 万 and 亿 stand for one hundred and so on, as they do in 百余件 and 近千.
    """
    plain = text.translate(_FORMAL).replace("廿", "二十").replace("卅", "三十")
    if not plain or len(plain) > 2 * MOST_DIGITS:
        return None
    if bare and plain in _PLACES:
        plain = "一" + plain
    return _multiplied(plain) or _pointed(plain) or _positional(plain) or _written(plain)


def _multiplied(text: str) -> Magnitude | None:
    """Arabic digits, perhaps grouped, perhaps followed by places: 1,234.50 · 3.5千万."""
    match = _MULTIPLIED.fullmatch(text)
    number = _ARABIC.fullmatch(match["mantissa"]) if match else None
    if match is None or number is None:
        return None
    whole, part = re.sub(r"[^0-9]", "", number["whole"]), number["part"] or ""
    if whole != number["whole"] and whole.startswith("0"):
        return None
    if not 1 <= len(whole) + len(part) <= MOST_DIGITS:
        return None
    factor = _product(match["places"])
    value = Decimal((whole or "0") + part)
    last = Decimal(1).scaleb(-(len(part) - 1)) if part else Decimal(1)
    place = last if part else _last_place(value)
    quantum = _plain(last * factor)
    return Magnitude(_plain(value * factor, quantum), quantum, _plain(place * factor))


def _pointed(text: str) -> Magnitude | None:
    """三点五 · 三点五万."""
    match = _POINTED.fullmatch(text)
    whole = _written(match["whole"]) if match else None
    if match is None or whole is None or whole.value >= 10**4:
        return None
    digits = "".join(str(_DIGITS[sign]) for sign in match["part"])
    if len(digits) > MOST_DIGITS - 4:
        return None
    factor = _product(match["places"])
    last = _plain(Decimal(1).scaleb(-len(digits)) * factor)
    return Magnitude(_plain((whole.value + Decimal(f"0.{digits}")) * factor, last), last, last)


def _positional(text: str) -> Magnitude | None:
    """二〇二一. Two signs without a zero are no number: 二三 also means two or three."""
    if not _POSITIONAL.fullmatch(text) or len(text) > MOST_DIGITS:
        return None
    if len(text) == 2 and not text.endswith(("零", "〇")):
        return None
    value = Decimal("".join(str(_DIGITS[sign]) for sign in text))
    return Magnitude(value, Decimal(1), Decimal(1))


def _written(text: str) -> Magnitude | None:
    """A number with its places named: 三千零五 · 两万三 · 3亿5千万 · 2万3000."""
    if text in ("零", "〇"):
        return Magnitude(Decimal(0), Decimal(1), Decimal(1))
    head, hundred_million, tail = text.rpartition("亿")
    value = 0
    if hundred_million:
        high = _below_hundred_million(head, last=False)
        if not high:
            return None
        value = high * 10**8
    if tail or not hundred_million:
        low = _below_hundred_million(tail, last=True, above=10**8 if hundred_million else 0)
        if low is None:
            return None
        value += low
    if not 0 < value < 10**MOST_DIGITS:
        return None
    exact = Decimal(value)
    place = _last_place(exact)
    quantum = Decimal(_PLACES[text[-1]]) if text[-1] in "万亿" else Decimal(1)
    return Magnitude(exact, quantum, place)


def _below_hundred_million(text: str, *, last: bool, above: int = 0) -> int | None:
    head, ten_thousand, tail = text.rpartition("万")
    if not ten_thousand:
        return _section(tail, last=last, above=above)
    high = _section(head, last=False, above=above)
    if not high:
        return None
    if not tail:
        return high * 10**4
    low = _section(tail, last=last, above=10**4)
    return None if low is None else high * 10**4 + low


def _section(text: str, *, last: bool, above: int) -> int | None:
    """Read what stands below one 万. ``above`` is the unit printed before it (0: none), ``last`` ends the number."""
    if re.fullmatch(r"[0-9]{1,4}", text) and (len(text) == 4 or not above or not last):
        return int(text)
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    digit = {name: _DIGITS[match[name]] for name in ("thousands", "hundreds", "tens", "ones") if match[name]}
    if match["ten"]:
        digit.setdefault("tens", 1)
    if not digit or not _zeros_fit(match, above):
        return None
    places = {"thousands": 1000, "hundreds": 100, "tens": 10, "ones": 1}
    value = sum(count * places[name] for name, count in digit.items())
    if "ones" in digit and "tens" not in digit and not match["zero_ones"]:
        short = _shorthand(match, digit, above)
        if short and (not last or match["ones"].isascii()):
            return None
        value += digit["ones"] * (short - 1) if short else 0
    return value


def _zeros_fit(match: re.Match[str], above: int) -> bool:
    """Whether each 零 stands for places really left out, with something before and after it."""
    text = match.string
    for name in ("zero", "zero_hundreds", "zero_tens", "zero_ones"):
        if not match[name]:
            continue
        start, end = match.span(name)
        if end == len(text) or (start == 0 and not above):
            return False
        if start == 0:
            continue
        following = max((_PLACES.get(sign, 1) for sign in text[end : end + 2]), default=1)
        if _PLACES.get(text[start - 1], 1) < following * 100:
            return False
    return True


def _shorthand(match: re.Match[str], digit: dict[str, int], above: int) -> int:
    """What the last digit counts where no 零 stands before it: 100 in 三千五, 1000 in 两万三; 0: plain ones."""
    if any(match[name] for name in ("zero", "zero_hundreds", "zero_tens")):
        return 0
    if "hundreds" in digit:
        return 10
    if "thousands" in digit:
        return 100
    return above // 10


def _product(places: str) -> Decimal:
    product = 1
    for place in places:
        product *= _PLACES[place]
    return Decimal(product)


def _last_place(value: Decimal) -> Decimal:
    """The place of the last digit of a whole number that is no filling zero."""
    digits = str(int(value))
    return Decimal(10 ** (len(digits) - len(digits.rstrip("0")))) if value else Decimal(1)


def _plain(value: Decimal, quantum: Decimal = Decimal(1)) -> Decimal:
    """The same number without an exponent above zero or decimals that were not printed."""
    return value.quantize(Decimal(1)) if quantum >= 1 and value == value.to_integral_value() else value
