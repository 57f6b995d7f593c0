"""The slips of a single act that turn one number into another: what makes one wrong cell likelier than its equals."""

from __future__ import annotations

from decimal import Decimal

TRANSPOSED = "相邻数字颠倒"
DROPPED = "漏写一个数字"
REPEATED = "重复写了一个数字"
INSERTED = "多写一个数字"
SIGN = "正负号写反"
UNIT = "元与万元用错"
POINT = "小数点错位"

LEAST_DIGITS = 2
"""A number of one digit is too easily hit by chance to tell of a slip."""

TEN_THOUSAND = 10_000


def telling(printed: Decimal, true: Decimal) -> bool:
    """Whether that two numbers are a slip apart can hardly be chance: else it singles out none."""
    return printed == -true or min(len(_digits(printed)), len(_digits(true))) >= LEAST_DIGITS


def slip(printed: Decimal, true: Decimal) -> str:
    """Name the one act, in Chinese, that makes a true value be printed so; empty where there is none.

    Short numbers are within one act of each other too easily: see :func:`telling`.
    """
    if printed == true:
        return ""
    if printed == -true:
        return SIGN
    if printed.is_signed() != true.is_signed():
        return ""
    wrong, right = _digits(printed), _digits(true)
    if _places(printed) == _places(true):
        if wrong in _dropped(right):
            return DROPPED
        if right in _dropped(wrong):
            return REPEATED if wrong in _repeated(right) else INSERTED
        if wrong in _transposed(right):
            return TRANSPOSED
    if wrong.strip("0") == right.strip("0"):
        return UNIT if TEN_THOUSAND in (printed / true, true / printed) else POINT
    return ""


def _digits(number: Decimal) -> str:
    return "".join(str(digit) for digit in number.as_tuple().digits)


def _places(number: Decimal) -> int:
    """How many digits stand behind the point."""
    return -min(0, int(number.as_tuple().exponent))


def _transposed(digits: str) -> set[str]:
    """The digits with two neighbours in each other's place, as a number is printed: without noughts before it."""
    swapped = (digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1))
    return {each.lstrip("0") for each in swapped}


def _dropped(digits: str) -> set[str]:
    """The digits without one of them, as a number is printed; a digit that stands alone cannot be left out of one."""
    if len(digits) < LEAST_DIGITS:
        return set()
    return {(digits[:at] + digits[at + 1 :]).lstrip("0") or "0" for at in range(len(digits))}


def _repeated(digits: str) -> set[str]:
    return {digits[: at + 1] + digits[at:] for at in range(len(digits))}
