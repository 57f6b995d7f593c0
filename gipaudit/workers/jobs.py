"""How many files this machine can read at once."""

from __future__ import annotations

import os
from pathlib import Path

_GROUP = Path("/sys/fs/cgroup")
"""Where a container finds how much memory it may have (Linux, control groups version 2)."""


def usable_jobs(memory_bytes: int) -> int:
    """As many processes as there are processors for this one to use, if each may take so much of the free memory.

    A process seldom takes a tenth of what it may; but each may, and the machine must not come to its end by that.
    """
    return max(1, min(_processors(), _free_bytes() // memory_bytes))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _free_bytes() -> int:
    """What the machine has free, or less where this process's container may have less."""
    import psutil

    free = int(psutil.virtual_memory().available)
    most, used = _group_bytes("memory.max"), _group_bytes("memory.current")
    return free if most is None or used is None else min(free, max(most - used, 0))


def _group_bytes(name: str) -> int | None:
    try:
        text = (_GROUP / name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        return None
    return int(text) if text.isdigit() else None
