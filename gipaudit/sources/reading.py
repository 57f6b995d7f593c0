"""A YAML file → a Source, telling all that is wrong with it at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.sources import slips
from gipaudit.sources.building import MOST_VALUES, Builder, Locate, TooMuchError
from gipaudit.sources.decoding import LARGEST_FILE, read_text
from gipaudit.sources.source import Source

MOST_MENDINGS = 20
MOST_READ_AGAIN = 2_000_000
"""After so many broken lines, or so many characters read once more for them, the rest of a file is not looked at."""


def load_source(file: Path) -> Source:
    """Read a YAML file.

    Raises:
        SourceError: it cannot be read, is no YAML, or holds what is refused.
    """
    source, problems = read_source(file)
    if problems or source is None:
        raise SourceError(problems)
    return source


def read_source(
    file: Path, *, largest: int = LARGEST_FILE, most_values: int = MOST_VALUES
) -> tuple[Source | None, list[Problem]]:
    """Read a YAML file as far as it can be read; ``largest`` is in bytes, ``most_values`` counts keys and values.

    Broken lines are mended where it is plain what was meant, so that whatever else is wrong can be told at the same
    time; the source is then only good for finding more problems. It is ``None`` where nothing could be made of it.
    """
    try:
        text, encoding = read_text(file, largest)
    except SourceError as error:
        return None, list(error.problems)
    return parse(file, text, encoding, most_values)


def parse(
    file: Path, text: str, encoding: str = "utf-8", most_values: int = MOST_VALUES
) -> tuple[Source | None, list[Problem]]:
    """Read YAML text as :func:`read_source` does; ``file`` is only named in places."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lines = text.split("\n")
    mended: dict[int, str] = {}
    problems: list[Problem] = []
    while True:
        locate = _locator(file, lines, mended)
        builder = Builder(locate, most_values)
        current = "\n".join(mended.get(number, line) for number, line in enumerate(lines))
        try:
            builder.build(yaml.parse(current, Loader=loader))
        except TooMuchError as error:
            return None, _sorted([*problems, *builder.problems, error.problem])
        except yaml.MarkedYAMLError as error:
            found = _find_slip(file, lines, mended, error)
            if found is None:
                return None, _sorted([*problems, *builder.problems, _translate(error, locate, len(lines))])
            problems.append(found)
            if (
                len(problems) > min(MOST_MENDINGS, MOST_READ_AGAIN // len(text))
                or found.position.line - 1 not in mended
            ):
                return None, _sorted([*problems, *builder.problems])
            continue
        except yaml.YAMLError as error:
            reason = str(error).splitlines()[0]
            message = Message(f"不是有效的 YAML（{reason}）", f"no valid YAML ({reason})")
            return None, [*problems, Problem(Position(file, 1, 1), message)]
        source = Source(file, builder.data, builder.positions, builder.starts, builder.printed, encoding)
        return source, _sorted([*problems, *builder.problems])


def _locator(file: Path, lines: list[str], mended: dict[int, str]) -> Locate:
    """Places in the mended text → places in the text as written: at most the length of a mended line is off."""

    def locate(line: int, column: int) -> Position:
        if line in mended:
            written, shown = lines[line], mended[line]
            same = next((i for i, (a, b) in enumerate(zip(written, shown, strict=False)) if a != b), len(written))
            if column > same:
                column = max(same, column - (len(shown) - len(written)))
        return Position(file, line + 1, column + 1)

    return locate


def _find_slip(file: Path, lines: list[str], mended: dict[int, str], error: Any) -> Problem | None:
    """The slip on the line where the parser stopped or on one it came from; the line is mended where it can be."""
    for number in _suspects(lines, error):
        if number in mended:
            continue
        found = slips.in_line(lines[number])
        if found is None:
            continue
        if found.mended is not None:
            mended[number] = found.mended
        return Problem(Position(file, number + 1, found.offset + 1), found.message)
    return None


def _suspects(lines: list[str], error: Any) -> list[int]:
    here = min(error.problem_mark.line, len(lines) - 1) if error.problem_mark else 0
    suspects = []
    context = error.context or ""
    if error.context_mark and "block" not in context:
        suspects.append(min(error.context_mark.line, len(lines) - 1))
    suspects.append(here)
    before = next((number for number in range(here - 1, -1, -1) if lines[number].strip()), None)
    if before is not None:
        suspects.append(before)
    return list(dict.fromkeys(suspects))


_WORDS = (
    (r"could not find expected ':'", "这一行缺少冒号（名称: 值）", "a colon is missing (name: value)"),
    (r"mapping values are not allowed", "这里不该有冒号：检查上一行的写法和缩进", "no colon is allowed here"),
    (r"cannot start any token", "这里的字符不能作为开头：请加引号", "this character cannot begin a value: quote it"),
    (r"did not find expected key|expected <block end>", "缩进与上面各行不一致", "the indentation differs from above"),
    (r"did not find expected <document start>", "缩进比第一行少", "indented less than the first line"),
    (r"expected '-' indicator", "列表里混入了不是列表项的行", "a line without '-' within a list"),
    (r"expected ',' or '[]}]'", "括号没有配对，或缺少半角逗号", "a bracket is not closed or a comma is missing"),
    (r"block sequence entries are not allowed", "列表要另起一行", "a list must begin on its own line"),
    (r"unknown escape", "双引号里的 \\ 有特殊含义，请改用单引号", "unknown escape: use single quotes"),
    (r"unexpected end of stream", "引号没有配对", "a quote is not closed"),
    (r"alphabetic or numeric", "以 * 或 & 开头的文字要加引号", "quote a text that begins with * or &"),
)


def _translate(error: Any, locate: Locate, count: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    if error.context_mark and "simple key" in (error.context or ""):
        mark = error.context_mark
    line = min(mark.line, count - 1) if mark else 0
    position = locate(line, mark.column if mark and mark.line == line else 0)
    text = f"{error.context or ''} {error.problem or ''}"
    for pattern, zh, en in _WORDS:
        if re.search(pattern, text):
            return Problem(position, Message(zh, en))
    return Problem(position, Message("不是有效的 YAML 写法", f"no valid YAML: {text.strip()}"))


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.position.line, problem.position.column))
