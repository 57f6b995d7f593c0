"""The cells that the arithmetic points to, in words: one slip breaks several identities, and is told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
        cells = _names(cause.cells, card, "zh")
        return f"改正{cells}，这{count}处勾稽关系即可成立{gain}"
    if cause.alternatives:
        several = "；或".join(
            "、".join(_name(address, card, "zh") for address in cells) for cells in cause.alternatives
        )
        return f"{count}处勾稽关系不成立，至少{cause.size}格有误，可能是：{several}{_likely(cause, card)}{gain}"
    return f"{count}处勾稽关系不成立，至少{cause.size}格有误，{cause.note or '仅凭表内数字无法确定是哪几格'}{gain}"


def _values(cause: Cause) -> str:
    return f"（可改为{_plain(cause)}：{cause.suggestions[0].why}）" if cause.suggestions else ""


def _likely(cause: Cause, card: Scorecard) -> str:
    return f"。疑为{_name(cause.likely, card, 'zh')}{_values(cause)}" if cause.likely else ""


def _plain(cause: Cause) -> str:
    return "、".join(plain(each.value) for each in cause.suggestions)


def _english(cause: Cause, card: Scorecard) -> str:
    count, back = len(cause.instances), plain(marks(cause.regained))
    gain = f"; regains {back}" if cause.regained else ""
    if len(cause.cells) == cause.size:
        cells = _names(cause.cells, card, "en")
        return f"mending {cells} makes {count} failing identities hold{gain}"
    if cause.alternatives:
        several = "; or ".join(
            ", ".join(_name(address, card, "en") for address in cells) for cells in cause.alternatives
        )
        named, suggested = _name(cause.likely, card, "en") if cause.likely else "", _plain(cause)
        likely = f"; most likely {named}, a slip of the pen for {suggested}" if named else ""
        return f"{count} identities fail, at least {cause.size} cells are wrong, perhaps {several}{likely}{gain}"
    return (
        f"{count} identities fail, at least {cause.size} cells are wrong; the table alone does not tell which{gain}"
    )
