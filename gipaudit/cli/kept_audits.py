"""What the commands on kept audits share: reading them, naming them, and writing tables, JSON and CSV."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from gipaudit.cli import output
from gipaudit.cli.language import current, say
from gipaudit.errors import Message, UsageError

if TYPE_CHECKING:
    from gipaudit.archive.named import Shelf
    from gipaudit.forms.roster import Roster
    from gipaudit.recorded.records import Audit, Card, Score

_BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets on Chinese machines take a CSV file for GBK."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell begins that a spreadsheet would run: a unit's name is a stranger's text."""


class Format(StrEnum):
    """For people, for other programs, for spreadsheets."""

    table = "table"
    json = "json"
    csv = "csv"


def format_option() -> Any:
    """Return the option ``--format``."""
    return typer.Option(
        metavar=say("格式", "FORMAT"),
        help=say(
            "输出格式：table 表格、json 供程序读取、csv 供电子表格打开（默认 table）",
            "table for people, json for programs, csv for spreadsheets (default: table)",
        ),
    )


def file_option() -> Any:
    """Return the option ``--output``."""
    return typer.Option(
        "--output",
        metavar=say("文件", "FILE"),
        help=say("把结果写入文件，不在屏幕显示", "write the result to a file instead of the screen"),
    )


def units_option() -> Any:
    """Return the option ``--units``."""
    return typer.Option(
        metavar=say("文件", "FILE"),
        help=say(
            "单位名录（YAML 或 CSV）：改了名的单位按名录的别名对上",
            "roster of units (YAML or CSV): a unit that changed its name is found by its other names",
        ),
    )


AUDIT_HELP = Message(
    "审核结果：audit --format json 的输出，或归档中的一次审核，如 gipaudit.db#7",
    "an audit: what audit --format json wrote, or one of an archive, such as gipaudit.db#7",
)


def read(name: str) -> Audit:
    """Read an audit that a person named.

    Raises:
        GipauditError: it cannot be read, is no audit, or is an archive of several.
    """
    from gipaudit.archive.named import named_audit

    return named_audit(name, _warn)


@contextmanager
def shelf(names: Iterable[str]) -> Iterator[Shelf]:
    """Give the audits that a person named, all those of an archive where no number is given.

    Raises:
        GipauditError: one cannot be read, or is no audit.
    """
    from gipaudit.archive.named import Shelf

    with Shelf() as found:
        found.put(names, _warn)
        yield found


def _warn(message: Message) -> None:
    output.complain(message, warning=True)


def roster(units: str | None) -> Roster | None:
    """Read the roster, where one is given.

    Raises:
        SourceError: it cannot be read, or is wrong.
    """
    from gipaudit.roster.reading import load_roster

    return None if units is None else load_roster(Path(units))


def described(audit: Audit, year: int | None) -> str:
    """Say which audit it is: file, year, ruleset and day."""
    named = f"{audit.ruleset.id} {audit.ruleset.version}".strip()
    parts = [
        audit.name,
        say(f"{year}年度", str(year)) if year is not None else "",
        say(f"规则集 {named}", f"ruleset {named}"),
        say(f"{audit.today} 审核", f"audited {audit.today}"),
    ]
    return say("，", ", ").join(filter(None, parts))


def called(card: Card) -> str:
    """A report's unit, or else its file."""
    return card.unit or card.source or say("单位未能识别", "unit not recognised")


def marks(score: Score) -> str:
    """A score as every output writes it."""
    from gipaudit.renderers.numbers import marks_between

    return marks_between(score.low, score.high)


def grades(score: Score) -> str:
    """The grade, or those of both ends."""
    return "–".join(grade for grade in (score.grade, score.grade_high) if grade)


def grades_or_none(card: Card) -> str:
    """A card's grade, or that nothing was sent."""
    return say("未报送", "not received") if card.source is None else grades(card.score)


def number(value: Decimal | None) -> str:
    """A number as a spreadsheet takes it."""
    from gipaudit.renderers.numbers import plain

    return "" if value is None else plain(value)


def json_pieces(head: Mapping[str, Any], items: str = "", values: Iterable[Mapping[str, Any]] = ()) -> Iterator[str]:
    """Yield a record as JSON, a line a member; ``values`` are streamed as its last one, ``items``, a line each."""
    from gipaudit.renderers.json import encode

    yield "{\n" + ",\n".join(f"{encode(key)}: {encode(value)}" for key, value in head.items())
    if items:
        yield f",\n{encode(items)}: ["
        for index, value in enumerate(values):
            yield ("\n" if index == 0 else ",\n") + encode(value)
        yield "\n]"
    yield "\n}\n"


def csv_pieces(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table as CSV. What a spreadsheet would take for a formula stands behind an apostrophe."""
    for row in (headers, *rows):
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(text) for text in row])
        yield line.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield lines with their ends."""
    return (text + "\n" for text in texts)


def write(pieces: Iterable[str], file: str | None, format: Format, inputs: Iterable[str | None]) -> None:
    """Write a result to the screen, or to a file that is none of the inputs.

    Raises:
        UsageError: the file is an input, or cannot be written.
    """
    if file is None:
        output.prepare(machine=format is not Format.table)
        output.emit(pieces)
        return
    target = Path(file)
    if target.exists() and any(each and Path(each).exists() and os.path.samefile(each, target) for each in inputs):
        raise UsageError(f"{file} 是输入文件，不能覆盖", f"{file} is an input and will not be overwritten")
    mark = [_BYTE_ORDER_MARK] if format is Format.csv else []
    output.write_file(target, (piece for part in (mark, pieces) for piece in part))


def width(file: str | None) -> int:
    """The width of what is written, in columns."""
    return output.width() if file is None else 80


def color(file: str | None) -> bool:
    """Whether it is written in colours."""
    return file is None and output.color()


def title(audits: Sequence[Audit], rule: str) -> str:
    """A rule's title in the language of this run, as the last of the audits has it, and its id."""
    from gipaudit.renderers import words

    known = next((audit.rules[rule] for audit in reversed(audits) if rule in audit.rules), None)
    if known is None:
        return rule
    return (known.title_en if current() == "en" and known.title_en else known.title) + words.aside(rule, current())
