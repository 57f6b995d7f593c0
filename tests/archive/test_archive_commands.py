"""The commands on an archive: judging it again, what it holds, its tables, and what is forgotten for good."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from archive.conftest import Runs, json_of, page
from sqlalchemy import update

from gipaudit.archive import open_archive, schema
from gipaudit.archive.asking import taken_from
from gipaudit.archive.encoding.values import inflated
from gipaudit.cli import language
from gipaudit.cli.main import run
from gipaudit.pipeline import audit_archived

MOBILE = "13912345678"
PRIVATE = f"联系人：张建国，手机{MOBILE}。"

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    language.use("zh")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def audit_into(folder: Path, rules: Path, command: Command) -> Callable[[str], str]:
    """Return a function: make an archive with one audit in it, by the command."""
    (folder / "云溪市民政局.html").write_bytes(page("云溪市民政局", more=PRIVATE))

    def make(where: str) -> str:
        asked = ("--ruleset", rules, "--today", "2024-02-01", "--fail-on", "never")
        assert command("audit", folder, *asked, "--archive", where)[0] == 0
        return where

    return make


@pytest.fixture
def audited(audit_into: Callable[[str], str], tmp_path: Path) -> str:
    """An archive in a file with one audit in it."""
    return audit_into(str(tmp_path / "gipaudit.db"))


@pytest.fixture
def of_either_kind(audit_into: Callable[[str], str], where: str) -> str:
    """An archive of either kind with one audit in it."""
    return audit_into(where)


def rescored(where: str, rules: Path, year: int | None = None, **rest: object) -> str:
    with open_archive(where) as archive:
        return json_of(audit_archived(taken_from(archive, year), ruleset=rules, **rest))


def test_a_rescore_by_the_same_rules_gives_the_same_bytes(
    of_either_kind: str, folder: Path, rules: Path, command
) -> None:
    asked = ("--ruleset", rules, "--today", "2024-02-01", "--format", "json", "--fail-on", "never")
    _, out, _ = command("audit", folder, *asked)
    code, again, said = command("rescore", "--archive", of_either_kind, *asked)
    assert (code, again) == (0, out)
    assert "取 6 个文件" in said
    with open_archive(of_either_kind) as archive:
        first, second = archive.audits()
        assert "".join(archive.audit_json(second.id)) == out
        assert (first.plan, first.scorecards, first.years) == (second.plan, second.scorecards, second.years)
        assert first.arguments["paths"] == [str(folder)]


def test_a_rescore_reads_no_document(audited: str, folder: Path, rules: Path, monkeypatch) -> None:
    for file in folder.rglob("*.html"):
        file.unlink()
    monkeypatch.setattr("gipaudit.workers.files.read_files", None)
    made = json.loads(rescored(audited, rules, today=date(2024, 2, 1)))
    assert len(made["scorecards"]) == 4


def test_a_rescore_tells_its_exit_code_as_an_audit_does(audited: str, rules: Path, command: Command) -> None:
    asked = ("rescore", "--archive", audited, "--ruleset", rules)
    assert command(*asked, "--fail-under", "100")[0] == 1
    assert command(*asked, "--fail-on", "never")[0] == 0
    assert command(*asked, "--year", "1999", "--fail-on", "never")[0] == 5
    assert command(*asked, "--today", "gestern")[0] == 2


def test_of_one_year_the_years_before_are_compared_with(tmp_path: Path, runs: Runs, rules: Path) -> None:
    for year in (2021, 2022, 2023):
        (tmp_path / str(year)).mkdir()
        (tmp_path / str(year) / "水务局.html").write_bytes(page("云溪市水务局", year))
        runs.audit(tmp_path / str(year))
    made = json.loads(rescored(runs.where, rules, 2022))
    assert [card["source"] for card in made["scorecards"]] == ["2022/水务局.html"]
    assert [each["source"] for each in made["earlier"]["reports"]] == ["2021/水务局.html"]


def test_decisions_are_taken_without_reading(audited: str, rules: Path, tmp_path: Path, command: Command) -> None:
    decisions = tmp_path / "决定.yaml"
    decisions.write_text(
        "identities:\n- {file: 云溪市民政局.html, unit: 云溪市养老局, by: 王敏, on: 2024-01-31, reason: 更名}\n",
        encoding="utf-8",
    )
    asked = ("--ruleset", rules, "--format", "json", "--fail-on", "never", "--decisions", decisions)
    code, out, err = command("rescore", "--archive", audited, *asked)
    assert code == 0, err
    units = {card["unit"] for card in json.loads(out)["scorecards"]}
    assert "云溪市养老局" in units
    assert "云溪市民政局" not in units
    with open_archive(audited) as archive, archive.reading_from() as connection:
        kept = connection.execute(schema.inputs.select()).one()
        assert connection.execute(schema.audit_inputs.select()).one().name == str(decisions)
    assert kept.content


def test_what_is_damaged_is_told_and_the_rest_is_judged(audited: str, rules: Path, command: Command) -> None:
    with open_archive(audited) as archive, archive.writing_to() as connection:
        documents = schema.documents
        one = documents.c.loader == "html"
        number = connection.execute(documents.select().where(one)).first().id
        connection.execute(update(documents).where(documents.c.id == number).values(content=b"?"))
    made = json.loads(rescored(audited, rules))
    assert len(made["scorecards"]) == 3
    (damaged,) = (each for each in made["unreadable"] if each["code"] == "archive-damaged")
    assert "再审核一次" in damaged["message"]
    code, out, _ = command("archive", "info", audited, "--check")
    assert code == 1
    assert f"损坏：{damaged['source'].rpartition('/')[2]}" in out.replace("区县/", "")


def test_masked_texts_hold_nobody_and_the_privacy_rules_say_so(folder: Path, either: Runs, rules: Path) -> None:
    (folder / "云溪市民政局.html").write_bytes(page("云溪市民政局", more=PRIVATE))
    first, _ = either.audit(folder, masked=True)
    assert json_of(first) == json_of(either.without(folder))
    again, read = either.audit(folder, masked=True)
    assert read == ["云溪市民政局.html"]  # what was hidden cannot be judged: it is read again
    assert json_of(again) == json_of(first)
    cards = {card["unit"]: card for card in json.loads(rescored(either.where, rules))["scorecards"]}
    verdicts = {
        unit: each["verdict"] for unit, card in cards.items() for each in card["rules"] if "privacy" in each["id"]
    }
    assert verdicts["云溪市民政局"] == "not_assessable"
    assert {verdict for unit, verdict in verdicts.items() if unit != "云溪市民政局"} == {"pass"}
    with open_archive(either.where) as archive, archive.reading_from() as connection:
        rows = connection.execute(schema.documents.select().where(schema.documents.c.code.is_(None))).all()
    assert {row.masked for row in rows} == {True}
    assert sum(row.hidden for row in rows) == 1


def test_masked_archives_hold_no_number_in_any_byte(folder: Path, runs: Runs) -> None:
    (folder / "云溪市民政局.html").write_bytes(page("云溪市民政局", more=PRIVATE))
    runs.audit(folder, masked=True)
    with open_archive(runs.where) as archive, archive.reading_from() as connection:
        blobs = [row.content for row in connection.execute(schema.documents.select()) if row.content]
        blobs += [row.content for row in connection.execute(schema.reports.select())]
    texts = b"".join(map(inflated, blobs))
    assert "政府信息公开".encode() in texts
    assert MOBILE.encode() not in texts
    assert "张建国".encode() not in texts


def test_info_says_what_is_there_and_who_may_read_it(of_either_kind: str, command: Command) -> None:
    code, out, _ = command("archive", "info", of_either_kind)
    assert code == 0
    assert "4 份是原文" in out
    assert "1 次，4 张评分卡" in out
    assert "2023: 4" in out
    assert command("archive", "info", of_either_kind, "--check")[1].endswith("全部记录完好。\n")
    if not of_either_kind.startswith("postgresql"):
        assert "只有文件的主人（0600）" in out
        Path(of_either_kind).chmod(0o644)
        assert "chmod 600" in " ".join(command("archive", "info", of_either_kind)[1].split())


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_tables_of_an_audit(audited: str, tmp_path: Path, format: str, command: Command) -> None:
    folder = tmp_path / "表"
    assert command("archive", "export", audited, "--into", folder, "--format", format)[0] == 0
    tables = {}
    for name in ("readings", "scorecards", "findings"):
        if format == "csv":
            with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                tables[name] = list(csv.DictReader(file))
        else:
            import pyarrow.parquet

            tables[name] = pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()
    assert len(tables["scorecards"]) == 4
    assert len(tables["readings"]) % 100 == 0 < len(tables["readings"])
    private = [row for row in tables["findings"] if row["rule"] == "privacy.all" and row["verdict"] == "fail"]
    assert {row["unit"] for row in private} == {"云溪市民政局"}
    assert MOBILE not in str(tables)


def test_a_units_name_is_no_formula_in_a_spreadsheet(tmp_path: Path, runs: Runs, rules: Path, command) -> None:
    file = tmp_path / "=cmd.html"
    file.write_bytes(page("云溪市水务局"))
    asked = ("--ruleset", rules, "--archive", runs.where, "--fail-on", "never")
    command("audit", file, *asked)
    command("archive", "export", runs.where, "--into", tmp_path)
    assert "'=cmd.html" in (tmp_path / "scorecards.csv").read_text(encoding="utf-8")


def test_what_is_forgotten_is_gone(folder: Path, rules: Path, tmp_path: Path, command: Command) -> None:
    where = tmp_path / "gipaudit.db"
    asked = ("--ruleset", rules, "--today", "2024-02-01", "--fail-on", "never", "--archive", where)
    command("audit", folder, *asked)
    code, _, said = command("archive", "forget", where, "--unit", "云溪市水务局")
    assert (code, "--yes" in said) == (2, True)
    code, _, said = command("archive", "forget", where, "--unit", "云溪市水务局", "--yes")
    assert (code, "1 份文件" in said, "1 张评分卡" in said) == (0, True, True)
    left = b"".join(path.read_bytes() for path in tmp_path.glob("gipaudit.db*"))
    assert "云溪市水务局".encode() not in left
    assert "云溪市教育局".encode() in left
    with open_archive(str(where)) as archive:
        (audit,) = archive.audits()
        kept = json.loads("".join(archive.audit_json(audit.id)))
        assert (audit.scorecards, audit.forgotten) == (4, 1)
    assert "云溪市水务局" not in json.dumps(kept, ensure_ascii=False)
    assert {card["unit"] for card in kept["scorecards"]} == {"云溪市教育局", "云溪市民政局", "兰亭区水务局"}
    assert len(kept["ranking"]) == 3
    assert command("archive", "info", where, "--check")[0] == 0
    assert command("archive", "forget", where, "--unit", "云溪市水务局", "--yes")[0] == 2


def test_a_year_a_hash_or_an_audit_may_be_forgotten(of_either_kind: str, rules: Path, command: Command) -> None:
    with open_archive(of_either_kind) as archive:
        cards = list(archive.scorecards())
    assert command("archive", "forget", of_either_kind, "--sha256", cards[0].sha256[:12], "--yes")[0] == 0
    with open_archive(of_either_kind) as archive:
        assert [card.unit for card in archive.scorecards()] == [card.unit for card in cards[1:]]
    assert command("archive", "forget", of_either_kind, "--audit", "1", "--yes")[0] == 0
    with open_archive(of_either_kind) as archive:
        assert archive.audits() == []
        assert list(archive.scorecards()) == []
    assert command("archive", "forget", of_either_kind, "--year", "2023", "--yes")[0] == 0
    assert len(json.loads(rescored(of_either_kind, rules))["scorecards"]) == 0


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--unit", "云溪市水务局", "--audit", "1"),
        ("--sha256", "abc"),
        ("--sha256", "xyzxyzxyz"),
        ("--audit", "eins"),
        ("--audit", "77"),
        ("--year", "neunzehn"),
    ],
)
def test_what_to_forget_must_be_said_clearly(runs: Runs, command: Command, asked: tuple[str, ...]) -> None:
    with open_archive(runs.where):
        pass
    code, _, said = command("archive", "forget", runs.where, *asked, "--yes")
    assert code == 2
    assert said.startswith("错误：")


def test_an_audit_never_writes_its_result_over_the_archive(folder: Path, runs: Runs, command: Command) -> None:
    with open_archive(runs.where):
        pass
    code, _, said = command("audit", folder, "--archive", runs.where, "--output", runs.where)
    assert (code, "不能覆盖" in said) == (2, True)
    assert stat.S_IMODE(Path(runs.where).stat().st_mode) == 0o600
    assert command("audit", folder, "--archive-text", "secret")[0] == 2
