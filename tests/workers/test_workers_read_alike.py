"""A report that comes back from a worker is the one that this process would have read."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from workers.conftest import Bring, says

from gipaudit import pipeline
from gipaudit.documents.contents import Opener
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.errors import DocumentError
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.plugins import Registry, registry
from gipaudit.renderers.renderer import Renderer, Settings
from gipaudit.workers.files import BATCH, File, Outcome, Read, Reader, read_files
from gipaudit.workers.transport import Transport

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
LIMITS = Limits()

Files = Callable[..., list[Path]]


def examples() -> list[File]:
    return [File(path, path.name) for path in sorted(EXAMPLES.iterdir()) if path.is_file()]


def here(files: Sequence[File], *_: Any) -> Iterator[Outcome]:
    """Read files in this process."""
    reader = Reader(forms(), None, LIMITS, Opener(LIMITS))
    for file in files:
        try:
            yield reader.read(file)
        except DocumentError as error:
            yield error


def as_json(path: Path, read: Read) -> str:
    renderers: Registry[Renderer] = registry("register_renderers", "输出格式", "format")
    audit = pipeline.audit(path, today=date(2026, 3, 1), read=read)
    assert audit.scorecards
    return "".join(renderers["json"].render(audit, Settings(language="zh", width=80, color=False, readings=True)))


def test_every_report_comes_back_as_it_was_read() -> None:
    for mine, theirs in zip(here(examples()), read_files(examples(), forms(), None, LIMITS), strict=True):
        assert isinstance(mine, Report) == isinstance(theirs, Report)
        if isinstance(mine, Report):
            assert mine == theirs
        else:
            assert isinstance(mine, DocumentError)
            assert isinstance(theirs, DocumentError)
            assert (mine.code, mine.message) == (theirs.code, theirs.message)


def test_an_audit_is_the_same_byte_for_byte() -> None:
    assert as_json(EXAMPLES, read_files) == as_json(EXAMPLES, here)


def test_an_audit_of_real_reports_is_the_same_byte_for_byte(corpus: Path) -> None:
    """By two processes, and by this one."""
    assert as_json(corpus, partial(read_files, jobs=2)) == as_json(corpus, here)


def test_among_threads_a_fresh_interpreter_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of several threads may not be forked."""
    started: list[str] = []
    context = multiprocessing.get_context
    monkeypatch.setattr(multiprocessing, "get_context", lambda way: started.append(way) or context(way))
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    try:
        chosen = examples()[:3]
        assert list(read_files(chosen, forms(), None, LIMITS)) == list(here(chosen))
        assert set(started) == {"spawn"}
    finally:
        done.set()
        waiting.join()


def test_reports_of_one_layout_share_their_form() -> None:
    transport = Transport(forms())
    reports = [report for report in here(examples()) if isinstance(report, Report) and report.form]
    back = [transport.unpack(transport.pack(report)) for report in reports]
    assert back == reports
    layouts = {(report.form.id, report.form.variant, report.form.omitted) for report in back}
    assert len({id(report.form) for report in back}) == len(layouts) < len(back)


def test_a_form_that_no_library_holds_travels_whole() -> None:
    (report, *_) = (report for report in here(examples()) if isinstance(report, Report))
    assert Transport({}).unpack(Transport({}).pack(report)) == report


class Batches:
    """A format of which many files are read at once; it remembers how many each time."""

    def __init__(self, folder: Path, broken: str = "") -> None:
        self._log = folder / "log"
        self._broken = broken

    @property
    def sizes(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").split()

    def load(self, data: bytes, limits: Limits) -> Document | Any:
        return self.load_many([data], limits)[0]

    def load_many(self, contents: Sequence[bytes], limits: Limits) -> Sequence[Document | DocumentError]:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{len(contents)}\n")
        texts = [content.decode().split("\n")[1] for content in contents]
        if self._broken in texts:
            raise ValueError(self._broken)
        return [
            DocumentError("damaged", "坏", "broken") if text == "第3份" else says("" if text == "第4份" else text)
            for text in texts
        ]


@pytest.fixture
def batches(tmp_path: Path, bring: Bring) -> Batches:
    made = Batches(tmp_path)
    bring("many", made.load, made.load_many)
    bring("one", lambda data, limits: says(data.decode().split("\n")[1]))
    return made


def told(paths: Sequence[Path]) -> list[str]:
    result = []
    for outcome in read_files([File(path, path.name) for path in paths], forms(), None, LIMITS):
        if isinstance(outcome, Report):
            result.append(next(outcome.document.paragraphs).text)
        else:
            result.append(outcome.code)
    return result


def test_files_of_a_loader_that_reads_many_are_read_in_batches(batches: Batches, files: Files) -> None:
    words = ["many", "one"] * 12
    expected = [f"第{number}份" for number in range(24)]
    expected[4] = ""
    assert told(files(*words)) == expected
    assert batches.sizes == [str(BATCH), "2"]


def test_errors_of_a_batch_are_kept_each_with_its_file(batches: Batches, files: Files) -> None:
    assert told(files(*["many"] * 6))[3] == "damaged"
    assert batches.sizes == ["6"]


def test_one_file_alone_makes_no_batch(batches: Batches, files: Files) -> None:
    assert told(files("one", "many", "one")) == ["第0份", "第1份", "第2份"]
    assert told(files("many")) == ["第0份"]
    assert batches.sizes == ["1", "1"]


def test_files_of_a_batch_that_breaks_are_read_one_by_one(tmp_path: Path, bring: Bring, files: Files) -> None:
    made = Batches(tmp_path, broken="第1份")
    bring("many", made.load, made.load_many)
    assert told(files(*["many"] * 3)) == ["第0份", "crashed", "第2份"]
    assert made.sizes == ["3", "1", "1", "1"]


def test_a_batch_holds_no_more_than_one_file_may(batches: Batches, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_text(f"many\n第{number + 5}份\n" + "甲" * 200, encoding="utf-8")
    list(read_files([File(path, path.name) for path in paths], forms(), None, Limits(file_bytes=1000)))
    assert batches.sizes == ["2", "2"]


def test_no_files_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gipaudit.workers.files.Workers", None)
    assert list(read_files([], forms(), None, LIMITS)) == []


def test_the_registry_of_this_process_is_the_worker_s(bring: Bring, files: Files) -> None:
    bring("own", lambda data, limits: says("自带格式"))
    assert told(files("own")) == ["自带格式"]
