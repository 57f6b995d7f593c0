"""Whatever a document asks for: nothing is fetched, nothing runs on beyond its time, nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import need
from gipaudit_office import converted, office, supervisor
from gipaudit_office.profile import write_profile

from gipaudit.documents.archive import Archive
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError

NAMESPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
)
SECRET = "本机的秘密文字"
SIMPLE = rb"{\rtf1\ansi hello\par}"


class Listener:
    """A server on this machine that notes what it is asked for."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(f"{self.command} {self.path}")
                self.send_response(200)
                self.end_headers()

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

            def log_message(self, format: str, *values: object) -> None:
                """Say nothing."""

        self.asked = asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def linked(address: str, file: str) -> bytes:
    """An OpenDocument text that links pictures, objects and whole sections of text."""

    def link(path: str) -> str:
        return f'xlink:href="{path}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'

    frame = '<text:p><draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">{}</draw:frame></text:p>'
    things = [
        f"<draw:image {link(address + '/picture.png')}/>",
        f"<draw:object {link(address + '/object.odt')}/>",
        f"<draw:floating-frame {link(address + '/frame.html')}/>",
        f"<draw:plugin {link(address + '/film.mp4')}/>",
    ]
    sections = "".join(
        f'<text:section text:name="S{number}"><text:section-source {link(path)}/><text:p>x</text:p></text:section>'
        for number, path in enumerate((f"{address}/section.odt", file))
    )
    body = "<text:p>hello</text:p>" + "".join(map(frame.format, things)) + sections
    return (
        f'<?xml version="1.0"?><office:document{NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def rich(address: str, file: str) -> bytes:
    fields = "".join(
        rf'{{\field{{\*\fldinst {word} "{path}"}}{{\fldrslt x}}}}\par '
        for word, path in (
            ("INCLUDEPICTURE", f"{address}/picture.png"),
            ("INCLUDETEXT", f"{address}/text.txt"),
            ("INCLUDETEXT", file),
            ("DDEAUTO soffice", f"{address}/data.odt"),
        )
    )
    return rf"{{\rtf1\ansi{{\*\template {address}/t.dot}}\pard hello\par {fields}}}".encode("ascii")


def unguarded(program: str, data: bytes, suffix: str, format: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file where nothing holds it back."""
    folder.mkdir()
    (folder / f"x.{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", format, "--outdir", folder / "out"]
    environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    subprocess.run(
        [*map(str, command), str(folder / f"x.{suffix}")],
        check=True,
        capture_output=True,
        timeout=300,
        env=environment,
    )
    return (folder / "out" / f"x.{format}").read_bytes()


def test_nothing_is_fetched_from_the_net_or_from_this_machine(
    program: str, listener: Listener, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    open_text = linked(listener.address, secret.as_uri())
    word = unguarded(program, open_text, "fodt", "doc", tmp_path / "open")
    assert listener.asked, "a LibreOffice that nothing holds back asks: else this test could not fail"
    listener.asked.clear()
    given = (("fodt", open_text), ("rtf", rich(listener.address, secret.as_uri())), ("doc", word))
    for suffix, data in given:
        (docx,) = office.convert(program, [data], suffix, Limits())
        assert isinstance(docx, bytes)
        archive = Archive(docx, Limits())
        assert b"hello" in archive.read("word/document.xml")
        assert not any(SECRET.encode() in archive.read(name) for name in archive.names)
    assert listener.asked == []


def test_a_run_leaves_nothing_behind(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (docx,) = office.convert(program, [SIMPLE], "rtf", Limits())
    assert isinstance(docx, bytes)
    assert converted.written_by(docx, Limits()).startswith("LibreOffice ")
    assert list(tmp_path.iterdir()) == []


def test_it_makes_the_same_of_a_file_wherever_it_runs(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'d6\'d0\'ce\'c4\par}"
    made = []
    for language, zone in (("C", "UTC"), ("de_DE.UTF-8", "Asia/Tokyo")):
        monkeypatch.setenv("LC_ALL", language)
        monkeypatch.setenv("TZ", zone)
        (docx,) = office.convert(program, [data], "rtf", Limits())
        assert isinstance(docx, bytes)
        made.append(Archive(docx, Limits()).read("word/document.xml"))
    assert made[0] == made[1]
    assert "中文".encode() in made[0]


def test_two_at_a_time_do_not_hinder_each_other(program: str) -> None:
    results: list[Sequence[bytes | DocumentError]] = []
    threads = [
        threading.Thread(target=lambda: results.append(office.convert(program, [SIMPLE], "rtf", Limits())))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(result[0]) for result in results] == [bytes, bytes]


def test_what_takes_too_long_is_ended_and_told(tmp_path: Path) -> None:
    need(sys.platform != "win32", "a script stands for LibreOffice")
    pids, program = tmp_path / "pids", tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! $$ > {pids}\nwait\n", encoding="ascii")
    program.chmod(0o755)
    (error,) = office.convert(str(program), [SIMPLE], "rtf", Limits(seconds=2))
    assert isinstance(error, DocumentError)
    assert error.code == "too-slow"
    assert not any(map(alive, map(int, pids.read_text(encoding="ascii").split())))


def test_what_writes_too_much_is_ended(tmp_path: Path) -> None:
    need(sys.platform != "win32", "a script stands for LibreOffice")
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nwhile [ $# -gt 2 ]; do shift; done\nexec yes > $1/0.docx\n", encoding="ascii")
    program.chmod(0o755)
    (result,) = office.convert(str(program), [SIMPLE], "rtf", Limits(seconds=30, file_bytes=1_000_000))
    assert result if isinstance(result, DocumentError) else len(result) <= 1_000_000


def test_it_does_not_outlive_whoever_waits_for_it(tmp_path: Path) -> None:
    need(sys.platform != "win32", "a script stands for LibreOffice")
    folder, pids = tmp_path / "work", tmp_path / "pids"
    folder.mkdir()
    script = f"sleep 600 & echo $! $$ > {pids}.new; mv {pids}.new {pids}; wait"
    guard = [sys.executable, "-I", "-S", supervisor.__file__, "600", "1000000", str(1 << 30), str(folder)]
    with subprocess.Popen(
        [*guard, "/bin/sh", "-c", script], stdin=subprocess.PIPE, start_new_session=True
    ) as process:
        until(pids.exists)
        assert process.stdin is not None
        process.stdin.close()  # as when the process that waits is killed
        assert process.wait(60) == supervisor.TIME_IS_UP
    assert not any(map(alive, map(int, pids.read_text(encoding="ascii").split())))
    assert not folder.exists()


def test_a_profile_is_written_once(tmp_path: Path) -> None:
    assert write_profile(tmp_path / "profile").startswith("-env:UserInstallation=file:///")
    with pytest.raises(FileExistsError):
        write_profile(tmp_path / "profile")


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked after yet does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def until(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")
