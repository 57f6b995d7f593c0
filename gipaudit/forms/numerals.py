"""What is printed in a table cell → a number, an interval, a blank, a dash, or text that is no number.

Nothing is guessed: whatever can be read in two ways is ``text`` and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gipaudit.forms.form import Kind
from gipaudit.forms.magnitudes import Magnitude, parse_magnitude
from gipaudit.forms.report import State, whole_range

LONGEST_CELL = 64
"""A longer text is no number (in characters, blanks around it left out)."""

MONEY = {"元": 0, "元整": 0, "百元": 2, "千元": 3, "万元": 4, "亿元": 8}
"""Units of money as powers of ten of one 元."""

COUNTERS = (
    *("件次", "人次", "条次", "家次", "户次", "场次", "人份"),
    *("条", "件", "次", "人", "个", "项", "篇", "份", "宗", "起", "部", "家", "名", "场", "期", "户"),
    *("例", "批", "则", "本", "册", "位", "处", "页", "类"),
)
"""Words that count things. Longer ones come first."""

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C} | {0x3000: 0x20, 0xA0: 0x20}
"""Full-width ASCII and its blanks → ASCII. The comma stays, for it also parts sentences. ① and ² are left alone."""

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD))
_DASH = re.compile(r"[-‐-―−─━~_/\\*]+|无|无此项|不适用|不涉及|[Nn]/?[Aa]")
_SAME = re.compile(r"持平|不变|无变化|无增减")
_NOTE = re.compile(r"(?P<figure>[^()\[\]]+?)\s*\((?P<note>[^()\[\]]*[\u4e00-\u9fff][^()\[\]]*)\)")
_CORRECTION = re.compile(r"应|更正|改|实|原|误|错|约|左右|以上")
_UNITS = "|".join(sorted((*MONEY, *COUNTERS), key=len, reverse=True))

BEFORE = r"大约|约为|约|将近|接近|近|超过|逾|不足|不到"
AFTER = r"左右|上下|以上|以下|以内"
DIGIT = "0-9零〇○一二两兩三四五六七八九壹贰貳叁參叄肆伍陆陸柒捌玖廿卅"
_FIGURE = re.compile(
    rf"(?P<before>{BEFORE})?"
    r"\s?(?P<sign>净?增加|净?减少|净增|净减|新增|增|减|上升|下降|[-+‐‑–−↑↓])?"
    r"\s?(?P<money>[¥￥]|人民币)?"
    rf"\s?(?P<core>[{DIGIT}十拾百佰千仟万萬亿億点.,，\u2009\u202f]+)"
    r"(?P<more>余|多)?(?P<places>[万萬亿億]*)"
    rf"\s*(?P<more_after>余|多)?(?P<unit>{_UNITS})?(?P<after>{AFTER})?"
)
_FALLING = ("减", "下降", "-", "‐", "‑", "–", "−", "↓")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What one cell says.

    ``low`` and ``high`` bound the value, ``None`` is open; whatever is no number has the whole range of its kind.
    ``quantum`` is the unit of the last digit printed, in the same unit as the value. ``unit`` is the unit printed;
    ``converted`` tells that the value was turned into the form's. ``why`` says, in Chinese, why a text is no number
    or what a reader should know of a number.
    """

    state: State
    low: Decimal | None
    high: Decimal | None
    quantum: Decimal = Decimal(1)
    unit: str | None = None
    converted: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a phrase gives it: bounds, the unit of the last digit, the unit word, and whether it is inexact.

    ``scaled`` tells that 万 or 亿 is part of the number itself and not of a unit of money.
    """

    low: Decimal | None
    high: Decimal | None
    quantum: Decimal
    unit: str | None
    inexact: bool
    scaled: bool


def read_cell(text: str, kind: Kind, unit: str | None) -> Numeral:
    """Read one table cell.

    ``kind`` is the kind of number the form asks for, ``unit`` the unit the form fixes or ``None``: an amount printed
    in another unit of money is converted into it exactly. Never raises; a text that is no number, or that can be
    read in two ways, has the state ``text``.
    """
    return _kept(text, kind, unit) if len(text) <= _SHORT else _read_cell(text, kind, unit)


def _read_cell(text: str, kind: Kind, unit: str | None) -> Numeral:
    low, high = whole_range(kind)
    text = text.translate(_INVISIBLE).strip()
    if not text:
        return Numeral("blank", low, high)
    if len(text) > LONGEST_CELL:
        return Numeral("text", low, high, why="文字过长，不是数字")
    text = text.translate(FULL_WIDTH).strip().removesuffix("。")
    if _DASH.fullmatch(text):
        return Numeral("dash", low, high)
    if kind == "signed" and _SAME.fullmatch(text):
        return Numeral("number", Decimal(0), Decimal(0), why=f"“{text}”按0计")
    reason = _doubt(text)
    if reason:
        return Numeral("text", low, high, why=reason)
    figure_text, remark = _without_note(text)
    match = _FIGURE.fullmatch(figure_text)
    figure = read_figure(match, whole=kind != "amount") if match else None
    if figure is None:
        return Numeral("text", low, high, why="不是一个完整的数字")
    if figure.inexact:
        remark = remark or "原文为约数，按区间计"
    elif re.match(r"[-+]?0[0-9]", figure_text):
        remark = remark or "数字前有多余的0"
    return _in_unit(figure, kind, unit, remark)


_SHORT = 16
"""Texts up to this length are kept with what was read: most cells of most reports print the same few figures."""

_kept = lru_cache(4096)(_read_cell)


def read_figure(match: re.Match[str], whole: bool = True) -> Figure | None:
    """Turn a match of the figure pattern into bounds, or ``None`` where its parts do not make one number.

    ``whole`` says that only whole numbers are meant, so that the bounds of an inexact one are themselves whole.
    """
    before, after = match["before"], match["after"]
    more = match["more"] or match["more_after"]
    if sum(map(bool, (before, after, more))) > 1 or (match["more"] and match["more_after"]):
        return None
    core, unit = _core_and_unit(match)
    magnitude = _magnitude(core, match, bare=bool(more or before in ("近", "将近", "接近")))
    inexact = bool(before or after or more)
    if magnitude is None or (inexact and (match["sign"] or not magnitude.value)):
        return None
    if match["money"] and unit not in MONEY:
        return None
    whole = whole and unit not in MONEY and magnitude.place >= 1
    low, high = _bounds(magnitude, before or after or more, whole) if inexact else (magnitude.value,) * 2
    if match["sign"] and match["sign"].removeprefix("净").startswith(_FALLING):
        low = high = magnitude.value and -magnitude.value
    scaled = any(place in core + match["places"] for place in "万萬亿億")
    return Figure(low, high, magnitude.quantum, unit, inexact, scaled)


def _core_and_unit(match: re.Match[str]) -> tuple[str, str | None]:
    """The digits and the unit. 万 before 元 belongs to the unit where a whole number stands before it: 3.5万元."""
    core, unit = match["core"], match["unit"] or ("元" if match["money"] else None)
    place = core[-1].replace("萬", "万").replace("億", "亿")
    if match["unit"] != "元" or place not in "万亿" or match["more"]:
        return core, unit
    head = core[:-1]
    if any(sign in head for sign in "万萬亿億") or parse_magnitude(head) is None:
        return core, unit
    return head, f"{place}元"


def _magnitude(core: str, match: re.Match[str], bare: bool) -> Magnitude | None:
    places = match["places"]
    if not places:
        return parse_magnitude(core, bare)
    if not match["more"] or core[-1] in "万萬亿億":
        return None
    inner = parse_magnitude(core, bare)
    factor = parse_magnitude("1" + places)
    if inner is None or factor is None:
        return None
    scale = factor.value
    return Magnitude(inner.value * scale, inner.quantum * scale, inner.place * scale)


def _bounds(magnitude: Magnitude, word: str | None, whole: bool) -> tuple[Decimal | None, Decimal | None]:
    """The interval that an inexact number means. Only 以上 and 超过 open its upper end."""
    value, place = magnitude.value, magnitude.place
    last = Decimal(1) if whole else Decimal(0)
    if word in ("以上", "超过"):
        return value, None
    if word in ("余", "多", "逾"):
        above = 10 - value % 10 if place == 1 else place
        return value, value + above - last
    if word in ("近", "将近", "接近"):
        return max(value - place, Decimal(0)), value
    if word in ("不足", "不到", "以下", "以内"):
        return Decimal(0), value if word in ("以下", "以内") else value - last
    half = place / 2
    if whole and place == 1:
        return max(value - 1, Decimal(0)), value + 1
    return max(value - half, Decimal(0)), value + half - last


def _doubt(text: str) -> str:
    """Why a text that looks like a number must not be read as one."""
    if text == "一":
        return "单独的“一”可能是数字，也可能是横线"
    if "%" in text or "‰" in text or "百分之" in text:
        return "是比率，不是数量"
    if re.fullmatch(r"1[3-9][0-9]{9}", text):
        return "像是手机号码，不是数量"
    if re.search(r"[0-9]\s+[0-9]", text) and not re.fullmatch(r"[0-9]{1,3}(?:[\u2009\u202f][0-9]{3})+", text):
        return "空格隔开的数字，可能是几个数连在一起"
    return ""


def _without_note(text: str) -> tuple[str, str]:
    """Part a number from the note in brackets behind it: 22（其中修订16件）.

    The number printed first is the cell's; the note explains it. A unit in brackets is a unit, a bare number in
    brackets or a note that corrects the number leaves the whole as it is, which is then no number.
    """
    match = _NOTE.fullmatch(text)
    if match is None or _CORRECTION.search(match["note"]):
        return text, ""
    note = match["note"].strip()
    if note in MONEY or note in COUNTERS:
        return match["figure"] + note, ""
    if re.match(rf"[{DIGIT}十百千]", note):
        return text, ""
    return match["figure"], "格内另有括注"


def _in_unit(figure: Figure, kind: Kind, unit: str | None, why: str) -> Numeral:
    """Bring a figure into the form's unit; a unit that does not fit makes it text, unless it is 0 of anything."""
    low, high, quantum = figure.low, figure.high, figure.quantum
    zero = low == high == 0
    money = figure.unit in MONEY
    fits = money if kind == "amount" else not money
    if figure.unit and not fits and not zero:
        return Numeral("text", *whole_range(kind), unit=figure.unit, why=f"单位“{figure.unit}”与本格不符")
    if kind != "amount" or unit not in MONEY:
        return Numeral("number", low, high, quantum, figure.unit, why=why)
    if figure.scaled and figure.unit is None and MONEY[unit] >= MONEY["万元"]:
        return Numeral("text", *whole_range(kind), why=f"“万”是数的一部分还是“{unit}”的一部分，不能确定")
    if not money or figure.unit is None or MONEY[figure.unit] == MONEY[unit]:
        return Numeral("number", low, high, quantum, figure.unit, why=why)
    shift = MONEY[figure.unit] - MONEY[unit]
    scaled = [None if bound is None else _scale(bound, shift) for bound in (low, high)]
    why = why or f"原文以{figure.unit}计，已折算为{unit}"
    return Numeral("number", scaled[0], scaled[1], _scale(quantum, shift), figure.unit, True, why)


def _scale(value: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, exactly and without an exponent in print."""
    if not value:
        return Decimal(0)
    scaled = value.scaleb(power).normalize()
    exponent = scaled.as_tuple().exponent
    return scaled.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else scaled
