"""One audit of an archive as three tables for other programs, written card by card."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from gipaudit.cli import output
from gipaudit.cli.kept_audits import csv_pieces
from gipaudit.errors import UsageError

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

FORMATS = ("csv", "parquet")

_ROWS = 20_000
"""How many rows a part of a parquet file holds."""

_KINDS: Mapping[str, Callable[[Any], Any]] = {"string": str, "int64": int, "double": float}
"""What makes a value of JSON one of a column."""

Row = list[Any]
Card = Mapping[str, Any]


class Table(NamedTuple):
    """A table: its name, its columns with their kinds (``text``, ``int`` or ``float``), the rows of one scorecard."""

    name: str
    columns: Mapping[str, str]
    rows: Callable[[Card], Iterator[Row]]


_WHOSE = {"source": "text", "sha256": "text", "unit": "text", "year": "int"}


def _whose(card: Card) -> Row:
    return [card["source"], card["sha256"], card["unit"], card["year"]]


def _readings(card: Card) -> Iterator[Row]:
    for address, reading in card.get("readings", {}).items():
        keys = ("state", "low", "high", "text", "unit", "confidence", "by")
        yield [*_whose(card), card["form"], card["variant"], address, *(reading[key] for key in keys)]


def _scorecard(card: Card) -> Iterator[Row]:
    score, failed = card["score"], [each for each in card["findings"] if each["verdict"] == "fail"]
    yield [
        *_whose(card),
        *(card[key] for key in ("level", "group", "form", "variant", "published", "duplicate_of", "share_read")),
        *(score[key] for key in ("low", "high", "full", "grade", "grade_high", "model")),
        *(card[key] for key in ("rank", "rank_in_group")),
        *(sum(each["severity"] == severity for each in failed) for severity in ("error", "warning", "info")),
    ]


def _findings(card: Card) -> Iterator[Row]:
    keys = ("rule", "instance", "verdict", "severity", "dimension", "message", "equation", "remedy", "basis")
    for each in card["findings"]:
        cells = " ".join(cell["address"] for cell in each["cells"])
        pages = [item["place"].get("page") for item in (*each["cells"], *each["passages"])]
        page = next((page for page in pages if page is not None), None)
        marks = (each[key] for key in ("lost", "regained", "fingerprint", "series"))
        yield [*_whose(card), *(each[key] for key in keys), cells, page, *marks]


TABLES = (
    Table(
        "readings",
        _WHOSE
        | {"form": "text", "variant": "text", "address": "text", "state": "text", "low": "float", "high": "float"}
        | {"text": "text", "printed_unit": "text", "confidence": "float", "by": "text"},
        _readings,
    ),
    Table(
        "scorecards",
        _WHOSE
        | dict.fromkeys(("level", "group", "form", "variant", "published", "duplicate_of"), "text")
        | dict.fromkeys(("share_read", "low", "high", "full"), "float")
        | dict.fromkeys(("grade", "grade_high", "model"), "text")
        | dict.fromkeys(("rank", "rank_in_group", "errors", "warnings", "infos"), "int"),
        _scorecard,
    ),
    Table(
        "findings",
        _WHOSE
        | dict.fromkeys(("rule", "instance", "verdict", "severity", "dimension", "message"), "text")
        | dict.fromkeys(("equation", "remedy", "basis", "cells"), "text")
        | {"page": "int", "lost": "float", "regained": "float", "fingerprint": "text", "series": "text"},
        _findings,
    ),
)


def latest(archive: Archive) -> int:
    """Return the number of the latest audit.

    Raises:
        UsageError: there is none.
    """
    audits = archive.audits()
    if not audits:
        raise UsageError(
            f"归档 {archive.shown} 里还没有审核；请先用 gipaudit audit --archive 审核",
            f"the archive {archive.shown} holds no audit yet: make one with gipaudit audit --archive",
        )
    return audits[-1].id


def write(archive: Archive, audit: int, folder: Path, format: str) -> Iterator[tuple[Path, int]]:
    """Write an audit's tables into a folder, which is made; give each file with the number of its rows.

    Raises:
        ArchiveError: there is no such audit, or the archive cannot be read.
        UsageError: a file cannot be written, or what parquet needs is not installed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(folder, error) from None
    for table in TABLES:
        path = folder / f"{table.name}.{format}"
        rows = _Counted(row for card in _cards(archive, audit) for row in table.rows(card))
        if format == "csv":
            texts = ([_text(value) for value in row] for row in rows)
            output.write_file(path, _csv(table, texts))
        else:
            _parquet(path, table, rows)
        yield path, rows.count


class _Counted:
    """Rows, counted as they are taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _cards(archive: Archive, audit: int) -> Iterator[Card]:
    """The scorecards of an audit: all pieces of its JSON but the first and the last."""
    pieces = archive.audit_json(audit)
    next(pieces)
    for piece, _ in pairwise(pieces):
        yield json.loads(piece.lstrip(",\n"))


def _csv(table: Table, texts: Iterator[Sequence[str]]) -> Iterator[str]:
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it, spreadsheets on Chinese machines take it for GBK
    yield from csv_pieces(list(table.columns), texts)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _parquet(path: Path, table: Table, rows: _Counted) -> None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise UsageError(
            "导出 parquet 需要另外安装：pip install 'gipaudit[lake]'；或用 --format csv",
            "parquet needs more to be installed: pip install 'gipaudit[lake]'; or use --format csv",
        ) from None
    kinds = {"text": pyarrow.string(), "int": pyarrow.int64(), "float": pyarrow.float64()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in table.columns.items()])
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
                    for part in _batched(rows, _ROWS):
                        writer.write_table(_arrow(pyarrow, schema, part))
            except BaseException:
                with suppress(OSError):
                    temporary.unlink()
                raise
        os.replace(temporary, path)
    except OSError as error:
        raise _unwritten(path, error) from None


def _arrow(pyarrow: Any, schema: Any, rows: Sequence[Row]) -> Any:
    columns = zip(*rows, strict=True)
    arrays = [
        pyarrow.array([None if value is None else _KINDS[str(field.type)](value) for value in column], field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def _batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def _unwritten(path: Path, error: OSError) -> UsageError:
    reason = error.strerror or type(error).__name__
    return UsageError(f"不能写入 {path}：{reason}", f"cannot write {path}: {reason}")
