"""Run a program and end it, and whatever it started, when its time is up or nobody waits for it any more.

Run as a script of its own: ``supervisor.py SECONDS FILE_BYTES MEMORY_BYTES FOLDER PROGRAM ARGUMENT…``. LibreOffice
starts further processes, and the process that asked for it may itself be killed on time: a pipe on standard input
tells that it is gone. Then the folder is removed as well, for nobody else will. Only the standard library is used,
so that it starts at once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading

TIME_IS_UP = 124
"""The exit code where the program took too long."""


def main() -> int:
    """Run the program; return its exit code, or :data:`TIME_IS_UP`."""
    seconds, file_bytes, memory, folder, *command = sys.argv[1:]
    _limit(int(file_bytes), int(memory))
    process = subprocess.Popen(  # noqa: S603 (the command is ours, no shell reads it)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    alone = threading.Event()
    watch = threading.Thread(target=_watch, args=(process, folder, alone), daemon=True)
    watch.start()
    try:
        code = process.wait(float(seconds))
    except subprocess.TimeoutExpired:
        code = TIME_IS_UP
    _end(process)
    if alone.is_set():
        watch.join()
    return code


def _watch(process: subprocess.Popen[bytes], folder: str, alone: threading.Event) -> None:
    """Wait until standard input is closed: whoever started this is gone. Then end all, clear up, and leave."""
    # Read past Python's own buffer, whose lock a thread that waits would still hold when the program ends.
    while os.read(0, 1024):
        pass
    alone.set()
    _end(process)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(TIME_IS_UP)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started."""
    if sys.platform == "win32":
        taskkill = os.path.join(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")
        subprocess.run([taskkill, "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit(file_bytes: int, memory: int) -> None:
    """Bound what the program may write and hold; Windows has no such limits."""
    if sys.platform != "win32":
        import resource

        data = resource.RLIMIT_DATA
        for kind, value in ((resource.RLIMIT_FSIZE, file_bytes), (data, memory), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
