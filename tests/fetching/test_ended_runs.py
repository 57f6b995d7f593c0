"""A run that was ended, however rudely, goes on where it was; what was written down stays."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fetched import QUICK, Get, later, manifest, page, targets
from support.site import Page, Request, Site

from gipaudit.errors import SourceError, UsageError
from gipaudit.fetching.entry import BadEntryError, Entry, entry_of
from gipaudit.fetching.manifest import Manifest, read_manifest
from gipaudit.fetching.running import fetch

REPORTS = 12


def stocked(site: Site, pause: float = 0.0) -> list[str]:
    """Put reports on a site, a page and a file each, and return the pages' addresses."""

    def slow(body: bytes) -> Callable[[Request], Page]:
        def answer(request: Request) -> Page:
            time.sleep(pause)
            return Page(body)

        return answer

    for number in range(REPORTS):
        site.pages[f"/{number}.html"] = slow(page(f"/{number}.pdf"))
        site.pages[f"/{number}.pdf"] = slow(b"%PDF-1.7 " + str(number).encode())
    return [site.url(f"/{number}.html") for number in range(REPORTS)]


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "manifest.jsonl" and not file.name.startswith(".")
    }


@pytest.fixture
def whole(site: Site, tmp_path: Path) -> dict[str, bytes]:
    """The files of a run that nobody ended."""
    done = list(fetch(targets(stocked(site)), tmp_path / "whole", QUICK, now=later()))
    assert len(done) == REPORTS
    site.asked.clear()
    return files(tmp_path / "whole")


def test_a_killed_run_goes_on_and_fetches_nothing_twice(site: Site, whole: dict[str, bytes], tmp_path: Path) -> None:
    urls, folder = stocked(site, pause=0.02), tmp_path / "out"
    listed = tmp_path / "units.csv"
    lines = [f"青溪市第{number}局,{url}" for number, url in enumerate(urls, 1)]
    listed.write_text("单位,网址\n" + "\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "gipaudit", "fetch", str(listed), "--into", str(folder), "--year", "2023"]
    command += ["--delay", "0", "--allow-private"]
    chance = random.Random(5)
    confirmed: Counter[str] = Counter()
    for _ in range(4):
        before = len(site.paths())
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            enough = before + chance.randint(2, 5)
            while len(site.paths()) < enough and process.poll() is None:
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
        known = {entry["url"] for entry in manifest(folder)} if (folder / "manifest.jsonl").exists() else set()
        assert not confirmed.keys() & {site.url(path) for path in site.paths()[before:]}
        confirmed.update(known)
    before = len(site.paths())
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert not confirmed.keys() & {site.url(path) for path in site.paths()[before:]}
    assert confirmed
    assert files(folder) == whole


def test_ending_the_iteration_ends_the_run(site: Site, whole: dict[str, bytes], get: Get, tmp_path: Path) -> None:
    urls = stocked(site, pause=0.02)
    running = fetch(targets(urls), tmp_path / "out", QUICK, now=later())
    next(running)
    running.close()
    asked = len(site.paths())
    assert asked < 2 * REPORTS
    get(*urls)
    assert files(tmp_path / "out") == whole
    assert max(Counter(site.paths()).values()) <= 2  # what was in hand when the run ended is asked for once more


def test_an_interrupt_is_told_and_leaves_what_is_there(site: Site, tmp_path: Path) -> None:
    urls = stocked(site, pause=0.05)
    listed = tmp_path / "units.csv"
    lines = [f"青溪市第{number}局,2023,{url}" for number, url in enumerate(urls, 1)]
    listed.write_text("单位,年度,网址\n" + "\n".join(lines), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "gipaudit",
        "--lang",
        "zh",
        "fetch",
        str(listed),
        "--into",
        str(tmp_path / "out"),
    ]
    command += ["--delay", "0", "--allow-private"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        while len(site.paths()) < 6 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "再次运行同一命令即可继续" in told
    assert "Traceback" not in told
    assert 4 <= len(manifest(tmp_path / "out")) < 2 * REPORTS


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_line_that_was_not_finished_is_cut_off(site: Site, get: Get, tmp_path: Path, cut: int) -> None:
    site.pages["/a"] = Page(page("/t.pdf"))
    site.pages["/t.pdf"] = Page(b"%PDF-1.7")
    get(site.url("/a"))
    file = tmp_path / "out" / "manifest.jsonl"
    file.write_bytes(file.read_bytes()[:-cut])
    assert len(read_manifest(file)) == 1
    get(site.url("/a"))
    assert len(read_manifest(file)) == 2
    assert site.paths() == ["/a", "/t.pdf", "/t.pdf"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单位,网址\n", ":1:1: 不是 gipaudit fetch 写的采集清单"),
        ('{"schema": "gipaudit/manifest@1"}\nnonsense\n', ":2:1: 不是一行 JSON"),
        ('{"schema": "gipaudit/manifest@1"}\n' + "[" * 20_000 + "\n", ":2:1: 不是一行 JSON"),
        ('{"schema": "gipaudit/manifest@1"}\n{}\n', ":2:1: 缺少“time”"),
        ('{"schema": "gipaudit/manifest@1"}\n' + "x" * 40_000 + "\n", ":2:1: 这一行过长"),
    ],
)
def test_a_manifest_that_is_none_is_told_and_left_alone(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "manifest.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as error:
        Manifest(tmp_path)
    assert said in error.value.message.zh
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", ["/etc/passwd", "../a.html", "2023/../../a.html", "C:/a.html", "a\\b.html", "a\0b"])
def test_a_manifest_names_files_in_its_folder_only(site: Site, get: Get, tmp_path: Path, path: str) -> None:
    site.pages["/a"] = Page(page())
    get(site.url("/a"))
    file = tmp_path / "out" / "manifest.jsonl"
    head, line = file.read_text(encoding="utf-8").splitlines()
    file.write_text(head + "\n" + json.dumps(json.loads(line) | {"file": path}) + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match="“file”的值不对"):
        read_manifest(file)


@pytest.mark.parametrize("name", ["write", "fsync"])
def test_a_full_disk_loses_nothing(
    site: Site, get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The fourth write to the disk fails: a file's, or its line's in the manifest."""
    urls, done = stocked(site), 0
    real = os.fsync

    def full(descriptor: int) -> None:
        nonlocal done
        done += 1
        if done >= (3 if name == "write" else 4):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(UsageError, match="No space left on device。已采集的都在"):
            get(*urls)
    assert len(read_manifest(tmp_path / "out" / "manifest.jsonl")) == 1
    get(*urls)
    assert len(read_manifest(tmp_path / "out" / "manifest.jsonl")) == 2 * REPORTS
    assert not list((tmp_path / "out").rglob("*.part"))


@settings(max_examples=60)
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([field.name for field in fields(Entry)]), inner)
    ))
)  # fmt: skip
def test_no_line_breaks_the_reader(value: object) -> None:
    with contextlib.suppress(BadEntryError):
        entry_of(json.dumps(value))


def test_a_folder_that_cannot_be_written_is_told(site: Site, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Exception, match="不能写入文件夹"):
        next(fetch(targets([site.url("/a")]), tmp_path / "out", QUICK, now=later()))
