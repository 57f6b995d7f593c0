"""LibreOffice as a converter: many files in one run, each run with its own profile, within limits.

What it is given is named by number, so that a file's own name never reaches it; its own window, its users' settings
and their running instance are never touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory

from gipaudit.documents.limits import Limits, too_large
from gipaudit.errors import DocumentError
from gipaudit_office import supervisor
from gipaudit_office.profile import write_profile

PLACES = (
    "/opt/libreoffice*/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/lib/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where its installers put it, as patterns; the highest version is taken."""
_FORMAT = "docx:MS Word 2007 XML"

_SHARE = 0.8
"""Of the seconds that reading a file may take, what LibreOffice gets: whoever waits must still be told."""

_MORE = 0.1
"""Of these, what each further file of a run adds."""

_GRACE = 10
"""Seconds that the supervisor gets to end LibreOffice."""


def find() -> str | None:
    """Return the path of LibreOffice, or ``None`` where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((found for place in PLACES for found in sorted(glob(place), reverse=True)), None)


def absent(zh: str, en: str) -> DocumentError:
    """Return the error for a file that only LibreOffice can read, where there is none; ``zh``, ``en`` say why."""
    return DocumentError(
        "no-converter",
        f"{zh}，需要 LibreOffice。请安装：Debian、Ubuntu 用 apt-get install libreoffice-writer-nogui，"
        "Windows、macOS 从 libreoffice.org 下载；或用 Word、WPS 另存为 .docx 后再试",
        f"{en} needs LibreOffice: apt-get install libreoffice-writer-nogui (Debian, Ubuntu), or get it from "
        "libreoffice.org (Windows, macOS); or save the file as .docx with Word or WPS",
    )


def convert(program: str, files: Sequence[bytes], suffix: str, limits: Limits) -> list[bytes | DocumentError]:
    """Turn files of one kind into .docx, in their order; ``suffix`` is that of the kind, as ``rtf``.

    A file on which a run of many breaks costs the others nothing: what a run did not bring is tried once more, each
    by itself.
    """
    made = _run(program, dict(enumerate(files)), suffix, limits)
    if len(files) > 1:
        for number, data in enumerate(files):
            if isinstance(made[number], DocumentError):
                made[number] = _run(program, {number: data}, suffix, limits)[number]
    return [made[number] for number in range(len(files))]


def _run(program: str, files: Mapping[int, bytes], suffix: str, limits: Limits) -> dict[int, bytes | DocumentError]:
    with TemporaryDirectory(prefix="gipaudit-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        profile = write_profile(folder / "profile")
        for part in ("in", "out", "home"):
            (folder / part).mkdir()
        given = []
        for number, data in files.items():
            path = folder / "in" / f"{number}.{suffix}"
            path.write_bytes(data)
            given.append(str(path))
        command = [program, profile, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
        command += ["--convert-to", _FORMAT, "--outdir", str(folder / "out"), *given]
        seconds = limits.seconds * _SHARE * (1 + _MORE * (len(files) - 1))
        in_time = _supervised(command, folder, seconds, limits)
        return {number: _made(folder / "out" / f"{number}.docx", in_time, limits) for number in files}


def _supervised(command: Sequence[str], folder: Path, seconds: float, limits: Limits) -> bool:
    """Run LibreOffice; return whether it ended in time."""
    guard = [sys.executable, "-I", "-S", supervisor.__file__, str(seconds)]
    guard += [str(limits.file_bytes), str(limits.memory_bytes), str(folder)]
    with subprocess.Popen(  # noqa: S603 (every argument is ours, no shell reads them)
        [*guard, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
        start_new_session=True,  # so that it outlives whoever waits, and can end LibreOffice
    ) as process:
        try:
            return process.wait(seconds + _GRACE) != supervisor.TIME_IS_UP
        except subprocess.TimeoutExpired:
            process.kill()
            return False


def _environment(folder: Path) -> dict[str, str]:
    """The same wherever and for whomever it runs: no home, no display, no proxy, one language and time zone."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMFILES", "PROGRAMFILES(X86)", "COMSPEC")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    own = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"))
    environment |= {name: str(folder / "home") for name in own}
    return environment | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp"}


def _made(path: Path, in_time: bool, limits: Limits) -> bytes | DocumentError:
    """What LibreOffice wrote, or why it wrote nothing."""
    if not path.is_file():
        return _unread() if in_time else _slow(limits)
    size = path.stat().st_size
    return too_large(size, limits.file_bytes) if size > limits.file_bytes else path.read_bytes()


def _unread() -> DocumentError:
    return DocumentError(
        "damaged",
        "LibreOffice 打不开这个文件：可能已损坏或不完整；请重新下载，或用 Word、WPS 打开后另存为 .docx",
        "LibreOffice cannot open the file: it may be damaged or incomplete; fetch it again, or save it as .docx",
    )


def _slow(limits: Limits) -> DocumentError:
    return DocumentError(
        "too-slow",
        f"LibreOffice 转换超过 {limits.seconds * _SHARE:.0f} 秒，已停止；请用 Word、WPS 另存为 .docx 后再试",
        f"LibreOffice took more than {limits.seconds * _SHARE:.0f} seconds and was stopped: save the file as .docx",
    )
