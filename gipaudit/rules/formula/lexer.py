"""A formula's text as tokens: at each place the longest known name, before any operator."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, Protocol

from gipaudit.rules.formula.errors import FormulaError, UnknownNameError

MAXIMUM_LENGTH = 2000
MAXIMUM_DIGITS = 15

TokenKind = Literal["name", "number", "operator", "word", "function", "period", "sign", "end"]

_FOLDED = {"−": "-", "×": "*", "÷": "/", "≦": "≤", "≧": "≥", "・": "·", "•": "·", "‧": "·", "∙": "·", "﹣": "-"}
_OPERATORS = {
    "==": "=", "!=": "≠", "<>": "≠", "<=": "≤", ">=": "≥", "=": "=", "≠": "≠", "<": "<", "≤": "≤", ">": ">", "≥": "≥"
}  # fmt: skip
_FUNCTIONS = {
    "合计": "合计", "最大": "最大", "最小": "最小", "个数": "个数",
    "sum": "合计", "max": "最大", "min": "最小", "count": "个数",
}  # fmt: skip
_WORDS = ("当且仅当", "如果", "则", "且", "或")
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "(": "(", ")": ")", ",": ",", "、": ",", "·": "·"}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_PERIOD = re.compile(r"(上年|下级)\s*\.\s*")
_FUNCTION = re.compile(rf"({'|'.join(_FUNCTIONS)})\s*(?=\()")
_STOP = re.compile(r"[\s=≠<>≤≥!+\-*/(),、·「」]")


class Lexicon(Protocol):
    """The names that may be written without quotes."""

    def longest(self, text: str, position: int) -> str | None:
        """The longest known name that stands at that position of a folded text."""
        ...

    def known(self) -> list[str]:
        """All names, to suggest the nearest."""
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``text`` is in one spelling whatever was typed, ``quoted`` is for names."""

    kind: TokenKind
    text: str
    offset: int
    quoted: bool = False


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Fold full-width letters, digits and signs to plain ones and spell every operator in one way."""
    return "".join(_fold_character(character) for character in text)


@lru_cache(maxsize=16384)
def fold_name(text: str) -> str:
    """Fold a name: as :func:`fold`, without any white space."""
    return "".join(fold(text).split())


def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return _FOLDED.get(folded, folded)


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """Cut a formula into tokens, the last of which is of kind ``end``.

    Raises:
        FormulaError: too long, an open quote, a number in a way that is not read.
        UnknownNameError: something that is no name of the lexicon.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise FormulaError(
            f"公式太长：{len(text)} 字，最多 {MAXIMUM_LENGTH} 字",
            f"formula too long: {len(text)} characters, at most {MAXIMUM_LENGTH}",
            MAXIMUM_LENGTH,
        )
    return _Lexer(text, lexicon).run()


class _Lexer:
    """Reads the folded text; ``origin`` leads from its characters back to those typed."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        pieces = [_fold_character(character) for character in text]
        self.text = "".join(pieces)
        self.origin = [index for index, piece in enumerate(pieces) for _ in piece]
        self.origin.append(len(text))
        self.lexicon = lexicon
        self.position = 0
        self.found: list[Token] = []

    def run(self) -> list[Token]:
        while True:
            while self.position < len(self.text) and self.text[self.position].isspace():
                self.position += 1
            if self.position >= len(self.text):
                self._add("end", "", 0)
                return self.found
            self._next()

    def _add(self, kind: TokenKind, text: str, length: int, *, quoted: bool = False) -> None:
        self.found.append(Token(kind, text, self.origin[self.position], quoted))
        self.position += length

    def _next(self) -> None:
        text, start = self.text, self.position
        function = _FUNCTION.match(text, start)
        name = self.lexicon.longest(text, start)
        if function and (name is None or len(name) <= len(function[1])):
            self._add("function", _FUNCTIONS[function[1]], len(function[1]))
        elif name is not None:
            self._add("name", name, len(name))
        elif text[start] == "「":
            self._quoted()
        elif period := _PERIOD.match(text, start):
            self._add("period", period[1], len(period[0]))
        elif number := _NUMBER.match(text, start):
            self._number(number[0])
        elif word := next((word for word in _WORDS if text.startswith(word, start)), None):
            self._add("word", word, len(word))
        elif operator := next((sign for sign in _OPERATORS if text.startswith(sign, start)), None):
            self._add("operator", _OPERATORS[operator], len(operator))
        elif text[start] in _SIGNS:
            self._add("sign", _SIGNS[text[start]], 1)
        else:
            self._unknown()

    def _quoted(self) -> None:
        start, end = self.position, self.text.find("」", self.position)
        if end < 0:
            raise FormulaError("“「”没有配对的“」”", "「 without its 」", self.origin[start])
        name = "".join(self.text[start + 1 : end].split())
        if not name or "「" in name:
            raise FormulaError("“「」”里应是一个名称", "a name is expected inside 「」", self.origin[start])
        self._add("name", name, end + 1 - start, quoted=True)

    def _number(self, number: str) -> None:
        offset, end = self.origin[self.position], self.position + len(number)
        if len(number.replace(".", "")) > MAXIMUM_DIGITS:
            raise FormulaError(
                f"数字太长，最多 {MAXIMUM_DIGITS} 位", f"a number has at most {MAXIMUM_DIGITS} digits", offset
            )
        if re.match(r",[0-9]{3}(?![0-9])", self.text[end : end + 5]):
            raise FormulaError("数字里不要写千位分隔符", "no thousands separators in numbers", offset)
        self._add("number", str(Decimal(number)), len(number))

    def _unknown(self) -> None:
        """Tell the whole word, the name right before it included: 本年新收数 is one word to its writer."""
        start = end = self.position
        while end < len(self.text) and (end == start or not _STOP.match(self.text, end)):
            end += 1
        last = self.found[-1] if self.found else None
        if last and last.kind == "name" and not last.quoted and not self.text[start - 1].isspace():
            start -= len(last.text)
        raise UnknownNameError(self.text[start:end], self.lexicon.known(), self.origin[start])
