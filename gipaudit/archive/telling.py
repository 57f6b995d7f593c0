"""What a database says is wrong → what a person is told, and what to do; never a statement with its values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gipaudit.archive.problems import ArchiveError

_KEPT = ("已确认的内容都还在", "nothing that was confirmed is lost")

_LONGEST_REASON = 200


@contextmanager
def telling(shown: str) -> Iterator[None]:
    """Turn what a database raises into one message about the archive called ``shown``.

    Raises:
        ArchiveError: something was raised.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _told(shown, error.orig if isinstance(error, DBAPIError) else error) from error
    except SQLAlchemyError as error:
        raise _unknown(shown, type(error).__name__) from error


def _told(shown: str, error: BaseException | None) -> ArchiveError:
    if not isinstance(error, sqlite3.Error):
        return _server(shown, error)
    name = getattr(error, "sqlite_errorname", None)
    return damaged(shown) if name is None else _sqlite(shown, name)


def _sqlite(shown: str, name: str) -> ArchiveError:
    """By the result code: https://www.sqlite.org/rescode.html."""
    if name == "SQLITE_FULL" or name in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE"):
        return ArchiveError(
            f"归档 {shown} 写不下：磁盘已满或空间配额用完；{_KEPT[0]}。请腾出空间后用同样的命令再运行一次，会接着做",
            f"the archive {shown} has no room: the disk or quota is full; {_KEPT[1]}. Make room and run the same "
            "command again: it goes on from there",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")) or name == "SQLITE_IOERR_ACCESS":
        return ArchiveError(
            f"归档 {shown} 不能写入；请检查文件及其所在文件夹的权限",
            f"the archive {shown} cannot be written: see the permissions of the file and its folder",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveError(
            f"归档 {shown} 正被另一个程序占用，等了很久也没有空出来；{_KEPT[0]}。请等它结束后再运行一次",
            f"another program holds the archive {shown} and did not give it free; {_KEPT[1]}. Run this again when it "
            "has ended",
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return ArchiveError(
            f"归档 {shown} 打不开；请检查文件夹是否存在、是否有权限",
            f"the archive {shown} cannot be opened: see its folder",
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA", "SQLITE_ERROR", "SQLITE_CONSTRAINT")):
        return damaged(shown)
    return _unknown(shown, name)


def _server(shown: str, error: BaseException | None) -> ArchiveError:
    """By the state: https://www.postgresql.org/docs/current/errcodes-appendix.html; a refused login has none."""
    state = getattr(error, "sqlstate", None)
    if state is None or state.startswith(("08", "57P")):
        first = str(error).strip().partition("\n")[0]
        reason = first.rpartition("failed: ")[2][:_LONGEST_REASON]
        return ArchiveError(
            f"连不上归档 {shown}（{reason}）；{_KEPT[0]}。请检查地址、用户、密码和网络，"
            "数据库是否已用 createdb 建立，再运行一次",
            f"no connection to the archive {shown} ({reason}); {_KEPT[1]}. See that address, user, password and "
            "network are right and that createdb has made the database, and run this again",
        )
    if state in ("53100", "53400"):
        return ArchiveError(
            f"归档 {shown} 写不下：服务器磁盘已满；{_KEPT[0]}。请腾出空间后再运行一次",
            f"the archive {shown} has no room on its server; {_KEPT[1]}. Make room and run this again",
        )
    if state in ("42501", "25006"):
        return ArchiveError(
            f"归档 {shown} 不能写入；请让管理员给这个用户建表和写入的权限",
            f"the archive {shown} cannot be written: this user needs the right to create and to write",
        )
    if state in ("55P03", "40P01", "57014"):
        return ArchiveError(
            f"归档 {shown} 正被占用；{_KEPT[0]}。请稍后再运行一次",
            f"the archive {shown} is held by others; {_KEPT[1]}. Run this again later",
        )
    return _unknown(shown, f"{type(error).__name__} {state}")


def damaged(shown: str) -> ArchiveError:
    """Return the error for a database that is not whole any more."""
    return ArchiveError(
        f"归档 {shown} 已损坏，不能使用；请用备份恢复，或另用一个文件名重新审核（报告原件不受影响）",
        f"the archive {shown} is damaged: restore it from a backup, or audit anew into another file (the reports "
        "themselves are not touched)",
    )


def foreign(shown: str) -> ArchiveError:
    """Return the error for what is no archive at all."""
    return ArchiveError(
        f"{shown} 不是 gipaudit 的归档，没有改动它；请检查 --archive 后的名称",
        f"{shown} is no archive of gipaudit and was left as it is: see what stands after --archive",
    )


def newer(shown: str, revision: str, current: str) -> ArchiveError:
    """Return the error for an archive of a later version."""
    return ArchiveError(
        f"归档 {shown} 由更新版本的 gipaudit 建立（结构 {revision}，本版本到 {current}）；请升级 gipaudit 后再用",
        f"the archive {shown} was made by a newer gipaudit (schema {revision}, this one knows {current}): upgrade "
        "gipaudit",
    )


def _unknown(shown: str, what: str) -> ArchiveError:
    return ArchiveError(
        f"归档 {shown} 出错（{what}）；{_KEPT[0]}，请再运行一次，仍不行请把本行报给维护者",
        f"the archive {shown} failed ({what}); {_KEPT[1]}. Run this again, and if it fails send this line to the "
        "maintainers",
    )
