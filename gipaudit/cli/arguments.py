"""What a person may set by hand for one report, shared by the commands that read one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import typer

from gipaudit.cli.language import say
from gipaudit.errors import UsageError

if TYPE_CHECKING:
    from gipaudit.documents.remote import Location


class SetByHand(TypedDict):
    """What a person set; ``None`` leaves it to be told from the document."""

    unit: str | None
    year: int | None
    level: str | None
    form: str | None


def option(what: str) -> Any:
    """Return the option ``--unit``, ``--year``, ``--level`` or ``--form`` in the language of this run."""
    levels = say("如 city-department", "such as city-department")
    texts = {
        "unit": (say("单位", "UNIT"), say("指定单位名称（只限一个文件）", "set the unit (one file only)")),
        "year": (say("年度", "YEAR"), say("指定报告年度（只限一个文件）", "set the report's year (one file only)")),
        "level": (
            say("级别", "LEVEL"),
            say(f"指定单位级别，{levels}（只限一个文件）", f"set the level, {levels} (one file only)"),
        ),
        "form": (
            say("格式", "FORM"),
            say(
                "指定报告格式，见 gipaudit forms（只限一个文件）", "set the form, see gipaudit forms (one file only)"
            ),
        ),
    }
    metavar, text = texts[what]
    return typer.Option(f"--{what}", metavar=metavar, help=text)


def by_hand(
    paths: Sequence[Location], *, unit: str | None, year: str | None, level: str | None, form: str | None
) -> SetByHand:
    """Check what was set by hand.

    Raises:
        UsageError: it is set for more than one file, or is no year, level or form.
    """
    given = {"--unit": unit, "--year": year, "--level": level, "--form": form}
    names = [name for name, value in given.items() if value is not None]
    if names and (len(paths) != 1 or (isinstance(paths[0], Path) and paths[0].is_dir())):
        raise UsageError(
            f"{'、'.join(names)} 只能在审核一个文件时使用", f"{', '.join(names)} may be given for one file only"
        )
    from gipaudit.forms.by_hand import ByHand, named_form

    if form is not None:
        from gipaudit.forms.library import forms

        named_form(form, forms())
    hand = ByHand(unit, year_of("--year", year), level, form)
    return SetByHand(unit=hand.unit, year=hand.year, level=hand.level, form=hand.form)


def year_of(option: str, year: str | None) -> int | None:
    """Read a year that an option gives.

    Raises:
        UsageError: it is none.
    """
    if year is None:
        return None
    if not (year.isascii() and year.isdigit() and len(year) <= 4):
        raise UsageError(
            f"{option} 应为年份，如 2023，而不是“{year}”", f"{option} must be a year such as 2023, not {year!r}"
        )
    return int(year)
