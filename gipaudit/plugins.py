"""The plugin manager and the one registry that all kinds of plugin use.

Built-ins are named here as strings and come through the same hooks as a third party's entry points (group
``gipaudit``). They register first; then the others by name of distribution; nothing depends on who was installed
first, for a name is given once. A plugin that fails is told by name and version, and the others go on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

import pluggy

from gipaudit import hookspecs
from gipaudit.errors import GipauditError, UsageError

GROUP = "gipaudit"

TRACE = "GIPAUDIT_TRACE_PLUGINS"
"""Where this is set in the environment, every call of a hook is written to standard error."""

BUILT_IN = (
    "gipaudit.documents.builtin",
    "gipaudit.forms.builtin",
    "gipaudit.rules.builtin",
    "gipaudit.scoring.builtin",
    "gipaudit.renderers.builtin",
)

BRINGS = {
    "register_loaders": "gipaudit.documents.reading:Loader",
    "register_recognisers": "gipaudit.documents.recognisers:Recogniser",
    "register_forms": "pathlib:Path",
    "register_rulesets": "pathlib:Path",
    "register_checks": "gipaudit.rules.check:Check",
    "register_scorers": "gipaudit.scoring.model:Scorer",
    "register_renderers": "gipaudit.renderers.renderer:Renderer",
}
"""What each hook registers, as a string so that nothing is loaded before it is asked for."""


class Named(Protocol):
    """Anything that a registry can hold."""

    @property
    def name(self) -> str:
        """The word by which rulesets and the command line call it."""
        ...


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One installed distribution that brings plugins: the hooks that it fills, and what failed, else empty."""

    name: str
    version: str
    hooks: tuple[str, ...] = ()
    error: str = ""


class PluginError(GipauditError):
    """A plugin does not do what a plugin must."""


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
        self._infos: dict[str, PluginInfo] = {}
        self._packages: dict[str, str] = {}
        self._owners: dict[tuple[str, str], str] = {}
        for name in BUILT_IN:
            self.manager.register(import_module(name), name)
        self.manager.check_pending()
        for distribution, entry_point in _entry_points():
            self._load(distribution, entry_point)

    @property
    def infos(self) -> tuple[PluginInfo, ...]:
        """The installed distributions, those that failed included, by name."""
        return tuple(self._infos[name] for name in sorted(self._infos))

    def collect(self, hook: str, take: Callable[[Any], None]) -> None:
        """Call one hook of every plugin, and hand on what each brings.

        Of a plugin whose hook raises nothing is taken; a thing of the wrong kind, with a taken name, or that ``take``
        cannot take is refused by itself. Each is noted in :attr:`infos` and harms no other plugin.
        """
        taken: dict[str, str] = {}
        for caller in sorted(getattr(self.manager.hook, hook).get_hookimpls(), key=_turn):
            if os.environ.get(TRACE):
                print(f"gipaudit: {hook} ← {caller.plugin_name}", file=sys.stderr)
            built_in = caller.plugin_name in BUILT_IN
            owner = GROUP if built_in else caller.plugin_name.partition(":")[0]
            with self._blaming(None if built_in else owner, hook):
                for thing in _brought(caller.function, hook):
                    with self._blaming(None if built_in else owner, hook):
                        name = _checked(hook, thing, taken)
                        take(thing)
                        taken[name] = self._owners[hook, name] = owner

    @contextmanager
    def _blaming(self, name: str | None, hook: str) -> Iterator[None]:
        """Note whatever is raised against a third party's plugin; what a built-in raises is our own defect."""
        try:
            yield
        except (Exception, SystemExit) as error:  # a third party's code may raise anything
            if name is None:
                raise
            self._fail(name, f"{hook}: {_told(error)}")

    def collect_all(self) -> None:
        """Call every hook of every plugin, so that :attr:`infos` tells all that fails."""
        for hook in BRINGS:
            self.collect(hook, lambda thing: None)

    def owner(self, hook: str, name: str) -> PluginInfo | None:
        """The plugin that brought the thing of that name; ``None`` where it is built in or unknown."""
        return self._infos.get(self._owners.get((hook, name), ""))

    def at_fault(self, error: BaseException) -> PluginInfo | None:
        """The plugin in whose code an error arose, or ``None``: told by the innermost frame that is a plugin's."""
        found = None
        trace: TracebackType | None = error.__traceback__
        while trace is not None:
            package = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
            found = self._packages.get(package, found)
            trace = trace.tb_next
        return self._infos.get(found or "")

    def at_fault_in(self, files: Sequence[str]) -> PluginInfo | None:
        """The plugin in whose code one of these files lies, the first that does, or ``None``."""
        for file in files:
            for package, name in self._packages.items():
                if package in Path(file).with_suffix("").parts:
                    return self._infos.get(name)
        return None

    def _load(self, distribution: Distribution, entry_point: EntryPoint) -> None:
        """Load one entry point of a third party's; where that fails it is noted and left out."""
        name, version = _name_and_version(distribution, entry_point)
        info = self._infos.setdefault(name, PluginInfo(name, version))
        try:
            plugin = entry_point.load()
            hooks = self._hooks(plugin)
            self.manager.register(plugin, f"{name}:{entry_point.name}")
        except (Exception, SystemExit) as error:  # as in collect
            self._fail(name, _told(error))
            return
        self._packages[entry_point.module.partition(".")[0]] = name
        self._infos[name] = replace(info, hooks=tuple(sorted({*info.hooks, *hooks})))

    def _hooks(self, plugin: object) -> list[str]:
        """The hooks that a plugin fills.

        Raises:
            PluginError: it fills none, or one that there is not, or one with other arguments than ``register``.
        """
        from difflib import get_close_matches
        from inspect import signature

        hooks = []
        for name in dir(plugin):
            options = self.manager.parse_hookimpl_opts(plugin, name)
            if options is None:
                continue
            hook = options.get("specname") or name
            if hook not in BRINGS:
                near = get_close_matches(hook, BRINGS, 1)
                zh, en = (f"，是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
                raise PluginError(f"没有钩子 {hook}{zh}", f"no hook {hook}{en}")
            arguments = list(signature(getattr(plugin, name)).parameters)
            if arguments != ["register"]:
                given = ", ".join(arguments)
                raise PluginError(
                    f"钩子 {hook} 只有一个参数 register，而不是（{given}）",
                    f"hook {hook} takes one argument, register, not ({given})",
                )
            hooks.append(hook)
        if not hooks:
            raise PluginError("没有实现任何钩子（是否漏写 @hookimpl？）", "fills no hook (is @hookimpl missing?)")
        return hooks

    def _fail(self, name: str, reason: str) -> None:
        info = self._infos[name]
        if reason not in info.error.split("；"):
            self._infos[name] = replace(info, error="；".join(filter(None, (info.error, reason))))


def _turn(caller: pluggy.HookImpl) -> tuple[bool, str]:
    """Built-ins come first and then all others by name, whatever a plugin asks for (``tryfirst``)."""
    return caller.plugin_name not in BUILT_IN, caller.plugin_name


def _brought(function: Callable[..., object], hook: str) -> list[Any]:
    """What one plugin registers by one hook.

    Raises:
        PluginError: it gives things back instead.
    """
    brought: list[Any] = []
    if function(brought.append) is not None:
        raise PluginError(
            f"{hook} 应逐个调用 register，不用 return 或 yield", f"{hook} must call register, not return or yield"
        )
    return brought


def _checked(hook: str, thing: Any, taken: dict[str, str]) -> str:
    """Return the name of what a plugin brings; a folder's is its path.

    Raises:
        PluginError: it is not what the hook registers.
        DuplicateNameError: its name is taken.
    """
    module, _, kind = BRINGS[hook].partition(":")
    if not isinstance(thing, getattr(import_module(module), kind)):
        given = type(thing).__name__
        raise PluginError(f"应登记 {kind}，而不是 {given}", f"registers a {kind}, not a {given}")
    if isinstance(thing, Path):
        if not thing.is_dir():
            raise PluginError(f"没有文件夹 {thing}", f"no folder {thing}")
        name = str(thing)
    else:
        name = thing.name
    if name in taken:
        raise DuplicateNameError(
            f"“{name}”重名，已由 {taken[name]} 提供", f"{name!r} is registered already, by {taken[name]}"
        )
    return name


def _told(error: BaseException) -> str:
    """An error in one line; ours in both languages, for it is shown in either and kept in the audit."""
    if isinstance(error, GipauditError):
        return f"{error.message.zh} / {error.message.en}"
    return " ".join(f"{type(error).__name__}: {error}".split())


def _entry_points() -> Iterator[tuple[Distribution, EntryPoint]]:
    found = [(point.dist, point) for point in entry_points(group=GROUP) if point.dist is not None]
    yield from sorted(found, key=lambda pair: (*_name_and_version(*pair), pair[1].name, pair[1].value))


def _name_and_version(distribution: Distribution, entry_point: EntryPoint) -> tuple[str, str]:
    """What a distribution says of itself; of one whose metadata is damaged, the entry point's name."""
    try:
        metadata = distribution.metadata
        name, version = metadata["Name"], metadata["Version"]
    except (TypeError, KeyError, ValueError, OSError):
        name, version = None, None
    return str(name or entry_point.name), str(version or "?")


@cache
def plugins() -> Plugins:
    """Load every plugin, once."""
    return Plugins()


def failures() -> tuple[PluginInfo, ...]:
    """The plugins of which something failed so far; none where no plugin was needed yet."""
    return tuple(info for info in plugins().infos if info.error) if plugins.cache_info().currsize else ()


def distribution(info: PluginInfo | None) -> str:
    """Name and version of a plugin for people who report a defect; ``None`` is gipaudit itself."""
    return f"{info.name} {info.version}" if info is not None else GROUP


def registry(hook: str, kind_zh: str, kind_en: str) -> Registry[T]:
    """Fill a registry from one hook."""
    result: Registry[T] = Registry(kind_zh, kind_en)
    plugins().collect(hook, result.add)
    return result
