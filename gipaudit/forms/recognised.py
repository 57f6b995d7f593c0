"""Figures that were recognised from pictures: held to be numbers only where recognition was sure, and then held
against the sums of the form, which confirm or doubt what a machine read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from gipaudit.forms.form import Form, Kind
from gipaudit.forms.numerals import read_cell
from gipaudit.forms.report import Reading, Uncertain, whole_range

SURE = 0.9
"""The least confidence at which recognised text may be a number, a dash or nothing but itself.

Measured on 20 generated scans (fonts, 150 to 300 dpi, turned, blurred, dirty, stamped; 3,600 cells that were read):
from here on no number was wrong, between 0.8 and this one text in forty, below that one in eight and more.
"""

CONFIRMED = 0.95
"""The confidence of a doubtful figure that the sums of the form bear out: high, but recognised all the same."""

DOUBTED = 0.5
"""The confidence of a figure that the sums speak against, where a slip of recognition would explain it."""

_ALIKE = ("06", "08", "17", "27", "35", "38", "56", "58", "68", "69", "89")
"""Pairs of digits that are taken for each other in blurred print."""


def weak(reading: Reading, confidence: float, kind: Kind) -> Reading:
    """A reading whose text was recognised with too little confidence: what it may say is told, no more."""
    low, high = whole_range(kind)
    text = reading.text
    said = f"，疑为“{text}”" if text and text != "□" else ""
    why = f"文字识别把握不足（{confidence:.2f}）{said}，请对照原件"
    # Below what counts as evidence, however high a confidence the limit lets through.
    confidence = min(reading.confidence, confidence, 0.79)
    return replace(reading, state="text", low=low, high=high, quantum=Decimal(1), confidence=confidence, why=why)


def settle_recognised(
    form: Form, readings: Mapping[str, Reading], recognised: Mapping[str, float]
) -> tuple[dict[str, Reading], tuple[Uncertain, ...]]:
    """Confirm and doubt recognised figures by the form's sums.

    ``recognised`` gives the confidence of the text of every cell read from a picture. A figure below the limit
    becomes a number where it alone is open in the sums it stands in, at least one of which says anything, and all
    of them hold with it. A number that breaks sums is taken back where another figure that is easily mistaken for
    it makes every sum over it hold: the unit is not accused of what a machine may have misread.

    The second answer tells how many cells were recognised and how many of them are not sure.
    """
    result = dict(readings)
    if not recognised:
        return result, ()
    sums = _sums(form, result)
    values = {address: value for address in result if (value := _value(result[address])) is not None}
    for address in recognised:
        if address not in sums:
            continue
        reading = result[address]
        demanded = [found for signs in sums[address] if (found := _demanded(address, signs, values)) is not None]
        if reading.state == "text":
            result[address] = _confirmed(reading, form, address, demanded)
        elif reading.exact and reading.low is not None and reading.state == "number":
            result[address] = _doubted(reading, form, address, [value for value, _ in demanded])
    bad = sum(result[address].state == "text" for address in recognised if address in result)
    why = f"由图片识别，共{len(recognised)}格，其中{bad}格把握不足，请对照原件"
    return result, (Uncertain("reading", f"{len(recognised) - bad}/{len(recognised)}", why),)


def _sums(form: Form, readings: Mapping[str, Reading]) -> dict[str, list[Mapping[str, int]]]:
    """For each cell the sums it stands in."""
    found: dict[str, list[Mapping[str, int]]] = {}
    for table in form.tables:
        for signs in table.sums:
            if all(address in readings for address in signs):
                for address in signs:
                    found.setdefault(address, []).append(signs)
    return found


def _value(reading: Reading) -> Decimal | None:
    """What a cell counts in a sum: its number; a blank and a dash count 0."""
    if reading.exact:
        return reading.low
    return Decimal(0) if reading.state in ("blank", "dash") else None


def _demanded(address: str, signs: Mapping[str, int], values: Mapping[str, Decimal]) -> tuple[Decimal, bool] | None:
    """What a sum demands of one cell, and whether anything else in it is not 0; ``None`` where another is open."""
    others = {other: sign for other, sign in signs.items() if other != address}
    if any(other not in values for other in others):
        return None
    total = sum((values[other] * sign for other, sign in others.items()), Decimal(0))
    return -total * signs[address], any(values[other] for other in others)


def _confirmed(reading: Reading, form: Form, address: str, demanded: list[tuple[Decimal, bool]]) -> Reading:
    asked = form.cells[address]
    numeral = read_cell(reading.text, asked.kind, asked.unit)
    if numeral.state != "number" or numeral.low is None or numeral.low != numeral.high or numeral.converted:
        return reading
    if any(value != numeral.low for value, _ in demanded) or not any(telling for _, telling in demanded):
        return reading
    return replace(
        reading,
        state="number",
        low=numeral.low,
        high=numeral.high,
        quantum=numeral.quantum,
        unit=numeral.unit,
        confidence=CONFIRMED,
        why="文字识别把握不足，经勾稽关系印证",
    )


def _doubted(reading: Reading, form: Form, address: str, demanded: list[Decimal]) -> Reading:
    others = {value for value in demanded if value != reading.low}
    if len(set(demanded)) != 1 or len(others) != 1:
        return reading
    (other,) = others
    text = format(other, "f")
    if other < 0 or text not in set(_mistaken(reading.text.replace(",", ""))):
        return reading
    low, high = whole_range(form.cells[address].kind)
    why = f"图片识别为“{reading.text}”，勾稽关系不成立；若为“{text}”则成立，可能是识别错误，请对照原件"
    return replace(reading, state="text", low=low, high=high, quantum=Decimal(1), confidence=DOUBTED, why=why)


def _mistaken(text: str) -> Iterator[str]:
    """The figures that may have been printed where this one was read: one digit another, one more or one less."""
    for index, digit in enumerate(text):
        for pair in _ALIKE:
            if digit in pair:
                yield text[:index] + pair.replace(digit, "", 1) + text[index + 1 :]
        if len(text) > 1:
            yield text[:index] + text[index + 1 :]
    for index in range(len(text) + 1):
        yield from (text[:index] + digit + text[index:] for digit in "0123456789")
