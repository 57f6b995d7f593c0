"""One line of the manifest: what came of asking for one address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Literal, get_args

from gipaudit.fetching.refusals import REASONS

Role = Literal["page", "attachment"]

LONGEST_TEXT = 4000
_SHA256_DIGITS = 64


class BadEntryError(ValueError):
    """A line that is none; ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of asking for one address.

    ``time`` is when it was settled, ``role`` whether the address is the one listed or stands as a link on the page
    ``page``, ``name`` what that page calls it. ``status`` is the HTTP status (304: unchanged), ``code`` why nothing
    was got (see :data:`gipaudit.fetching.refusals.REASONS`), empty where it was. ``bytes`` and ``sha256`` are of the
    file as saved, ``file`` its path in the folder. ``published`` is the day that the page states; of a file the day
    that the page states on which its link stands. ``left_out`` counts the links that were beyond the limit on a page,
    and is ``None`` where no links were looked for because the page is too large.
    """

    time: datetime
    unit: str
    year: int
    role: Role
    url: str
    tries: int
    page: str = ""
    name: str = ""
    final_url: str = ""
    status: int | None = None
    code: str = ""
    sha256: str = ""
    bytes: int = 0
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    published: date | None = None
    file: str = ""
    left_out: int | None = 0

    @property
    def got(self) -> bool:
        """Whether there is a file."""
        return not self.code

    def line(self) -> str:
        """The entry as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, default=_said) + "\n"


def _said(value: date | datetime) -> str:
    return value.isoformat()


def entry_of(line: str) -> Entry:
    """Read a line.

    Raises:
        BadEntryError: it is no entry.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise BadEntryError("不是一行 JSON", "no line of JSON") from None
    if not isinstance(record, Mapping):
        raise BadEntryError("不是一条记录", "no record")
    values: dict[str, Any] = {}
    for field in fields(Entry):
        if field.name not in record:
            raise BadEntryError(f"缺少“{field.name}”", f"{field.name!r} is missing")
        values[field.name] = _READERS[field.name](field.name, record[field.name])
    entry = Entry(**values)
    if entry.got and not (entry.file and entry.sha256):
        raise BadEntryError("没有写文件和校验值", "neither file nor hash")
    return entry


def _bad(name: str) -> BadEntryError:
    return BadEntryError(f"“{name}”的值不对", f"bad value of {name!r}")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _bad(name)
    return value


def _count(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 53:
        raise _bad(name)
    return value


def _maybe_count(name: str, value: Any) -> int | None:
    return None if value is None else _count(name, value)


def _time(name: str, value: Any) -> datetime:
    try:
        time = datetime.fromisoformat(_text(name, value))
    except ValueError:
        raise _bad(name) from None
    if time.tzinfo is None:
        raise _bad(name)
    return time


def _day(name: str, value: Any) -> date | None:
    try:
        return None if value is None else date.fromisoformat(_text(name, value))
    except ValueError:
        raise _bad(name) from None


def _role(name: str, value: Any) -> Role:
    if value not in get_args(Role):
        raise _bad(name)
    role: Role = value
    return role


def _code(name: str, value: Any) -> str:
    if value != "" and value not in REASONS:
        raise _bad(name)
    return str(value)


def _sha256(name: str, value: Any) -> str:
    text = _text(name, value)
    if text and (len(text) != _SHA256_DIGITS or set(text) - set("0123456789abcdef")):
        raise _bad(name)
    return text


def _file(name: str, value: Any) -> str:
    """A path that stays within the folder, whoever wrote it."""
    text = _text(name, value)
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text or "\x00" in text:
        raise _bad(name)
    return text


_READERS = {field.name: _text for field in fields(Entry)} | {
    "time": _time,
    "year": _count,
    "role": _role,
    "tries": _count,
    "status": _maybe_count,
    "code": _code,
    "sha256": _sha256,
    "bytes": _count,
    "published": _day,
    "file": _file,
    "left_out": _maybe_count,
}
