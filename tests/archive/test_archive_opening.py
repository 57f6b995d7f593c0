"""What is no archive, or none that this version can use, is left as it is, with one message that says what to do."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from archive.conftest import Runs
from sqlalchemy import inspect, text

from gipaudit.archive import migrating, open_archive, opening
from gipaudit.archive.problems import ArchiveError
from gipaudit.archive.schema import CURRENT, metadata


def refusal(where: str, **options: bool) -> str:
    with pytest.raises(ArchiveError) as caught:
        open_archive(where, **options)
    message = caught.value.message
    assert message.zh != message.en
    assert "\n" not in message.zh
    return message.zh


def test_only_the_owner_may_read_a_new_archive_and_what_lies_beside_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_archive(str(tmp_path / "gipaudit.db")) as archive, archive.writing_to() as connection:
            connection.execute(text("DELETE FROM files"))
            made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert made == dict.fromkeys(("gipaudit.db", "gipaudit.db-wal", "gipaudit.db-shm"), 0o600)


def test_the_migrations_make_the_tables_that_are_used(where: str) -> None:
    with open_archive(where) as archive, archive.reading_from() as connection:
        found = inspect(connection)
        for table in metadata.tables.values():
            columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
            assert columns == {column.name: bool(column.nullable) for column in table.columns}, table.name
            indexed = {tuple(index["column_names"]) for index in found.get_indexes(table.name)}
            assert {tuple(column.name for column in index.columns) for index in table.indexes} <= indexed, table.name


def test_an_older_archive_is_brought_up_to_date_after_saying_so(
    where: str, rules: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        for module in (migrating, opening):
            older.setattr(module, "CURRENT", "0001")
        with open_archive(where) as archive, archive.writing_to() as connection:
            connection.execute(text("INSERT INTO layouts (form, omitted, digest) VALUES ('2021', '', 'd')"))
    told: list[str] = []
    with open_archive(where, tell=lambda message: told.append(message.zh)) as archive:
        with archive.reading_from() as connection:
            assert connection.execute(text("SELECT form FROM layouts")).scalars().all() == ["2021"]
        assert archive.audits() == []
    assert len(told) == 1
    assert "0001" in told[0]
    assert CURRENT in told[0]
    assert len(Runs(where, rules).audit(folder)[1]) == 6
    with open_archive(where, tell=lambda message: told.append(message.zh)):
        assert len(told) == 1


def test_a_newer_archive_is_refused_and_left_as_it_is(where: str) -> None:
    with open_archive(where) as archive, archive.writing_to() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    assert "升级 gipaudit" in refusal(where)


@pytest.mark.parametrize("content", [b"not a database at all, but a text\n" * 40, b"PK\x03\x04" + bytes(400)])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "gipaudit.db"
    file.write_bytes(content)
    assert "不是 gipaudit 的归档" in refusal(str(file))
    assert file.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE files (id INTEGER)")
    before = file.read_bytes()
    assert "不是 gipaudit 的归档" in refusal(str(file))
    assert file.read_bytes() == before


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    assert "不是 gipaudit 的归档" in refusal(str(tmp_path))


def test_a_corrupt_archive_is_told_with_what_to_do(folder: Path, runs: Runs) -> None:
    runs.audit(folder)
    file = Path(runs.where)
    data = bytearray(file.read_bytes())
    data[4096 : len(data) // 2] = os.urandom(len(data) // 2 - 4096)
    file.write_bytes(data)
    with pytest.raises(ArchiveError) as caught:
        runs.audit(folder)
    assert "备份" in caught.value.message.zh


def test_an_archive_that_was_cut_off_is_told_with_what_to_do(folder: Path, runs: Runs) -> None:
    runs.audit(folder)
    file = Path(runs.where)
    file.write_bytes(file.read_bytes()[: 3 * 4096])
    with pytest.raises(ArchiveError) as caught:
        runs.audit(folder)
    assert "备份" in caught.value.message.zh


def test_an_archive_that_another_holds_is_waited_for_and_then_told(
    folder: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.audit(folder)
    monkeypatch.setattr(opening, "WAIT", 0)
    monkeypatch.setattr(opening, "_PRAGMAS", tuple(p for p in opening._PRAGMAS if "timeout" not in p))
    with closing(sqlite3.connect(runs.where, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError) as caught:
            runs.audit(folder)
        other.execute("ROLLBACK")
    assert "占用" in caught.value.message.zh
    assert runs.audit(folder)[1] == []


def test_where_nothing_may_be_written_no_archive_is_made(tmp_path: Path) -> None:
    assert "打不开" in refusal(str(tmp_path / "没有" / "gipaudit.db"))
    assert "没有归档" in refusal(str(tmp_path / "gipaudit.db"), create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "where", ["mysql://office@host/db", "postgresql://", "postgresql://office@host", "http://a/b"]
)
def test_an_address_of_another_kind_is_refused(where: str) -> None:
    assert "postgresql://" in refusal(where)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    told = refusal("postgresql://office:geheim@127.0.0.1:1/reports")
    assert "连不上" in told
    assert "geheim" not in told


def test_a_database_that_is_not_there_is_told(database: Callable[[], str]) -> None:
    assert "createdb" in refusal(database().replace("/archive_", "/nowhere_"))


def test_what_must_be_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for name in [name for name in sys.modules if name.startswith("gipaudit.archive.")]:
        if name not in ("gipaudit.archive.problems",):
            monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ArchiveError) as caught:
        open_archive(str(tmp_path / "gipaudit.db"))
    assert "pip install 'gipaudit[archive]'" in caught.value.message.zh
