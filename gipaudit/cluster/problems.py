"""What a person is told where a cluster cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from gipaudit.errors import Message, UsageError

_TOLD = 5


def no_address(address: str) -> UsageError:
    """Return the error for what is no address of a scheduler."""
    return UsageError(
        f"--cluster 应为调度器地址，如 tcp://10.0.0.5:8786，而不是“{address}”",
        f"--cluster takes a scheduler's address such as tcp://10.0.0.5:8786, not {address!r}",
    )


def not_installed() -> UsageError:
    """Return the error for a missing dask."""
    return UsageError(
        "使用集群还需要安装：pip install 'gipaudit[cluster]'", "a cluster needs pip install 'gipaudit[cluster]'"
    )


def not_reached(address: str, seconds: int) -> UsageError:
    """Return the error for a scheduler that does not answer."""
    return UsageError(
        f"{seconds} 秒内连不上集群调度器 {address}；请检查地址和网络，并确认它已启动（dask scheduler）",
        f"no scheduler answers at {address} within {seconds} seconds: check address and network, and that it runs "
        "(dask scheduler)",
    )


def gone(address: str) -> UsageError:
    """Return the error for a scheduler that was there."""
    return UsageError(
        f"与集群调度器 {address} 的连接断了，审核没有完成；请重新启动它再运行一次（用了 --archive 的，读过的不再读）",
        f"the connection to the scheduler {address} was lost and the audit is not complete: start it and run again "
        "(with --archive nothing is read twice)",
    )


def no_workers(address: str, seconds: int) -> UsageError:
    """Return the error for a cluster in which nobody reads."""
    return UsageError(
        f"集群 {address} 已有 {seconds} 秒没有工作节点；请在各台机器上启动：dask worker {address}",
        f"there has been no worker at {address} for {seconds} seconds: start some with dask worker {address}",
    )


def silent(worker: str, seconds: int) -> UsageError:
    """Return the error for a worker that does not say what it reads with."""
    return UsageError(
        f"工作节点 {worker} 在 {seconds} 秒内没有应答；请重新启动它",
        f"the worker {worker} has not answered within {seconds} seconds: start it again",
    )


def unfit(worker: str, why: str) -> UsageError:
    """Return the error for a worker that cannot run gipaudit at all."""
    return UsageError(
        f"工作节点 {worker} 不能运行 gipaudit（{why}）；请在那台机器上安装与本机相同的 gipaudit[cluster]",
        f"the worker {worker} cannot run gipaudit ({why}): install the same gipaudit[cluster] there as here",
    )


def different(worker: str, found: Sequence[tuple[str, str, str]]) -> UsageError:
    """Return the error for a worker with other versions: name, ours and theirs of each."""
    more = len(found) - _TOLD
    zh = "；".join(f"{name} 本机 {here}，该节点 {there}" for name, here, there in found[:_TOLD])
    en = "; ".join(f"{name} here {here}, there {there}" for name, here, there in found[:_TOLD])
    return UsageError(
        f"工作节点 {worker} 与本机不一致，读出的结果可能不同：{zh}{f'；另有 {more} 项' if more > 0 else ''}。"
        "请安装相同的版本并重新启动该节点",
        f"the worker {worker} differs from here and may read otherwise: {en}{f'; {more} more' if more > 0 else ''}. "
        "Install the same versions and start it again",
    )


def blind(worker: str, problem: Message) -> UsageError:
    """Return the error for a worker that does not see the reports."""
    return UsageError(
        f"工作节点 {worker} {problem.zh}；请把报告放在各节点以同一路径都能看到的共享文件夹，或用 s3:// 网址",
        f"the worker {worker} {problem.en}: put the reports into a folder that all machines see by one path, or give "
        "an s3:// URL",
    )


def not_seen(path: str) -> Message:
    """Say that a file is not there, as :func:`blind` takes it."""
    return Message(f"看不到 {path}", f"does not see {path}")


def broken(why: str) -> UsageError:
    """Return the error for a task that failed otherwise than by losing its worker."""
    return UsageError(
        f"工作节点执行任务出错（{why}）；请查看该节点的日志", f"a worker failed at a task ({why}): see its log"
    )
