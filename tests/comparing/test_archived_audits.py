"""Audits of an archive are compared, ranked and followed as those kept as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from comparing.conftest import Call
from msgspec.structs import replace as changed
from support.records import AUDIT

from gipaudit.archive import open_archive
from gipaudit.archive.audits import keep_audit
from gipaudit.baseline import read_baseline
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.scoring.rulesets import load_ruleset

LATER = replace(
    AUDIT, scorecards=tuple(replace(card, year=2024, findings=card.findings[:1]) for card in AUDIT.scorecards)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both audits, as files and in an archive."""
    folder = tmp_path_factory.mktemp("audits")
    ruleset = load_ruleset("national")
    with open_archive(str(folder / "a.db")) as archive:
        for number, audit in enumerate((AUDIT, LATER), 1):
            pieces = list(render(audit, Settings()))
            (folder / f"{number}.json").write_text("".join(pieces), encoding="utf-8")
            assert keep_audit(archive, audit, pieces, ruleset=ruleset, arguments={}) == number
    return folder


@pytest.fixture
def desk(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    return made


def alike(text: str) -> str:
    """What is printed, but for how the audits are called."""
    for number in "12":
        text = text.replace(f"a.db#{number}", f"{number}.json")
    return text


@pytest.mark.parametrize("arguments", [
    ("compare", "{1}", "{2}"),
    ("compare", "{1}", "{2}", "--format", "json"),
    ("rank", "{2}", "--previous", "{1}"),
    ("history", "云溪市兰亭区水务局", "{1}", "{2}", "--format", "json"),
    ("history", "云溪市兰亭区水务局", "{2}"),
])  # fmt: skip
def test_an_archive_says_what_files_say(call: Call, arguments: tuple[str, ...]) -> None:
    def named(form: str) -> list[str]:
        return [each.replace("{1}", form.format(1)).replace("{2}", form.format(2)) for each in arguments]

    files, archived = call(*named("{}.json")), call(*named("a.db#{}"))
    assert files[0] == 0
    assert (archived[0], alike(archived[1]), archived[2]) == files


def test_a_baseline_may_be_an_audit_of_an_archive(desk: Path) -> None:
    archived = read_baseline("a.db#1")
    assert archived.name == "a.db#1"
    assert changed(archived, name="1.json") == read_baseline("1.json")


def test_a_history_takes_all_audits_of_an_archive(call: Call) -> None:
    assert (
        alike(call("history", "云溪市兰亭区水务局", "a.db")[1])
        == call("history", "云溪市兰亭区水务局", "1.json", "2.json")[1]
    )


def test_an_archive_is_asked_for_one_of_its_audits(call: Call) -> None:
    code, out, err = call("rank", "a.db")
    assert (code, out) == (2, "")
    assert "a.db 是归档，请写明哪一次审核，如 a.db#2" in err
    assert "#1  2023，shandong 1.0.0，2024-02-01" in err


@pytest.mark.parametrize(("name", "told"), [
    ("a.db#9", "没有编号为 9 的审核；现有：1、2"),
    ("b.db#1", "没有归档 b.db"),
    ("1.json#1", "1.json"),
    ("b.json", "文件不存在"),
    (f"a.db#{'9' * 30}", "文件不存在"),
])  # fmt: skip
@pytest.mark.parametrize("command", ["rank", "history"])
def test_what_is_not_there_is_told(call: Call, command: str, name: str, told: str) -> None:
    code, out, err = call(command, *(("某局",) if command == "history" else ()), name)
    assert (code, out) == (2, "")
    assert told in err


def test_a_file_whose_name_looks_like_an_audits_of_an_archive_is_a_file(call: Call, desk: Path) -> None:
    (desk / "a.db#7").write_bytes((desk / "1.json").read_bytes())
    assert call("rank", "a.db#7")[0] == 0
