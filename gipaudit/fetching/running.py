"""Many targets: sites side by side, one target of a site after the other, and a folder that a run has to itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from gipaudit.errors import UsageError
from gipaudit.fetching.addresses import parsed
from gipaudit.fetching.collecting import Collected, Collector
from gipaudit.fetching.links import site_of
from gipaudit.fetching.manifest import NAME, Manifest, not_written
from gipaudit.fetching.pacing import Clock, StoppedError
from gipaudit.fetching.targets import Target
from gipaudit.fetching.visiting import Manners, Visitor

SITES = 4
"""How many sites are asked side by side."""

_ENDING_SECONDS = 2.0


def utc_now() -> datetime:
    """The time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def fetch(
    targets: Sequence[Target],
    folder: Path,
    manners: Manners,
    *,
    again: bool = False,
    clock: Clock | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Iterator[Collected]:
    """Fetch targets into a folder and give what comes of each, as they come.

    Ending the iteration ends the run: what was got stays, and a later run goes on from there.

    Raises:
        UsageError: the folder cannot be written to, or another run is writing to it.
        SourceError: its manifest is broken.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f".{NAME}.lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"另一个 gipaudit fetch 正在写入 {folder}，请等它结束", f"another gipaudit fetch is writing to {folder}"
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"不能写入文件夹 {folder}：{reason}", f"cannot write to {folder}: {reason}") from None
    clock = clock or Clock()
    try:
        try:
            manifest = Manifest(folder)
        except OSError as error:
            raise not_written(folder / NAME, error) from error
        collector = Collector(folder, Visitor(manners, clock), manifest, now, again)
        yield from _side_by_side(targets, collector, clock)
    finally:
        lock.release()


def _side_by_side(targets: Sequence[Target], collector: Collector, clock: Clock) -> Iterator[Collected]:
    """Run the sites in a few threads. They are daemons: a server that keeps one waiting does not keep the user."""
    sites: dict[str, list[Target]] = {}
    for target in targets:
        sites.setdefault(site_of(parsed(target.url).host), []).append(target)
    waiting: Queue[list[Target]] = Queue()
    for each in sites.values():
        waiting.put(each)
    results: Queue[Collected | BaseException | None] = Queue()
    threads = [
        Thread(target=_work, args=(waiting, results, collector), daemon=True) for _ in range(min(SITES, len(sites)))
    ]
    for thread in threads:
        thread.start()
    running = len(threads)
    try:
        while running:
            result = results.get()
            if result is None:
                running -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                yield result
    finally:
        clock.stop()
        for thread in threads:
            thread.join(_ENDING_SECONDS / len(threads))


def _work(
    waiting: Queue[list[Target]], results: Queue[Collected | BaseException | None], collector: Collector
) -> None:
    """Fetch site after site until there is none left; what breaks is handed to the one who waits."""
    try:
        while True:
            for target in waiting.get_nowait():
                results.put(collector.collect(target))
    except (Empty, StoppedError):
        results.put(None)
    except BaseException as error:  # handed over whole: it is raised where the results are taken
        results.put(error)
