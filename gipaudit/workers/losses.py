"""What a person is told of a file with which a worker process was lost, or that took too much."""

from __future__ import annotations

from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.workers.serving import Lost


def lost_error(lost: Lost, limits: Limits) -> DocumentError:
    """Return the error ``too-slow``, ``out-of-memory``, ``crashed`` or ``interrupted``, with what to do."""
    if lost.code == "interrupted":
        return DocumentError("interrupted", "审核被中断，没有读取", "not read: the audit was interrupted")
    if lost.code == "too-slow":
        return DocumentError(
            "too-slow",
            f"读取超过 {limits.seconds} 秒，已中止；请用 Word、WPS 另存为 .docx 后再试，或--limit seconds=… 放宽",
            f"reading took more than {limits.seconds} seconds and was stopped: save it as .docx with Word or WPS, or "
            "allow more with --limit seconds=…",
        )
    if lost.code == "out-of-memory":
        size = limits.memory_bytes // 2**20
        return DocumentError(
            "out-of-memory",
            f"读取所需内存超过 {size} MB，已中止；请用 Word、WPS 另存为 .docx 后再试，或--limit memory_bytes=… 放宽",
            f"reading took more than {size} MiB of memory and was stopped: save it as .docx with Word or WPS, or "
            "allow more with --limit memory_bytes=…",
        )
    if lost.died:
        return DocumentError(
            "crashed",
            f"读取时程序崩溃（{lost.why}，{lost.plugin}），已中止；请另存为 .docx 后再试，并告知程序的维护者",
            f"the program that reads it died ({lost.why}, {lost.plugin}): save it as .docx, and tell its maintainers",
        )
    return DocumentError(
        "crashed",
        f"读取时程序出错（{lost.why}，{lost.plugin}），不是文件的问题；请告知程序的维护者",
        f"the program broke on it ({lost.why}, {lost.plugin}), no fault of the file: tell its maintainers",
    )
