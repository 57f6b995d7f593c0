"""The option ``--limit``, shared by the commands that read documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from gipaudit.cli.language import say
from gipaudit.errors import UsageError

if TYPE_CHECKING:
    from gipaudit.documents.limits import Limits

_POWERS = {"": 0, "K": 10, "M": 20, "G": 30}
_MOST = 10**15
_COUNT = re.compile(r"(?P<number>[0-9]{1,16})")
_BYTES = re.compile(r"(?P<number>[0-9]{1,16})(?P<power>[KMG]?)B?", re.IGNORECASE)


def option() -> Any:
    """Return the option in the language of this run."""
    return typer.Option(
        "--limit",
        metavar=say("名称=数值", "NAME=VALUE"),
        help=say(
            "改变读取文件的一项上限，如 seconds=120、memory_bytes=2G；可多次使用",
            "change one limit on what is read, such as seconds=120 or memory_bytes=2G; may be repeated",
        ),
    )


def limits(given: Sequence[str]) -> Limits:
    """Return the limits with what was given on the command line.

    Raises:
        UsageError: one is no ``NAME=VALUE``, or there is no such limit; all there are are listed.
    """
    from gipaudit.documents.limits import MEANINGS, Limits

    values: dict[str, int] = {}
    for text in given:
        name, _, value = (part.strip() for part in text.partition("="))
        if name not in MEANINGS:
            raise _refused(f"没有上限“{name}”", f"there is no limit {name!r}")
        number = _number(value, MEANINGS[name].unit == "bytes")
        if not 1 <= number <= _MOST:
            zh, en = ("，可带 K、M、G", " or as 512K, 64M, 2G") if MEANINGS[name].unit == "bytes" else ("", "")
            raise _refused(
                f"--limit {name}= 后应为正整数{zh}，而不是“{value}”",
                f"--limit {name}= takes a whole number from 1{en}, not {value!r}",
            )
        values[name] = number
    return Limits(**values)


def _number(text: str, bytes: bool) -> int:
    """The number that a text writes; 0 where it writes none."""
    match = (_BYTES if bytes else _COUNT).fullmatch(text)
    return int(match["number"]) << _POWERS[match.groupdict().get("power", "").upper()] if match else 0


def _refused(zh: str, en: str) -> UsageError:
    from gipaudit.documents.limits import MEANINGS, Limits

    present = Limits()
    settings = {name: f"{name}={shown(name, present)}" for name in MEANINGS}
    room = max(map(len, settings.values()))
    chinese = [f"  {settings[name]:{room}}  {meaning.text.zh}" for name, meaning in MEANINGS.items()]
    english = [f"  {settings[name]:{room}}  {meaning.text.en}" for name, meaning in MEANINGS.items()]
    return UsageError("\n".join([f"{zh}；现有上限：", *chinese]), "\n".join([f"{en}; the limits are:", *english]))


def shown(name: str, limits: Limits) -> str:
    """A limit's value as one would write it behind ``--limit``."""
    from gipaudit.documents.limits import MEANINGS

    value: int = getattr(limits, name)
    if MEANINGS[name].unit == "bytes":
        for letter in "GMK":
            if value % (1 << _POWERS[letter]) == 0:
                return f"{value >> _POWERS[letter]}{letter}"
    return str(value)
