"""Laying text out by terminal columns: a Chinese character takes two, and no line begins with ， or 。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gipaudit.renderers.terminal import clean

_OPENING = "（(【〔《〈「『“‘［["
_CLOSING = "，。；：、！？）)】〕》〉」』”’］]…％%,.;:!?·"


@lru_cache(maxsize=16384)
def _character_columns(character: str) -> int:
    from wcwidth import wcwidth

    return max(0, int(wcwidth(character)))


def columns(text: str) -> int:
    """How many terminal columns a clean text takes."""
    return len(text) if text.isascii() else sum(map(_character_columns, text))


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` columns, an ellipsis for what is left out."""
    if columns(text) <= most:
        return text
    kept = ""
    for character in text:
        if columns(kept + character) >= most:
            break
        kept += character
    return kept + "…"


# One piece that must stay on one line: opening marks, then a word or one wide character, then closing marks.
_PIECE = re.compile(
    rf"(?P<blank> +)|[{re.escape(_OPENING)}]*"
    rf"(?:[!-~–−°\u00b1-\u024f]+|[^ ]?)"
    rf"[{re.escape(_CLOSING)}]*"
)


def _pieces(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        end = match.end() if match and match.end() > position else position + 1
        yield text[position:end]
        position = end


def _broken(piece: str, width: int) -> Iterator[str]:
    """Cut a piece that fits on no line, an id or a path behind a dot or slash where there is one."""
    line = ""
    for character in piece:
        if line and columns(line) + _character_columns(character) > width:
            cut = max(map(line.rfind, "./_-")) + 1
            cut = cut if 2 * cut > len(line) else len(line)
            yield line[:cut]
            line = line[cut:]
        line += character
    yield line


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """Break a text into lines of at most ``width`` columns, the first one of at most ``first``; line breaks are kept.

    Chinese breaks between any two characters, but no line begins with a closing mark or ends with an opening one;
    other words stay whole where they fit. The text is cleaned for the terminal first. There is always one line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _pieces(clean(paragraph)):
            room = max(width if lines or first is None else first, 2)
            taken = columns(piece)
            if used + (columns(piece.rstrip(" ")) if piece.endswith(" ") else taken) <= room:
                line, used = line + piece, used + taken
                continue
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
            if piece.strip():
                *full, line = _broken(piece, max(width, 2))
                lines.extend(full)
                used = columns(line)
        lines.append(line.rstrip())
    return lines


def block(text: str, width: int, first: str = "", indent: str | None = None) -> Iterator[str]:
    """Yield a paragraph's lines: ``first`` before the first one, ``indent`` before the others.

    Without ``indent`` the lines hang under the first one's text.
    """
    first = clean(first)
    rest = " " * columns(first) if indent is None else indent
    head, *more = wrap(text, width - columns(rest), width - columns(first))
    yield (first + head).rstrip()
    for line in more:
        yield (rest + line).rstrip()


NARROWEST = 6
"""No column of a table is made narrower than this."""


def _longest_word(text: str) -> int:
    return max((columns(piece) for piece in _pieces(text)), default=0)


def _narrow(widths: list[int], room: int, flexible: Sequence[int], floors: Sequence[int]) -> None:
    """Narrow the flexible columns, the widest first, until they fit or are at their floors."""
    while sum(widths) > room:
        able = [index for index in flexible if widths[index] > max(floors[index], NARROWEST)]
        if not able:
            return
        widths[max(able, key=lambda index: widths[index])] -= 1


def table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    right: Sequence[int] = (),
    flexible: Sequence[int] = (0,),
    indent: str = "",
) -> Iterator[str]:
    """Yield the lines of a table of at most ``width`` columns.

    ``right`` are the columns of numbers, ``flexible`` those that are wrapped where the room is short: the widest is
    narrowed first, and words are cut only where nothing else helps.
    Without headers the table has no rule. Texts are cleaned for the terminal.
    """
    from tabulate import tabulate

    cells = [[clean(text) for text in row] for row in (headers, *rows)]
    count = len(headers)
    # The library keeps two columns beside each header, whatever is asked of it.
    padding = [2 if number == 0 and any(headers) else 0 for number in range(len(cells))]
    widths = [
        max(columns(row[index]) + more for row, more in zip(cells, padding, strict=True)) for index in range(count)
    ]
    room = width - len(indent) - 2 * (count - 1)
    words = [
        max(_longest_word(row[index]) + more for row, more in zip(cells, padding, strict=True))
        for index in range(count)
    ]
    _narrow(widths, room, flexible, words)
    _narrow(widths, room, flexible, [NARROWEST] * count)
    wrapped = [
        ["\n".join(wrap(text, widths[index] - more)) for index, text in enumerate(row)]
        for row, more in zip(cells, padding, strict=True)
    ]
    text = tabulate(
        wrapped[1:],
        wrapped[0] if any(headers) else (),
        tablefmt="simple" if any(headers) else "plain",
        disable_numparse=True,
        colalign=["right" if index in right else "left" for index in range(count)] if rows else None,
    )
    for line in text.split("\n"):
        yield (indent + line).rstrip()
