"""What the commands that judge reports share: their options, what these may say, and giving the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from gipaudit.cli import output
from gipaudit.cli.exit_codes import FAIL_ON, exit_code
from gipaudit.cli.language import current, say
from gipaudit.errors import UsageError

if TYPE_CHECKING:
    from gipaudit.renderers.renderer import Renderer
    from gipaudit.scorecard import Audit


def ruleset_option() -> Any:
    """Return the option ``--ruleset``."""
    return typer.Option(
        metavar=say("规则集", "ID|FILE"),
        help=say("规则集的名称或文件（默认 national）", "id or file of the ruleset (default: national)"),
    )


def format_option() -> Any:
    """Return the option ``--format``."""
    return typer.Option(
        metavar=say("格式", "FORMAT"),
        help=say(
            "输出格式：table、json 或插件提供的格式（默认 table）", "table, json or a plugin's (default: table)"
        ),
    )


def file_option() -> Any:
    """Return the option ``--output``."""
    return typer.Option(
        "--output",
        metavar=say("文件", "FILE"),
        help=say("把结果写入文件，不在屏幕显示", "write the result to a file instead of the screen"),
    )


def manifest_option() -> Any:
    """Return the option ``--manifest``."""
    return typer.Option(
        metavar=say("文件", "FILE"),
        help=say(
            "采集清单（gipaudit fetch 所写）：据此判断发布日期和失效的网址",
            "manifest written by gipaudit fetch: days of publication and dead addresses are judged by it",
        ),
    )


def fail_on_option() -> Any:
    """Return the option ``--fail-on``."""
    return typer.Option(
        metavar="error|warning|never",
        help=say("有哪一级问题时退出码为1（默认 error）", "findings that make the exit code 1 (default: error)"),
    )


def fail_under_option() -> Any:
    """Return the option ``--fail-under``."""
    return typer.Option(
        metavar=say("分数", "MARKS"),
        help=say("得分（区间取低值）低于此数时退出码为1", "exit with 1 where a score's lower end is under this"),
    )


def today_option() -> Any:
    """Return the option ``--today``."""
    return typer.Option(
        metavar=say("年-月-日", "YYYY-MM-DD"),
        help=say("按这一天审核（默认今天）", "audit as of this day (default: today)"),
    )


def units_option() -> Any:
    """Return the option ``--units``."""
    return typer.Option(
        metavar=say("文件", "FILE"),
        help=say(
            "单位名录（YAML 或 CSV）：核对谁没有报送，汇总数与下级之和，并分组排名",
            "roster of units (YAML or CSV): who sent nothing, sums over the units below, ranks within groups",
        ),
    )


def report_year_option() -> Any:
    """Return the option ``--report-year``."""
    return typer.Option(
        metavar=say("年度", "YEAR"),
        help=say("按哪个年度核对名录（默认多数报告的年度）", "the year asked of the roster (default: most reports')"),
    )


def decisions_option() -> Any:
    """Return the option ``--decisions``."""
    return typer.Option(
        metavar=say("文件", "FILE"),
        help=say(
            "人工决定（YAML）：更正读数、指定单位年度、人工评分、豁免；可写几次",
            "decisions (YAML): corrected readings, whose a file is, marks, waivers; may be repeated",
        ),
    )


def baseline_option() -> Any:
    """Return the option ``--baseline``."""
    return typer.Option(
        metavar=say("审核结果", "AUDIT"),
        help=say(
            "基线：以前的审核结果（json，或归档中的一次，如 gipaudit.db#7），其中已有的问题不再列出，"
            "退出码只看新问题，得分不变",
            "an earlier audit (json, or one of an archive: gipaudit.db#7): its findings are not listed again and do "
            "not fail; scores stay",
        ),
    )


def no_readings_option() -> Any:
    """Return the option ``--no-readings``."""
    return typer.Option(
        "--no-readings",
        help=say("json 中不列每个单元格的读数", "leave every cell's reading out of the json"),
    )


def localise_option() -> Any:
    """Return the option ``--localise``."""
    return typer.Option(
        "--localise/--no-localise",
        help=say(
            "勾稽关系不成立时推断是哪几格有误（默认）；不推断时有误的格数按估计计",
            "look for the cells that are wrong where identities fail (default); else their number is estimated",
        ),
    )


def day(text: str | None) -> date | None:
    """Read the day of ``--today``.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--today 应写作 年-月-日，如 2024-01-31，而不是“{text}”",
            f"--today must be a day such as 2024-01-31, not {text!r}",
        ) from None


@dataclass(frozen=True)
class Result:
    """How a result is given: in which format, to the screen or a file, and what makes the exit code 1."""

    renderer: Renderer
    file: str | None
    readings: bool
    fail_on: str
    least: Decimal | None

    @classmethod
    def wanted(
        cls, format: str, file: str | None, *, no_readings: bool, fail_on: str, fail_under: str | None
    ) -> Result:
        """Check the options before anything is read.

        Raises:
            UsageError: no such format or severity, or no number of marks.
        """
        from gipaudit.plugins import registry

        if fail_on not in FAIL_ON:
            known = say("、", ", ").join(FAIL_ON)
            raise UsageError(f"--fail-on 只能是{known}", f"--fail-on must be one of {known}")
        least = _marks(fail_under)
        renderer: Renderer = registry("register_renderers", "输出格式", "format")[format]
        return cls(renderer, file, not no_readings, fail_on, least)

    def give(self, audit: Audit, refuse: Callable[[Path], None]) -> int:
        """Print or write the result and return the exit code. ``refuse`` refuses a file that is an input.

        Raises:
            UsageError: the file cannot be written, or is an input.
        """
        from gipaudit.renderers.renderer import Settings

        screen = self.file is None
        settings = Settings(
            language=current(),
            width=output.width() if screen else 80,
            color=screen and output.color(),
            readings=self.readings,
        )
        pieces = self.renderer.render(audit, settings)
        if self.file is None:
            output.prepare(machine=self.renderer.name != "table")
            output.emit(pieces)
        else:
            refuse(Path(self.file))
            output.write_file(Path(self.file), pieces)
        return exit_code(audit, self.fail_on, self.least)


def _marks(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise UsageError(f"--fail-under 应为分数，而不是“{text}”", f"--fail-under must be a number, not {text!r}")
    return value
