"""Patterns that can match no text at all, for folded text has no blanks and is one line.

A pattern is read just far enough to see what it cannot do without: a blank, a beginning behind something, something
behind the end. What is not understood (flags, ``\\Q…\\E``) is taken to match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLANKS = frozenset("stnrfv")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d{1,6})(?:,\d{0,6})?\})[?+]?")
_GROUP = re.compile(r"\?(?::|P?<\w{1,60}>)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a pattern: whether it can match, the least it takes, and whether it ends at the text's end."""

    alive: bool = True
    least: int = 0
    ends: bool = False


class _NotUnderstoodError(Exception):
    """The pattern says something that is not looked into."""


def never_matches(pattern: str) -> bool:
    """Whether a valid, folded pattern of google-re2 is sure to match no folded text."""
    reader = _Reader(pattern)
    try:
        piece = reader.alternatives(0)
    except _NotUnderstoodError:
        return False
    return not piece.alive


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def alternatives(self, before: int) -> _Piece:
        """Read up to a closing bracket or the end; ``before`` is the least that stands before it."""
        several = [self._sequence(before)]
        while self._next("|"):
            several.append(self._sequence(before))
        alive = [piece for piece in several if piece.alive]
        if not alive:
            return _Piece(alive=False)
        return _Piece(True, min(piece.least for piece in alive), all(piece.ends for piece in alive))

    def _sequence(self, before: int) -> _Piece:
        alive, least, ends = True, 0, False
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            if self._next("^"):
                alive = alive and before + least == 0
                continue
            piece = self._repeated(self._item(before + least))
            alive = alive and piece.alive and not (ends and piece.least)
            least, ends = least + piece.least, ends or piece.ends
        return _Piece(alive, least, ends)

    def _item(self, before: int) -> _Piece:
        character = self._text[self._at]
        self._at += 1
        match character:
            case "(":
                return self._group(before)
            case "[":
                return _Piece(self._class(), 1)
            case "\\":
                return self._escape()
            case "$":
                return _Piece(ends=True)
        return _Piece(least=1)

    def _group(self, before: int) -> _Piece:
        opening = _GROUP.match(self._text, self._at)
        if opening is not None:
            self._at = opening.end()
        elif self._text.startswith("?", self._at):
            raise _NotUnderstoodError
        piece = self.alternatives(before)
        if not self._next(")"):
            raise _NotUnderstoodError
        return piece

    def _class(self) -> bool:
        """Read a class of characters: whether it holds anything but blanks."""
        denied = self._next("^")
        first, found = self._at, False
        while self._at < len(self._text) and (self._text[self._at] != "]" or self._at == first):
            escaped = self._next("\\")
            found = found or not (escaped and self._text[self._at : self._at + 1] in _BLANKS)
            self._at += 1
        if not self._next("]"):
            raise _NotUnderstoodError
        return denied or found

    def _escape(self) -> _Piece:
        character = self._text[self._at : self._at + 1]
        self._at += 1
        if character in _BLANKS:
            return _Piece(alive=False, least=1)
        if character in "bBA":
            return _Piece()
        if character == "z":
            return _Piece(ends=True)
        if character in "QpPxC01234567":
            raise _NotUnderstoodError
        return _Piece(least=1)

    def _repeated(self, piece: _Piece) -> _Piece:
        quantifier = _QUANTIFIER.match(self._text, self._at)
        if quantifier is None:
            return piece
        self._at = quantifier.end()
        times = int(quantifier[1]) if quantifier[1] else 1 if quantifier[0][0] == "+" else 0
        return _Piece(piece.alive, piece.least * times, piece.ends) if times else _Piece()

    def _next(self, character: str) -> bool:
        """Step over a character where it is the next one."""
        if self._text.startswith(character, self._at):
            self._at += 1
            return True
        return False
