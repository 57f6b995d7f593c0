"""The option ``--cluster``: reading on the machines behind a dask scheduler."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from gipaudit.cli.language import say
from gipaudit.errors import UsageError

if TYPE_CHECKING:
    from gipaudit.workers.files import Read


def option() -> Any:
    """Return the option in the language of this run."""
    return typer.Option(
        "--cluster",
        metavar=say("地址", "ADDRESS"),
        help=say(
            "在集群上读取：dask 调度器的地址，如 tcp://10.0.0.5:8786",
            "read on a cluster: the address of a dask scheduler such as tcp://10.0.0.5:8786",
        ),
    )


def reader(context: typer.Context, address: str, jobs: str | None, stopped: Callable[[], bool]) -> Read:
    """Connect to a cluster, and return its way to read; it is left when the command ends.

    Raises:
        UsageError: ``--jobs`` is given too, or the cluster cannot be used.
    """
    if jobs is not None:
        raise UsageError(
            "--jobs 只管本机的进程；用 --cluster 时同时读取的份数由各工作节点的线程数决定，请去掉一个",
            "--jobs is for processes of this machine; with --cluster the workers' threads tell how many read at "
            "once: leave one of the two out",
        )
    from gipaudit.cluster.reading import Cluster

    return context.with_resource(Cluster(address, stopped))
