"""What the guides say is so: every command runs and prints what is shown, every YAML file loads, every link leads.

A block of ``console`` holds commands behind ``$`` and what they print; a line ``……`` stands for any lines left out. A
block of ``yaml`` whose first line is ``# name.yaml`` is that file, for the commands below it. Where an output has
changed for good, run with GIPAUDIT_WRITE_DOCS=1 and look at what git shows.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gipaudit.cli import language
from gipaudit.cli.main import run
from gipaudit.decisions.reading import load_decisions
from gipaudit.forms.library import forms
from gipaudit.roster.reading import load_roster
from gipaudit.scoring.rulesets import load_ruleset

ROOT = Path(__file__).resolve().parents[2]
GUIDES = (
    ROOT / "README.md",
    *(
        ROOT / "docs" / f"{name}.md"
        for name in (
            "rulesets",
            "concepts",
            "start-to-finish",
            "files",
            "units",
            "fetching",
            "decisions",
            "provinces",
            "comparing",
            "archive",
            "batches",
        )
    ),
)
LEFT_OUT = "……"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


@dataclass
class Block:
    kind: str
    text: str
    start: int
    end: int


def blocks(guide: Path) -> Iterator[Block]:
    for match in _BLOCK.finditer(guide.read_text(encoding="utf-8")):
        yield Block(match[1], match[2], match.start(2), match.end(2))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a reader has it: the examples, nothing else; Chinese, 80 columns."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    language.use("zh")
    return tmp_path


@dataclass
class Shown:
    """A command of a guide with the output that the guide shows."""

    command: str
    output: str
    start: int
    end: int


def shown(block: Block) -> Iterator[Shown]:
    for match in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE):
        start, end = match.span(2)
        yield Shown(match[1], match[2], block.start + start, block.start + end)


class Shell:
    """Runs the commands of a guide one after the other."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.code = 0

    def run(self, command: str) -> str:
        """Return what a command prints, without blanks at the ends of lines."""
        if command == "echo $?":
            return f"{self.code}\n"
        name, *arguments = shlex.split(command)
        assert name == "gipaudit", command
        self.capsys.readouterr()
        self.code = run([found for argument in arguments for found in expanded(argument)])
        out, err = self.capsys.readouterr()
        return "".join(f"{line.rstrip()}\n" for line in (out + err).splitlines())


def expanded(argument: str) -> list[str]:
    """What a shell makes of an argument with a star in it."""
    return sorted(str(path) for path in Path().glob(argument)) if "*" in argument else [argument]


def agrees(shown: str, real: str) -> bool:
    """Whether the output shown is the real one but for the lines left out."""
    parts = re.split(rf"^{LEFT_OUT}$\n?", shown, flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)*?".join(re.escape(part) for part in parts), real) is not None


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_command_prints_what_the_guide_shows(
    guide: Path, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, shell = guide.read_text(encoding="utf-8"), Shell(capsys)
    wrong: list[tuple[Shown, str]] = []
    for block in blocks(guide):
        if block.kind == "yaml":
            (desk / file_name(block)).write_text(block.text, encoding="utf-8")
        for item in shown(block) if block.kind == "console" else ():
            real = shell.run(item.command)
            if not agrees(item.output, real):
                wrong.append((item, real))
    if wrong and os.environ.get("GIPAUDIT_WRITE_DOCS"):
        for item, real in reversed(wrong):
            if LEFT_OUT not in item.output:
                text = text[: item.start] + real + text[item.end :]
        guide.write_text(text, encoding="utf-8")
    assert not wrong, "\n".join(
        f"$ {item.command}\n--- shown ---\n{item.output}--- printed ---\n{real}" for item, real in wrong
    )


def file_name(block: Block) -> str:
    name = re.match(r"# (\S+\.yaml)\n", block.text)
    assert name, f"no file name in the first line of:\n{block.text}"
    return name[1]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_yaml_file_loads_unless_it_is_there_to_fail(guide: Path, desk: Path) -> None:
    for block in blocks(guide):
        if block.kind == "yaml":
            (desk / file_name(block)).write_text(block.text, encoding="utf-8")
    for path in sorted(desk.glob("*.yaml")):
        if path.name == "units.yaml":
            load_roster(path)
        elif path.name == "decisions.yaml":
            load_decisions([path], forms())
        elif path.name != "typo.yaml":
            load_ruleset(str(path))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_no_block_is_left_unchecked(guide: Path) -> None:
    """Blocks of other kinds are plain text, or the two commands of the start, which have targets in the Makefile."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for block in blocks(guide):
        assert block.kind in ("yaml", "console", "text", "sh"), block.text
        for line in block.text.splitlines() if block.kind == "sh" else ():
            command, _, target = line.partition("#")[0].strip().partition(" ")
            assert (command, target) == ("pip", "install .") or (command == "make" and target in targets), line


@pytest.mark.parametrize(
    "guide", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda guide: guide.name
)
def test_every_link_leads_somewhere(guide: Path) -> None:
    links = _LINK.findall(guide.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (guide.parent / link).exists()] == []
