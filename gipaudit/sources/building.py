"""YAML events → plain values with places, within limits; what is refused is collected, not raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from gipaudit.errors import Message, Position, Problem
from gipaudit.sources import slips
from gipaudit.sources.scalars import resolve
from gipaudit.sources.source import KeyPath, shortened

DEEPEST = 32
MOST_VALUES = 30_000
MOST_ALIASES = 20

Locate = Callable[[int, int], Position]
"""Line and column of the parser (both from 0) → the place in the file as written."""


class TooMuchError(Exception):
    """A limit is passed; the message says which."""

    def __init__(self, position: Position, zh: str, en: str) -> None:
        super().__init__(en)
        self.problem = Problem(position, Message(zh, en))


@dataclass
class _Frame:
    """An open mapping or list. ``key`` is the key that waits for its value; ``skip`` that the value is dropped."""

    value: dict[str, Any] | list[Any]
    path: KeyPath
    flow: bool
    anchor: str | None = None
    key: str | None = None
    key_line: int = -1
    skip: bool = False
    as_key: bool = False
    weight: int = 1
    first: dict[str, Position] = field(default_factory=dict)

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


class Builder:
    """Builds the values of one document."""

    def __init__(self, locate: Locate, most_values: int = MOST_VALUES) -> None:
        self.data: Any = None
        self.positions: dict[KeyPath, Position] = {}
        self.starts: dict[KeyPath, Position] = {}
        self.printed: dict[KeyPath, str] = {}
        self.problems: list[Problem] = []
        self._locate = locate
        self._most_values = most_values
        self._frames: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._aliases = 0
        self._weight = 0
        self._documents = 0

    def build(self, events: Iterable[Any]) -> None:
        """Take all events in.

        Raises:
            TooMuchError: a limit is passed.
        """
        from yaml import events as kinds

        for event in events:
            if isinstance(event, kinds.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (kinds.MappingStartEvent, kinds.SequenceStartEvent)):
                self._open(event, {} if isinstance(event, kinds.MappingStartEvent) else [])
            elif isinstance(event, (kinds.MappingEndEvent, kinds.SequenceEndEvent)):
                self._close()
            elif isinstance(event, kinds.AliasEvent):
                self._alias(event)
            elif isinstance(event, kinds.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    zh = "一个文件只能有一份内容，请删去多余的“---”"
                    raise TooMuchError(self._at(event), zh, "a second document: remove the extra '---'")

    def _at(self, event: Any) -> Position:
        return self._locate(event.start_mark.line, event.start_mark.column)

    def _tell(self, position: Position, message: Message) -> None:
        self.problems.append(Problem(position, message))

    def _weigh(self, event: Any, weight: int) -> None:
        self._weight += weight
        if self._weight > self._most_values:
            zh = f"内容过多（超过 {self._most_values} 项）"
            raise TooMuchError(self._at(event), zh, f"more than {self._most_values} values")
        for frame in self._frames:
            frame.weight += weight

    def _path(self) -> KeyPath:
        if not self._frames:
            return ()
        top = self._frames[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return (*top.path, top.key or "")

    def _put(self, value: Any) -> None:
        """Give a finished value to the mapping or list around it."""
        if not self._frames:
            self.data = value
            return
        top = self._frames[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            if not top.skip:
                top.value[top.key or ""] = value
            top.key, top.skip = None, False

    def _name(self, event: Any, key: str) -> None:
        """Take a key."""
        top = self._frames[-1]
        position = self._at(event)
        if key in top.first:
            line, shown = top.first[key].line, shortened(key)
            self._tell(
                position,
                Message(f"“{shown}”重复：第 {line} 行已经写过", f"duplicate key {shown!r}: already on line {line}"),
            )
            top.skip = True
        else:
            top.first[key] = position
            self.positions[(*top.path, key)] = position
        top.key, top.key_line = key, event.start_mark.line

    def _place(self, event: Any) -> KeyPath:
        """Note where a value stands that is no key; keys have noted their own."""
        path = self._path()
        if not self._frames or isinstance(self._frames[-1].value, list):
            self.positions.setdefault(path, self._at(event))
        return path

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = shortened(event.tag.removeprefix("tag:yaml.org,2002:"))
            self._tell(
                self._at(event),
                Message(
                    f"不接受标签“!{tag}”；如果是文字，请加引号",
                    f"tag {tag!r} is not accepted; quote it if it is text",
                ),
            )

    def _scalar(self, event: Any) -> None:
        self._weigh(event, 1)
        self._check_tag(event)
        plain = not event.style and event.tag is None
        if self._frames and self._frames[-1].wants_key:
            if plain:
                self._slip(event, slips.in_key(event.value))
            self._name(event, event.value)
            return
        path = self._place(event)
        if plain:
            self._slip(event, self._silent(event))
        value = resolve(event.value) if plain else event.value
        if not isinstance(value, str):
            self.printed.setdefault(path, event.value)
        quotes = 0 if plain else 1
        line, column = event.start_mark.line, event.start_mark.column
        if event.end_mark.line == line and event.end_mark.column - column == len(event.value) + 2 * quotes:
            self.starts.setdefault(path, self._locate(line, column + quotes))
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._put(value)

    def _silent(self, event: Any) -> slips.Found | None:
        """A slip that is valid YAML, but surely not what was meant."""
        top = self._frames[-1] if self._frames else None
        if top is None:
            return None
        listed = isinstance(top.value, list)
        if top.flow and not listed and event.value == "":
            return slips.lonely_key(top.key or "")
        if top.flow:
            return slips.in_flow(event.value, listed)
        if listed:
            return slips.in_list(event.value)
        return slips.in_block(event.value) if event.start_mark.line > top.key_line else None

    def _slip(self, event: Any, found: slips.Found | None) -> None:
        if found is None:
            return
        position = self._at(event)
        if found.key and self._frames:
            top = self._frames[-1]
            position = top.first.get(top.key or "", position)
        self._tell(
            Position(position.file, position.line, position.column + found.offset),
            found.message,
        )

    def _open(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        self._weigh(event, 1)
        self._check_tag(event)
        if len(self._frames) >= DEEPEST:
            raise TooMuchError(self._at(event), f"嵌套超过 {DEEPEST} 层", f"nested deeper than {DEEPEST}")
        as_key = bool(self._frames) and self._frames[-1].wants_key
        if as_key:
            self._tell(
                self._at(event),
                Message(
                    "冒号左边只能是一个名称；文字以 { 或 [ 开头时要加引号",
                    "a key must be plain text; quote a text that begins with { or [",
                ),
            )
            path = (*self._frames[-1].path, "?")
        else:
            path = self._place(event)
        self._frames.append(_Frame(value, path, bool(event.flow_style), event.anchor, as_key=as_key))

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.value, frame.weight)
        if frame.as_key:
            self._frames[-1].key, self._frames[-1].skip = "?", True
            return
        self._put(frame.value)

    def _alias(self, event: Any) -> None:
        self._aliases += 1
        position = self._at(event)
        if self._aliases > MOST_ALIASES:
            raise TooMuchError(
                position, f"引用（*名称）超过 {MOST_ALIASES} 处，不接受", f"more than {MOST_ALIASES} aliases"
            )
        value, weight = self._anchors.get(event.anchor, (f"*{event.anchor}", 1))
        self._weigh(event, weight)
        if event.anchor not in self._anchors:
            zh = f"“*{shortened(event.anchor)}”没有定义；以 * 开头的文字要加引号"
            self._tell(
                position,
                Message(zh, f"alias *{shortened(event.anchor)} is not defined; quote a text that begins with *"),
            )
        if self._frames and self._frames[-1].wants_key:
            self._tell(position, Message("名称不能用引用（*…）代替", "a key cannot be an alias"))
            self._frames[-1].key, self._frames[-1].skip = "?", True
            return
        self._place(event)
        self._put(value)
