"""What a renderer is: it turns an audit's records into text or bytes, and sees nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gipaudit.errors import Message
from gipaudit.scorecard import Audit


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person asked of an output. ``width`` is in terminal columns; ``readings`` asks for every reading."""

    language: str = "zh"
    width: int = 80
    color: bool = False
    readings: bool = True


@dataclass(frozen=True)
class Renderer:
    """One output format. ``render`` yields pieces of text, in order, so that large audits are streamed."""

    name: str
    title: Message
    suffix: str
    render: Callable[[Audit, Settings], Iterator[str]]
