"""The one registry that all kinds of plugin use, and how a fault is laid at the right door."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gipaudit.errors import UsageError
from gipaudit.plugins import DuplicateNameError, Registry, distribution, plugins


@dataclass(frozen=True)
class Thing:
    name: str


def filled(*names: str) -> Registry[Thing]:
    registry: Registry[Thing] = Registry("输出格式", "format")
    for name in names:
        registry.add(Thing(name))
    return registry


def test_a_name_is_given_once() -> None:
    with pytest.raises(DuplicateNameError) as caught:
        filled("csv", "csv")
    assert caught.value.message.zh == "输出格式“csv”重名"
    assert caught.value.message.en == "format 'csv' is registered twice"


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        filled("table", "csv")["xml"]
    assert caught.value.message.zh == "没有输出格式“xml”；可用：csv、table"
    assert caught.value.message.en == "no format 'xml'; known: csv、table"


def test_what_was_added_is_found() -> None:
    registry = filled("table", "csv")
    assert registry["csv"] == Thing("csv")
    assert "table" in registry
    assert "xml" not in registry
    assert registry.names() == ["csv", "table"]
    assert [thing.name for thing in registry] == ["table", "csv"]


def test_a_fault_of_ours_is_no_plugins() -> None:
    with pytest.raises(UsageError) as caught:
        filled()["x"]
    assert plugins().at_fault(caught.value) is None
    assert plugins().owner("register_checks", "identity") is None
    assert distribution(None) == "gipaudit"
