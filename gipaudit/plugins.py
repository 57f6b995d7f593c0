"""The plugin manager and the one registry that all kinds of plugin use.

Built-ins are named here as strings and come through the same hooks as a third party's entry points (group
``gipaudit``). They register first; then the entry points; nothing depends on the order after that, for a registry
refuses a name twice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Generic, Protocol, TypeVar

import pluggy

from gipaudit import hookspecs
from gipaudit.errors import GipauditError, UsageError

GROUP = "gipaudit"

BUILT_IN = (
    "gipaudit.documents.builtin",
    "gipaudit.forms.builtin",
    "gipaudit.rules.builtin",
    "gipaudit.scoring.builtin",
    "gipaudit.renderers.builtin",
)


class Named(Protocol):
    """Anything that a registry can hold."""

    @property
    def name(self) -> str:
        """The word by which rulesets and the command line call it."""
        ...


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One installed distribution that brings plugins. ``error`` says why it failed to load, else it is empty."""

    name: str
    version: str
    hooks: tuple[str, ...] = ()
    error: str = ""


class DuplicateNameError(GipauditError):
    """Two plugins bring a thing of the same kind and name."""


class Registry(Generic[T]):
    """Named things of one kind, as the plugins brought them."""

    def __init__(self, kind_zh: str, kind_en: str) -> None:
        self._kind = (kind_zh, kind_en)
        self._things: dict[str, T] = {}

    def add(self, thing: T) -> None:
        """Take a thing in.

        Raises:
            DuplicateNameError: its name is taken.
        """
        if thing.name in self._things:
            zh, en = self._kind
            raise DuplicateNameError(f"{zh}“{thing.name}”重名", f"{en} {thing.name!r} is registered twice")
        self._things[thing.name] = thing

    def __getitem__(self, name: str) -> T:
        """Return the thing of that name.

        Raises:
            UsageError: no such thing; the message lists the known ones.
        """
        try:
            return self._things[name]
        except KeyError:
            zh, en = self._kind
            known = "、".join(sorted(self._things))
            raise UsageError(f"没有{zh}“{name}”；可用：{known}", f"no {en} {name!r}; known: {known}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._things

    def __iter__(self) -> Iterator[T]:
        return iter(self._things.values())

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._things)


class Plugins:
    """All loaded plugins. Made once a process by :func:`plugins`."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(GROUP)
        self.manager.add_hookspecs(hookspecs)
        self.infos: list[PluginInfo] = []
        self._owners: dict[str, PluginInfo] = {}
        for name in BUILT_IN:
            self.manager.register(import_module(name), name)
        for distribution, entry_point in _entry_points():
            self._load(distribution, entry_point)
        self.manager.check_pending()

    def _load(self, distribution: Distribution, entry_point: EntryPoint) -> None:
        """Load one third party's plugin; a plugin that fails is told by name and version and left out."""
        info = PluginInfo(distribution.metadata["Name"], distribution.version)
        plugin = None
        try:
            plugin = entry_point.load()
            self.manager.register(plugin, f"{info.name}:{entry_point.name}")
            self.manager.check_pending()
        except Exception as error:  # whatever a third party's code raises, the audit goes on and says so
            if plugin is not None and self.manager.is_registered(plugin):
                self.manager.unregister(plugin)
            self._fail(info, error)
            return
        hooks = tuple(sorted(caller.name for caller in self.manager.get_hookcallers(plugin) or ()))
        self.infos.append(PluginInfo(info.name, info.version, hooks))

    def _fail(self, info: PluginInfo, error: BaseException) -> None:
        self.infos.append(PluginInfo(info.name, info.version, (), f"{type(error).__name__}: {error}"))

    def collect(self, hook: str, take: Callable[..., None]) -> None:
        """Call one hook of every plugin, one by one, so that a plugin that raises harms no other."""
        for caller in getattr(self.manager.hook, hook).get_hookimpls():
            if os.environ.get("GIPAUDIT_TRACE_PLUGINS"):
                print(f"gipaudit: {hook} ← {caller.plugin_name}", file=sys.stderr)
            if caller.plugin_name in BUILT_IN:
                caller.function(take)
                continue
            try:
                caller.function(take)
            except Exception as error:  # as in _load
                self._blame(caller.plugin_name, hook, error)

    def _blame(self, plugin_name: str, hook: str, error: BaseException) -> None:
        owner = plugin_name.partition(":")[0]
        for index, info in enumerate(self.infos):
            if info.name == owner:
                reason = f"{hook}: {type(error).__name__}: {error}"
                self.infos[index] = PluginInfo(info.name, info.version, info.hooks, reason)


def _entry_points() -> Iterator[tuple[Distribution, EntryPoint]]:
    for entry_point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        if entry_point.dist is not None:
            yield entry_point.dist, entry_point


@cache
def plugins() -> Plugins:
    """Load every plugin, once."""
    return Plugins()


def registry(hook: str, kind_zh: str, kind_en: str) -> Registry[T]:
    """Fill a registry from one hook."""
    result: Registry[T] = Registry(kind_zh, kind_en)
    plugins().collect(hook, result.add)
    return result
