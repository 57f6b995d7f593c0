"""Characters as documents mean them: fonts name some by the signs of a dictionary that only look the same."""

from __future__ import annotations

from unicodedata import normalize

# Signs for radicals (U+2E80–2EFF) that Unicode maps to no character, and the character each is printed for.
_RADICALS = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻬⻰⻳",
        "母民西见角贝车长门青韦页风飞食马鬼鱼鸟卤麦黄齐龙龟",
        strict=True,
    )
)
_MEANT = {ord(sign): character for sign, character in _RADICALS.items()}
_MEANT |= {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


def meant(text: str) -> str:
    """Return the text with radicals (⾏, ⺠) as the characters they are printed for (行, 民)."""
    return text.translate(_MEANT)
