"""``gipaudit fetch``: get reports and the files beside them from the pages where units publish them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit import __version__
from gipaudit.cli import output
from gipaudit.cli.arguments import year_of
from gipaudit.cli.exit_codes import NOTHING, OK, UNREADABLE
from gipaudit.cli.language import current, say
from gipaudit.cli.progress import Progress
from gipaudit.errors import Message, UsageError
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.fetching.collecting import Collected
    from gipaudit.fetching.entry import Entry

NAME = "fetch"
HELP = Message(
    "按名录中的网址采集年度报告：各单位的报告网页，和网页上同一网站的附件。已采集的不再采集，中断后再次运行即可继续。\n\n"
    "遵守网站的 robots.txt，同一网站一次只请求一个文件。每个网址的结果写入文件夹中的 manifest.jsonl。\n\n"
    "退出码：0 全部采集到；2 命令行或名录有误；4 有网址没有采集到；5 名录中没有网址。",
    "Fetch annual reports from the addresses in a list of units: each unit's page and the files it offers on the "
    "same site. What is there already is not fetched again; a run that was ended goes on when run again.\n\n"
    "It keeps to robots.txt and asks a site for one file at a time. What came of each address is written to "
    "manifest.jsonl in the folder.\n\n"
    "Exit codes: 0 all was fetched; 2 wrong command line or list; 4 some addresses could not be fetched; 5 there are "
    "no addresses.",
)

_NEEDED = ("httpx", "httpcore", "protego", "filelock")
_MOST_DELAY = 3600.0
_LONGEST_AGENT = 200
_MOST_NAMED, _MOST_SHOWN = 5, 50


def run(
    file: Annotated[
        str,
        typer.Argument(
            metavar=say("名录", "FILE"),
            help=say("单位名录（.csv、.tsv 或 .yaml），有“网址”一列", "list of units (.csv, .tsv or .yaml) with url"),
        ),
    ],
    into: Annotated[
        str,
        typer.Option(
            metavar=say("文件夹", "FOLDER"),
            help=say("存放到这个文件夹（没有则新建）", "the folder to save to (made where it is not there)"),
        ),
    ],
    year: Annotated[
        str | None,
        typer.Option(
            metavar=say("年度", "YEAR"),
            help=say("名录中没有写年度的，是哪一年度的报告", "the reports' year where the list says none"),
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help=say("已采集的也再问一次，有变动的取新的", "ask once more for what is there, and take what changed"),
        ),
    ] = False,
    delay: Annotated[
        str,
        typer.Option(
            metavar=say("秒", "SECONDS"),
            help=say("同一网站两次请求的间隔（默认 1）", "between two requests to a site (default: 1)"),
        ),
    ] = "1",
    user_agent: Annotated[
        str,
        typer.Option(
            metavar=say("名称", "TEXT"),
            help=say(
                f"向网站报出的名称，请写明单位和联系方式（默认 gipaudit/{__version__}）",
                f"the name told to sites: say who you are (default: gipaudit/{__version__})",
            ),
        ),
    ] = f"gipaudit/{__version__}",
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private",
            help=say("允许访问内部网络的地址", "allow addresses in private networks"),
        ),
    ] = False,
) -> int:
    """Fetch reports."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        command = "pip install 'gipaudit[fetch]'"
        raise UsageError(
            f"采集需要另外安装 {'、'.join(missing)}：{command}", f"fetching needs {', '.join(missing)}: {command}"
        )
    from gipaudit.fetching.running import fetch
    from gipaudit.fetching.targets import load_targets
    from gipaudit.fetching.visiting import Manners

    manners = Manners(agent=_agent(user_agent), delay=_seconds(delay), allow_private=allow_private)
    listed = load_targets(Path(file), year_of("--year", year))
    folder = Path(into)
    tally, progress = _Tally(), Progress()
    progress.begin(say("采集", "fetching"), len(listed.targets))
    try:
        for collected in fetch(listed.targets, folder, manners, again=again):
            tally.take(collected)
            progress.at(tally.reports, f"{collected.target.unit} {collected.target.year}")
    except KeyboardInterrupt:
        progress.end()
        left = len(listed.targets) - tally.reports
        output.complain(
            Message(
                f"已中断，还有 {left} 份没有采集完；已采集的都在 {folder} 中，再次运行同一命令即可继续",
                f"ended with {left} reports to go; what was fetched is in {folder}: run the same command to go on",
            ),
            warning=True,
        )
        raise
    finally:
        progress.end()
    output.emit_lines(_summary(tally, listed.without, folder))
    if tally.lost:
        return UNREADABLE
    return OK if tally.reports else NOTHING


@dataclass
class _Tally:
    """What came of all targets; of those that were got nothing is kept but their number."""

    reports: int = 0
    pages: int = 0
    files: int = 0
    asked: int = 0
    beyond: list[Entry] = field(default_factory=list)
    lost: list[Entry] = field(default_factory=list)

    def take(self, collected: Collected) -> None:
        """Count what came of one target."""
        self.reports += 1
        self.asked += collected.asked
        for entry in collected.entries:
            if not entry.got:
                self.lost.append(entry)
            elif entry.role == "page":
                self.pages += 1
                self.beyond.extend([entry] if entry.left_out != 0 else [])
            else:
                self.files += 1


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _MOST_DELAY:
        raise UsageError(
            f"--delay 应为 0 到 {_MOST_DELAY:.0f} 的秒数，而不是“{text}”",
            f"--delay must be 0 to {_MOST_DELAY:.0f} seconds, not {text!r}",
        )
    return seconds


def _agent(text: str) -> str:
    """The name told to sites: HTTP knows only ASCII in it."""
    text = text.strip()
    if not text or len(text) > _LONGEST_AGENT or not (text.isascii() and text.isprintable()):
        raise UsageError(
            f"--user-agent 应为不超过{_LONGEST_AGENT}个英文字符，如 “city-office/1.0 (office@example.gov.cn)”",
            f"--user-agent must be at most {_LONGEST_AGENT} ASCII characters, such as "
            "'city-office/1.0 (office@example.gov.cn)'",
        )
    return text


def _reason(entry: Entry) -> str:
    from gipaudit.fetching.refusals import REASONS

    return REASONS[entry.code].say(current())


def _summary(tally: _Tally, without: Sequence[str], folder: Path) -> Iterator[str]:
    from gipaudit.fetching.manifest import NAME as MANIFEST

    yield say(
        f"名录中有网址的报告 {tally.reports} 份：网页 {tally.pages} 个、附件 {tally.files} 个在 {folder} 中"
        f"（本次请求了 {tally.asked} 个）。",
        f"reports with an address: {tally.reports}; pages in {folder}: {tally.pages}, files: {tally.files} "
        f"(asked for in this run: {tally.asked}).",
    )
    if without:
        shown = say("、", ", ").join(clean(name) for name in without[:_MOST_NAMED])
        more = say("等", " …") if len(without) > _MOST_NAMED else ""
        yield say(
            f"没有写网址的单位 {len(without)} 个：{shown}{more}。",
            f"without an address: {len(without)}: {shown}{more}.",
        )
    yield from map(_beyond, tally.beyond)
    if tally.lost:
        count = len(tally.lost)
        yield say(f"没有采集到的 {count} 个（再次运行会重试）：", f"not fetched (run again to retry): {count}")
        for entry in tally.lost[:_MOST_SHOWN]:
            name = f" {clean(entry.name)}" if entry.name else ""
            yield f"  {clean(entry.unit)} {entry.year}{name}{say('：', ': ')}{_reason(entry)}{_status(entry)}"
            yield f"    {clean(entry.url)}"
        if count > _MOST_SHOWN:
            left, where = count - _MOST_SHOWN, folder / MANIFEST
            yield say(f"  其余 {left} 个见 {where}", f"  {left} more: see {where}")
    if tally.pages:
        command = ["gipaudit", "audit", str(folder), "--manifest", str(folder / MANIFEST)]
        yield say("审核：", "To audit: ") + shlex.join(command)


def _status(entry: Entry) -> str:
    return say(f"（{entry.status}）", f" ({entry.status})") if entry.status and entry.status >= 300 else ""


def _beyond(entry: Entry) -> str:
    if entry.left_out is None:
        return say(
            f"{clean(entry.unit)} {entry.year}：网页过大或结构过深，没有在其中找附件。",
            f"{clean(entry.unit)} {entry.year}: the page is too large or too deep to look for files in it.",
        )
    return say(
        f"{clean(entry.unit)} {entry.year}：网页上的附件过多，有 {entry.left_out} 个没有采集。",
        f"{clean(entry.unit)} {entry.year}: too many files on the page, {entry.left_out} were left out.",
    )
