"""What is told of an instance that could not be judged: why, and the value that would settle it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from gipaudit.forms.report import Reading, Report
from gipaudit.forms.trust import doubtful
from gipaudit.rules.formula.compiled import Link
from gipaudit.rules.formula.figures import plain
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.pair import Pair
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.linear import LinearForm
from gipaudit.scorecard import Suggestion

_MOST_NAMES = 3


def why_open(pair: Pair, ranges: Ranges, *, accused: bool) -> str:
    """Why it could not be judged; ``accused`` tells that the numbers read would have failed it."""
    instance = pair.instance
    readings = {key: reading for key in instance.cells if (reading := pair.reading(key)) is not None}
    suspicious = [key for key, reading in readings.items() if reading.state == "number" and doubtful(reading)]
    if suspicious and accused:
        return f"读数存疑：{_named(suspicious, ranges)}"
    kinds: dict[str, list[str]] = {}
    for key in instance.cells:
        if word := "本表未单列" if key in instance.unprinted else _lacking(readings.get(key)):
            kinds.setdefault(word, []).append(key)
    told = "；".join(f"{word}：{_named(keys, ranges)}" for word, keys in kinds.items())
    return told or "数字太大，或除数可能为 0"


def _lacking(reading: Reading | None) -> str:
    """What a reading lacks to be one number; empty where it is one."""
    if reading is None or reading.exact:
        return ""
    return _LACKING.get(reading.state, "未填写")


_LACKING: Mapping[str, str] = {"number": "数字不确切", "text": "未能读出", "missing": "表中没有"}


def _named(keys: Sequence[str], ranges: Ranges) -> str:
    names = [f"{'上年' if key.startswith(PREVIOUS) else ''}{ranges.cell(key).name}" for key in keys[:_MOST_NAMES]]
    return "、".join(names) + (f"等 {len(keys)} 格" if len(keys) > _MOST_NAMES else "")


def suggestions(link: Link | None, ranges: Ranges, report: Report, at: int) -> tuple[Suggestion, ...]:
    """The value of the one blank that alone keeps an equality open; ``at`` is the pair's place in the ranges."""
    form = link.difference.linear if link is not None and link.operator == "=" else None
    return () if form is None else tuple(_missing(form, ranges, report, at))


def _missing(form: LinearForm, ranges: Ranges, report: Report, at: int) -> Iterator[Suggestion]:
    empty = [key for key in form.terms if ranges.empty(key)[at]]
    if len(empty) != 1 or address_of(empty[0]) != empty[0]:
        return
    rest = form.constant
    for key, coefficient in form.terms.items():
        if key == empty[0]:
            continue
        reading = report.readings.get(ranges.key(key, at))
        if reading is None or not reading.exact or reading.low is None:
            return
        rest += coefficient * Fraction(reading.low)
    value = -rest / form.terms[empty[0]]
    cell = ranges.cell(ranges.key(empty[0], at))
    decimals = value * 100 if cell.kind == "amount" else value
    if decimals.denominator == 1 and (value >= 0 or cell.kind == "signed"):
        number = Decimal(value.numerator) / Decimal(value.denominator)
        yield Suggestion(cell.address, number, f"填 {plain(number)} 则等式成立")
