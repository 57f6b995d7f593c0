"""What every command shares: language, help, version, streams; and the small commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from gipaudit import __version__
from gipaudit.cli import language, output
from gipaudit.errors import UsageError

Command = Callable[..., tuple[int, str, str]]

PROGRAM = [sys.executable, "-c", "from gipaudit.cli.main import main; main()"]


def process(*arguments: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    base = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, check=False, env={**base, **environ})


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_locale_tells_the_language(environ: dict[str, str], expected: str) -> None:
    assert language.take(["audit"], environ) == (expected, ["audit"])


def test_lang_may_stand_anywhere_and_overrides_the_locale() -> None:
    assert language.take(["audit", "--lang", "en", "a"], {"LANG": "zh_CN"}) == ("en", ["audit", "a"])
    assert language.take(["--lang=zh", "forms"], {}) == ("zh", ["forms"])


def test_what_follows_two_dashes_is_a_path() -> None:
    assert language.take(["audit", "--", "--lang"], {"LANG": "zh_CN"}) == ("zh", ["audit", "--", "--lang"])


@pytest.mark.parametrize("arguments", [["--lang"], ["--lang", "fr"], ["--lang="]])
def test_a_language_that_is_not_spoken_is_refused(arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        language.take(arguments, {})


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["", "audit", "explain", "inspect", "forms", "plugins"])
def test_help_pages(
    command: Command,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    lang: str,
    width: str,
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    code, out, err = command(*filter(None, [name]), "--help", "--lang", lang)
    assert (code, err) == (0, "")
    assert out == snapshot


def test_every_option_is_explained_in_chinese(command: Command) -> None:
    _, out, _ = command("audit", "--help")
    options = out[out.index("选项：") :].split("\n  --")[1:]
    assert len(options) >= 13
    assert all(any("\u4e00" <= character <= "\u9fff" for character in option) for option in options)


def test_a_bare_call_shows_the_help_and_is_a_wrong_call(command: Command) -> None:
    code, out, _ = command()
    assert code == 2
    assert "用法：gipaudit" in out


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "--lang", "zh"]])
def test_the_version(command: Command, arguments: list[str]) -> None:
    assert command(*arguments) == (0, f"gipaudit {__version__}\n", "")


def test_the_version_loads_no_library_and_no_plugin() -> None:
    code = "import sys; from gipaudit.cli.main import run; run(['--version']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert not {"typer", "pluggy", "numpy", "yaml", "lxml", "tabulate", "importlib.metadata"} & set(loaded)


def test_help_loads_no_plugin_and_no_heavy_library() -> None:
    code = "import sys; from gipaudit.cli.main import run; run(['audit', '--help']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert not {"gipaudit.plugins", "numpy", "yaml", "lxml", "tabulate", "jsonschema", "rich"} & set(loaded)


def test_a_slip_in_a_command_is_answered_with_the_right_one(command: Command) -> None:
    code, _, err = command("aduit", "reports")
    assert code == 2
    assert "audit" in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_no_terminal_encoding_makes_it_fail(encoding: str) -> None:
    done = process("forms", "--lang", "zh", PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    expected = "gbk" if encoding == "gbk" else "utf-8"
    assert "格式" in done.stdout.decode(expected)


def test_a_path_that_is_no_text_is_told_without_failing() -> None:
    done = process("inspect", "--lang", "zh", os.fsdecode(b"/no/such/\xe9.docx"), LC_ALL="C.UTF-8")
    assert done.returncode in (2, 4), done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_ends_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*PROGRAM, "forms", "show", "2021"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 141


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "audit.json"
    target.write_text("old")

    def half():
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        output.write_file(target, half())
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    output.write_file(link, ["new"])
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_forms_are_listed(command: Command) -> None:
    code, out, _ = command("forms")
    assert code == 0
    lines = {line.split()[0]: line for line in out.split("\n") if line}
    assert lines["2021"].split()[-1] == "200"
    assert lines["2019"].split()[-1] == "198"


def test_a_form_shows_addresses_names_and_units(command: Command) -> None:
    code, out, _ = command("forms", "show", "2021")
    assert code == 0
    line = next(line for line in out.split("\n") if line.startswith("fees.fees.amount"))
    assert "万元" in line
    assert "applications.new.natural" in out
    assert "自然人" in out


def test_an_unknown_form_is_answered_with_the_known_ones(command: Command) -> None:
    code, _, err = command("forms", "show", "2020")
    assert code == 2
    assert "2021" in err


def test_the_built_in_plugins_are_listed(command: Command) -> None:
    code, out, _ = command("plugins")
    assert code == 0
    assert re.search(rf"^gipaudit +{re.escape(__version__)} ", out, re.MULTILINE)
    assert "内置" in out
