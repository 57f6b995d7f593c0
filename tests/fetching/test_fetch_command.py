"""``gipaudit fetch`` as a person uses it: the list, what is told, the exit codes."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from support.fetched import manifest, page
from support.site import Page, Site

from gipaudit.cli import fetch as command
from gipaudit.cli import language
from gipaudit.cli.main import run
from gipaudit.errors import SourceError
from gipaudit.fetching.pacing import Clock
from gipaudit.fetching.targets import load_targets
from gipaudit.roster.reading import load_roster

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(Clock, "wait", lambda self, seconds: None)  # nobody waits before a second try
    language.use("zh")


def listed(folder: Path, *rows: str, head: str = "单位,年度,网址", name: str = "units.csv") -> str:
    file = folder / name
    file.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return str(file)


def go(tmp_path: Path, units: str, *options: str) -> int:
    return run(["fetch", units, "--into", str(tmp_path / "out"), "--delay", "0", "--allow-private", *options])


def test_all_is_fetched_and_how_to_go_on_is_told(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages |= {"/a": Page(page("/t.pdf")), "/t.pdf": Page(b"%PDF-1.7")}
    units = listed(tmp_path, f"青溪市水务局,2023,{site.url('/a')}", "青溪市民政局,2023,")
    assert go(tmp_path, units) == 0
    out, told = capsys.readouterr()
    assert told == ""
    assert "网页 1 个、附件 1 个" in out
    assert "（本次请求了 2 个）" in out
    assert "没有写网址的单位 1 个：青溪市民政局。" in out
    assert f"gipaudit audit {tmp_path / 'out'} --manifest {tmp_path / 'out' / 'manifest.jsonl'}" in out


def test_what_was_not_fetched_is_told_with_its_reason(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages |= {"/a": Page(page("/t.pdf")), "/b": Page(status=403)}
    units = listed(tmp_path, f"青溪市水务局,2023,{site.url('/a')}", f"青溪市民政局,2023,{site.url('/b')}")
    assert go(tmp_path, units) == 4
    out = capsys.readouterr().out
    assert f"  青溪市水务局 2023 t.pdf：网址不存在（404）\n    {site.url('/t.pdf')}\n" in out
    assert f"  青溪市民政局 2023：服务器拒绝（403）\n    {site.url('/b')}\n" in out


def test_without_an_address_there_is_nothing_to_fetch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = tmp_path / "units.yaml"
    units.write_text("units:\n  - {name: 青溪市水务局, url: ''}\n", encoding="utf-8")
    assert go(tmp_path, str(units), "--year", "2023") == 5
    assert "没有写网址的单位 1 个" in capsys.readouterr().out


def test_private_addresses_are_asked_only_where_it_is_said(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/a"] = Page(page())
    units = listed(tmp_path, f"青溪市水务局,2023,{site.url('/a')}")
    assert run(["fetch", units, "--into", str(tmp_path / "out")]) == 4
    assert "网址指向内部网络，不访问" in capsys.readouterr().out
    assert site.asked == []


def test_it_speaks_english(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = listed(tmp_path, f"青溪市水务局,2023,{site.url('/a')}", "青溪市民政局,2023,")
    assert go(tmp_path, units, "--lang", "en") == 4
    out = capsys.readouterr().out
    assert "there is no such page (404)" in out
    assert "without an address: 1: 青溪市民政局." in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--delay", "-1"), "--delay 应为 0 到 3600 的秒数"),
        (("--delay", "nan"), "--delay 应为 0 到 3600 的秒数"),
        (("--user-agent", "采集\n程序"), "--user-agent 应为"),
        (("--user-agent", "a\r\nX-Evil: 1"), "--user-agent 应为"),
        (("--year", "23年"), "--year 应为年份"),
        (("--year", "1850"), "年度应为 2000 到 2099 的年份"),
    ],
)
def test_a_wrong_option_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    units = listed(tmp_path, "青溪市水务局,http://www.example.gov.cn/a", head="单位,网址")
    assert run(["fetch", units, "--into", str(tmp_path / "out"), *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_its_libraries_it_says_how_to_get_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "protego" else object())
    assert go(tmp_path, "units.csv") == 2
    assert capsys.readouterr().err == "错误：采集需要另外安装 protego：pip install 'gipaudit[fetch]'\n"


# --- the list ---


def problems(file: str, year: int | None = None) -> list[str]:
    with pytest.raises(SourceError) as error:
        load_targets(Path(file), year)
    return [
        f"{problem.position.line}:{problem.position.column} {problem.message.zh}" for problem in error.value.problems
    ]


def test_all_that_is_wrong_with_a_list_is_told_with_row_and_column(tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        "青溪市水务局,2023,www.example.gov.cn/a",
        "青溪市民政局,去年,https://www.example.gov.cn/b",
        ",2023,https://www.example.gov.cn/c",
        "青溪市教育局,2023,https://www.example.gov.cn/d",
        "青溪市教育局,2023,https://www.example.gov.cn/e",
    )
    told = problems(file)
    assert told[0].startswith("2:13 网址应以 http:// 或 https:// 开头")
    assert told[1].startswith("3:8 年度应为 2000 到 2099 的年份")
    assert told[2].startswith("4:1 这个单位没有写名称")
    assert told[3] == "6:1 “青溪市教育局”2023年度重复：第 5 行已有"
    assert len(told) == 4


def test_a_list_without_addresses_or_years_is_told(tmp_path: Path) -> None:
    assert "“网址”一列" in problems(listed(tmp_path, "青溪市水务局", head="单位"))[0]
    file = listed(tmp_path, "青溪市水务局,https://www.example.gov.cn/a", head="单位,网址")
    assert "--year" in problems(file)[0]
    assert [target.year for target in load_targets(Path(file), 2023).targets] == [2023]


def test_ten_years_of_a_unit_are_ten_rows(tmp_path: Path) -> None:
    rows = [f"青溪市水务局,{year}年度,https://www.example.gov.cn/{year}" for year in range(2014, 2024)]
    targets = load_targets(Path(listed(tmp_path, *rows)), None).targets
    assert [target.year for target in targets] == list(range(2014, 2024))


def test_the_list_is_a_roster_as_well(tmp_path: Path) -> None:
    file = listed(tmp_path, "青溪市水务局,2023,市级部门,https://www.example.gov.cn/a", head="单位,年度,级别,网址")
    assert [unit.name for unit in load_roster(Path(file)).units] == ["青溪市水务局"]


# --- nothing is fetched unless it is said ---


def test_no_other_command_opens_a_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever an address is written in: a list with addresses, a manifest, a page full of links."""

    def refuse(*arguments: object, **options: object) -> object:
        pytest.fail("a connection was opened")

    folder = tmp_path / "reports"
    folder.mkdir()
    links = page("http://127.0.0.1:9/a.docx", "https://www.example.gov.cn/b.pdf")
    (folder / "a.html").write_bytes(links)
    units = listed(tmp_path, "青溪市水务局,2023,http://127.0.0.1:9/a")
    (tmp_path / "manifest.jsonl").write_text('{"schema": "gipaudit/manifest@1"}\n', encoding="utf-8")
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert run(["units", units]) == 0
    assert run(["inspect", str(folder / "a.html")]) in (0, 5)
    options = ["--manifest", str(tmp_path / "manifest.jsonl"), "--units", units, "--today", "2024-02-01"]
    assert run(["audit", str(folder), *options, "--fail-on", "never"]) in (0, 5)
    assert "收到1个" in capsys.readouterr().out


def test_a_plain_audit_loads_none_of_the_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; from gipaudit.cli.main import run;"
        f"run(['audit', {str(tmp_path)!r}]);"
        "print([name for name in ('httpx', 'httpcore', 'protego', 'filelock') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_was_fetched_is_a_manifest_without_secrets(site: Site, tmp_path: Path) -> None:
    """A manifest is handed on: it holds addresses and answers, and nothing of the machine that asked."""
    site.pages["/a"] = Page(page(), headers={"Set-Cookie": "session=1", "Server": "private/1.0"})
    assert go(tmp_path, listed(tmp_path, f"青溪市水务局,2023,{site.url('/a')}")) == 0
    (entry,) = manifest(tmp_path / "out")
    assert "session" not in str(entry)
    assert str(tmp_path) not in str(entry)
