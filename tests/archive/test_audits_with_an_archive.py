"""An audit says the same with an archive as without, and nothing is read twice unless something changed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive.conftest import DAY, Runs, json_of, page
from sqlalchemy import update

from gipaudit.archive import keys, open_archive, schema
from gipaudit.archive.asking import taken_from
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.forms.report import Report
from gipaudit.pipeline import audit_archived
from gipaudit.workers.files import Outcome, read_files
from gipaudit.workers.serving import Lost


def test_the_json_is_the_same_without_with_and_from_the_archive(folder: Path, either: Runs) -> None:
    without = json_of(either.without(folder))
    first, read = either.audit(folder)
    again, not_read = either.audit(folder)
    assert json_of(first) == without
    assert json_of(again) == without
    assert (len(read), not_read) == (6, [])


def test_a_file_that_changed_is_read_again_and_no_other(folder: Path, runs: Runs) -> None:
    runs.audit(folder)
    (folder / "云溪市民政局.html").write_bytes(page("云溪市民政局", more="举办培训三次。"))
    made, read = runs.audit(folder)
    assert read == ["云溪市民政局.html"]
    assert json_of(made) == json_of(runs.without(folder))


def test_a_file_that_was_moved_or_copied_is_not_read_again(folder: Path, runs: Runs) -> None:
    runs.audit(folder)
    (folder / "云溪市民政局.html").rename(folder / "民政.html")
    (folder / "副本.html").write_bytes((folder / "云溪市水务局.html").read_bytes())
    made, read = runs.audit(folder)
    assert read == []
    assert json_of(made) == json_of(runs.without(folder))


def test_one_content_under_two_names_is_read_once(tmp_path: Path, runs: Runs) -> None:
    for name in ("甲.html", "乙.html"):
        (tmp_path / "新" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "新" / name).write_bytes(page("云溪市水务局"))
    made, read = runs.audit(tmp_path / "新")
    assert len(read) == 1
    assert json_of(made) == json_of(runs.without(tmp_path / "新"))


def test_members_of_a_bundle_are_known_by_their_content(tmp_path: Path, runs: Runs) -> None:
    bundle = tmp_path / "年报.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("水务局.html", page("云溪市水务局"))
        archive.writestr("教育局.html", page("云溪市教育局"))
    first, read = runs.audit(bundle)
    again, not_read = runs.audit(bundle)
    assert (len(read), not_read) == (2, [])
    assert json_of(again) == json_of(first) == json_of(runs.without(bundle))


def test_other_limits_other_forms_or_another_version_of_a_plugin_read_anew(
    folder: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.audit(folder)
    assert len(runs.audit(folder, limits=Limits(rows=1999))[1]) == 6
    assert (
        runs.audit(folder, limits=Limits(seconds=59))[1] == []
    )  # how long reading may take says nothing of a report
    with monkeypatch.context() as changed:
        changed.setattr(keys, "fingerprint", lambda forms: "f" * 64)
        assert len(runs.audit(folder)[1]) == 6
    loaders = [replace(each, version="2") if each.name == "html" else each for each in keys.loaders()]
    monkeypatch.setattr(keys, "loaders", lambda: loaders)
    assert len(runs.audit(folder)[1]) == 6


def test_whose_a_file_is_may_be_said_later_without_reading_it(folder: Path, either: Runs) -> None:
    file = folder / "云溪市水务局.html"
    either.audit(file)
    said = {"unit": "云溪市河湖局", "year": 2022}
    made, read = either.audit(file, **said)
    assert read == []
    assert json_of(made) == json_of(either.without(file, **said))
    assert either.audit(file, **said)[1] == []
    assert either.audit(file)[0].scorecards[0].unit == "云溪市水务局"


def outcome(given: object):
    """A way to read in which this comes of every file."""

    def read(files, forms, by_hand, limits) -> Iterator[object]:
        return iter([given] * len(files))

    return read


def test_what_was_lost_is_read_again(folder: Path, runs: Runs) -> None:
    for lost in (Lost("too-slow", died=True), DocumentError("no-converter", "没有安装转换程序", "no converter")):
        runs.audit(folder, inner=outcome(lost))
        assert len(runs.audit(folder, inner=outcome(lost))[1]) == 6
    assert len(runs.audit(folder)[1]) == 6


def test_why_a_file_cannot_be_read_is_kept(folder: Path, runs: Runs) -> None:
    made, _ = runs.audit(folder / "锁住.doc")
    again, read = runs.audit(folder / "锁住.doc")
    assert read == []
    assert again.unreadable == made.unreadable != ()


def test_a_record_that_was_damaged_is_read_again_and_mended(folder: Path, either: Runs) -> None:
    first, _ = either.audit(folder)
    with open_archive(either.where) as archive, archive.writing_to() as connection:
        documents = schema.documents
        damaged = documents.c.content.is_not(None) & documents.c.id.in_([1, 2])
        connection.execute(update(documents).where(damaged).values(content=b"\x00 nothing that inflates"))
    again, read = either.audit(folder)
    assert len(read) == 2
    assert json_of(again) == json_of(first)
    assert either.audit(folder)[1] == []


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path, runs: Runs) -> None:
    os.mkfifo(tmp_path / "管道.html")
    (tmp_path / "大.html").write_bytes(b"<p>" + bytes(5000))
    made, read = runs.audit([tmp_path / "管道.html", tmp_path / "大.html"], limits=Limits(file_bytes=4000))
    assert sorted(each.code for each in made.unreadable) == ["not-a-file", "too-large"]
    assert len(read) == 2


def test_by_the_national_ruleset_the_json_is_the_same_too(folder: Path, runs: Runs) -> None:
    runs.audit(folder)
    again, read = runs.audit(folder, ruleset="national")
    assert read == []
    assert json_of(again) == json_of(runs.without(folder, ruleset="national"))


def test_a_file_name_that_is_no_unicode_is_no_hindrance(tmp_path: Path, either: Runs) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / os.fsdecode("水务局".encode("gbk") + b".html")).write_bytes(page("云溪市水务局"))
    without = json_of(either.without(folder))
    assert json_of(either.audit(folder)[0]) == without
    again, read = either.audit(folder)
    assert (json_of(again), read) == (without, [])


def test_text_that_is_no_unicode_is_read_again_each_time(folder: Path, runs: Runs) -> None:
    file = folder / "云溪市水务局.html"

    def broken(*given: Any) -> Iterator[Outcome]:
        for each in read_files(*given):
            yield (
                replace(each, document=replace(each.document, notes=("\ud800",)))
                if isinstance(each, Report)
                else each
            )

    runs.audit(file, inner=broken)
    assert len(runs.audit(file)[1]) == 1
    assert runs.audit(file)[1] == []


def test_annexes_go_to_their_reports_as_without_an_archive(tmp_path: Path, runs: Runs) -> None:
    folder = tmp_path / "水务局"
    folder.mkdir()
    whole = page("云溪市水务局", tables=True)
    (folder / "年报.html").write_bytes(page("云溪市水务局"))
    start, end = whole.index(b"<table"), whole.rindex(b"</table>") + len(b"</table>")
    head = "<p>附件：云溪市水务局2023年政府信息公开工作年度报告统计表</p>".encode()
    (folder / "附件：统计表.html").write_bytes(head + whole[start:end])
    first, _ = runs.audit(folder)
    again, read = runs.audit(folder)
    assert read == []
    assert [len(card.annexes) for card in again.scorecards] == [1]
    assert json_of(again) == json_of(first) == json_of(runs.without(folder))
    with open_archive(runs.where) as archive:
        asked = audit_archived(taken_from(archive, None), ruleset=runs.rules, today=DAY)
    assert json_of(asked) == json_of(first)


def test_an_archive_among_the_reports_is_passed_over(folder: Path, rules: Path) -> None:
    runs = Runs(str(folder / "gipaudit.db"), rules)
    runs.audit(folder)
    again, read = runs.audit(folder)
    assert read == []
    assert {each.source: each.message for each in again.skipped}["gipaudit.db"] == "这是归档本身，不是报告"
