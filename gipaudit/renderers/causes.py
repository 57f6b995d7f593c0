"""The cells that the arithmetic points to, in words: one slip breaks several identities, and is told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gipaudit.renderers.layout import block
from gipaudit.renderers.numbers import marks, plain
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.words import aside
from gipaudit.scorecard import Cause, Scorecard


def render_causes(card: Scorecard, settings: Settings) -> Iterator[str]:
    """Yield the lines that say which cells explain the failing identities of a card."""
    new = {(item.rule, item.instance) for item in card.findings if item.verdict == "fail" and not item.known}
    causes = [cause for cause in card.causes if cause.instances & new]
    if not causes:
        return
    zh = settings.language == "zh"
    yield "由勾稽关系推断的填错之处：" if zh else "Where the arithmetic points to:"
    for cause in causes:
        text = _chinese(cause, card) if zh else _english(cause, card)
        yield from block(text, settings.width, "   - ")
    yield ""


def _names(addresses: Sequence[str], card: Scorecard, language: str) -> str:
    return ("、" if language == "zh" else ", ").join(_name(address, card, language) for address in addresses)


def _name(address: str, card: Scorecard, language: str) -> str:
    whole = card.form and (card.form.whole or card.form)
    name = whole.cells[address].name if whole and address in whole.cells else address
    reading = card.readings.get(address)
    printed = reading.text.strip() if reading else ""
    return name + aside(printed, language) if printed else name


def _chinese(cause: Cause, card: Scorecard) -> str:
    count, back = len(cause.instances), plain(marks(cause.regained))
    gain = f"，可得{back}分" if cause.regained else ""
    if len(cause.cells) == cause.size:
        values = _values(cause)
        if set(cause.cells) <= set(values):
            cells = "、".join(f"{_name(address, card, 'zh')}改为{values[address]}" for address in cause.cells)
            act = f"（疑为{cause.explanation}）" if cause.explanation else ""
            return f"把{cells}，这{count}处勾稽关系即可成立{act}{gain}"
        return f"改正{_names(cause.cells, card, 'zh')}，这{count}处勾稽关系即可成立{gain}"
    told = f"{count}处勾稽关系不成立，至少{cause.size}格有误，"
    if cause.alternatives:
        several = "；或".join(_names(cells, card, "zh") for cells in cause.alternatives)
        told += f"可能是：{several}"
    else:
        told += cause.note or "仅凭表内数字无法确定是哪几格"
    return f"{told}{_suggested_in_chinese(cause, card)}{gain}"


def _suggested_in_chinese(cause: Cause, card: Scorecard) -> str:
    if not cause.suggestions:
        return ""
    cells = "、".join(f"{_name(address, card, 'zh')}可改为{value}" for address, value in _values(cause).items())
    return f"。疑为{cause.explanation}：{cells}" if cause.explanation else f"。其中{cells}"


def _values(cause: Cause) -> Mapping[str, str]:
    return {each.address: plain(each.value) for each in cause.suggestions}


def _english(cause: Cause, card: Scorecard) -> str:
    count, back = len(cause.instances), plain(marks(cause.regained))
    gain = f"; regains {back}" if cause.regained else ""
    act = f" (a single slip explains it: {cause.explanation})" if cause.explanation else ""
    values = _values(cause)
    if len(cause.cells) == cause.size:
        if set(cause.cells) <= set(values):
            cells = ", ".join(f"{_name(address, card, 'en')} to {values[address]}" for address in cause.cells)
            return f"changing {cells} makes {count} failing identities hold{act}{gain}"
        return f"mending {_names(cause.cells, card, 'en')} makes {count} failing identities hold{gain}"
    told = f"{count} identities fail, at least {cause.size} cells are wrong"
    if cause.alternatives:
        told += f", perhaps {'; or '.join(_names(cells, card, 'en') for cells in cause.alternatives)}"
    else:
        told += "; the table alone does not tell which"
    if cause.suggestions:
        cells = ", ".join(f"{_name(address, card, 'en')} to {value}" for address, value in values.items())
        told += f"; {'most likely' if cause.explanation else 'of these'} change {cells}{act}"
    return told + gain
